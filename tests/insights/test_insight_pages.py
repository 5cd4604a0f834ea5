"""The pages of the queue: nothing typed is lost, nobody sees what is not theirs, and a long list costs no more."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guidelines.catalogue.models import Topic
from guidelines.frame import clock
from guidelines.insights import services
from guidelines.insights.models import Insight, Source
from guidelines.people.models import Person
from tests.insights.making import ASKED, asked, in_force
from tests.insights.queueing import SAID, noted, required, signal, stands
from tests.people import World
from tests.people.beyond import lee, quinn

NOTE = {"source": "note", "text": SAID, "market": "US", "domain": "PR", "guideline": "", "rule": ""}
NOTE |= {"topic": "", "severity": ""}


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_a_team_lead_reports_an_incident_and_finds_what_became_of_it(world: World) -> None:
    edition = in_force(world)
    me = browser(lee(world))
    given = {**NOTE, "source": "incident", "guideline": edition.guideline.policy_id.lower(), "rule": "r2"}
    answer = me.post("/insights/new/", {**given, "severity": "S1"})
    insight = Insight.objects.get()
    assert answer["Location"] == f"/insights/{insight.pk}/"
    assert (insight.source, insight.rule_id, insight.severity) == (Source.INCIDENT, "R2", "S1")
    assert SAID in text(me, "/insights/")
    services.answer_insight(insight, text="Edition 3 will say it.", by=world.bob)
    page = text(me, answer["Location"])
    assert "Edition 3 will say it." in page
    assert "What you said" in page
    assert "Assign it" not in page


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"text": ""}, 422, "Write what should change"),
        ({"market": "VN"}, 422, "“VN” is not in the list."),
        ({"source": "rumour"}, 422, "“rumour” is not in the list."),
        ({"guideline": "US-PR-9999"}, 422, "There is no guideline “US-PR-9999” that you can read."),
        ({"rule": "R1"}, 422, "Write the guideline that this rule is in."),
        ({"severity": "S9"}, 422, "“S9” is not in the list."),
    ],
)
def test_what_cannot_be_taken_has_its_sentence_and_loses_nothing(
    world: World, changes: dict[str, str], status: int, sentence: str
) -> None:
    answer = browser(world.ann).post("/insights/new/", {**NOTE, **changes})
    assert (answer.status_code, Insight.objects.count()) == (status, 0)
    assert sentence in answer.content.decode()
    if "text" not in changes:
        assert SAID in answer.content.decode()


def test_the_same_again_is_told_and_kept(world: World) -> None:
    noted(world)
    answer = browser(world.ann).post("/insights/new/", NOTE)
    assert answer.status_code == 409
    assert SAID in answer.content.decode()


def test_a_moderator_has_no_form_and_no_queue_and_sees_their_own(world: World) -> None:
    asked(in_force(world), world.mo)
    noted(world)
    me = browser(world.mo)
    page = text(me, "/insights/")
    assert ASKED in page
    assert SAID not in page
    assert me.get("/insights/new/").status_code == 403
    navigation = text(me, "/").split("</nav>")[0]
    assert ">Questions" in navigation
    assert ">Insights" not in navigation


def test_whoever_sees_the_queue_has_all_of_it_under_one_label(world: World) -> None:
    asked(in_force(world), world.mo)
    page = text(browser(world.ann), "/insights/")
    navigation = page.split("</nav>")[0]
    assert ">Insights" in navigation
    assert ">Questions" not in navigation
    assert ASKED in page
    for address in ("/questions/", "/requests/", "/requirements/", "/requirements/board/"):
        assert f'href="{address}"' in page
        assert 'href="/insights/"' in text(browser(world.ann), address)


def test_what_came_today_is_not_told_in_days(world: World) -> None:
    """Days are those of the market: what came last evening is a day old in the morning."""
    evening = dt.datetime(2027, 6, 9, 23, 30, tzinfo=world.us.zone)
    with clock.pretend(evening):
        insight = noted(world)
        pages = ("/insights/", f"/insights/{insight.pk}/")
        assert all("<span>today</span>" in text(browser(world.ann), page) for page in pages)
    with clock.pretend(evening + dt.timedelta(hours=8)):
        assert all("<span>1 day old</span>" in text(browser(world.ann), page) for page in pages)
    with clock.pretend(evening + dt.timedelta(hours=25)):
        assert all("<span>2 days old</span>" in text(browser(world.ann), page) for page in pages)


def test_the_page_shows_who_says_it_and_leads_to_the_evidence(world: World) -> None:
    question = asked(in_force(world), world.mo)
    insight = Insight.objects.get()
    page = text(browser(quinn(world)), f"/insights/{insight.pk}/")
    for words in ("Mo Diallo", f'href="/questions/{question.pk}/"', "US-PR-0001", "S3", "Counterfeit goods"):
        assert words in page
    assert "Assign it" not in page


def test_everything_is_done_with_it_on_its_page(world: World) -> None:
    insight, other = noted(world), noted(world, words="Another.")
    page, ann = f"/insights/{insight.pk}/", browser(world.ann)
    assert ann.post(f"{page}assign/", {"me": "1"}).status_code == 302
    assert ann.post(f"{page}assign/", {"to": world.bob.pk}).status_code == 302
    assert ann.post(f"{page}sort/", {"topic": "counterfeit", "severity": "S1"}).status_code == 302
    assert ann.post(f"{page}merge/", {"into": other.pk}).status_code == 302
    assert stands(insight) == "merged"
    shown = text(ann, page)
    for words in ("assigned it to Bob Stone", "set its topic to counterfeit", "Merged into another", "Another."):
        assert words in shown
    there = f"/insights/{other.pk}/"
    assert f"from insight {insight.pk}" in text(ann, there)
    assert ann.post(f"{there}decline/", {"reason": "The law asks for it."}).status_code == 302
    assert "The law asks for it." in text(ann, there)


def test_what_was_typed_stays_where_it_is_refused(world: World) -> None:
    insight = noted(world)
    page, ann = f"/insights/{insight.pk}/", browser(world.ann)
    assert ann.post(f"{page}answer/", {"text": ""}).status_code == 422
    assert ann.post(f"{page}assign/", {"to": world.mo.pk}).status_code == 422
    assert ann.post(f"{page}merge/", {"into": "999"}).status_code == 422
    services.decline_insight(insight, reason="No.", by=world.bob)
    late = ann.post(f"{page}answer/", {"text": "My long answer"})
    assert late.status_code == 409
    assert "My long answer" in late.content.decode()
    assert "This insight was declined." in late.content.decode()


@pytest.mark.parametrize("deed", ["assign", "sort", "merge", "answer", "decline", "require"])
def test_whoever_only_sees_it_is_told_so_and_who_does_not_see_it_finds_nothing(world: World, deed: str) -> None:
    insight = noted(world)
    given = {"me": "1", "text": "Yes.", "reason": "No."}
    assert browser(world.joe).post(f"/insights/{insight.pk}/{deed}/", given).status_code == 403
    assert browser(world.mo).post(f"/insights/{insight.pk}/{deed}/", given).status_code == 404
    assert stands(insight) == "new"


FILTERS = {
    "state=open": {"mine", "old", "area"},
    "state=assigned": {"mine"},
    "state=new": {"old", "area"},
    "state=declined": {"closed"},
    "state=": {"mine", "old", "area", "closed"},
    "who=me": {"mine"},
    "who=nobody": {"old", "area"},
    "source=area": {"area"},
    "severity=S1": {"area"},
    "topic=counterfeit": {"area"},
    "market=US&domain=PR": {"mine", "old", "area", "closed"},
    "age=30": set(),
}


def several(world: World) -> None:
    services.assign_insight(noted(world, words="mine-"), to=world.ann, by=world.bob)
    noted(world, words="old-")
    topic = Topic.objects.get(code="counterfeit.goods")
    services.open_insight(signal(world, source=Source.AREA, words="area-", severity="S1", topic=topic), by=None)
    services.decline_insight(noted(world, words="closed-"), reason="No.", by=world.ann)


@pytest.mark.slow
def test_the_queue_is_narrowed_as_asked(world: World) -> None:
    several(world)
    ann = browser(world.ann)
    found = {}
    for query in FILTERS:
        page = text(ann, f"/insights/?{query}")
        found[query] = {words for words in ("mine", "old", "area", "closed") if f">{words}-<" in page}
    assert found == FILTERS
    for query in ("state=nonsense", "market=VN"):
        assert ann.get(f"/insights/?{query}").status_code == 422
    assert ann.get("/insights/?page=99").status_code == 200


def test_the_queue_is_ordered_as_asked(world: World) -> None:
    noted(world, words="first-", severity="S3")
    noted(world, words="second-", severity="S1")
    noted(world, world.art, words="first-")
    ann = browser(world.ann)
    for order, is_first_first in (("", False), ("age", True), ("said", True), ("severity", False)):
        page = text(ann, f"/insights/?order={order}")
        assert (page.index(">first-<") < page.index(">second-<")) is is_first_first, order


@pytest.mark.slow
def test_a_long_queue_asks_no_more_than_a_short_one(world: World) -> None:
    edition = in_force(world)
    ann = browser(world.ann)

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as asked_for:
            text(ann, address)
        return len(asked_for)

    required(world, noted(world, guideline=edition.guideline, words="A"))
    services.assign_insight(noted(world, guideline=edition.guideline, words="B"), to=world.ann, by=world.ann)
    addresses = ("/insights/?state=", "/requirements/?state=", "/requirements/board/")
    few = {address: queries(address) for address in addresses for _again in range(2)}
    for number in range(56):
        with clock.pretend(clock.now() + number * dt.timedelta(minutes=3)):
            insight = noted(world, guideline=edition.guideline, words=f"Note {number}")
        if number % 2:
            required(world, insight, kind="guideline")
    many = {address: queries(address) for address in addresses for _again in range(2)}
    assert {address for address in addresses if many[address] > few[address]} == set()
    assert few["/insights/?state="] <= 20
    assert few["/requirements/?state="] <= 20
    assert few["/requirements/board/"] <= 35
