"""Restricted guidelines made through the services."""

from __future__ import annotations

from guidelines.editions import services
from guidelines.editions.models import Clearance, Edition, Guideline
from guidelines.people.models import Person

STUB = "Stop. Do not copy or share. Escalate to Child Safety now."


def restricted(edition: Edition, by: Person, instruction: str = STUB) -> Guideline:
    """Whoever does it and the owner are named."""
    return services.class_guideline(
        edition.guideline, audience="restricted", by=by, reason="It tells how harm is done.", instruction=instruction
    )


def named(guideline: Guideline, person: Person, by: Person) -> Clearance:
    return services.give_clearance(guideline, person=person, by=by, reason="Decides these cases.")
