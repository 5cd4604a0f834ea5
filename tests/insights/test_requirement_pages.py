"""The pages of requirements, and their files."""

from __future__ import annotations

import csv
import io

from openpyxl import load_workbook

from guidelines.frame.times import written_day
from guidelines.insights import services
from guidelines.insights.models import Insight, Requirement
from tests.editions import making
from tests.insights.making import asked, in_force
from tests.insights.queueing import SAID, WANTED, noted, required, stands
from tests.insights.test_insight_pages import browser, text
from tests.insights.test_requirements import DONE, today
from tests.people import World

NEW = "/requirements/new/"


def test_insights_chosen_in_the_queue_become_a_requirement(world: World) -> None:
    first, second = noted(world), noted(world, words="Another.")
    ann, keys = browser(world.ann), [first.pk, second.pk]
    form = text(ann, f"{NEW}?insight={first.pk}&insight={second.pk}&insight=x")
    assert SAID in form
    assert "Of 2 insights" in form
    given = {**WANTED, "kind": "tool", "markets": ["US"], "domain": "PR", "owner": world.art.pk, "insight": keys}
    wrong = ann.post(NEW, {**given, "need": ""})
    assert (wrong.status_code, WANTED["why"] in wrong.content.decode()) == (422, True)
    answer = ann.post(NEW, {**given, "due_on": str(today(world, 9))})
    requirement = Requirement.objects.get()
    assert answer["Location"] == f"/requirements/{requirement.pk}/"
    assert set(requirement.insights.all()) == {first, second}
    again = ann.post(NEW, given)
    assert (again.status_code, WANTED["why"] in again.content.decode()) == (409, True)
    assert "No insight is chosen" in text(ann, f"{NEW}?insight={first.pk}")


def test_who_only_sees_the_queue_opens_none(world: World) -> None:
    assert browser(world.joe).get(NEW).status_code == 403
    assert browser(world.mo).post(NEW, {"insight": noted(world).pk}).status_code == 403


def test_everything_is_done_with_it_on_its_page(world: World) -> None:
    requirement = required(world)
    page, ann, art = f"/requirements/{requirement.pk}/", browser(world.ann), browser(world.art)
    assert ann.post(f"{page}plan/", {"owner": world.art.pk, "due_on": "soon"}).status_code == 422
    assert ann.post(f"{page}plan/", {"owner": world.art.pk, "due_on": today(world, 3)}).status_code == 302
    assert art.post(f"{page}start/").status_code == 302
    wrong = art.post(f"{page}deliver/", {"evidence": DONE, "link": "not an address"})
    assert (wrong.status_code, DONE in wrong.content.decode()) == (422, True)
    halfway = art.post(f"{page}deliver/", {"evidence": DONE, "policy_id": "US-PR-0001"})
    assert "Name the guideline and the number of its edition, or neither." in halfway.content.decode()
    link = "https://tools.example.com/guide"
    assert art.post(f"{page}deliver/", {"evidence": DONE, "link": link}).status_code == 302
    shown = text(ann, page)
    planned = f"planned it: Art Cole, due {written_day(today(world, 3))}."
    for words in (DONE, f'href="{link}"', "Art Cole began the work.", planned, "Ann Rivera opened"):
        assert words in shown
    late = ann.post(f"{page}decline/", {"reason": "My long reason"})
    assert (late.status_code, "My long reason" in late.content.decode()) == (409, True)


def test_an_edition_is_named_on_its_page(world: World) -> None:
    edition = in_force(world)
    insight = noted(world, guideline=edition.guideline)
    requirement = required(world, insight, kind="guideline")
    page, ann = f"/requirements/{requirement.pk}/", browser(world.ann)
    assert "Deliver it" not in text(ann, page)
    assert ann.post(f"{page}answer/", {"policy_id": "US-PR-0001", "number": "9"}).status_code == 422
    draft = making.next_draft(edition.guideline, world.ann)
    assert ann.post(f"{page}answer/", {"policy_id": "US-PR-0001", "number": draft.number}).status_code == 302
    assert "US-PR-0001 edition 2 is to answer it." in text(ann, page)
    making.published(draft, world)
    assert stands(insight) == "answered"
    assert "US-PR-0001 edition 2 answers this" in text(ann, page)


