"""The guidelines in force at an instant, as a list and one by one."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from guidelines.api.answers import GuidelineInForce, Guidelines
from guidelines.api.endpoints import Answer, Ask, endpoint, missing_scope
from guidelines.api.models import Resource
from guidelines.api.paging import cursor_of, key_of, next_address
from guidelines.api.parameters import AT, CURSOR, DOMAIN, LIMIT, MARKET, TOPIC
from guidelines.api.queries.guidelines import Filters, in_force
from guidelines.api.queries.rules import binding_row, until_as_known
from guidelines.api.schemas import as_json
from guidelines.api.views.rules import page_address
from guidelines.reading.models import LibraryRow

POLICY_ID = ("policy_id", "The policy ID, or a number the guideline had before.", "US-CC-0142")


@endpoint("/guidelines", Resource.GUIDELINES, Guidelines, AT, MARKET, DOMAIN, TOPIC, LIMIT, CURSOR)
def guidelines(ask: Ask) -> Answer:
    """The guidelines in force at an instant, by policy ID. Those in which nothing was in force are not in it."""
    refuse_places_beyond(ask)
    (after,) = key_of(ask["cursor"], str) if ask["cursor"] else ("",)
    filters = Filters(ask["market"], ask["domain"], ask["topic"])
    rows = in_force(ask.access.reader, filters, ask["at"], ask.now, after=after, most=ask["limit"] + 1)
    shown, more = rows[: ask["limit"]], len(rows) > ask["limit"]
    following = _next(ask, shown[-1].policy_id) if more else None
    items = tuple(_guideline(ask, row) for row in shown)
    return Answer(lambda: Guidelines(items, following), next=following or "")


@endpoint("/guidelines/{policy_id}", Resource.GUIDELINES, GuidelineInForce, AT, places=(POLICY_ID,))
def guideline(ask: Ask, policy_id: str) -> Answer:
    """One guideline with the edition in force at an instant."""
    body = _guideline(ask, binding_row(ask.access.reader, policy_id.upper(), ask["at"], ask.now))
    return Answer(lambda: body)


def refuse_places_beyond(ask: Ask) -> None:
    """A market or domain beyond the token is told as such, whether there is one of that code or not."""
    for name, codes, own in (
        ("market", ask["market"], ask.access.markets),
        ("domain", ask["domain"], ask.access.domains),
    ):
        beyond = [code for code in codes if own is not None and code not in own]
        if beyond:
            sentence = _("This token does not reach the %(kind)s %(code)s.")
            raise missing_scope(f"{name}:{beyond[0]}", sentence % {"kind": name, "code": beyond[0]})


def _next(ask: Ask, last: str) -> str:
    """The next part at the same instant, so that nothing moves between the parts of one walk."""
    return next_address(ask.request, at=as_json(ask["at"] or ask.now), cursor=cursor_of(last))


def _guideline(ask: Ask, row: LibraryRow) -> GuidelineInForce:
    return GuidelineInForce(
        policy_id=row.policy_id,
        market=row.market.code,
        domain=row.domain.code,
        language=row.language,
        title=row.title,
        summary=row.summary,
        topics=tuple(sorted(row.topic_codes)),  # type: ignore[attr-defined]  # annotated by binding_rows, as those below
        edition=row.number,
        digest=row.digest,
        significance=row.significance,  # type: ignore[arg-type]  # one of the two
        effective_from=row.effective_from,  # type: ignore[attr-defined]
        since=row.since,
        until=until_as_known(row, ask.now),
        published_at=row.published_at,
        temporary_until=row.expires_at,  # type: ignore[attr-defined]
        suspended=row.is_suspended,  # type: ignore[attr-defined]
        rules_url=ask.request.build_absolute_uri(reverse("api_edition_rules", args=[row.policy_id, row.number])),
        url=page_address(ask, reverse("guideline", args=[row.policy_id])),
    )
