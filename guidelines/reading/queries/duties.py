"""Who is asked to acknowledge what, and how far they are: due, done or late. Times in UTC.

A **major** edition asks whom its publisher named. A minor one asks nobody: it carries the decisions of the major
edition it stands on (`LibraryRow.major`), and whoever has acknowledged any edition with those decisions has done so.
Roles that are lent ask nobody, and an auditor, who changes nothing, is asked nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Exists, F, OuterRef, Q, TextField
from django.db.models.functions import Cast

from guidelines.editions.clearances import open_to
from guidelines.editions.models import Audience, Edition, Significance
from guidelines.editions.rights import SOON
from guidelines.people.models import Person
from guidelines.people.roles import CAPABILITIES, Capability, Role
from guidelines.people.scopes import Holding, Holdings, holdings, holdings_of
from guidelines.people.sessions import Anyone
from guidelines.reading.models import Acknowledgement, LibraryRow
from guidelines.reading.models.library import LibraryQuerySet
from guidelines.reading.queries.library import visible_rows

State = Literal["due", "done", "late"]

ASKED_AS_READERS = frozenset(
    role for role, capabilities in CAPABILITIES.items() if Capability.READ in capabilities and role != Role.AUDITOR
)


@dataclass(frozen=True)
class Standing:
    """How far one person is with one edition: due, done, or late when the time ran out and it is not done."""

    state: State
    until: dt.datetime | None
    """When it was to be done; None without an end."""
    at: dt.datetime | None = None
    """When it was done."""


def major_of(edition: Edition, known: Mapping[int, Edition]) -> Edition:
    """The edition whose decisions these words carry, among the issued editions of its guideline by key."""
    while edition.significance == Significance.MINOR and edition.base_id in known:
        edition = known[edition.base_id]  # type: ignore[index]  # a key that is in there is not None
    return edition


def asks(major: Edition, held: Holdings, market_id: int, domain_id: int) -> bool:
    """Whether a major edition of this market and domain asks somebody who holds this."""
    if major.significance == Significance.MINOR or major.acknowledged_by == Audience.NOBODY:
        return False
    roles = {holding.role for holding in _asked(held) if holding.covers(market_id, domain_id)}
    return bool(roles) if major.acknowledged_by == Audience.READERS else bool(roles & {*major.acknowledging_roles})


def asking(rows: LibraryQuerySet, held: Holdings) -> LibraryQuerySet:
    """Of these rows those that ask somebody who holds this; the same answer as `asks`. `major` comes with them."""
    rows = rows.annotate(asked_roles=Cast("major__acknowledging_roles", TextField()))
    wanted = Q(pk__in=[])
    for holding in _asked(held):
        named = Q(major__acknowledged_by=Audience.ROLES, asked_roles__contains=f'"{holding.role.value}"')
        wanted |= (Q(major__acknowledged_by=Audience.READERS) | named) & _here(holding)
    return rows.filter(wanted, major__significance=Significance.MAJOR).select_related("major").defer("major__source")


def _asked(held: Holdings) -> tuple[Holding, ...]:
    return tuple(holding for holding in held.own.held if holding.role in ASKED_AS_READERS)


def _here(holding: Holding) -> Q:
    market = Q(market_id=holding.market_id) if holding.market_id is not None else ~Q(pk__in=[])
    return market & Q(domain_id=holding.domain_id) if holding.domain_id is not None else market


def duties(person: Anyone, now: dt.datetime) -> LibraryQuerySet:
    """What is in force and waits for this person's acknowledgement, what is due first before the rest."""
    return _undone(asking(visible_rows(person, now), holdings(person)).in_force(now), person)


def coming_duties(person: Anyone, now: dt.datetime) -> LibraryQuerySet:
    """What begins within seven days and may be acknowledged already."""
    return _undone(asking(visible_rows(person, now), holdings(person)).beginning(now, now + SOON), person)


def _undone(rows: LibraryQuerySet, person: Anyone) -> LibraryQuerySet:
    done = Acknowledgement.objects.filter(person_id=person.pk, major=OuterRef("major"))
    return rows.filter(~Exists(done)).order_by(F("major__acknowledge_until").asc(nulls_last=True), "since", "policy_id")


def standings(
    people: Iterable[Person], rows: Sequence[LibraryRow], now: dt.datetime
) -> dict[tuple[int, int], Standing]:
    """By key of person and of edition, for those pairs where the edition asks the person. Two queries, whatever they
    are; `rows` come with their `major`, as from `asking`.
    """
    held = holdings_of(person.pk for person in people)
    majors = {row.major_id for row in rows}
    done = {
        (person_id, major_id): at
        for person_id, major_id, at in Acknowledgement.objects.filter(person__in=held, major__in=majors)
        .order_by("-at")
        .values_list("person_id", "major_id", "at")
    }
    return {
        (person_id, row.edition_id): standing(row.major.acknowledge_until, done.get((person_id, row.major.pk)), now)
        for row in rows
        if row.major
        for person_id, what in held.items()
        if asks(row.major, what, row.market_id, row.domain_id)
    }


def standing(until: dt.datetime | None, done_at: dt.datetime | None, now: dt.datetime) -> Standing:
    """How far somebody is who is asked until then."""
    if done_at is not None:
        return Standing("done", until, done_at)
    return Standing("late" if until is not None and until <= now else "due", until)


def acknowledged_since(person: Anyone, since: dt.datetime, most: int = 30) -> list[Acknowledgement]:
    """What this person acknowledged since an instant, the newest first."""
    rows = Acknowledgement.objects.filter(open_to(person, "edition__guideline"), person_id=person.pk, at__gt=since)
    rows = rows.order_by("-at")
    return list(rows.select_related("edition__guideline__market").defer("edition__source")[:most])
