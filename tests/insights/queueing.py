"""Insights and requirements made through the services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from guidelines.frame.refusals import Refusal
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


def refused(deed: Callable[..., Any], *given: Any) -> type[Refusal] | None:
    """How a deed was refused; None where it was done. Nothing of it stays."""
    try:
        with transaction.atomic():
            deed(*given)
            transaction.set_rollback(True)
    except Refusal as refusal:
        return type(refusal)
    return None
