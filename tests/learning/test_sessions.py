"""Training sessions: who may plan, see and run them, what they teach, and what is told to whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from guidelines.audit.catching_up import catch_up_all
from guidelines.audit.models import AuditEvent
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, NotFound, Outdated, Refusal, Refused, WrongState
from guidelines.learning import services
from guidelines.learning.audience import audience
from guidelines.learning.models import Invitation, Session, Taught
from guidelines.learning.queries import lines
from guidelines.learning.rights import visible_sessions
from guidelines.liaison.models import Kind, Notification
from guidelines.liaison.notifying.showing import lines as told_lines
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.editions.clearing import named, restricted
from tests.learning.making import DAY, after, in_force, next_edition, plan, planned
from tests.people import World, make_person
from tests.people.beyond import tia

EVERYTHING = {"see", "plan", "change", "invite", "call off", "tick", "follow up"}
# Written from the rights of the room: TEACH plans and runs, SEE_TAUGHT reads, in US products.
ROLES: dict[Role, set[str]] = {
    Role.MODERATOR: set(),
    Role.TEAM_LEAD: {"see"},
    Role.POLICY_MANAGER: {"see"},
    Role.POLICY_REVIEWER: {"see"},
    Role.LIAISON: set(),
    Role.STAKEHOLDER: set(),
    Role.TRAINER: EVERYTHING,
    Role.QUALITY_ANALYST: {"see"},
    Role.PROGRAMME_MANAGER: {"see"},
    Role.MARKET_ADMINISTRATOR: {"see"},
    Role.AUDITOR: {"see"},
}
DEEDS: dict[str, Callable[[World, Session, Person], Any]] = {
    "see": lambda w, s, p: visible_sessions(p).get(pk=s.pk),
    "plan": lambda w, s, p: planned(w, by=p),
    "change": lambda w, s, p: services.change_session(s, plan(w), by=p, seen=0, reason="Moved."),
    "invite": lambda w, s, p: services.invite_audience(s, by=p),
    "call off": lambda w, s, p: services.call_off(s, by=p, reason="Ill."),
}
LATER: dict[str, Callable[[World, Session, Person], Any]] = {
    "tick": lambda w, s, p: services.tick_these(s, {}, by=p),
    "follow up": lambda w, s, p: services.follow_up(s, by=p, text="Ask legal."),
}


def may(deed: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            deed()
            transaction.set_rollback(True)
    except (Refused, Session.DoesNotExist):
        return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_what_the_table_says(world: World, role: Role) -> None:
    session = planned(world)
    person = make_person("X-001", "Somebody Else", role, world.us, world.product)
    found = {name for name, deed in DEEDS.items() if may(lambda deed=deed: deed(world, session, person))}  # type: ignore[misc]
    with after(session):
        found |= {name for name, deed in LATER.items() if may(lambda deed=deed: deed(world, session, person))}  # type: ignore[misc]
    assert found == ROLES[role]


def test_a_trainer_of_another_domain_plans_nothing_here_and_sees_nothing(world: World) -> None:
    session = planned(world)
    other = make_person("T-002", "Tom Other", Role.TRAINER, world.us, world.seller)
    assert not visible_sessions(other).exists()
    for deed in (DEEDS["plan"], DEEDS["change"], DEEDS["call off"]):
        with pytest.raises(Refused):
            deed(world, session, other)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"topic": " "}, "Write what the session is about."),
        ({"starts_at": timezone.now() - DAY}, "still to come"),
        ({"ends_at": timezone.now() + 5 * DAY}, "at most 12 hours"),
        ({"capacity": 0}, "from 1 to 5000 seats"),
        ({"link": "javascript:alert(1)"}, "can’t be opened"),
        ({"roles": ("king",)}, "no role “king”"),
        ({"language": "xx"}, "language from the list"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_its_sentence(
    world: World, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        planned(world, **changes)
    assert not Session.objects.exists()


def test_only_a_trainer_of_the_place_teaches(world: World) -> None:
    with pytest.raises(Invalid, match="Mo Diallo is no trainer"):
        planned(world, trainer=world.mo)


def test_what_is_taught_names_the_edition_and_its_digest(world: World) -> None:
    edition = in_force(world)
    session = planned(world, editions=(edition,))
    taught = Taught.objects.get()
    assert (taught.edition, taught.digest) == (edition, edition.digest)
    event = AuditEvent.objects.get(verb="session.planned")
    assert event.data["taught"] == [f"{edition.pk} {edition.digest}"]
    with pytest.raises(NotFound):
        planned(world, editions=(_of_viet_nam(world),))
    assert list(Session.objects.all()) == [session]


def _of_viet_nam(world: World) -> Any:
    from tests.editions import making

    draft = making.draft(world, by=world.van, market=world.vn)
    return making.published(draft, world, by=world.van, reviewer=world.binh)


def test_a_change_needs_a_reason_and_the_newest_plan_on_screen(world: World) -> None:
    session, moved = planned(world), timezone.now() + 3 * DAY
    with pytest.raises(Invalid, match="Write why it changes"):
        services.change_session(session, plan(world), by=tia(world), seen=0, reason=" ")
    changed = services.change_session(session, plan(world, starts_at=moved), by=tia(world), seen=0, reason="Moved.")
    assert (changed.sequence, changed.starts_at) == (1, moved)
    with pytest.raises(Outdated):
        services.change_session(session, plan(world), by=tia(world), seen=0, reason="Again.")


def test_everybody_invited_is_told_of_a_change_and_that_it_is_called_off_with_the_reason(world: World) -> None:
    session = planned(world)
    services.invite_audience(session, by=tia(world))
    services.change_session(session, plan(world), by=tia(world), seen=0, reason="The room is smaller.")
    services.call_off(session, by=tia(world), reason="The trainer is ill.")
    catch_up_all()
    rows = Notification.objects.filter(person=world.mo, kind=Kind.TRAINING).order_by("pk")
    shown = [line.shown for line in told_lines(world.mo, rows) if line.shown]
    assert [one.sentence.split(" ")[0] for one in shown] == ["Tia", "The", "The"]
    assert [one.note for one in shown[1:]] == ["The room is smaller.", "The trainer is ill."]
    assert not Notification.objects.filter(person=tia(world)).exists()
    with pytest.raises(WrongState):
        services.invite(session, ["A-002"], by=tia(world))


@pytest.mark.slow
def test_whoever_is_invited_no_longer_is_told_so(world: World) -> None:
    session = planned(world)
    services.invite_audience(session, by=tia(world))
    services.take_back(session, world.mo, by=tia(world))
    catch_up_all()
    rows = Notification.objects.filter(person=world.mo).order_by("pk")
    last = told_lines(world.mo, rows)[-1].shown
    assert last is not None
    assert "invited no longer" in last.sentence
    assert last.url == "/training/"


@pytest.mark.slow
def test_a_newer_edition_marks_the_session_out_of_date_in_words(world: World) -> None:
    edition = in_force(world)
    session = planned(world, editions=(edition,))
    assert lines(world.ann, [session])[0].stale == []
    later = next_edition(edition, world, begins=timezone.now() + 5 * DAY)
    (mark,) = lines(world.ann, [session])[0].stale
    assert (mark.newer, mark.has_begun) == (later, False)
    with clock.pretend(timezone.now() + 6 * DAY):
        (mark,) = lines(world.ann, [session])[0].stale
        assert mark.has_begun
        # The plan is changed to the newer words: nothing is out of date then.
        moved = plan(world, editions=(later,), starts_at=timezone.now() + 9 * DAY)
    services.change_session(session, moved, by=tia(world), seen=0, reason="Newer words.")
    assert lines(world.ann, [Session.objects.get()])[0].stale == []
    assert Taught.objects.filter(until=None).get().edition == later


@pytest.mark.slow
def test_an_edition_that_was_scheduled_when_the_session_was_planned_counts_once_it_begins(world: World) -> None:
    edition = in_force(world)
    next_edition(edition, world, begins=timezone.now() + 5 * DAY)
    session = planned(world, editions=(edition,))
    assert lines(world.ann, [session])[0].stale == []
    with clock.pretend(timezone.now() + 6 * DAY):
        assert len(lines(world.ann, [session])[0].stale) == 1


def test_a_session_about_something_restricted_leaves_no_trace_for_people_it_does_not_name(world: World) -> None:
    edition = in_force(world)
    session = planned(world, editions=(edition,))
    services.invite_audience(session, by=tia(world))
    catch_up_all()
    restricted(edition, world.ann)
    named(edition.guideline, tia(world), world.ann)
    for person in (world.mo, world.bob, world.joe, world.art):
        assert not visible_sessions(person).exists(), person
    assert [line.shown for line in told_lines(world.mo, Notification.objects.filter(person=world.mo))] == [None]
    assert not audience(session).exists()
    named(edition.guideline, world.mo, world.ann)
    assert visible_sessions(world.mo).exists()
    assert list(audience(session)) == [world.mo]
    (line,) = told_lines(world.mo, Notification.objects.filter(person=world.mo, subject_kind="session"))
    assert line.shown is not None
    assert line.shown.is_restricted


@pytest.mark.slow
def test_times_are_of_the_market_across_a_change_of_its_clocks(world: World) -> None:
    """09:00 in Los Angeles is 17:00 UTC in winter and 16:00 UTC in summer."""
    from guidelines.frame.local_times import local_instant

    starts = local_instant(dt.date(timezone.now().year + 1, 7, 1), dt.time(9), world.us.zone)
    session = planned(world, starts_at=starts)
    assert session.starts_at.astimezone(dt.UTC).hour == 16
    assert session.standing(starts) == Session.Standing.RUNNING
    assert session.standing(session.ends_at) == Session.Standing.PAST


def test_a_refusal_is_one_whatever_was_typed(world: World) -> None:
    session = planned(world)
    services.call_off(session, by=tia(world), reason="Ill.")
    with pytest.raises(Refusal):
        services.call_off(session, by=tia(world), reason="Still ill.")
    assert Invitation.objects.count() == 0
