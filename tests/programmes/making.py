"""Programmes, risks and reports made through the services."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from guidelines.frame import clock
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.programmes import services
from guidelines.programmes.models import Milestone, Programme, Report, Risk
from guidelines.programmes.services import Assessment, Concern, Plan
from tests.people import World, make_person
from tests.people.beyond import pam

EVERYDAY = {Role.PROGRAMME_MANAGER, Role.POLICY_MANAGER, Role.MODERATOR}
BY_ROLE = [role if role in EVERYDAY else pytest.param(role, marks=pytest.mark.slow) for role in Role]
"""Every role; those whose answer is like another’s are asked with the slow tests."""
AIM = "One set of rules for counterfeit goods in all markets."


def today() -> dt.date:
    return timezone.now().date()


def days(count: int) -> dt.date:
    return today() + dt.timedelta(days=count)


def programme(world: World, by: Person | None = None, **changes: Any) -> Programme:
    """Of US products, begun and owned by Pam."""
    by = by or pam(world)
    plan = {"name": "One guideline set", "aim": AIM, "owner": by, "places": ((world.us, world.product),), **changes}
    return services.begin(Plan(**plan), by=by)


def everywhere(world: World) -> Person:
    """A programme manager of all markets."""
    return Person.objects.filter(employee_id="P-002").first() or make_person(
        "P-002", "Pia Everywhere", Role.PROGRAMME_MANAGER
    )


def milestone(found: Programme, by: Person, name: str = "US guidelines moved in", planned: int = 30) -> Milestone:
    return services.plan_milestone(found, name=name, planned=days(planned), by=by)


def risk(
    found: Programme, by: Person, likelihood: int = 4, impact: int = 4, kind: str = "risk", **changes: Any
) -> Risk:
    response = "reduce" if kind == "risk" else "enhance"
    concern = {"title": "Translation lag", "owner": by, "response": response, **changes}
    return services.raise_risk(found, kind, Concern(**concern), assessment(likelihood, impact), by=by)


def assessment(likelihood: int, impact: int, why: str = "", **more: Any) -> Assessment:
    return Assessment(likelihood, impact, more.pop("next_check", days(14)), why, **more)


def report(found: Programme, by: Person, first: int = -8, last: int = -1, words: str = "On plan.") -> Report:
    """Under way, of the eight days before today."""
    made = services.begin_report(found, starts=days(first), ends=days(last), language="en", by=by)
    return written(made, by, words)


def written(made: Report, by: Person, words: str) -> Report:
    given = {"starts": made.starts, "ends": made.ends, "seen": services.seen_of(made)}
    return services.write_report(made, narrative=words, by=by, **given)


def issued(found: Programme, by: Person, first: int = -8, last: int = -1, words: str = "On plan.") -> Report:
    made = report(found, by, first, last, words)
    return services.issue_report(made, seen=services.seen_of(made), by=by)


def at(instant: dt.datetime) -> Any:
    """Within, deeds are done at this instant."""
    return clock.pretend(instant)
