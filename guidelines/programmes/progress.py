"""How far a programme is, counted of what it holds and of what the reader may see: parts of wholes, each defined."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guidelines.editions.clearances import open_to
from guidelines.editions.models import Edition
from guidelines.editions.rights import visible_editions, visible_guidelines
from guidelines.people.models import Person
from guidelines.programmes.models import Item, Milestone, Programme


@dataclass(frozen=True)
class Part:
    """So many of so many."""

    code: str
    name: str | Promise
    definition: str | Promise
    done: int
    all: int

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.all) if self.all else 0


@dataclass(frozen=True)
class Held:
    """One thing that a programme holds, and whether it is done."""

    item: Item
    kind: str
    name: str
    url: str
    is_done: bool


def parts(person: Person, programme: Programme, milestones: list[Milestone], held: list[Held]) -> list[Part]:
    """Every count of the programme, also those of which it holds nothing yet."""
    found = [
        Part(
            "milestones",
            _("Milestones done"),
            _("Milestones with a day on which they were done, of all that were planned."),
            sum(milestone.done_on is not None for milestone in milestones),
            len(milestones),
        )
    ]
    for kind, (name, definition) in DEFINITIONS.items():
        these = [one for one in held if one.kind == kind]
        found.append(Part(kind, name, definition, sum(one.is_done for one in these), len(these)))
    return found


DEFINITIONS: dict[str, tuple[Promise, Promise]] = {
    "guideline": (
        _("Guidelines in force"),
        _("Guidelines of the programme with words in force now, of all that it holds and you may read."),
    ),
    "edition": (
        _("Editions in force"),
        _("Editions of the programme that have taken force, of all that it holds and you may read."),
    ),
}


def held_by(person: Person, programme: Programme, now: dt.datetime) -> list[Held]:
    """What it holds and this person may read: a restricted guideline leaves no trace, not even in a count."""
    items = list(programme.items.filter(ended_at=None))
    return [*_guidelines(person, items, now), *_editions(person, items, now)]


def _guidelines(person: Person, items: list[Item], now: dt.datetime) -> list[Held]:
    wanted = {item.guideline_id: item for item in items if item.guideline_id}
    if not wanted:
        return []
    rows = visible_guidelines(person, now).filter(pk__in=wanted).order_by("policy_id")
    binding = Edition.objects.in_force(now).filter(open_to(person, "guideline"), guideline__in=wanted)
    titles = dict(binding.values_list("guideline", "title"))
    return [
        Held(
            wanted[row.pk],
            "guideline",
            f"{row.policy_id}: {titles[row.pk]}" if row.pk in titles else row.policy_id,
            reverse("guideline", args=[row.policy_id]),
            row.pk in titles,
        )
        for row in rows
    ]


def _editions(person: Person, items: list[Item], now: dt.datetime) -> list[Held]:
    wanted = {item.edition_id: item for item in items if item.edition_id}
    if not wanted:
        return []
    rows = visible_editions(person, now).filter(pk__in=wanted).defer("source")
    return [
        Held(wanted[row.pk], "edition", f"{row}: {row.title}", row.get_absolute_url(), _has_begun(row, now))
        for row in rows.order_by("guideline__policy_id", "number")
    ]


def _has_begun(edition: Edition, now: dt.datetime) -> bool:
    return edition.effective_from is not None and edition.effective_from <= now
