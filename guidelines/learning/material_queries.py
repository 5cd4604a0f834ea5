"""Reads about materials: the list, the newest words and the approved ones, and what is out of date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.learning.material_rights import visible_materials, worked_with, works_with
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
    if state:
        stands = Q(state=state) & worked_with(person)
        rows = rows.filter(stands | ~worked_with(person) if state == Material.State.APPROVED else stands)
    wanted = {"kind": kind, "edition__guideline__policy_id": policy_id.strip().upper()}
    return rows.filter(**{name: value for name, value in wanted.items() if value})


@dataclass(frozen=True)
class MaterialLine:
    """A material in a list, as one person sees it."""

    material: Material
    stale: Stale | None
    approved_title: str
    """Of the approved words; empty where none are."""
    works: bool
    """Whether this person sees the newest words, too. A reader sees the approved ones and nothing of newer ones."""

    @property
    def title(self) -> str:
        return self.material.title if self.works else self.approved_title

    @property
    def state(self) -> str:
        return self.material.state if self.works else Material.State.APPROVED


def material_lines(person: Anyone, materials: Iterable[Material], now: dt.datetime | None = None) -> list[MaterialLine]:
    """With the mark of what is out of date: two queries however many they are."""
    shown, now = list(materials), now or clock.now()
    marks, titles = stale(person, {_bound(one, now) for one in shown}, now), _approved_titles(shown)
    return [
        MaterialLine(one, marks.get(_bound(one, now)), titles.get(one.pk, ""), works_with(person, one)) for one in shown
    ]


def _approved_titles(materials: Sequence[Material]) -> dict[int, str]:
    """By material, the title of its newest words that are approved."""
    if not materials:
        return {}
    rows = MaterialApproval.objects.filter(words__material__in=[one.pk for one in materials])
    return dict(rows.order_by("words__number").values_list("words__material", "words__title"))


def _bound(material: Material, now: dt.datetime) -> Bound:
    """A material is about its edition, and out of date when that is followed in force: what is only published is
    taught from other words, later."""
    return Bound(material.edition, now)


def materials_about(person: Anyone, editions: Sequence[Edition]) -> list[tuple[Material, str]]:
    """The approved materials about these editions that this person may see, with the titles of the approved words."""
    if not editions:
        return []
    approved = MaterialApproval.objects.filter(words__material__edition__in=editions).values("words__material")
    found = list(visible_materials(person).filter(pk__in=approved, edition__in=editions))
    titles = _approved_titles(found)
    return sorted(((one, titles[one.pk]) for one in found), key=lambda pair: pair[1])
