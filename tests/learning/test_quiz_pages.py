"""The pages of quizzes, as a browser asks for them: typed text is kept, and refusals are sentences."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from guidelines.learning.models import Attempt, Item, Quiz
from guidelines.learning.services import quiz_making, quiz_taking
from guidelines.people.roles import Role
from tests.editions import making
from tests.editions.pages import hidden_fields, signed_in
from tests.learning import quizzing
from tests.people import World, make_person
from tests.people.beyond import quinn, tia

WRITTEN = {
    "rule": "r2",
    "passage": "A bag at 20% of its price.",
    "text": "What do you do?",
    "choices": "Restrict it\r\nRemove it\r\nNothing",
    "why": "R2 comes first.",
}


def test_a_trainer_makes_a_quiz_and_opens_it(world: World) -> None:
    policy_id = making.published(making.draft(world), world).guideline.policy_id
    client = signed_in(tia(world))
    given = {"title": "Copies", "market": "US", "domain": "PR", "pass_percent": 60, "tries": 3, "minutes": ""}
    answer = client.post("/learning/quizzes/new/", given)
    quiz = Quiz.objects.get()
    assert answer["Location"] == f"/learning/quizzes/{quiz.pk}/questions/"
    pool = quiz.pools.get().pk
    page = f"/learning/quizzes/{quiz.pk}"
    kinds = ["violating", "action", "rule"]
    client.post(f"{page}/draw-up/", {"guideline": policy_id.lower(), "kinds": kinds, "pool": pool})
    client.post(f"{page}/write/", {"guideline": policy_id, "pool": pool, **WRITTEN})
    assert quiz.items.count() == 5
    written = quiz.items.get(kind="written")
    assert (written.rule_id, written.choices[0]) == ("R2", "Restrict it")
    client.post(f"/learning/quizzes/questions/{written.pk}/remove/")
    client.post(f"{page}/pools/", {"name": "All questions", "draws": 2})
    assert "a try asks 2, 2 right pass" in client.get(f"{page}/questions/").content.decode()
    assert "Mirror quality" in client.get(f"{page}/preview/").content.decode()
    client.post(f"{page}/open/")
    quiz.refresh_from_db()
    assert quiz.state == "open"
    assert client.get(f"{page}/questions/").status_code == 409
    client.post(f"{page}/close/")
    quiz.refresh_from_db()
    assert quiz.state == "closed"


def test_the_terms_that_somebody_else_changed_meanwhile_are_not_written_over_unread(world: World) -> None:
    quiz, ray = quizzing.draft(world), make_person("T-900", "Ray Ito", Role.TRAINER, world.us, world.product)
    page = f"/learning/quizzes/{quiz.pk}/questions/"
    of_tia, of_ray = signed_in(tia(world)), signed_in(ray)
    opened = [hidden_fields(client.get(page)) for client in (of_tia, of_ray)]
    theirs = {"title": "Copies", "pass_percent": 90, "tries": 1, "minutes": 20}
    mine = {"title": "Kept words", "pass_percent": 60, "tries": 3, "minutes": ""}
    assert of_tia.post(page, {**opened[0], **theirs}).status_code == 302
    assert of_tia.post(page, {**opened[0], **theirs}).status_code == 302, "a second click changes nothing"
    refused = of_ray.post(page, {**opened[1], **mine})
    quiz.refresh_from_db()
    assert (refused.status_code, quiz.title, quiz.pass_percent) == (409, "Copies", 90)
    said = refused.content.decode()
    assert "saved “How it is taken” meanwhile: “Copies”, pass mark 90 percent, tries 1, minutes 20." in said
    assert 'value="Kept words"' in said
    assert of_ray.post(page, {**hidden_fields(refused), **mine}).status_code == 302, "who read both may"
    quiz.refresh_from_db()
    assert (quiz.title, quiz.pass_percent, quiz.tries, quiz.minutes) == ("Kept words", 60, 3, None)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"choices": "One"}, "between two and six answers"),
        ({"rule": "R9"}, "has no rule R9"),
        ({"guideline": "US-PR-9999"}, "There are no words of “US-PR-9999”"),
        ({"why": ""}, "Write why"),
    ],
)
@pytest.mark.slow
def test_what_was_typed_stays_where_a_question_cannot_be_taken(
    world: World, change: dict[str, str], sentence: str
) -> None:
    policy_id = making.published(making.draft(world), world).guideline.policy_id
    quiz = quizzing.draft(world)
    given = {"guideline": policy_id, "pool": str(quiz.pools.get().pk), **WRITTEN, **change}
    answer = signed_in(tia(world)).post(f"/learning/quizzes/{quiz.pk}/write/", given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "A bag at 20% of its price." in answer.content.decode()


def test_a_quiz_is_taken_question_by_question_with_the_rule_after_each_answer(world: World) -> None:
    quiz, client = quizzing.opened(world), signed_in(world.mo)
    page = client.get(quiz.get_absolute_url()).content.decode()
    assert "A result is advice to you" in page
    assert "It opens and closes no tool" in page
    attempt_page = client.post(f"{quiz.get_absolute_url()}begin/")["Location"]
    attempt = Attempt.objects.get()
    for number, key in enumerate(attempt.items, start=1):
        item = Item.objects.get(pk=key)
        shown = client.get(attempt_page).content.decode()
        assert f"Question {number} of 4" in shown
        wrong = number == 1
        choice = (item.right + 1) % len(item.choices) if wrong else item.right
        told = client.post(attempt_page, {"item": key, "choice": choice}, follow=True).content.decode()
        assert (f"Not quite: {item.rule_id} decides" if wrong else f"Right, by {item.rule_id}") in told
        assert f"/g/US-PR-0001/{item.rule_id}" in told
    end = client.get(attempt_page).content.decode()
    assert "Passed: 3 of 4 right" in end
    assert "Not in force now" not in end


def test_an_answer_that_is_none_is_asked_for_again(world: World) -> None:
    quiz, client = quizzing.opened(world), signed_in(world.mo)
    attempt = quiz_taking.begin(quiz, by=world.mo)
    for choice in ("", "9", "x"):
        answer = client.post(attempt.get_absolute_url(), {"item": attempt.items[0], "choice": choice})
        assert answer.status_code == 422, choice
        assert "Choose one of the answers." in answer.content.decode()
    assert client.post(attempt.get_absolute_url(), {"item": "999", "choice": "0"}).status_code == 302


def test_another_person_neither_answers_nor_looks_on(world: World) -> None:
    attempt = quiz_taking.begin(quizzing.opened(world), by=world.mo)
    given = {"item": attempt.items[0], "choice": 0}
    for person, status in ((tia(world), 403), (world.ann, 404), (world.joe, 404), (world.vy, 404)):
        client = signed_in(person)
        assert client.get(attempt.get_absolute_url()).status_code == status, person
        assert client.post(attempt.get_absolute_url(), given).status_code == status, person


def test_a_trainer_and_the_lead_read_a_result_when_the_try_has_ended(world: World) -> None:
    lead, attempt = quizzing.lead_of_mo(world), quizzing.taken(quizzing.opened(world), world.mo, 4)
    for person in (lead, tia(world)):
        page = signed_in(person).get(attempt.get_absolute_url()).content.decode()
        assert world.mo.name in page
        assert "A result is advice to its person" in page


def test_no_try_is_begun_where_none_is_left(world: World) -> None:
    quiz, client = quizzing.opened(world, tries=1), signed_in(world.mo)
    quizzing.taken(quiz, world.mo, 4)
    assert client.post(f"{quiz.get_absolute_url()}begin/").status_code == 409
    assert "You have used all your tries at this quiz." in client.get(quiz.get_absolute_url()).content.decode()


def test_figures_name_nobody_and_are_for_those_who_answer_for_the_market(world: World) -> None:
    quiz = quizzing.opened(world)
    people = [make_person(f"M-{n}", f"Reader {n}", Role.MODERATOR, world.us, world.product) for n in range(5)]
    for person in people:
        quizzing.taken(quiz, person, 3)
    page = f"/learning/quizzes/{quiz.pk}/figures"
    assert signed_in(world.mo).get(f"{page}/").status_code == 403
    for person in (tia(world), quinn(world), world.ann):
        shown = signed_in(person).get(f"{page}/").content.decode()
        assert "100%" in shown
        assert not any(one.name in shown for one in people)
    body = signed_in(quinn(world)).get(f"{page}.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert len(rows) == 4
    assert {row["answers"] for row in rows} == {"5"}
    assert sum(int(row["right"]) for row in rows) == 15


@pytest.mark.slow
def test_figures_of_four_people_are_not_shown(world: World) -> None:
    quiz = quizzing.opened(world)
    for n in range(4):
        quizzing.taken(quiz, make_person(f"M-{n}", f"Reader {n}", Role.MODERATOR, world.us, world.product), 3)
    client, page = signed_in(tia(world)), f"/learning/quizzes/{quiz.pk}/figures"
    assert "Figures are shown from 5 people on." in client.get(f"{page}/").content.decode()
    body = client.get(f"{page}.csv").content.decode("utf-8-sig")
    assert {row["right"] for row in csv.DictReader(io.StringIO(body))} == {""}


@pytest.mark.slow
def test_the_list_asks_the_database_no_more_with_more_quizzes(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    edition = making.published(making.draft(world), world)
    client = signed_in(world.mo)
    for n in range(6):
        quizzing.taken(quizzing.opened(world, edition, title=f"Quiz {n}"), world.mo, 4)
    client.get("/learning/quizzes/")
    with django_assert_max_num_queries(14):
        page = client.get("/learning/quizzes/").content.decode()
    assert page.count("You passed") == 6
    assert "You passed" not in client.get("/learning/quizzes/?state=closed").content.decode()


def test_a_quiz_of_old_words_says_so(world: World) -> None:
    edition = making.published(making.draft(world), world)
    quiz = quizzing.opened(world, edition)
    attempt = quizzing.taken(quiz, world.mo, 4)
    words = making.SOURCE.replace("less than 30%", "less than 40%")
    making.published(making.next_draft(edition.guideline, world.ann, source=words), world)
    client: Client = signed_in(world.mo)
    assert "Nothing to ask now" in client.get(quiz.get_absolute_url()).content.decode()
    shown = client.get(attempt.get_absolute_url()).content.decode()
    assert "edition 1" in shown
    assert "Not in force now" in shown
    quiz_making.close(quiz, by=tia(world))
    assert client.get(quiz.get_absolute_url()).status_code == 200


def test_a_trainer_changes_a_written_question_on_its_page(world: World) -> None:
    edition = making.published(making.draft(world), world)
    quiz, client = quizzing.drawn(world, edition), signed_in(tia(world))
    given = {"guideline": edition.guideline.policy_id, "pool": quiz.pools.get().pk, **WRITTEN}
    client.post(f"/learning/quizzes/{quiz.pk}/write/", given)
    old = quiz.items.get(kind="written")
    page = f"/learning/quizzes/questions/{old.pk}/change/"
    assert page in client.get(f"/learning/quizzes/{quiz.pk}/questions/").content.decode()
    shown = client.get(page).content.decode()
    assert "A bag at 20% of its price." in shown
    assert "Restrict it\nRemove it\nNothing" in shown, "the right answer first, as it was written"
    wrong = client.post(page, {**given, "text": "Kept words", "why": ""})
    assert wrong.status_code == 422
    assert "Kept words" in wrong.content.decode()
    assert client.post(page, {**given, "text": "And now?"}).status_code == 302
    assert [item.text for item in quiz.items.kept().filter(kind="written")] == ["And now?"]
    assert client.get(page).status_code == 404, "it is out"
    drawn = quiz.items.kept().exclude(kind="written")[0]
    assert client.get(f"/learning/quizzes/questions/{drawn.pk}/change/").status_code == 409
    assert signed_in(world.mo).get(page).status_code == 404
