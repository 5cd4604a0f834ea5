"""What somebody might try with tasks and quizzes to learn of a guideline that is closed to them."""

from __future__ import annotations

import pytest

from guidelines.audit.catching_up import catch_up_all
from guidelines.frame.refusals import NotFound, WrongState
from guidelines.learning import services
from guidelines.learning.material_queries import newest_words
from guidelines.learning.models import Material, Task
from guidelines.learning.services import assigning
from guidelines.learning.services.assigning import ForWhom, Thing
from guidelines.liaison.models import Kind, Notification
from guidelines.liaison.notifying.showing import lines
from guidelines.people.models import Person
from tests.editions import making
from tests.editions.clearing import named, restricted
from tests.editions.pages import signed_in
from tests.learning import quizzing
from tests.learning.making import in_force, planned
from tests.people import World
from tests.people.beyond import lee, tia

CANARY = "Zebrafinch"
WEEK = quizzing.dt.timedelta(days=7)


def assign(world: World, thing: Thing, whom: ForWhom | None = None, by: object = None) -> Task:
    given = {"market": world.us, "domain": world.product, "due_on": quizzing.today(world) + WEEK, "reason": "May."}
    whom = whom or ForWhom(Task.Audience.READERS)
    return assigning.assign(thing, whom, by=by or tia(world), **given)  # type: ignore[arg-type]


def test_no_form_of_a_task_offers_a_session_about_a_restricted_guideline(world: World) -> None:
    edition, other = in_force(world), making.published(making.draft(world, title="Others"), world)
    session = planned(world, editions=(edition,), topic=f"All of {CANARY}")
    restricted(edition, world.ann)
    named(edition.guideline, world.bob, world.ann)
    forms = ("/learning/tasks/new/", f"/g/{other.guideline.policy_id}/editions/{other.number}/asks/")
    for person in (tia(world), quizzing.lead_of_mo(world), world.ann):
        for address in forms:
            answer = signed_in(person).get(address).content.decode()
            assert CANARY not in answer, (person, address)
            assert f"session-{session.pk}" not in answer, (person, address)


def test_a_session_about_a_restricted_guideline_is_assigned_to_nobody(world: World) -> None:
    edition = in_force(world)
    session = planned(world, editions=(edition,))
    restricted(edition, world.ann)
    with pytest.raises(NotFound):
        assign(world, Thing(session=session))
    named(edition.guideline, tia(world), world.ann)
    with pytest.raises(WrongState):
        assign(world, Thing(session=session))


def test_a_lead_assigns_nothing_that_they_cannot_see(world: World) -> None:
    lead, team = quizzing.lead_of_mo(world), world.mo.team
    session = planned(world)
    lead.assignments.update(market=world.vn)
    with pytest.raises(NotFound):
        assign(world, Thing(session=session), ForWhom(Task.Audience.TEAM, team=team), lead)
    assert not Task.objects.exists()
    assert not Material.objects.exists()


def test_what_an_edition_asks_names_no_session_that_became_restricted(world: World) -> None:
    edition, other = in_force(world), making.published(making.draft(world, title="Others"), world)
    session = planned(world, editions=(edition,), topic=f"All of {CANARY}")
    assigning.choose(other, "session", Thing(session=session), ForWhom(Task.Audience.READERS), days=3, by=tia(world))
    restricted(edition, world.ann)
    for address in ("editions/1/asks/", "editions/"):
        answer = signed_in(tia(world)).get(f"/g/{other.guideline.policy_id}/{address}")
        assert answer.status_code == 200
        assert CANARY not in answer.content.decode(), address


def test_nothing_of_a_restricted_guideline_goes_into_files(world: World) -> None:
    edition = in_force(world)
    quiz = quizzing.opened(world, edition, title=CANARY)
    quizzing.assigned(world, quiz)
    client = signed_in(tia(world))
    files = ("/learning/completion.csv", f"/learning/quizzes/{quiz.pk}/figures.csv")
    assert CANARY in client.get(files[0]).content.decode()
    assert edition.guideline.policy_id in client.get(files[1]).content.decode()
    restricted(edition, world.ann)
    named(edition.guideline, tia(world), world.ann)
    assert client.get(f"/learning/quizzes/{quiz.pk}/figures/").status_code == 200
    assert CANARY not in client.get(files[0]).content.decode()
    assert client.get(files[1]).status_code == 404


def test_a_team_lead_of_another_team_sees_no_try_of_it(world: World) -> None:
    attempt = quizzing.taken(quizzing.opened(world), world.mo, 4)
    assert signed_in(lee(world)).get(f"/learning/tries/{attempt.pk}/").status_code == 404
    lead = quizzing.lead_of_mo(world)
    assert signed_in(lead).get(f"/learning/tries/{attempt.pk}/").status_code == 200
    lead.assignments.update(role="liaison")
    assert signed_in(lead).get(f"/learning/tries/{attempt.pk}/").status_code == 404


def test_a_reader_learns_nothing_of_newer_words_by_posting_to_the_editor(world: World) -> None:
    material = services.make_material(in_force(world), kind="deck", by=tia(world))
    digest = newest_words(material).digest
    services.submit_material(material, by=tia(world), seen=digest)
    services.approve_material(material, by=world.eve, seen=digest)
    given = {"title": "Words", "source": "More words", "seen": digest}
    for action in ("preview", "save"):
        answer = signed_in(world.mo).post(f"{material.get_absolute_url()}edit/", {**given, "action": action})
        assert answer.status_code == 403
        assert "save point" not in answer.content.decode()


def test_somebody_invited_reads_nothing_of_the_plan_by_posting_to_its_form(world: World) -> None:
    session = planned(world)
    services.invite_audience(session, by=tia(world))
    answer = signed_in(world.mo).post(f"{session.get_absolute_url()}change/", {"topic": "Mine"})
    assert answer.status_code == 403


def test_no_letter_names_a_task_about_a_restricted_guideline(world: World) -> None:
    edition = in_force(world)
    quizzing.assigned(world, quizzing.opened(world, edition))
    catch_up_all()
    (row,) = Notification.objects.filter(person=world.ann, kind=Kind.LEARNING)
    (before,) = lines(world.ann, [row])
    restricted(edition, world.ann)
    (after,) = lines(Person.objects.get(pk=world.ann.pk), [row])
    assert before.shown is not None
    assert not before.shown.is_restricted
    assert after.shown is not None
    assert after.shown.is_restricted
