"""A programme as one person sees it: its progress, milestones, risks with their map, and opportunities."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from guidelines.frame import clock
from guidelines.frame.charts.heat_map import HeatRow, heat_map
from guidelines.people.models import Person
from guidelines.programmes.held import Held, held_by
from guidelines.programmes.models import Milestone, Place, Programme, Risk
from guidelines.programmes.progress import Part, parts
from guidelines.programmes.registers import TONES, Line, level, lines
from guidelines.programmes.words import LIKELIHOODS


@dataclass(frozen=True)
class Stage:
    """A milestone and where it stands."""

    milestone: Milestone
    standing: str

    @property
    def tone(self) -> str:
        return {"done": "ok", "on_plan": "sched", "at_risk": "warn"}.get(self.standing, "danger")

    @property
    def icon(self) -> str:
        return {"done": "done", "on_plan": "clock"}.get(self.standing, "warn")


@dataclass(frozen=True)
class Overview:
    parts: list[Part]
    held: list[Held]
    stages: list[Stage]
    risks: list[Line]
    opportunities: list[Line]
    closed: list[Risk]
    heat: tuple[HeatRow, ...]
    places: list[Place]

    @property
    def endangered(self) -> list[Stage]:
        """The milestones that will be late, or are."""
        return [stage for stage in self.stages if stage.standing in ("late", "at_risk")]


def overview_of(person: Person, programme: Programme) -> Overview:
    now = clock.now()
    today = programme.day(now)
    stages = [Stage(one, one.standing(today)) for one in programme.milestones.all()]
    held = held_by(person, programme, now)
    carried = Risk.objects.filter(memberships__programme=programme).select_related("owner", "topic", "market")
    found = lines(carried.filter(closed_at=None))
    risks = [line for line in found if line.risk.kind == Risk.Kind.RISK]
    return Overview(
        parts=parts([stage.milestone for stage in stages], held),
        held=held,
        stages=stages,
        risks=risks,
        opportunities=[line for line in found if line.risk.kind == Risk.Kind.OPPORTUNITY],
        closed=list(carried.exclude(closed_at=None).order_by("-closed_at")[:10]),
        heat=heat_of(risks),
        places=list(programme.places.filter(ended_at=None).select_related("market", "domain")),
    )


def late_by_programme(programmes: Sequence[Programme], at: dt.datetime) -> Counter[int]:
    """How many milestones of each are late on the day it is there, by its key: as its own page counts. One query."""
    days = {programme.pk: programme.day(at) for programme in programmes}
    rows = Milestone.objects.filter(programme__in=days, done_on=None)
    return Counter(one.programme_id for one in rows if one.standing(days[one.programme_id]) == "late")


def heat_of(risks: list[Line]) -> tuple[HeatRow, ...]:
    things = ((line.score.likelihood, line.score.impact, line.risk.code) for line in risks)
    return heat_map(things, LIKELIHOODS, lambda score: TONES[level(score)])
