"""Reads about materials: the list, the newest words and the approved ones, and what is out of date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.learning.material_rights import visible_materials
from guidelines.learning.models import Material, MaterialApproval, MaterialWords
from guidelines.learning.out_of_date import Bound, Stale, stale
from guidelines.people.sessions import Anyone


def newest_words(material: Material) -> MaterialWords:
    """What it says now, approved or not."""
    return material.save_points.select_related("saved_by").order_by("-number")[0]


def last_approval(material: Material) -> MaterialApproval | None:
    """The approval of the newest words that have one: what readers see."""
    rows = MaterialApproval.objects.filter(words__material=material).select_related("words", "approved_by")
    return rows.order_by("-words__number").first()


def materials_of(person: Anyone, *, state: str = "", kind: str = "", policy_id: str = "") -> QuerySet[Material]:
    """The materials this person may see, as they asked for them."""
    rows = visible_materials(person).defer("edition__source")
    wanted = Q()
    for name, value in (("state", state), ("kind", kind), ("edition__guideline__policy_id", policy_id.upper())):
        if value:
            wanted &= Q(**{name: value})
    return rows.filter(wanted)


@dataclass(frozen=True)
class MaterialLine:
    """A material in a list."""

    material: Material
    stale: Stale | None
    approved: bool
    """Whether readers see words of it, be they the newest or not."""


def material_lines(person: Anyone, materials: Iterable[Material], now: dt.datetime | None = None) -> list[MaterialLine]:
    """With the mark of what is out of date: two queries however many they are."""
    shown, now = list(materials), now or clock.now()
    marks = stale(person, {_bound(one, now) for one in shown}, now)
    keys = [one.pk for one in shown]
    rows = MaterialApproval.objects.filter(words__material__in=keys) if keys else MaterialApproval.objects.none()
    approved = set(rows.values_list("words__material", flat=True))
    return [MaterialLine(one, marks.get(_bound(one, now)), one.pk in approved) for one in shown]


def _bound(material: Material, now: dt.datetime) -> Bound:
    """A material is about its edition, and out of date when that is followed in force: what is only published is
    taught from other words, later."""
    return Bound(material.edition, now)


def materials_about(person: Anyone, editions: Sequence[Edition]) -> list[Material]:
    """The approved materials about these editions that this person may see."""
    if not editions:
        return []
    approved = MaterialApproval.objects.filter(words__material__edition__in=editions).values("words__material")
    return list(visible_materials(person).filter(pk__in=approved, edition__in=editions).order_by("title"))
