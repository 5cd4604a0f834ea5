"""What this room puts on the pages of others. Whoever may not read figures costs no query."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from guidelines.editions.models import Edition, Guideline
from guidelines.editions.rights import visible_editions
from guidelines.frame import clock
from guidelines.frame.context import person_of
from guidelines.people.requests import actor
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.quality.queries.areas import FEWEST
from guidelines.quality.queries.asked import Period, Question
from guidelines.quality.queries.tallies import cells_of, tally
from guidelines.quality.rights import sees_quality
from guidelines.reading.sheets import Sheet

MOST = 12


def may_see(person: object, guideline: Guideline) -> bool:
    """Whether this person reads the figures of its market and domain. No query where rights were asked already."""
    if not isinstance(person, Anyone):
        return False
    return holdings(person).may(Capability.SEE_QUALITY, guideline.market_id, guideline.domain_id)


def effects_of(request: HttpRequest, *, guideline: Guideline) -> dict[str, Any] | None:
    """Under the list of a guideline's editions: whether each that has begun helped."""
    person = actor(request)
    if not may_see(person, guideline):
        return None
    begun = visible_editions(person).begun(clock.now()).filter(guideline=guideline).order_by("-effective_from")
    numbers = list(begun.values_list("number", flat=True)[:MOST])
    return {"guideline": guideline, "numbers": numbers} if numbers else None


def reading_end(request: HttpRequest, *, sheet: Sheet, **handed: Any) -> dict[str, Any] | None:
    """At the end of the reading page: the way to the figures of the guideline and of the edition."""
    person = person_of(request)
    if not sees_quality(person):
        return None
    guideline = Guideline.objects.only("market_id", "domain_id", "policy_id").filter(policy_id=sheet.policy_id).first()
    return {"sheet": sheet} if guideline and may_see(person, guideline) else None


def card(
    request: HttpRequest, *, guideline: Guideline, edition: Edition, rule_id: str, **handed: Any
) -> dict[str, Any] | None:
    """On the card of a rule: its error rate in the last 28 days. One query for those who may read it."""
    person = actor(request)
    if not may_see(person, guideline):
        return None
    today = clock.now().astimezone(guideline.market.zone).date()
    cells = cells_of(person, Question(Period.ending(today)).of(guideline.pk))
    found = tally(cell for cell in cells if cell.rule_id == rule_id)
    return {"guideline": guideline, "rule_id": rule_id, "tally": found, "is_known": found.checks >= FEWEST}
