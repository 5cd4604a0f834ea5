"""The pages of tasks: one's own list, assigning, calling off, completion with names for those who may see them."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from openpyxl import load_workbook
from pytest_django.fixtures import DjangoAssertNumQueries

from guidelines.editions.services import Acknowledging
from guidelines.frame import clock
from guidelines.learning.expecting import open_count
from guidelines.learning.models import Task
from guidelines.learning.services import assigning
from guidelines.learning.services.assigning import ForWhom, Thing
from guidelines.learning.task_queries import done_at
from guidelines.people.models import Person, Team
from tests.editions import making
from tests.editions.pages import hidden_fields, signed_in
from tests.learning import quizzing
from tests.people import World
from tests.people.beyond import quinn, tia

MINE = "/learning/mine/"


def in_a_week(world: World) -> str:
    return (quizzing.today(world) + dt.timedelta(days=7)).isoformat()


def test_a_trainer_assigns_a_quiz_by_the_form_and_it_stands_in_the_list_of_those_asked(world: World) -> None:
    quiz = quizzing.opened(world)
    given = {"thing": f"quiz-{quiz.pk}", "audience": "role", "role": "moderator", "due_on": in_a_week(world)}
    answer = signed_in(tia(world)).post("/learning/tasks/new/", {**given, "reason": "Errors doubled."})
    task = Task.objects.get()
    assert answer["Location"] == f"/learning/tasks/{task.pk}/"
    mine = signed_in(world.mo).get(MINE).content.decode()
    assert quiz.title in mine
    assert "Errors doubled." in mine
    assert quiz.title in signed_in(world.mo).get("/").content.decode()
    assert "Nothing is expected of you" in signed_in(world.ann).get(MINE).content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"reason": ""}, "Write the reason. Everybody who is asked reads it."),
        ({"due_on": "soon"}, "This is not a date"),
        ({"due_on": "2020-01-01"}, "Choose a day from today on"),
        ({"audience": "people"}, "Name the people who are asked."),
        ({"audience": "people", "people": "A-004, ZZ-1"}, "ZZ-1"),
        ({"audience": "team"}, "Choose the team that is asked."),
    ],
)
@pytest.mark.slow
def test_what_was_typed_stays_where_a_task_cannot_be_taken(world: World, change: dict[str, str], sentence: str) -> None:
    quiz = quizzing.opened(world)
    given = {"thing": f"quiz-{quiz.pk}", "audience": "readers", "due_on": in_a_week(world), "reason": "Because of May."}
    answer = signed_in(tia(world)).post("/learning/tasks/new/", {**given, **change})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert change.get("reason") == "" or "Because of May." in page


def test_a_lead_is_offered_their_own_team_alone(world: World) -> None:
    lead, quiz = quizzing.lead_of_mo(world), quizzing.opened(world)
    own = Team.objects.get(members=world.mo)
    Team.objects.create(name="Shops", site=own.site)
    client = signed_in(lead)
    page = client.get("/learning/tasks/new/").content.decode()
    assert "Listings" in page
    assert "Shops" not in page
    given = {"thing": f"quiz-{quiz.pk}", "due_on": in_a_week(world), "reason": "For the huddle."}
    client.post("/learning/tasks/new/", {**given, "audience": "team", "team": own.pk})
    assert Task.objects.get().team == own
    answer = client.post("/learning/tasks/new/", {**given, "audience": "people", "people": world.mo.employee_id})
    assert answer.status_code == 302


def test_a_lead_learns_of_nobody_outside_their_teams_whether_they_are_there(world: World) -> None:
    lead, quiz = quizzing.lead_of_mo(world), quizzing.opened(world)
    given = {"thing": f"quiz-{quiz.pk}", "audience": "people", "due_on": in_a_week(world), "reason": "For the huddle."}
    told = []
    for wanted in (world.ann.employee_id, "ZZ-1"):
        answer = signed_in(lead).post("/learning/tasks/new/", {**given, "people": wanted})
        told.append((answer.status_code, answer.context["form"].errors["people"][0].replace(wanted, "…")))
    assert told == [(422, "Nobody in the teams that you lead has these employee IDs: ….")] * 2


def test_a_task_is_called_off_with_a_reason(world: World) -> None:
    task, client = quizzing.assigned(world), signed_in(tia(world))
    assert client.post(f"{task.get_absolute_url()}off/", {"reason": " "}).status_code == 422
    assert client.post(f"{task.get_absolute_url()}off/", {"reason": "No need."}).status_code == 302
    assert "No need." in client.get(task.get_absolute_url()).content.decode()
    assert client.post(f"{task.get_absolute_url()}off/", {"reason": "Again"}).status_code == 409
    assert signed_in(world.mo).post(f"{task.get_absolute_url()}off/", {"reason": "I"}).status_code in (403, 404)


@pytest.mark.slow
def test_completion_shows_numbers_to_all_who_answer_for_it_and_names_to_trainers_and_leads(world: World) -> None:
    lead, task = quizzing.lead_of_mo(world), quizzing.assigned(world, due_on=quizzing.today(world))
    with clock.pretend(task.ends + dt.timedelta(hours=1)):
        for person, sees in ((tia(world), {"Mo Diallo", "Lia Moreau"}), (lead, {"Mo Diallo"}), (quinn(world), set())):
            client = signed_in(person)
            page = client.get(f"/learning/tasks/{task.pk}/").content.decode()
            late = client.get("/learning/completion/").content.decode()
            assert {name for name in ("Mo Diallo", "Lia Moreau") if f">{name}<" in page} == sees, person
            assert {name for name in ("Mo Diallo", "Lia Moreau") if f">{name}<" in late} == sees, person
            rows = csv.DictReader(io.StringIO(client.get("/learning/completion.csv").content.decode("utf-8-sig")))
            assert {row["name"] for row in rows} & {"Mo Diallo", "Lia Moreau"} == sees


def test_completion_comes_as_a_workbook_of_texts(world: World) -> None:
    task = quizzing.assigned(world, reason="=1+1")
    answer = signed_in(tia(world)).get(f"/learning/completion.xlsx?task={task.pk}")
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("task", "kind", "title")
    assert "Mo Diallo" in {row[10] for row in rows}
    assert signed_in(tia(world)).get("/learning/completion.doc").status_code == 422


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_browser_that_others_use_keeps_no_file_of_who_is_late(world: World, form: str) -> None:
    task = quizzing.assigned(world)
    answer = signed_in(tia(world)).get(f"/learning/completion.{form}?task={task.pk}")
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("audience", ["readers", "people"])
def test_a_second_click_assigns_nothing_twice_and_another_reason_does(world: World, audience: str) -> None:
    quiz, trainer = quizzing.opened(world), signed_in(tia(world))
    given = {"thing": f"quiz-{quiz.pk}", "audience": audience, "people": world.mo.employee_id, "reason": "Errors."}
    given["due_on"] = quizzing.today(world).isoformat()
    assert trainer.post("/learning/tasks/new/", given).status_code == 302
    again = trainer.post("/learning/tasks/new/", given)
    assert again.status_code == 409
    assert "You have assigned exactly this already" in again.content.decode()
    assert trainer.post("/learning/tasks/new/", {**given, "reason": "Errors again."}).status_code == 302
    others = {**given, "audience": "people", "people": f"{world.mo.employee_id}, {world.bob.employee_id}"}
    assert trainer.post("/learning/tasks/new/", others).status_code == 302
    assert Task.objects.count() == 3


def test_a_task_of_another_market_is_no_task(world: World) -> None:
    task = quizzing.assigned(world)
    for person in (world.vy, world.van):
        assert signed_in(person).get(task.get_absolute_url()).status_code == 404


def test_what_an_edition_asks_is_chosen_from_the_publish_page(world: World) -> None:
    edition, quiz = making.approved(making.draft(world), world), quizzing.opened(world)
    client, page = signed_in(world.ann), f"/g/{edition.guideline.policy_id}/editions/1/asks/"
    publish = client.get(f"/g/{edition.guideline.policy_id}/editions/1/publish/").content.decode()
    assert page in publish
    given = {"kind": "quiz", "quiz": f"quiz-{quiz.pk}", "audience": "role", "role": "moderator", "days": "5"}
    assert client.post(page, {**hidden_fields(client.get(page)), **given}).status_code == 302
    assert Task.objects.get().days == 5
    assert quiz.title in client.get(f"/g/{edition.guideline.policy_id}/editions/1/publish/").content.decode()
    assert client.post(page, {**hidden_fields(client.get(page)), **given, "quiz": ""}).status_code == 422
    assert signed_in(world.mo).get(page).status_code == 404
    assert page not in signed_in(world.mo).get(f"/g/{edition.guideline.policy_id}/editions/").content.decode()


def test_what_an_edition_asks_is_not_chosen_over_a_choice_that_was_not_read(world: World) -> None:
    edition, quiz = making.approved(making.draft(world), world), quizzing.opened(world)
    page = f"/g/{edition.guideline.policy_id}/editions/1/asks/"
    ann, art = signed_in(world.ann), signed_in(world.art)
    opened = [hidden_fields(client.get(page)) for client in (ann, art)]
    given = {"kind": "notice", "audience": "role", "role": "moderator", "days": "3"}
    assert ann.post(page, {**opened[0], **given, "kind": "quiz", "quiz": f"quiz-{quiz.pk}"}).status_code == 302
    first = Task.objects.standing().get()
    for client, carried in ((ann, opened[0]), (art, opened[1])):
        refused = client.post(page, {**carried, **given})
        assert refused.status_code == 409
        assert "This was chosen anew after you opened the page." in refused.content.decode()
        assert first.get_absolute_url() in refused.content.decode()
        assert 'value="3"' in refused.content.decode()
    assert Task.objects.get() == first
    assert art.post(page, {**hidden_fields(refused), **given}).status_code == 302, "who read it may"
    assert Task.objects.standing().get().days == 3


def test_a_minor_edition_asks_nothing(world: World) -> None:
    edition = making.published(making.draft(world), world)
    minor = making.next_draft(edition.guideline, world.ann, change_note="A typo.", significance="minor", title="Copies")
    answer = signed_in(world.ann).get(f"/g/{edition.guideline.policy_id}/editions/{minor.number}/asks/")
    assert answer.status_code == 409


@pytest.mark.slow
def test_the_lists_ask_the_database_no_more_with_more_tasks(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    quiz = quizzing.opened(world)
    for n in range(6):
        quizzing.assigned(world, quiz, reason=f"Reason {n}.")
    mo, trainer = signed_in(world.mo), signed_in(tia(world))
    mo.get(MINE)
    trainer.get("/learning/tasks/")
    with django_assert_max_num_queries(20):
        mo.get(MINE)
    with django_assert_max_num_queries(14):
        trainer.get("/learning/tasks/")


def test_on_home_what_took_force_stands_before_training(world: World) -> None:
    quizzing.assigned(world, quizzing.opened(world))
    page = signed_in(world.mo).get("/").content.decode()
    assert page.index("In force now") < page.index("Starts later") < page.index("1 training task for you")


def test_my_list_names_what_the_navigation_counts_beside_what_it_does_not(world: World) -> None:
    edition = making.draft(world)
    making.published(edition, world, acknowledging=Acknowledging("readers", ()))
    for _n in range(2):
        quizzing.assigned(world, quizzing.opened(world, edition))
    page = signed_in(world.mo).get(MINE).content.decode()
    assert open_count(world.mo) == 2
    assert "3 things to do" in page
    assert "2 training tasks, 1 edition to acknowledge" in page


def test_a_task_that_runs_on_after_its_day_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    task = quizzing.assigned(world, quizzing.opened(world))
    trainer = tia(world)
    assert "Past its day" not in signed_in(trainer).get("/learning/tasks/").content.decode()
    later = task.ends + dt.timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "Past its day" in signed_in(trainer).get("/learning/tasks/").content.decode()


def test_who_is_done_is_asked_with_one_query_for_tasks_of_one_kind(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    quiz = quizzing.opened(world)
    tasks = [quizzing.assigned(world, quiz, reason=f"Reason {n}.") for n in range(4)]
    with django_assert_num_queries(1):
        assert done_at(tasks, Person.objects.filter(pk=world.mo.pk)) == {}


def test_where_nothing_is_asked_home_asks_the_database_nothing_for_it(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    open_count(world.mo)
    with django_assert_num_queries(0):
        assert open_count(world.mo) == 0


def test_a_notice_is_told_and_counts_nobody(world: World) -> None:
    edition = making.published(making.draft(world), world)
    task = assigning.choose(edition, "notice", Thing(), ForWhom("readers"), days=0, by=world.ann)
    assert task is not None
    page = signed_in(world.ann).get(task.get_absolute_url())
    assert page.status_code == 200
    assert "Completion in numbers" not in page.content.decode()
