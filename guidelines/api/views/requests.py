"""Asking for a change of the guidelines, and what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guidelines.api.bodies import invalid, key_of_request, read_body
from guidelines.api.endpoints import Answer, Ask, endpoint, missing_scope
from guidelines.api.models import Resource
from guidelines.api.paging import cursor_of, key_of, next_address
from guidelines.api.parameters import CURSOR, LIMIT
from guidelines.api.problems import Problem
from guidelines.api.request_answers import AnsweringEdition, RequestMade, RequestNew, RequestsMade
from guidelines.catalogue.models import Domain, Market
from guidelines.editions.rights import visible_guidelines
from guidelines.frame.refusals import Refusal
from guidelines.insights.models import StakeholderRequest
from guidelines.insights.request_queries import Line, lines
from guidelines.insights.services import Wish, requesting

ID = ("id", "The number of the request, as `id` says it.", "12")


def requests(request: HttpRequest) -> HttpResponse:
    """One address: asked with GET the list, posted to a new request."""
    return make_request(request) if request.method == "POST" else own_requests(request)


@endpoint("/requests", Resource.REQUESTS, RequestsMade, LIMIT, CURSOR)
def own_requests(ask: Ask) -> Answer:
    """What this token asked for, the newest first, and where each request stands now."""
    rows = _own(ask).order_by("-pk")
    if ask["cursor"]:
        rows = rows.filter(pk__lt=min(key_of(ask["cursor"], int)[0], 2**63 - 1))
    found = list(rows[: ask["limit"] + 1])
    shown, more = found[: ask["limit"]], len(found) > ask["limit"]
    following = next_address(ask.request, cursor=cursor_of(shown[-1].pk)) if more else None
    items = tuple(_told(ask, line) for line in lines(ask.access.reader, shown))
    return Answer(lambda: RequestsMade(items, following), next=following or "")


@endpoint("/requests/{id}", Resource.REQUESTS, RequestMade, places=(ID,))
def own_request(ask: Ask, id: str) -> Answer:  # as it stands in the address
    """One request that this token made."""
    found = _own(ask).filter(pk=int(id)).first() if id.isascii() and id.isdigit() and len(id) <= 18 else None
    if found is None:
        raise Problem("not-found", _("This token made no such request."))
    (line,) = lines(ask.access.reader, [found])
    return Answer(lambda: _told(ask, line))


@endpoint("/requests", Resource.REQUESTS, RequestMade, takes=RequestNew)
def make_request(ask: Ask) -> Answer:
    """Ask for a change. Sent again with the same Idempotency-Key it is made once, and answered with 200."""
    key, sent = key_of_request(ask.request), read_body(ask.request, RequestNew)
    token = ask.access.token
    wish = _wish(ask, sent)
    try:
        found, is_new = requesting.request_by_program(
            wish, reader=ask.access.reader, source=token.name, source_id=token.pk, key=key
        )
    except Refusal as refusal:
        kinds = {409: "other-request", 422: "invalid", 403: "missing-scope", 404: "invalid", 429: "too-many-requests"}
        raise Problem(kinds.get(refusal.status, "bad-request"), refusal.sentence) from refusal
    (line,) = lines(ask.access.reader, [found])
    address = ask.request.build_absolute_uri(reverse("api_request", args=[found.pk]))
    return Answer(lambda: _told(ask, line), location=address, status=201 if is_new else 200)


def _wish(ask: Ask, sent: dict[str, Any]) -> Wish:
    market = _place(Market, "market", sent["market"], ask.access.markets)
    domain = _place(Domain, "domain", sent["domain"], ask.access.domains) if sent["domain"] else None
    guideline = None
    if name := sent["guideline"]:
        guideline = visible_guidelines(ask.access.reader).filter(policy_id=str(name).upper()[:60]).first()
        if guideline is None or guideline.market_id != market.pk:
            sentence = _("There is no guideline “%(name)s” in this market that this token may read.")
            raise invalid(sentence % {"name": str(name)[:60]}, "guideline")
        if domain and domain.pk != guideline.domain_id:
            raise invalid(_("The guideline is of another domain."), "domain")
    if sent["rule"] and (guideline is None or len(sent["rule"]) > 10):
        raise invalid(_("Name the guideline that this rule is in, and the rule as it is called there."), "rule")
    wanted: dt.date | None = sent["wanted_by"]
    return Wish(
        market=market,
        domain=guideline.domain if guideline else domain,
        text=sent["text"],
        why=sent["why"],
        guideline=guideline,
        rule_id=(sent["rule"] or "").upper(),
        wanted_by=wanted,
    )


def _place(kind: Any, name: str, code: str, own: frozenset[str] | None) -> Any:
    """A market or domain beyond the token is told as such, whether there is one of that code or not."""
    code = code.upper()[:20]
    if own is not None and code not in own:
        sentence = _("This token does not reach the %(kind)s %(code)s.")
        raise missing_scope(f"{name}:{code}", sentence % {"kind": name, "code": code})
    found = kind.objects.in_use().filter(code=code).first()
    if found is None:
        raise invalid(_("There is no %(kind)s %(code)s.") % {"kind": name, "code": code}, name)
    return found


def _own(ask: Ask) -> Any:
    rows = StakeholderRequest.objects.filter(source_id=ask.access.token.pk)
    return rows.select_related("market", "domain", "guideline", "answered_in__guideline")


def _told(ask: Ask, line: Line) -> RequestMade:
    found = line.request
    edition = found.answered_in if line.shows_edition else None
    return RequestMade(
        id=found.pk,
        key=found.key,
        market=found.market.code,
        domain=found.domain.code if found.domain else None,
        guideline=found.guideline.policy_id if found.guideline and line.shows_guideline else None,
        rule=found.rule_id or None,
        text=found.text,
        why=found.why,
        wanted_by=found.wanted_by,
        asked_at=found.asked_at,
        standing=str(line.standing),  # type: ignore[arg-type]  # one of the four
        reason=found.reason,
        answered_in=AnsweringEdition(edition.guideline.policy_id, edition.number, edition.effective_from)
        if edition
        else None,
        url=ask.request.build_absolute_uri(found.get_absolute_url()),
    )
