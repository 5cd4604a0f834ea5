"""One rule by its citation, at any moment."""

from __future__ import annotations

import datetime as dt
import re

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from guidelines.api.answers import RuleInForce, RuleWords
from guidelines.api.endpoints import Answer, Ask, endpoint
from guidelines.api.models import Resource
from guidelines.api.parameters import AT
from guidelines.api.problems import Problem
from guidelines.api.queries.rules import binding_row, pause_of, rules_of, rulings_on, until_as_known
from guidelines.api.schemas import as_json
from guidelines.reading.models import LibraryRow
from guidelines.reading.receipts import can_be_told, receipt_for, shown

CITATION = re.compile(r"(?P<policy>.{1,60}?)[\s/_:.+-]+(?P<rule>[Rr][0-9]{1,4})")
SPELLING = (
    "Policy ID, hyphen, rule ID. A space or a slash in place of the hyphen, small letters and an earlier number of the "
    "guideline lead to the same rule; `Content-Location` names this spelling."
)
EXAMPLES = ("US-CC-0142-R3", "US-CC-0142 R3", "US-CC-0142/R3")


@endpoint(
    "/rules/{citation}",
    Resource.RULES,
    RuleInForce,
    AT,
    places=(("citation", SPELLING, EXAMPLES[0]),),
)
def rule(ask: Ask, citation: str) -> Answer:
    """The words of a rule in force at an instant, and whether they had been published by then."""
    policy_id, rule_id = _read(citation)
    row = binding_row(ask.access.reader, policy_id, ask["at"], ask.now)
    words = next((words for words in rules_of(row.edition_id, row.digest) if words.rule == rule_id), None)
    if words is None:
        sentence = _("%(policy_id)s has no rule %(rule)s in edition %(number)d.")
        facts = {"policy_id": row.policy_id, "rule": rule_id, "number": row.number}
        raise Problem("not-found", sentence % facts)
    body = _body(ask, row, words)
    return Answer(lambda: body, made_from=(body,), location=_location(ask, row, rule_id))


def _read(citation: str) -> tuple[str, str]:
    """Policy ID and rule ID, however they are typed."""
    found = CITATION.fullmatch(" ".join(citation.split()))
    if found is None:
        sentence = _("“%(text)s” does not name a rule. Write it like %(example)s.")
        facts = {"text": citation[:60], "example": EXAMPLES[0]}
        raise Problem("not-found", sentence % facts, examples=list(EXAMPLES))
    return found["policy"].replace(" ", "-").upper(), found["rule"].upper()


def _body(ask: Ask, row: LibraryRow, words: RuleWords) -> RuleInForce:
    instant = ask["at"] or ask.now
    return RuleInForce(
        **vars(words),
        at=ask["at"],
        policy_id=row.policy_id,
        market=row.market.code,
        domain=row.domain.code,
        language=row.language,
        title=row.title,
        edition=row.number,
        digest=row.digest,
        significance=row.significance,  # type: ignore[arg-type]  # one of the two
        effective_from=row.effective_from,  # type: ignore[attr-defined]  # annotated by binding_rows
        since=row.since,
        until=until_as_known(row, ask.now),
        published_at=row.published_at,
        published_by_then=row.published_at <= instant,
        temporary_until=row.expires_at,  # type: ignore[attr-defined]
        suspension=pause_of(row, instant),
        rulings=rulings_on(row, words.rule, instant),
        receipt=_receipt(row, words.rule, instant) if instant <= ask.now else None,
        url=page_address(ask, reverse("rule", args=[row.policy_id, words.rule])),
    )


def _receipt(row: LibraryRow, rule_id: str, at: dt.datetime) -> str | None:
    """The code that a case note keeps, of the minute of the instant."""
    return shown(receipt_for(row.edition_id, row.digest, rule_id, at)) if can_be_told(at) else None


def page_address(ask: Ask, path: str) -> str:
    """A page of the portal, at the instant that was asked for."""
    query = f"?{urlencode({'at': as_json(ask['at'])})}" if ask["at"] else ""
    return ask.request.build_absolute_uri(f"{path}{query}")


def _location(ask: Ask, row: LibraryRow, rule_id: str) -> str:
    query = f"?{ask.request.GET.urlencode()}" if ask.request.GET else ""
    return reverse("api_rule", args=[f"{row.policy_id}-{rule_id}"]) + query
