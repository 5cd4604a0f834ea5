"""Guidelines in force, and the editions of one, as a token may know of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.api.problems import Problem
from guidelines.api.queries.rules import bare_rows, binding_rows, known_policy_id
from guidelines.editions.models import Edition
from guidelines.editions.queries import FOR_EVER, Period, periods, standing
from guidelines.editions.rights import visible_editions
from guidelines.people.models import Person
from guidelines.reading.models import LibraryRow, LibraryTopic


@dataclass(frozen=True)
class Filters:
    """Which guidelines are wanted; an empty filter takes all."""

    markets: Sequence[str] = ()
    domains: Sequence[str] = ()
    topics: Sequence[str] = ()


def in_force(
    reader: Person, filters: Filters, at: dt.datetime | None, now: dt.datetime, *, after: str, most: int
) -> list[LibraryRow]:
    """What bound at an instant, by policy ID, beginning behind one. Two queries: bare keys are quicker put in order."""
    rows = bare_rows(reader, at, now).filter(policy_id__gt=after)
    if filters.markets:
        rows = rows.filter(market__code__in=filters.markets)
    if filters.domains:
        rows = rows.filter(domain__code__in=filters.domains)
    if filters.topics:
        rows = rows.filter(pk__in=LibraryTopic.objects.filter(topic__code__in=filters.topics).values("row_id"))
    keys = list(rows.order_by("policy_id").values_list("pk", flat=True)[:most])
    return list(binding_rows(reader, at, now).filter(pk__in=keys).order_by("policy_id"))


@dataclass(frozen=True)
class Known:
    """The editions of one guideline that a token may know of, the newest first, and when each binds."""

    editions: tuple[Edition, ...]
    timeline: tuple[Period, ...]
    now: dt.datetime

    def standing(self, edition: Edition) -> str:
        binding = (period.edition for period in self.timeline if period.since <= self.now < period.until)
        return standing(edition, self.now, next(binding, None))

    def stretches(self, edition: Edition) -> list[tuple[dt.datetime, dt.datetime | None]]:
        """From when to when it is in force, as far as the token may look."""
        mine = (period for period in self.timeline if period.edition == edition)
        return [(period.since, None if period.until >= FOR_EVER else period.until) for period in mine]

    def numbered(self, number: int) -> Edition:
        found = next((edition for edition in self.editions if edition.number == number), None)
        if found is None:
            sentence = _("%(policy_id)s has no edition %(number)d that this token may read.")
            facts = {"policy_id": self.editions[0].guideline.policy_id, "number": number}
            raise Problem("not-found", sentence % facts)
        return found


def known_editions(reader: Person, policy_id: str, now: dt.datetime) -> Known:
    """The editions of a guideline, by its policy ID or a number it had before. One query where the ID is right."""
    editions = _editions(reader, policy_id.upper(), now)
    if not editions:
        editions = _editions(reader, known_policy_id(reader, policy_id.upper(), now), now)
    return Known(editions, tuple(periods(editions)), now)


def _editions(reader: Person, policy_id: str, now: dt.datetime) -> tuple[Edition, ...]:
    visible = visible_editions(reader, now).filter(guideline__policy_id=policy_id)
    return tuple(visible.defer("source", "import_record").order_by("-number"))
