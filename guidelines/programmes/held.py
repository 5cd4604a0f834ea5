"""What a programme holds, as far as one person may read it, and what of it is done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from guidelines.editions.clearances import open_to
from guidelines.editions.models import Edition
from guidelines.editions.rights import visible_editions, visible_guidelines
from guidelines.insights.models import Requirement
from guidelines.insights.requirement_rights import visible_requirements
from guidelines.learning.rights import visible_sessions
from guidelines.people.models import Person
from guidelines.programmes.models import Item, Programme


@dataclass(frozen=True)
class Held:
    """One thing that a programme holds, and whether it is done."""

    item: Item
    kind: str
    name: str
    url: str
    is_done: bool


def held_by(person: Person, programme: Programme, now: dt.datetime) -> list[Held]:
    """What it holds and this person may read: a restricted guideline leaves no trace, not even in a count."""
    items = list(programme.items.filter(ended_at=None))
    each = (_guidelines, _editions, _requirements, _sessions)
    return [one for find in each for one in find(person, items, now)]


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


def _requirements(person: Person, items: list[Item], now: dt.datetime) -> list[Held]:
    wanted = {item.requirement_id: item for item in items if item.requirement_id}
    if not wanted:
        return []
    return [
        Held(
            wanted[row.pk],
            "requirement",
            _("Requirement %(number)d: %(need)s") % {"number": row.pk, "need": Truncator(row.need).chars(100)},
            row.get_absolute_url(),
            row.standing(now) == Requirement.Standing.DELIVERED,
        )
        for row in visible_requirements(person).filter(pk__in=wanted).order_by("pk")
    ]


def _sessions(person: Person, items: list[Item], now: dt.datetime) -> list[Held]:
    """Without those called off: nobody waits for them any more."""
    wanted = {item.session_id: item for item in items if item.session_id}
    if not wanted:
        return []
    rows = visible_sessions(person).filter(pk__in=wanted, called_off_at=None)
    return [
        Held(wanted[row.pk], "session", row.topic, row.get_absolute_url(), row.ends_at <= now)
        for row in rows.order_by("starts_at", "pk")
    ]
