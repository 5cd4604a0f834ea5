"""Sessions and materials made through the services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.learning import services
from guidelines.learning.models import Session
from guidelines.learning.services import Plan
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.editions import making
from tests.people import World, make_person
from tests.people.beyond import tia

DAY = dt.timedelta(days=1)
AN_HOUR = dt.timedelta(hours=1)


def in_force(world: World, **changes: Any) -> Edition:
    """US-PR-0001 edition 1: R1 removes, R2 restricts. Ann owns it."""
    return making.published(making.draft(world, **changes), world)


def next_edition(edition: Edition, world: World, begins: dt.datetime | None = None, **changes: Any) -> Edition:
    return making.published(making.next_draft(edition.guideline, world.ann, **changes), world, effective_from=begins)


def plan(world: World, **changes: Any) -> Plan:
    """Tia teaches US products in two days, for 45 minutes; moderators are invited."""
    starts = changes.pop("starts_at", timezone.now() + 2 * DAY)
    given: dict[str, Any] = {
        "market": world.us,
        "domain": world.product,
        "topic": "Counterfeit in practice",
        "trainer": tia(world),
        "starts_at": starts,
        "ends_at": starts + dt.timedelta(minutes=45),
        "roles": ("moderator",),
        **changes,
    }
    return Plan(**given)


def planned(world: World, by: Person | None = None, **changes: Any) -> Session:
    return services.plan_session(plan(world, **changes), by=by or tia(world))


def moderators(world: World, count: int) -> list[Person]:
    """So many moderators of US products beside Mo."""
    return [
        make_person(f"M-{number:03}", f"Moderator {number}", Role.MODERATOR, world.us, world.product)
        for number in range(1, count + 1)
    ]


def with_three_invited(world: World) -> Session:
    """A session to which Mo and two more are invited."""
    moderators(world, 2)
    made = planned(world)
    services.invite_audience(made, by=tia(world))
    return made


@contextmanager
def after(session: Session, by: dt.timedelta = AN_HOUR) -> Iterator[None]:
    """At a moment after the session."""
    with clock.pretend(session.ends_at + by):
        yield
