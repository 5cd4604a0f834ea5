"""Nobody alone tells an outsider more than notes: a second person agrees or declines, and reads what would go out."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from guidelines.audit.models import AuditEvent
from guidelines.frame import jobs
from guidelines.frame.jobs import JobState
from guidelines.frame.refusals import Invalid, Outdated, Refusal, Refused, WrongState
from guidelines.liaison import making as works
from guidelines.liaison.models import Pack
from guidelines.liaison.services.agreeing import agree, decline
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.liaison.making import at, signed_in
from tests.liaison.opening import words
from tests.liaison.packing import agreed, contents, for_partners, made, on_screen, pack
from tests.people import World, make_person


@pytest.fixture
def second(world: World) -> Person:
    return make_person("A-071", "Noor Aziz", Role.LIAISON, world.us)


def waiting(world: World, **more: object) -> Pack:
    for_partners(world, at(9), change_note="Inside: R1 and R2.", partner_note="What you must do.")
    return pack(world.lia, audience="partner", **{"inside": True, **more})


@pytest.mark.parametrize(
    ("audience", "redline", "inside", "needed"),
    [
        ("internal", True, True, False),
        ("internal", False, False, False),
        ("partner", False, False, False),
        ("partner", True, False, True),
        ("partner", False, True, True),
        ("public", True, False, True),
        ("public", False, True, True),
    ],
)
def test_a_second_person_is_needed_where_an_outsider_is_told_more(
    world: World, audience: str, redline: bool, inside: bool, needed: bool
) -> None:
    found = pack(world.lia, audience=audience, redline=redline, inside=inside)
    assert (found.needs_agreement, found.is_waiting) == (needed, needed)
    assert works.make_due() == (0 if needed else 1)


def test_it_goes_out_when_somebody_else_agreed_and_says_so(world: World, second: Person) -> None:
    found = waiting(world)
    agreed(found, by=second, answer="For the audit of May.")
    works.make_due()
    found.refresh_from_db()
    assert (found.state, found.agreed_by) == (JobState.DONE, second)
    assert "Inside:R1andR2." in words("json", contents(found)["json"])
    assert AuditEvent.objects.filter(verb="pack.agreed", actor_id=second.pk).count() == 1


def test_nobody_agrees_to_their_own_request(world: World) -> None:
    found = waiting(world)
    with pytest.raises(Refused, match="somebody else must agree"):
        agreed(found, by=world.lia)
    assert works.make_due() == 0
    answer = signed_in(world.lia).post(reverse("answer_pack", args=[found.pk]), {"action": "agree"})
    assert answer.status_code == 403


@pytest.mark.slow
@pytest.mark.parametrize("name", ["mo", "bob", "ada", "joe", "ann", "van"])
def test_only_an_exporter_of_all_its_places_can_agree(world: World, name: str) -> None:
    found = waiting(world)
    with pytest.raises(Refused):
        agreed(found, by=getattr(world, name))
    assert found.agreed_by_id is None


@pytest.mark.slow
def test_declining_needs_a_reason_and_ends_it_for_good(world: World, second: Person) -> None:
    found = waiting(world)
    with pytest.raises(Invalid, match="Write why"):
        decline(found, by=second, answer=" ")
    found = decline(found, by=second, answer="They have no contract.")
    assert (found.state, found.declined_by) == (JobState.FAILED, second)
    assert "They have no contract." in signed_in(world.lia).get(found.get_absolute_url()).content.decode()
    with pytest.raises(WrongState, match="Somebody has answered already"):
        agreed(found, by=second)
    assert jobs.again(found)  # an administrator who tries it again changes nothing
    works.make_due()
    found.refresh_from_db()
    assert (found.state, found.files.count(), found.error) == (JobState.FAILED, 0, "Nobody else has agreed to it.")


@pytest.mark.slow
def test_the_second_person_reads_exactly_what_would_go_out(world: World, second: Person) -> None:
    found = waiting(world, introduction="Dear agency")
    html = signed_in(second).get(found.get_absolute_url()).content.decode()
    for expected in ("Inside: R1 and R2.", "Dear agency", "Waiting for a second person", ">Agree<"):
        assert expected in html
    own = signed_in(world.lia).get(found.get_absolute_url()).content.decode()
    assert ("somebody else must agree" in own, ">Agree<" in own) == (True, False)


@pytest.mark.slow
def test_the_page_agrees_and_a_second_answer_is_told_of_the_first(world: World, second: Person) -> None:
    found, client = waiting(world), signed_in(second)
    address = reverse("answer_pack", args=[found.pk])
    assert client.post(address, {"action": "decline", "answer": ""}).status_code == 422
    assert client.post(address, {"action": "agree", "seen": on_screen(found)}).status_code == 302
    assert client.post(address, {"action": "decline", "answer": "Too late."}).status_code == 409


def test_the_database_itself_keeps_a_pack_that_nobody_agreed_to_from_being_done(world: World) -> None:
    found = waiting(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pack.objects.filter(pk=found.pk).update(state="done")
    with pytest.raises(IntegrityError), transaction.atomic():
        Pack.objects.filter(pk=found.pk).update(agreed_by=world.lia)


def test_a_redline_for_partners_holds_nothing_above_their_class(world: World, second: Person) -> None:
    source = "## Scope {audience: partner}\n\nAll sellers.\n\n## Teams\n\nBrand Integrity counts to seven.\n"
    for_partners(world, at(9), source=source, partner_note="What you must do.", change_note="New.")
    found = pack(world.lia, audience="partner", redline=True)
    agreed(found, by=second)
    works.make_due()
    text = words("json", contents(found)["json"])
    assert ("Allsellers" in text, "counts" in text) == (True, False)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_one_is_told_that_it_was_done(world: World) -> None:
    second = make_person("A-071", "Noor Aziz", Role.LIAISON, world.us)
    third = make_person("A-072", "Kim Sun", Role.LIAISON, world.us)
    found = waiting(world)
    start, done, refused = threading.Barrier(2), [], []

    def answers(person: Person) -> None:
        start.wait()
        try:
            (agreed if person == second else decline)(found, by=person, answer="Mine.")
            done.append(person)
        except Refusal as refusal:
            refused.append(refusal.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=answers, args=[person]) for person in (second, third)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.refresh_from_db()
    assert (len(done), refused) == (1, ["Somebody has answered already."])
    assert (found.agreed_by_id is None) != (found.declined_by_id is None)


def test_an_internal_pack_goes_nowhere_near_this(world: World) -> None:
    assert made(world.lia, redline=True).state == JobState.DONE


def test_who_agrees_to_what_has_changed_on_the_way_is_told_and_keeps_their_words(world: World, second: Person) -> None:
    found, client = waiting(world), signed_in(second)
    before = on_screen(found)
    Pack.objects.filter(pk=found.pk).update(introduction="Another one.")
    given = {"action": "agree", "seen": before, "answer": "Go on."}
    answer = client.post(reverse("answer_pack", args=[found.pk]), given)
    html = answer.content.decode()
    assert (answer.status_code, "has changed since you opened this page" in html, "Go on." in html) == (409, True, True)
    found.refresh_from_db()
    assert on_screen(found) in html, "The page can be read and agreed to at once."
    with pytest.raises(Outdated):
        agree(found, by=second, seen="")


def test_what_changes_between_the_agreement_and_the_writing_is_not_made(world: World, second: Person) -> None:
    found = waiting(world)
    agreed(found, by=second)
    Pack.objects.filter(pk=found.pk).update(introduction="Another one.")
    works.make_due()
    found.refresh_from_db()
    assert (found.state, found.files.count()) == (JobState.FAILED, 0)
    assert found.error == "What it tells has changed since somebody agreed to it. Ask for it again."
