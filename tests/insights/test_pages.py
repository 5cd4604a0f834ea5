"""The pages: the question form, the thread, the lists, and what stands on the pages of other rooms."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from guidelines.editions.models import Edition
from guidelines.insights import services
from guidelines.insights.models import Answer, Asker, Question, Ruling
from tests.editions import making as editions
from tests.editions.pages import address, hidden_fields, signed_in, text
from tests.insights import making
from tests.people import World


@pytest.fixture
def edition(world: World) -> Edition:
    return making.in_force(world)


def ask_page(edition: Edition) -> str:
    return reverse("ask", args=[edition.guideline.policy_id])


def sent(client: Client, edition: Edition, **fields: str) -> object:
    data = {"seen": edition.digest, "rule": "R2", "looked_at": "R2", "kind": "decide", "text": making.ASKED, **fields}
    return client.post(ask_page(edition), data, follow=True)


@pytest.mark.slow
def test_a_moderator_asks_from_a_rule_and_a_passage_without_any_script(world: World, edition: Edition) -> None:
    mo = signed_in(world.mo)
    page = mo.get(ask_page(edition), {"rule": "r2", "passage": "no proof of origin"})
    assert "Nobody asked about R2 yet" in text(page)
    assert "Leave out names, addresses and order numbers" in text(page)
    assert hidden_fields(page)["seen"] == [edition.digest]
    assert hidden_fields(page)["looked_at"] == ["R2"]
    answer = sent(mo, edition, passage="no proof of origin")
    assert "Sent to Ann Rivera" in text(answer)  # type: ignore[arg-type]
    question = Question.objects.get()
    assert (question.rule_id, question.passage, question.asked_by) == ("R2", "no proof of origin", world.mo)


@pytest.mark.slow
def test_what_others_asked_and_what_was_ruled_comes_before_the_question_is_sent(world: World, edition: Edition) -> None:
    question = making.asked(edition, world.art, text="Does an invoice prove origin?")
    making.ruled(edition, world.ann, questions=[question])
    mo = signed_in(world.mo)
    first = text(sent(mo, edition, looked_at=""))  # type: ignore[arg-type]
    assert "Look first" in first
    assert "Does an invoice prove origin?" in first
    assert making.RULING in first
    assert making.ASKED in first
    assert Question.objects.count() == 1
    joined = mo.post(reverse("join_question", args=[question.pk]), follow=True)
    assert "You ask this too" in text(joined)
    assert Asker.objects.filter(question=question).count() == 2
    sent(mo, edition)
    assert Question.objects.count() == 2


def test_a_second_click_on_asking_too_leads_to_the_question_as_the_first_did(world: World, edition: Edition) -> None:
    question = making.asked(edition, world.art)
    mo = signed_in(world.mo)
    mo.post(reverse("join_question", args=[question.pk]))
    again = mo.post(reverse("join_question", args=[question.pk]), follow=True)
    assert again.redirect_chain == [(question.get_absolute_url(), 302)]
    assert "You ask this already. You are told when it is answered." in text(again)
    assert Asker.objects.filter(question=question).count() == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"text": " "}, 422, "Write your question."),
        ({"text": "a" * 1001}, 422, "At most 1000 characters fit here and this has 1001."),
        ({"rule": "R9", "looked_at": "R9"}, 422, "There is no such rule in force."),
        ({"seen": "1:old"}, 409, "took force after you opened this page"),
    ],
)
def test_what_was_typed_is_kept_when_a_question_is_refused(
    world: World, edition: Edition, fields: dict[str, str], status: int, sentence: str
) -> None:
    answer = sent(signed_in(world.mo), edition, passage="no proof of origin", **fields)
    assert answer.status_code == status  # type: ignore[attr-defined]
    page = text(answer)  # type: ignore[arg-type]
    assert sentence in page
    assert "no proof of origin" in page
    assert fields.get("text", making.ASKED).strip() in page
    assert not Question.objects.exists()


@pytest.mark.slow
def test_who_may_not_read_it_finds_no_form_no_question_and_no_ruling(world: World, edition: Edition) -> None:
    question, ruling = making.asked(edition, world.mo), making.ruled(edition, world.ann)
    vy = signed_in(world.vy)
    assert vy.get(ask_page(edition)).status_code == 404
    assert sent(vy, edition).status_code == 404  # type: ignore[attr-defined]
    assert vy.get(question.get_absolute_url()).status_code == 404
    assert vy.post(reverse("join_question", args=[question.pk])).status_code == 404
    assert vy.get(reverse("end_ruling", args=[ruling.pk])).status_code == 404
    assert making.RULING not in text(vy.get(reverse("rulings")))
    assert making.ASKED not in text(vy.get(reverse("questions") + "?who="))


def test_who_reads_a_question_and_may_not_answer_is_told_why(world: World, edition: Edition) -> None:
    question, ruling = making.asked(edition, world.mo), making.ruled(edition, world.ann)
    for path in (question.get_absolute_url(), reverse("end_ruling", args=[ruling.pk])):
        answer = signed_in(world.mo).post(path, {"text": "Yes.", "reason": "Wrong."})
        assert answer.status_code == 403
        assert "Only the owner" in text(answer)
    assert not Answer.objects.exists()


@pytest.mark.slow
def test_the_names_of_askers_are_for_those_who_answer_and_those_who_ask(world: World, edition: Edition) -> None:
    question = making.asked(edition, world.mo)
    shown = {name: text(signed_in(getattr(world, name)).get(question.get_absolute_url())) for name in ("ann", "lia")}
    assert "Mo Diallo" in shown["ann"]
    assert "Mo Diallo" not in shown["lia"]


@pytest.mark.slow
def test_the_owner_answers_and_everybody_who_asked_finds_it_at_home_and_counted(world: World, edition: Edition) -> None:
    question = making.asked(edition, world.mo)
    ann, mo = signed_in(world.ann), signed_in(world.mo)
    assert 'Insights <span class="count">1' in text(ann.get(reverse("home")))
    assert 'Questions <span class="count">' not in text(mo.get(reverse("home")))
    ann.post(question.get_absolute_url(), {"text": "The last price in the brand’s own shop.", "seen": edition.digest})
    home = text(mo.get(reverse("home")))
    assert "Answers to your questions" in home
    assert 'Questions <span class="count">1' in home
    assert "The last price in the brand’s own shop." in text(mo.get(question.get_absolute_url()))
    assert "Answers to your questions" not in text(mo.get(reverse("home")))


@pytest.mark.slow
def test_a_lead_pins_a_ruling_from_the_answer_form_for_other_questions_too(world: World, edition: Edition) -> None:
    lea = signed_in(making.lead(world))
    question, other = making.asked(edition, world.mo), making.asked(edition, world.art, text="And for sets?")
    until = (timezone.now() + dt.timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    data = {"text": making.RULING, "pin": "on", "until": until, "also": [str(other.pk)], "seen": edition.digest}
    refused = lea.post(question.get_absolute_url(), {**data, "text": "Remove them."})
    assert refused.status_code == 422
    assert "names another action, “Remove”" in text(refused)
    assert "Remove them.</textarea>" in text(refused)
    assert "Pinned on R2" in text(lea.post(question.get_absolute_url(), data, follow=True))
    assert Ruling.objects.get().answers.count() == 2


@pytest.mark.slow
def test_a_pin_without_an_end_is_refused_and_a_stale_one_too(world: World, edition: Edition) -> None:
    question, ann = making.asked(edition, world.mo), signed_in(world.ann)
    data = {"text": making.RULING, "pin": "on", "seen": edition.digest}
    assert "Choose until when" in text(ann.post(question.get_absolute_url(), data))
    data |= {"until": (timezone.now() + dt.timedelta(days=3)).strftime("%Y-%m-%dT%H:%M"), "seen": "1:old"}
    stale = ann.post(question.get_absolute_url(), data)
    assert (stale.status_code, hidden_fields(stale)["seen"]) == (409, [edition.digest])


def test_a_question_on_the_whole_guideline_offers_no_ruling(world: World, edition: Edition) -> None:
    question = making.asked(edition, world.mo, rule_id="")
    page = text(signed_in(world.ann).get(question.get_absolute_url()))
    assert "Send the answer" in page
    assert "interim ruling" not in page


def test_a_ruling_stands_under_its_rule_for_everybody_and_the_page_is_another(world: World, edition: Edition) -> None:
    mo, path = signed_in(world.mo), reverse("guideline", args=[edition.guideline.policy_id])
    mo.get(path)
    before = mo.get(path)
    ruling = making.ruled(edition, world.ann)
    after = mo.get(path, headers={"if-none-match": before.headers["ETag"]})
    assert after.status_code == 200
    page = text(after)
    assert page.index('<tr id="r2"') < page.index("Interim ruling on R2, until") < page.index("</tbody>")
    assert page.index("Interim ruling") > page.index('<tr id="r1"')
    assert "Ann Rivera, owner" in page
    services.end_ruling(ruling, by=world.bob, reason="It is wrong.")
    again = mo.get(path, headers={"if-none-match": after.headers["ETag"]})
    assert (again.status_code, making.RULING in text(again)) == (200, False)


@pytest.mark.slow
def test_a_ruling_stands_on_the_card_of_its_rule_and_the_card_is_another(world: World, edition: Edition) -> None:
    mo, policy_id = signed_in(world.mo), edition.guideline.policy_id
    card = reverse("rule", args=[policy_id, "R2"])
    mo.get(card)
    before, at = mo.get(card), timezone.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    making.ruled(edition, world.ann)
    after = mo.get(card, headers={"if-none-match": before.headers["ETag"]})
    assert (after.status_code, making.RULING in text(after)) == (200, True)
    assert making.RULING not in text(mo.get(reverse("rule", args=[policy_id, "R1"])))
    assert making.RULING not in text(mo.get(card, {"at": at}))


@pytest.mark.slow
def test_a_past_edition_shows_no_ruling_and_no_way_to_ask_and_an_instant_shows_that_of_its_time(
    world: World, edition: Edition
) -> None:
    making.ruled(edition, world.ann)
    at = timezone.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    making.next_edition(edition, world, source=editions.SOURCE.replace("30%", "40%"))
    mo, path = signed_in(world.mo), reverse("guideline", args=[edition.guideline.policy_id])
    old = text(mo.get(edition.get_absolute_url()))
    assert making.RULING not in old
    assert "Unclear? Ask" not in old
    assert making.RULING in text(mo.get(path, {"at": at}))
    now = text(mo.get(path))
    assert making.RULING not in now
    assert "Unclear? Ask" in now


@pytest.mark.slow
def test_home_shows_the_newest_answers_first_and_no_more_than_three(world: World, edition: Edition) -> None:
    for number in range(5):
        asked = making.asked(edition, world.mo, f"Question {number}?")
        services.answer(asked, by=world.ann, text=f"Answer {number}.")
    page = signed_in(world.mo).get("/").content.decode()
    assert re.findall(r"Answer \d", page) == ["Answer 4", "Answer 3", "Answer 2"]


@pytest.mark.slow
def test_the_owner_finds_each_ruling_at_home_and_ends_it(world: World, edition: Edition) -> None:
    ruling, ann = making.ruled(edition, making.lead(world)), signed_in(world.ann)
    home, end = text(ann.get(reverse("home"))), reverse("end_ruling", args=[ruling.pk])
    assert "Interim rulings on your guidelines" in home
    assert end in home
    assert ann.post(end, {"reason": ""}).status_code == 422
    assert "stands as it is written" in text(ann.post(end, {"reason": "Outlets differ."}, follow=True))
    assert ann.get(end).status_code == 409


@pytest.mark.slow
def test_the_list_is_narrowed_and_says_when_it_is_empty(world: World, edition: Edition) -> None:
    mo, ann, lists = signed_in(world.mo), signed_in(world.ann), reverse("questions")
    assert "You ask nothing" in text(mo.get(lists))
    assert "Nothing waits for you" in text(ann.get(lists))
    making.asked(edition, world.mo)
    assert making.ASKED in text(mo.get(lists))
    assert making.ASKED in text(ann.get(lists))
    assert making.ASKED in text(mo.get(lists, {"market": "US", "domain": "PR", "state": "open"}))
    assert "No question fits" in text(mo.get(lists, {"state": "edition"}))
    assert mo.get(lists, {"market": "VN"}).status_code == 422
    assert signed_in(world.root).get(lists).status_code == 403
    assert signed_in(world.root).get(reverse("rulings")).status_code == 403


@pytest.mark.slow
def test_long_lists_come_in_pages_and_cost_the_same(
    world: World, edition: Edition, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    mo = signed_in(world.mo)
    one = Question.objects.none()
    for number in range(3):
        making.asked(edition, world.mo, text=f"Question {number}?")
    one = Question.objects.first()  # type: ignore[assignment]
    columns = {f.attname: getattr(one, f.attname) for f in Question._meta.concrete_fields if f.name != "id"}
    Question.objects.bulk_create([Question(**columns) for _n in range(30)])
    with django_assert_max_num_queries(11):
        page = text(mo.get(reverse("questions"), {"who": ""}))
    assert "1 to 25 of 33" in page


@pytest.mark.slow
def test_the_author_says_on_the_drafts_side_what_the_edition_answers(world: World, edition: Edition) -> None:
    question, ruling = making.asked(edition, world.mo), making.ruled(edition, world.ann)
    draft = editions.next_draft(edition.guideline, world.ann, summary="Act on counterfeits.")
    ann, page = signed_in(world.ann), address("edition_answers", draft)
    side = text(ann.get(address("draft", draft)))
    assert making.ASKED in side
    assert page in side
    approved = editions.approved(draft, world)
    assert page in text(ann.get(address("publish", approved)))
    chosen = {"questions": [str(question.pk)], "rulings": [str(ruling.pk)]}
    assert "Kept. Whoever asked is told" in text(ann.post(page, chosen, follow=True))
    question.refresh_from_db()
    ruling.refresh_from_db()
    assert (question.answered_in, ruling.adopted_in) == (draft, draft)
    assert ann.post(page, {"questions": ["999"]}).status_code == 422
    assert signed_in(world.bob).post(page, chosen).status_code == 403
    assert signed_in(world.mo).get(page).status_code == 404
    # Readers learn of it when it takes force, and not before.
    assert "edition 2" not in text(signed_in(world.mo).get(question.get_absolute_url())).lower()


def test_a_rule_that_holds_nul_is_no_rule_of_a_question(world: World, edition: Edition) -> None:
    mo = signed_in(world.mo)
    mo.raise_request_exception = False
    asked = {"seen": edition.digest, "rule": "R2\x00", "kind": "decide", "text": making.ASKED}
    assert mo.post(ask_page(edition), asked).status_code == 422
