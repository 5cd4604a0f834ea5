"""Insights and requirements made through the services."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from guidelines.insights import services
from guidelines.insights.models import Insight, Requirement, Source
from guidelines.insights.services import Need, Signal
from guidelines.people.models import Person
from tests.people import World

SAID = "R2 names no price for goods that were never sold new."
WANTED = {"need": "A price guide in the case tool.", "why": "One case in nine is decided twice."}


def signal(world: World, **more: Any) -> Signal:
    return Signal(**{"source": Source.NOTE, "market": world.us, "domain": world.product, "words": SAID, **more})


def noted(world: World, by: Person | None = None, **more: Any) -> Insight:
    """A note of Ann’s on US products, or whatever is said of it."""
    return services.open_insight(signal(world, **more), by=by or world.ann)


def need(world: World, **more: Any) -> Need:
    given = {"kind": "tool", "markets": [world.us], "domain": world.product, "owner": world.art, **WANTED, **more}
    return Need(**given)


def required(world: World, *insights: Insight, by: Person | None = None, **more: Any) -> Requirement:
    """A requirement that Ann opens and Art owns."""
    return services.open_requirement(need(world, **more), insights or [noted(world)], by=by or world.ann)


def stands(row: Insight | Requirement) -> str:
    """Where it stands now, as the database has it."""
    return str(type(row).objects.get(pk=row.pk).standing(timezone.now()))
