"""The pages of programmes and risks: everything can be done on them, nothing typed is lost, nothing leaks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guidelines.people.models import Person
from guidelines.programmes.models import Action, Milestone, Programme, Risk
from tests.editions import making as editions
from tests.editions.clearing import restricted
from tests.forms import opened
from tests.insights.making import asked, in_force
from tests.people import World
from tests.people.beyond import pam
from tests.programmes import making
from tests.programmes.making import AIM, days


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


@pytest.mark.slow
def test_a_programme_lives_its_life_on_its_pages(world: World) -> None:
    who, me = pam(world), browser(pam(world))
    edition = in_force(world)
    question = asked(edition, world.mo)
    given: dict[str, Any] = {"name": "One set", "aim": AIM, "owner": who.pk, "places": ["US-PR", "US-SE"]}
    home = me.post("/programmes/new/", given)["Location"]
    programme = Programme.objects.get()
    assert home == f"/programmes/{programme.pk}/"
    assert me.post(home, {"name": "US moved in", "planned": days(20)}).status_code == 302
    stage = f"/milestones/{Milestone.objects.get().pk}/"
    assert me.post(stage, {"to": days(30), "reason": "Reviewers are away."}).status_code == 302
    assert "Reviewers are away." in text(me, stage)
    assert "1 milestone is at risk or late" in text(me, home)
    assert me.post(f"{stage}done/", {"on": days(0)}).status_code == 302
    for thing in ("us-pr-0001", "US-PR-0001  edition 1"):
        assert me.post(f"{home}holds/", {"thing": thing}).status_code == 302
    assert "US-PR-0001 edition 1: Counterfeit product listings" in text(me, f"{home}holds/")
    new = {"title": "Lag", "response": "reduce", "owner": who.pk, "likelihood": 4, "impact": 4, "next_check": days(7)}
    page = me.post(f"{home}new-risk/", new)["Location"]
    risk = Risk.objects.get()
    assert me.post(f"{page}actions/", {"text": "Recruit", "owner": who.pk, "due": days(5)}).status_code == 302
    action = Action.objects.get()
    assert me.post(f"/risks/actions/{action.pk}/done/", {"on": days(0), "outcome": "She starts."}).status_code == 302
    checked = {"likelihood": 2, "impact": 4, "why": "", "action": action.pk, "next_check": days(30)}
    assert me.post(page, checked).status_code == 302
    for thing in ("US-PR-0001 R2", f"question {question.pk}"):
        assert me.post(f"{page}links/", {"thing": thing}).status_code == 302
    shown = text(me, page)
    for words in ("8 Medium", "Was 16", "Action: Recruit", "She starts.", "/g/US-PR-0001/#r2", question.text):
        assert words in shown
    assert f'href="#{risk.code}"' in text(me, home), "it stands on the map"
    assert me.post(f"/risks/links/{risk.links.all()[0].pk}/end/").status_code == 302
    assert me.post(f"{page}close/", {"note": "The peak is over."}).status_code == 302
    assert me.post(f"{home}end/", {"note": "Reached."}).status_code == 302
    assert "Ended by Pam Osei" in text(me, home)
    assert "One set" in text(me, "/programmes/?state=ended")
    assert "One set" not in text(me, "/programmes/")


@pytest.mark.parametrize("what", ["risk", "opportunity", "action", "milestone"])
def test_a_second_click_adds_nothing_twice(world: World, what: str) -> None:
    who, home = pam(world), making.programme(world)
    page = home.get_absolute_url()
    new = {"title": "Lag", "owner": who.pk, "likelihood": 4, "impact": 4, "next_check": days(7)}
    act = {"text": "Recruit", "owner": who.pk, "due": days(5)}
    stage = {"name": "US moved in", "planned": days(20)}
    rows: Any
    address, given, other, rows = {
        "risk": (f"{page}new-risk/", {**new, "response": "reduce"}, {"text": "Of Vietnamese"}, Risk.objects),
        "opportunity": (f"{page}new-opportunity/", {**new, "response": "enhance"}, {"title": "More"}, Risk.objects),
        "action": (f"{making.risk(home, who).get_absolute_url()}actions/", act, {"due": days(6)}, Action.objects),
        "milestone": (page, stage, {"name": "US moved out"}, Milestone.objects),
    }[what]
    me, before = browser(who), rows.count()
    assert me.post(address, given).status_code == 302
    again = me.post(address, given)
    assert again.status_code == 409
    assert "You have added exactly this already." in again.content.decode()
    assert me.post(address, {**given, **other}).status_code == 302
    assert rows.count() == before + 2


def test_what_is_over_may_be_added_again(world: World) -> None:
    who, home = pam(world), making.programme(world)
    for number in (1, 2):
        found = making.risk(home, who)
        action = making.services.add_action(found, text="Recruit", owned_by=who, due=days(5), by=who)
        making.services.finish_action(action, on=days(0), outcome="", by=who)
        assert making.services.add_action(found, text="Recruit", owned_by=who, due=days(5), by=who)
        making.services.close_risk(found, note="Gone.", by=who)
        making.services.finish_milestone(making.milestone(home, who), on=days(0), by=who)
        assert (Risk.objects.count(), Milestone.objects.count()) == (number, number)


@pytest.mark.parametrize(
    ("zone", "hour", "is_late"),
    [("America/Los_Angeles", 2, False), ("America/Los_Angeles", 9, True), ("Asia/Ho_Chi_Minh", -2, True)],
)
def test_the_list_counts_a_milestone_late_when_its_own_page_does(
    world: World, zone: str, hour: int, is_late: bool
) -> None:
    """Two in the morning of the day after in UTC is still its day in Los Angeles, and past it in Ho Chi Minh City."""
    who = pam(world)
    Person.objects.filter(pk=who.pk).update(time_zone=zone)
    found = making.programme(world)
    last = making.milestone(found, who).now
    after = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), dt.UTC) + dt.timedelta(hours=hour)
    with making.at(after):
        assert ("1 milestone late" in text(browser(who), "/programmes/")) is is_late
        assert ("Late" in text(browser(who), found.get_absolute_url())) is is_late


@pytest.mark.parametrize(("what", "word", "other"), [("risk", "title", "text"), ("programme", "name", "aim")])
def test_of_two_who_change_one_thing_the_later_is_told_and_reads_both(
    world: World, what: str, word: str, other: str
) -> None:
    first, second = browser(pam(world)), browser(making.everywhere(world))
    home = making.programme(world, places=((world.us, world.product), (world.us, world.seller)))
    found: Any = making.risk(home, pam(world)) if what == "risk" else home
    address = f"{found.get_absolute_url()}change/"
    hers, his = opened(first, address), opened(second, address)
    assert first.post(address, {**hers, word: "Her words"}).status_code == 302
    late = second.post(address, {**his, other: "His words"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Somebody else changed this meanwhile." in page
    assert "Kept now: Her words" in page
    assert ">His words<" in page.replace("\n", "")
    found.refresh_from_db()
    assert (getattr(found, word), getattr(found, other) == "His words") == ("Her words", False)
    now = {**his, other: "His words", "seen": late.context["form"]["seen"].value()}
    assert second.post(address, now).status_code == 302, "who read both may keep theirs"
    assert second.post(address, now).status_code == 302, "a second click is no second author"
    found.refresh_from_db()
    assert (getattr(found, word), getattr(found, other)) == (his[word], "His words")
    if what == "programme":
        assert home.places.filter(ended_at=None).count() == 2


def test_the_owner_that_somebody_else_chose_is_named_beside_the_field(world: World) -> None:
    found = making.risk(making.programme(world), pam(world), kind="opportunity")
    me, address = browser(pam(world)), f"{found.get_absolute_url()}change/"
    mine = opened(me, address)
    changed = {"owner": world.ann.pk, "is_offered": "on", "market": world.us.pk, "response": "together"}
    assert me.post(address, {**mine, **changed}).status_code == 302
    errors = me.post(address, {**mine, "title": "Mine"}).context["form"].errors
    assert errors["owner"] == [f"Kept now: {world.ann.name}"]
    assert errors["is_offered"] == ["Kept now: Yes"]
    assert errors["response"] == ["Kept now: Take it together with another team"]
    assert errors["market"] == [f"Kept now: {world.us.local_name}"]
    assert errors["title"] == ["Kept now: Translation lag"]
    assert "text" not in errors
    assert "topic" not in errors


WRONG: list[tuple[str, dict[str, Any], int, str]] = [
    ("/programmes/new/", {"name": "Kept words", "aim": ""}, 422, "Write what is to be different"),
    ("/programmes/new/", {"name": "Kept words", "aim": AIM, "places": ["VN"]}, 422, "is not in the list"),
    ("{home}", {"name": "Kept words", "planned": "soon"}, 422, "This is not a date."),
    ("{home}new-risk/", {"title": "Kept words"}, 422, "Choose a day."),
    ("{home}holds/", {"thing": "Kept words"}, 422, "Write it like US-CC-0142"),
    ("{home}holds/", {"thing": "US-PR-0999"}, 404, "There is no “US-PR-0999” that you can read."),
    ("{risk}", {"likelihood": 5, "impact": 5, "next_check": "2999-01-01", "why": "Kept words"}, 422, "ten years"),
    ("{risk}actions/", {"text": "Kept words", "owner": ""}, 422, "Choose one of the list."),
    ("{risk}close/", {"note": ""}, 422, "Write how it ended."),
    ("{risk}links/", {"thing": "Kept words"}, 422, "or question 12"),
    ("{stage}", {"to": "2026-13-01", "reason": "Kept words"}, 422, "This is not a date."),
    ("{stage}done/", {"on": "2999-01-01"}, 422, "This day has not come yet."),
    ("{home}end/", {"note": " "}, 422, "Write what became of the programme."),
]


def test_what_cannot_be_taken_has_its_sentence_and_loses_nothing(world: World) -> None:
    who = pam(world)
    home = making.programme(world)
    risk, stage = making.risk(home, who), making.milestone(home, who)
    places = {one: made.get_absolute_url() for one, made in (("home", home), ("risk", risk), ("stage", stage))}
    me = browser(who)
    for address, typed, status, sentence in WRONG:
        answer = me.post(address.format(**places), typed)
        page = answer.content.decode()
        assert answer.status_code == status, address
        assert sentence in page, address
        if "Kept words" in typed.values():
            assert "Kept words" in page, address


def test_who_may_not_is_told_so_and_who_may_not_know_finds_nothing(world: World) -> None:
    home = making.programme(world)
    risk = making.risk(home, pam(world))
    for client, expected in ((browser(world.ann), 403), (browser(world.mo), 404), (browser(world.vy), 404)):
        for address in (f"/programmes/{home.pk}/change/", f"/risks/{risk.pk}/change/"):
            assert client.get(address).status_code == expected
        answer = client.post(f"/risks/{risk.pk}/", {"likelihood": 1, "impact": 1, "next_check": days(9), "why": "So"})
        assert answer.status_code == expected
    assert browser(world.mo).get("/programmes/").status_code == 403
    page = text(browser(world.ann), home.get_absolute_url())
    assert "Add a risk" not in page
    assert "Plan a milestone" not in page


@pytest.mark.slow
def test_a_restricted_guideline_leaves_no_trace_on_any_page(world: World) -> None:
    who, home = pam(world), making.programme(world)
    edition = editions.published(editions.draft(world, title="Zebrafinch"), world)
    making.services.take_in(home, edition, by=who)
    making.services.take_in(home, edition.guideline, by=who)
    risk = making.risk(home, who)
    making.services.link_rule(risk, edition.guideline, "R1", by=who)
    restricted(edition, world.ann)
    item = home.items.all()[0].pk
    for name in ("eve", "joe", "ada"):
        client = browser(getattr(world, name))
        for address in (home.get_absolute_url(), f"{home.get_absolute_url()}holds/", risk.get_absolute_url()):
            page = text(client, address)
            assert "Zebrafinch" not in page
            assert edition.guideline.policy_id not in page
    assert browser(who).post(f"/programmes/items/{item}/out/").status_code == 404
    assert browser(who).post(f"/risks/links/{risk.links.get().pk}/end/").status_code == 404
    assert "Zebrafinch" in text(browser(world.ann), f"{home.get_absolute_url()}holds/")


def test_the_list_costs_the_same_however_long_it_is(world: World) -> None:
    who, me = pam(world), browser(pam(world))
    counts = []
    for batch in (1, 6):
        for number in range(batch):
            home = making.programme(world, name=f"Programme {batch} {number}")
            making.milestone(home, who)
            making.risk(home, who)
        with CaptureQueriesContext(connection) as seen:
            text(me, "/programmes/")
        counts.append(len(seen))
    assert counts[1] <= counts[0] <= 16


def test_one_programme_costs_the_same_however_much_it_holds(world: World) -> None:
    who, me, home = pam(world), browser(pam(world)), making.programme(world)
    counts = []
    for batch in (1, 5):
        for number in range(batch):
            risk = making.risk(home, who, title=f"Risk {batch} {number}")
            making.services.add_action(risk, text="Do it", owned_by=who, due=days(3), by=who)
            making.milestone(home, who, name=f"Stage {batch} {number}")
        with CaptureQueriesContext(connection) as seen:
            text(me, home.get_absolute_url())
        counts.append(len(seen))
    assert counts[1] <= counts[0] <= 30


def test_the_empty_pages_say_what_to_do_next(world: World) -> None:
    me, reader = browser(pam(world)), browser(world.ann)
    assert "Begin a programme" in text(me, "/programmes/")
    assert "A programme manager begins one." in text(reader, "/programmes/")
    for words in ("No topic rises in two markets", "No risk is shared", "Nothing is offered"):
        assert words in text(reader, "/programmes/portfolio/")
    home = making.programme(world).get_absolute_url()
    for words in ("No milestone yet", "No risk is open", "No opportunity is open."):
        assert words in text(me, home)