def test_whoever_said_it_reads_what_was_delivered_and_nothing_of_others(world: World) -> None:
    asked(in_force(world), world.mo)
    other = noted(world, words="What somebody else said.")
    requirement = required(world, Insight.objects.get(source="question"), other)
    services.deliver_requirement(requirement, evidence=DONE, by=world.art)
    page = text(browser(world.mo), f"/requirements/{requirement.pk}/")
    assert DONE in page
    assert "What somebody else said." not in page
    assert "History" not in page
    assert browser(world.vy).get(f"/requirements/{requirement.pk}/").status_code == 404


def test_who_may_not_is_told_so_and_who_does_not_see_it_finds_nothing(world: World) -> None:
    requirement = required(world)
    for deed in ("plan", "start", "deliver", "decline", "answer"):
        assert browser(world.joe).post(f"/requirements/{requirement.pk}/{deed}/").status_code == 403, deed
        assert browser(world.mo).post(f"/requirements/{requirement.pk}/{deed}/").status_code == 404, deed


def test_the_draft_offers_the_requirements_that_it_may_answer(world: World) -> None:
    edition = in_force(world)
    draft = making.next_draft(edition.guideline, world.ann)
    requirement = required(world, noted(world, guideline=edition.guideline), kind="guideline")
    ann, answers = browser(world.ann), f"/g/US-PR-0001/editions/{draft.number}/answers/"
    assert WANTED["need"] in text(ann, f"/g/US-PR-0001/editions/{draft.number}/draft/")
    assert WANTED["need"] in text(ann, answers)
    assert ann.post(answers, {"requirements": [requirement.pk]}).status_code == 302
    assert Requirement.objects.get().answered_in == draft


def test_the_board_has_each_where_it_stands(world: World) -> None:
    required(world, noted(world, words="A"), need="new-")
    late = required(world, noted(world, words="B"), need="planned-", due_on=today(world))
    services.plan_requirement(late, owner=world.eve, due_on=today(world, 1), by=world.ann)
    services.decline_requirement(required(world, noted(world, words="C"), need="declined-"), reason="No.", by=world.ann)
    board = text(browser(world.ann), "/requirements/board/")
    columns = {part.split('"')[0]: part for part in board.split('aria-labelledby="c-')[1:]}
    for name in ("new", "planned", "declined"):
        assert f">{name}-<" in columns[name], name
    assert "-<" not in columns["in_work"].split("</section>")[0]
    mine = text(browser(world.eve), "/requirements/board/?who=me")
    assert ">planned-<" in mine
    assert ">new-<" not in mine


def test_the_files_hold_the_same_list_and_open_safely(world: World) -> None:
    services.decline_requirement(required(world, noted(world, words="A"), need="Left out"), reason="No.", by=world.ann)
    required(world, noted(world, words="B"), need='=HYPERLINK("https://example.com")', due_on=today(world, 5))
    ann = browser(world.ann)
    answer = ann.get("/requirements/requirements.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["need"], row["standing"], row["due"], row["owner"]) for row in rows] == [
        ('\'=HYPERLINK("https://example.com")', "new", str(today(world, 5)), "Art Cole")
    ]
    book = load_workbook(io.BytesIO(ann.get("/requirements/requirements.xlsx?state=").content))
    sheet = book.active
    assert sheet is not None
    cells = [[str(cell.value) for cell in row] for row in sheet.iter_rows()]
    assert (len(cells), cells[0][0]) == (3, "number")
    assert "Left out" in {row[3] for row in cells}
    assert ann.get("/requirements/requirements.csv?state=nonsense").status_code == 422
