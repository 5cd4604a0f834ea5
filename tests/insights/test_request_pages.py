"""The pages of requests: nothing typed is lost, nobody sees what is not theirs, guidelines are named by the right."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guidelines.editions.models import Guideline
from guidelines.insights import services
from guidelines.insights.models import StakeholderRequest
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.editions import making
from tests.insights.making import in_force, next_edition
from tests.insights.test_requests import NEED, made, stan
from tests.people import World, make_person

NEW = "/requests/new/"
FILLED = {**NEED, "market": "US", "domain": "PR"}


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_whoever_reads_makes_a_request_and_finds_it_in_their_list(world: World) -> None:
    me = browser(world.mo)
    answer = me.post(NEW, {**FILLED, "wanted_by": ""})
    request = StakeholderRequest.objects.get()
    assert answer["Location"] == f"/requests/{request.pk}/"
    assert NEED["text"] in text(me, "/requests/")
    assert NEED["why"] in text(me, answer["Location"])
    assert "No request yet" in text(browser(world.vy), "/requests/")
    assert browser(world.vy).get(answer["Location"]).status_code == 404


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"text": ""}, 422, "Write what you need."),
        ({"why": ""}, 422, "Write why you need it"),
        ({"why": "x" * 2001}, 422, "At most 2000"),
        ({"market": "VN"}, 422, "“VN” is not in the list."),
        ({"domain": "SE"}, 422, "“SE” is not in the list."),
        ({"guideline": "US-PR-9999"}, 422, "There is no guideline “US-PR-9999” that you can read."),
        ({"rule": "R1"}, 422, "Write the guideline that this rule is in."),
        ({"wanted_by": "soon"}, 422, "This is not a date."),
        ({"wanted_by": "2020-01-01"}, 422, "Choose a day from today on"),
    ],
)
def test_what_cannot_be_taken_has_its_sentence_and_loses_nothing(
    world: World, changes: dict[str, str], status: int, sentence: str
) -> None:
    answer = browser(world.mo).post(NEW, {**FILLED, "rule": "", **changes})
    page = answer.content.decode()
    assert (answer.status_code, StakeholderRequest.objects.count()) == (status, 0)
    assert sentence in page
    for name in {"text", "why"} - set(changes):
        assert NEED[name] in page


def test_the_same_again_is_told_and_kept(world: World) -> None:
    me = browser(world.mo)
    me.post(NEW, FILLED)
    answer = me.post(NEW, FILLED)
    assert answer.status_code == 409
    assert NEED["text"] in answer.content.decode()


def test_a_guideline_leads_to_a_request_that_names_it(world: World) -> None:
    policy_id = in_force(world).guideline.policy_id
    me = browser(world.mo)
    assert f'href="{NEW}?guideline={policy_id}"' in text(me, f"/g/{policy_id}/")
    assert f'value="{policy_id}"' in text(me, f"{NEW}?guideline={policy_id}")
    me.post(NEW, {**FILLED, "guideline": policy_id.lower(), "rule": "r2"})
    request = StakeholderRequest.objects.get()
    assert request.guideline
    assert (request.guideline.policy_id, request.rule_id) == (policy_id, "R2")


def test_a_stakeholder_has_it_on_home_and_in_the_navigation_a_moderator_not(world: World) -> None:
    made(world)
    home = text(browser(stan(world)), "/")
    assert "Your requests" in home
    assert NEED["text"] in home
    assert 'href="/requests/"' in home
    assert "Your requests" not in text(browser(world.mo), "/")


def test_a_policy_manager_takes_it_up_answers_and_the_requester_sees_it(world: World) -> None:
    edition = in_force(world)
    request = made(world, guideline=edition.guideline)
    page, ann = f"/requests/{request.pk}/", browser(world.ann)
    assert "1<" in text(ann, "/requests/").split('href="/requests/"')[1][:80], "the navigation counts it"
    assert ann.post(f"{page}take/").status_code == 302
    assert ann.post(page, {"text": "How many a week?"}).status_code == 302
    answering = next_edition(edition, world)
    given = {"policy_id": edition.guideline.policy_id, "number": answering.number}
    assert ann.post(f"{page}answer/", given).status_code == 302
    shown = text(browser(stan(world)), page)
    for words in ("Ann Rivera took it up.", "How many a week?", "US-PR-0001 edition 2 answers this", "took force"):
        assert words in shown


def test_declining_without_a_reason_or_naming_no_edition_loses_nothing(world: World) -> None:
    request = made(world)
    page, ann = f"/requests/{request.pk}/", browser(world.ann)
    assert ann.post(f"{page}decline/", {"reason": ""}).status_code == 422
    answer = ann.post(f"{page}answer/", {"policy_id": "US-PR-0009", "number": "7"})
    assert answer.status_code == 422
    assert "There is no edition 7 of “US-PR-0009” that you can read." in answer.content.decode()
    assert 'value="US-PR-0009"' in answer.content.decode()
    assert ann.post(f"{page}decline/", {"reason": "The law asks for it."}).status_code == 302
    assert "The law asks for it." in text(browser(stan(world)), page)
    late = ann.post(f"{page}decline/", {"reason": "Another reason"})
    assert (late.status_code, "Another reason" in late.content.decode()) == (409, True)


def test_a_reviewer_reads_and_comments_and_is_offered_no_more(world: World) -> None:
    request = made(world)
    page = text(browser(world.bob), f"/requests/{request.pk}/")
    assert "Send comment" in page
    assert "Take it up" not in page
    assert "Send comment" not in text(browser(world.joe), f"/requests/{request.pk}/")
    assert browser(world.joe).post(f"/requests/{request.pk}/", {"text": "So?"}).status_code == 403


def test_a_guideline_that_cannot_be_read_is_not_named(world: World) -> None:
    """An edition that is to answer it is a draft of a guideline that the requester does not know of yet."""
    request = made(world)
    services.answer_in(request, making.draft(world), by=world.ann)
    page = text(browser(stan(world)), f"/requests/{request.pk}/")
    assert "An edition is to answer it." in page
    assert "US-PR" not in page
    assert "US-PR-0001 edition 1 is to answer it." in text(browser(world.ann), f"/requests/{request.pk}/")
    assert Guideline.objects.exists()


@pytest.mark.slow
def test_the_queue_is_narrowed_ordered_and_asks_the_same_for_many(world: World) -> None:
    services.take_up(made(world, text="First"), by=world.art)
    services.decline(made(world, text="Second"), by=world.ann, reason="No.")
    made(world, text="Third")
    ann = browser(world.ann)
    shown = {
        state: [
            words for words in ("First", "Second", "Third") if f">{words}<" in text(ann, f"/requests/?state={state}")
        ]
        for state in ("open", "taken_up", "declined", "answered")
    }
    assert shown == {"open": ["Third"], "taken_up": ["First"], "declined": ["Second"], "answered": []}
    oldest = text(ann, "/requests/?who=wait&order=age")
    assert oldest.index(">First<") < oldest.index(">Third<")
    assert ">Second<" not in oldest
    assert ann.get("/requests/?state=nonsense").status_code == 422

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            text(ann, "/requests/?who=")
        return len(asked)

    few = queries()
    for number in range(5):
        made(world, text=f"Need {number}")
    queries()
    assert queries() <= few


def test_who_has_no_role_makes_no_request(world: World) -> None:
    assert browser(world.root).get(NEW).status_code == 403
    assert browser(make_person("N-1", "No Body")).post(NEW, FILLED).status_code == 403
    assert browser(make_person("N-2", "Qu Ana", Role.QUALITY_ANALYST, world.us)).get(NEW).status_code == 200
