"""Questions and rulings made through the services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.utils import timezone

from guidelines.editions.models import Edition
from guidelines.insights import services
from guidelines.insights.models import Question, Ruling
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.editions import making
from tests.people import World, make_person

RULING = "For a model no longer made, the usual price is the last price in the brand’s own shop."
ASKED = "Which price is usual for a model that is no longer made?"


def in_force(world: World, **changes: object) -> Edition:
    """US-PR-0001 edition 1: R1 removes, R2 restricts. Ann owns it."""
    return making.published(making.draft(world, **changes), world)


def lead(world: World) -> Person:
    return make_person("L-001", "Lea Ortiz", Role.TEAM_LEAD, world.us, world.product)


def asked(edition: Edition, by: Person, text: str = ASKED, rule_id: str = "R2", **more: str) -> Question:
    return services.ask(edition.guideline, by=by, seen=edition.digest, text=text, rule_id=rule_id, **more)


def ruled(
    edition: Edition,
    by: Person,
    text: str = RULING,
    rule_id: str = "R2",
    days: float = 7,
    questions: Collection[Question] = (),
    newest_seen: int | None = None,
) -> Ruling:
    return services.rule(
        edition.guideline,
        by=by,
        seen=edition.digest,
        rule_id=rule_id,
        text=text,
        until=timezone.now() + dt.timedelta(days=days),
        questions=questions,
        newest_seen=newest_seen,
    )


def next_edition(edition: Edition, world: World, begins: dt.datetime | None = None, **changes: object) -> Edition:
    """The next edition, published."""
    return making.published(making.next_draft(edition.guideline, world.ann, **changes), world, effective_from=begins)
