"""Programmes: who may begin, read, change and end one, what it holds, and how its progress is counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.frame.refusals import Invalid, NotFound, Refusal, Refused, WrongState
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.programmes import services
from guidelines.programmes.held import held_by
from guidelines.programmes.models import Milestone, Move, Place, Programme
from guidelines.programmes.overview import overview_of
from guidelines.programmes.rights import visible_programmes
from guidelines.programmes.services import Plan
from tests.editions import making as editions
from tests.editions.clearing import named, restricted
from tests.people import World, make_person
from tests.people.beyond import pam
from tests.programmes.making import AIM, BY_ROLE, days, everywhere, milestone, programme, report

# Written from people/roles.py: programme managers steer; who answers for how the rules work sees.
READERS = {
    Role.POLICY_MANAGER,
    Role.POLICY_REVIEWER,
    Role.TRAINER,
    Role.QUALITY_ANALYST,
    Role.PROGRAMME_MANAGER,
    Role.MARKET_ADMINISTRATOR,
    Role.AUDITOR,
}
KEEPING: dict[str, Callable[[Programme, Milestone, Person], Any]] = {
    "begin": lambda p, m, who: services.begin(Plan("Another", AIM, who, _places(p)), by=who),
    "change": lambda p, m, who: services.change(
        p, Plan("Other words", AIM, p.owner, _places(p)), seen=services.seen_of_programme(p), by=who
    ),
    "plan": lambda p, m, who: services.plan_milestone(p, name="Next", planned=days(9), by=who),
    "move": lambda p, m, who: services.move_milestone(m, to=days(40), reason="Reviewers are away.", by=who),
    "finish": lambda p, m, who: services.finish_milestone(m, on=days(0), by=who),
    "end": lambda p, m, who: services.end(p, note="It is reached.", by=who),
}


def _places(found: Programme) -> Any:
    return tuple((row.market, row.domain) for row in found.places.filter(ended_at=None))


def may(deed: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            deed()
    except Refused:
        return False
    return True


@pytest.mark.parametrize("role", BY_ROLE)
def test_who_reads_and_keeps_a_programme_by_role(world: World, role: Role) -> None:
    found = programme(world)
    stage = milestone(found, pam(world))
    who = make_person("X-001", "Xen Other", role, world.us, world.product)
    assert visible_programmes(who).filter(pk=found.pk).exists() is (role in READERS)
    for name, deed in KEEPING.items():
        with transaction.atomic():
            allowed = may(lambda deed=deed: deed(found, stage, who))  # type: ignore[misc]
            assert allowed is (role == Role.PROGRAMME_MANAGER), name
            transaction.set_rollback(True)


def test_a_programme_of_two_markets_is_read_in_one_and_kept_by_who_steers_both(world: World) -> None:
    pia = everywhere(world)
    found = programme(world, pia, places=((world.us, None), (world.vn, None)))
    assert visible_programmes(pam(world)).get() == found
    assert visible_programmes(world.van).get() == found
    assert not visible_programmes(world.mo).exists()
    with pytest.raises(Refused, match="all its markets"):
        milestone(found, pam(world))
    milestone(found, pia)
    with pytest.raises(Refused, match="Việt Nam"):
        programme(world, pam(world), name="Beyond", places=((world.us, None), (world.vn, None)))


def test_a_place_that_is_taken_away_ends_the_reading_there_and_stays_in_the_record(world: World) -> None:
    pia = everywhere(world)
    found = programme(world, pia, places=((world.us, None), (world.vn, None)))
    services.change(
        found, Plan(found.name, AIM, pia, ((world.us, None),)), seen=services.seen_of_programme(found), by=pia
    )
    assert not visible_programmes(world.van).exists()
    assert Place.objects.filter(programme=found).count() == 2
    begun = AuditEvent.objects.get(verb="programme.begun")
    assert begun.data["places"] == ["US-*", "VN-*"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "Write the name"),
        ({"aim": ""}, "Write what is to be different"),
        ({"aim": "x" * 2001}, "At most 2000 characters"),
        ({"places": ()}, "Choose one market"),
    ],
)
def test_a_programme_without_what_it_needs_is_not_begun(world: World, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        programme(world, **changes)
    assert not Programme.objects.exists()


def test_an_owner_must_be_able_to_read_what_they_own(world: World) -> None:
    with pytest.raises(Invalid, match="Mo Diallo can’t own this"):
        programme(world, owner=world.mo)


def test_two_running_programmes_have_two_names(world: World) -> None:
    first = programme(world)
    with pytest.raises(Invalid, match="has this name already"):
        programme(world)
    services.end(first, by=pam(world), note="Reached.")
    programme(world)


def test_every_move_of_a_milestone_is_kept_with_its_reason_and_the_plan_stays(world: World) -> None:
    who = pam(world)
    stage = milestone(programme(world), who, planned=10)
    services.move_milestone(stage, to=days(20), reason="Two reviewers are away.", by=who)
    stage = services.move_milestone(stage, to=days(15), reason="One is back.", by=who)
    assert (stage.planned, stage.now) == (days(10), days(15))
    assert [(move.before, move.after, move.reason) for move in stage.moves.all()] == [
        (days(10), days(20), "Two reviewers are away."),
        (days(20), days(15), "One is back."),
    ]
    for wrong, sentence in (({"to": days(15)}, "this day already"), ({"to": days(9), "reason": ""}, "why it moves")):
        with pytest.raises(Invalid, match=sentence):
            services.move_milestone(stage, **{"reason": "So.", "by": who, **wrong})  # type: ignore[arg-type]


def test_where_a_milestone_stands_follows_from_its_days(world: World) -> None:
    who, now = pam(world), timezone.now().date()
    stage = milestone(programme(world), who, planned=10)
    assert stage.standing(now) == "on_plan"
    assert stage.standing(days(11)) == "late"
    stage = services.move_milestone(stage, to=days(20), reason="Later.", by=who)
    assert stage.standing(days(11)) == "at_risk"
    stage = services.finish_milestone(stage, on=days(0), by=who)
    assert stage.standing(days(99)) == "done"
    with pytest.raises(WrongState, match="done already"):
        services.move_milestone(stage, to=days(3), reason="No.", by=who)
    with pytest.raises(Invalid, match="has not come yet"):
        services.finish_milestone(milestone(stage.programme, who, name="B"), on=days(2), by=who)


def test_the_database_itself_keeps_plans_moves_and_ends(world: World) -> None:
    who = pam(world)
    found = programme(world)
    stage = milestone(found, who)
    services.move_milestone(stage, to=days(50), reason="Later.", by=who)
    services.end(found, by=who, note="Over.")
    for rows, change in (
        (Milestone.objects.all(), {"planned": days(1)}),
        (Move.objects.all(), {"reason": "Other"}),
        (Programme.objects.all(), {"closing_note": "Other"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


def test_an_ended_programme_stays_readable_and_changes_no_more(world: World) -> None:
    who = pam(world)
    found = services.end(programme(world), by=who, note="41 of 52 guidelines are in force; Vân carries on.")
    assert visible_programmes(world.ann).get().closing_note.startswith("41 of 52")
    with pytest.raises(WrongState, match="was ended"):
        milestone(found, who)
    with pytest.raises(Invalid, match="what became"):
        services.end(programme(world, name="B"), by=who, note=" ")


def test_a_programme_with_a_report_under_way_is_not_ended(world: World) -> None:
    found = programme(world)
    report(found, pam(world))
    with pytest.raises(WrongState, match="Issue it first"):
        services.end(found, by=pam(world), note="Over.")


def test_progress_counts_what_is_done_of_what_it_holds(world: World) -> None:
    who, found = pam(world), programme(world)
    in_force = editions.published(editions.draft(world), world)
    later = timezone.now() + dt.timedelta(days=3)
    coming = editions.published(editions.draft(world, title="Knives"), world, effective_from=later)
    for thing in (in_force.guideline, coming.guideline, in_force, coming):
        services.take_in(found, thing, by=who)
    milestone(found, who)
    services.finish_milestone(milestone(found, who, name="B"), on=days(0), by=who)
    parts = {part.code: (part.done, part.all) for part in overview_of(who, found).parts}
    assert {code: parts[code] for code in ("milestones", "guideline", "edition")} == {
        "milestones": (1, 2),
        "guideline": (1, 2),
        "edition": (1, 2),
    }
    held = held_by(who, found, timezone.now())
    services.take_out(held[0].item, by=who)
    assert len(held_by(who, found, timezone.now())) == 3
    with pytest.raises(WrongState, match="already"):
        services.take_in(found, coming, by=who)


def test_what_one_cannot_read_is_taken_in_by_nobody_and_a_restricted_guideline_leaves_no_trace(world: World) -> None:
    who, found = pam(world), programme(world)
    edition = editions.published(editions.draft(world), world)
    services.take_in(found, edition.guideline, by=who)
    services.take_in(found, edition, by=who)
    restricted(edition, world.ann)
    for person in (who, world.eve):
        seen = overview_of(person, found)
        assert not seen.held
        assert [part.all for part in seen.parts] == [0] * len(seen.parts)
    assert len(overview_of(world.ann, found).held) == 2
    other = programme(world, name="B")
    with pytest.raises(NotFound):
        services.take_in(other, edition.guideline, by=who)
    named(edition.guideline, who, world.ann)
    services.take_in(other, edition.guideline, by=who)


def test_a_refusal_leaves_no_event(world: World) -> None:
    found, before = programme(world), AuditEvent.objects.count()
    with pytest.raises(Refusal):
        services.end(found, by=world.mo, note="Over.")
    assert AuditEvent.objects.count() == before
