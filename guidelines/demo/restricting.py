"""The one guideline of the demo that names its readers: Child safety."""

from __future__ import annotations

from guidelines.catalogue.models import EscalationTeam
from guidelines.demo.story.people import MAYA, PRIYA
from guidelines.editions import services
from guidelines.editions.models import Guideline
from guidelines.people.models import Person

RESTRICTED, TEAM = "US-CC-0900", "Child Safety"


def restrict_child_safety() -> None:
    """Its owner and a reviewer read it; everybody else is told to stop and escalate."""
    guideline, maya = Guideline.objects.get(policy_id=RESTRICTED), Person.objects.get(name=MAYA)
    services.class_guideline(
        guideline,
        audience="restricted",
        by=maya,
        reason="Agreed with the Child Safety team: for named people only.",
        team=EscalationTeam.objects.get(name=TEAM),
    )
    priya = Person.objects.get(name=PRIYA)
    services.give_clearance(guideline, person=priya, by=maya, reason="Reviews it.")
