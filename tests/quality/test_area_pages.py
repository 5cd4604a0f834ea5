"""The pages of areas and of the effect of an edition: for whom they open, what they say, and what goes into files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from guidelines.catalogue.models import Market
from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.insights.models import Insight, Source
from guidelines.insights.services import Reference, Signal, decline_insight, merge_insight
from guidelines.insights.services.opening import take
from guidelines.people.models import Team
from tests.editions import clearing
from tests.editions import making as issued
from tests.editions.pages import signed_in
from tests.people import World
from tests.people.beyond import lee, pam, quinn, tia
from tests.quality.weeks import Story, another, next_edition, story

pytestmark = pytest.mark.django_db
RULE = "/quality/g/US-PR-0001/rules/R1/"
CHANGED = issued.SOURCE.replace("“mirror quality”", "“mirror quality” or “1:1”", 1)


@pytest.fixture
def told(world: World) -> Iterator[Story]:
    """60 checks of R1 with 12 errors and 5 of R2 with 5, looked at on day 25."""
    begun = story(world)
    with clock.pretend(begun.day(25)):
        begun.bring(begun.checks("US-PR-0001 R1", 60, 12), begun.checks("US-PR-0001 R2", 5, 5))
        yield begun


def page(told: Story, path: str, person: object = None) -> str:
    response = signed_in(person or quinn(told.world)).get(path)  # type: ignore[arg-type]
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


def test_the_list_ranks_what_has_enough_checks_and_lists_the_rest_apart(told: Story) -> None:
    known, few = page(told, "/quality/"), page(told, "/quality/?show=few")
    assert RULE in known
    assert "/rules/R2/" not in known
    assert "/rules/R2/" in few
    assert "20.0%" in known
    assert "Remove → Restrict" in known


def test_the_words_of_a_rule_stand_whole_in_the_list_and_the_style_keeps_them_to_two_lines(world: World) -> None:
    first = "The title or an image says that a branded item is not genuine: “mirror quality”."
    long = "It shows a registered brand mark, and " + "the seller shows no licence of that brand, " * 6 + "twice"
    begun = story(world)
    another(begun, source=issued.SOURCE.replace(first, long))
    with clock.pretend(begun.day(25)):
        begun.bring(begun.checks("US-PR-0002 R1", 40, 1))
        link = re.search(r'<a class="two-lines" title="([^"]*)"[^>]*>([^<]*)</a>', page(begun, "/quality/"))
        assert link
        assert link[1] == long
        assert link[2].strip() == f"R1 {long}"
        assert "1 of 1 error<" in page(begun, "/quality/")


def test_every_page_of_the_room_calls_the_list_by_its_own_name(told: Story) -> None:
    for path in (RULE, "/quality/imports/new/", "/quality/sources/new/"):
        crumbs = page(told, path).split('class="crumbs"')[1].split("</nav>")[0]
        assert re.search(r'<a href="/quality/[^"]*">Struggling areas</a>', crumbs), path


def test_every_kind_of_area_leads_to_its_own_page(told: Story) -> None:
    paths = {
        "rule": RULE,
        "section": "/quality/g/US-PR-0001/sections/scope/",
        "guideline": "/quality/g/US-PR-0001/",
        "topic": "/quality/topics/US-counterfeit.goods/",
    }
    for kind, path in paths.items():
        assert f'href="{path}"' in page(told, f"/quality/?kind={kind}")
        shown = page(told, path)
        assert "The rule or the person?" in shown
        assert "Moderator " in shown
        assert "Austin" in shown


def test_the_page_of_a_rule_says_how_surely_and_against_what_words(told: Story) -> None:
    shown = page(told, RULE)
    assert "11.8% to 31.8%" in shown
    assert "/g/US-PR-0001/editions/1/" in shown
    assert "12 wrong decisions" in shown
    assert "60 checked decisions" in page(told, f"{RULE}?cases=all")


def test_without_a_check_the_list_says_what_appears_there(world: World) -> None:
    response = signed_in(quinn(world)).get("/quality/")
    assert "No checked decision in these days" in response.content.decode()


def test_an_area_without_checks_in_the_period_says_so_and_one_that_never_had_any_is_not_there(told: Story) -> None:
    assert "No check there in these days" in page(told, f"{RULE}?until=2020-01-31")
    client = signed_in(quinn(told.world))
    assert client.get("/quality/g/US-PR-0001/rules/R9/").status_code == 404
    assert client.get("/quality/g/US-PR-0099/").status_code == 404
    assert client.get("/quality/topics/XX-nothing/").status_code == 404


def test_a_question_that_cannot_be_answered_comes_back_with_what_was_asked(told: Story) -> None:
    client = signed_in(quinn(told.world))
    for query in ("days=3", "until=31.1.2026", "until=0099-01-01", "market=XX", "place=team-9999"):
        response = client.get(f"/quality/?{query}")
        assert response.status_code == 422, query
        assert 'aria-invalid="true"' in response.content.decode()
    assert 'value="31.1.2026"' in client.get("/quality/?until=31.1.2026").content.decode()
    assert client.get(f"{RULE}?days=3").status_code == 422


@pytest.mark.slow
def test_those_who_answer_for_the_rules_read_their_rates(told: Story) -> None:
    world = told.world
    for person in (world.ann, world.bob, world.ada, world.joe, *(one(world) for one in (quinn, tia, pam, lee))):
        assert RULE in page(told, "/quality/", person)
        page(told, RULE, person)
        page(told, "/g/US-PR-0001/editions/1/effect/", person)


def test_nobody_else_does(told: Story) -> None:
    # The effect stands under the edition: who may not know of that does not find it, whoever reads it is refused.
    for who, status, of_edition in (("mo", 403, 403), ("lia", 403, 403), ("root", 403, 404), ("van", 404, 403)):
        client = signed_in(getattr(told.world, who))
        for path in (RULE, "/quality/g/US-PR-0001/"):
            assert client.get(path).status_code == status, who
        assert client.get("/g/US-PR-0001/editions/1/effect/").status_code == of_edition, who
        if who != "van":
            assert client.get("/quality/").status_code == 403
            assert "/quality/" not in client.get("/").content.decode()


def test_names_are_for_the_own_lead_alone(told: Story) -> None:
    lead, team = lee(told.world), told.world.mo.team
    assert "Mo Diallo" not in page(told, f"{RULE}?cases=all", lead)
    Team.objects.filter(pk=team.pk if team else 0).update(lead=lead)
    assert "Mo Diallo" in page(told, f"{RULE}?cases=all", lead)
    assert "Mo Diallo" not in page(told, f"{RULE}?cases=all")


def test_a_restricted_guideline_leaves_no_trace(told: Story) -> None:
    clearing.restricted(Edition.objects.get(), told.world.ann)
    client = signed_in(quinn(told.world))
    for path in ("/quality/", "/quality/?kind=topic", "/quality/areas.csv"):
        assert "US-PR-0001" not in client.get(path).content.decode()
    assert client.get(RULE).status_code == 404
    named = signed_in(told.world.ann)
    assert RULE in named.get("/quality/").content.decode()
    assert "US-PR-0001" not in named.get("/quality/areas.csv").content.decode()
    assert named.get("/g/US-PR-0001/editions/1/effect.csv").status_code == 404


def test_the_list_goes_into_a_spreadsheet_with_every_number(told: Story) -> None:
    client = signed_in(quinn(told.world))
    text = client.get("/quality/areas.csv").content.decode("utf-8-sig")
    first, second = csv.DictReader(io.StringIO(text))
    assert (first["Area"], first["Checks"], first["Errors"], first["Error rate"]) == (
        "US-PR-0001 R1",
        "60",
        "12",
        "0.2000",
    )
    assert (second["Area"], second["Surely above"]) == ("US-PR-0001 R2", "")
    book = load_workbook(io.BytesIO(client.get("/quality/areas.xlsx").content))
    assert [cell.value for cell in next(book.worksheets[0].iter_rows(min_row=2))][:5][3:] == [60, 12]


def test_the_effect_goes_into_a_spreadsheet(told: Story) -> None:
    text = signed_in(quinn(told.world)).get("/g/US-PR-0001/editions/1/effect.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["Rule"], row["In this edition"], row["Checks after"]) for row in rows[:2]] == [
        ("R1", "New", "60"),
        ("R2", "New", "5"),
    ]


def test_an_area_becomes_an_insight_that_its_page_lists(told: Story) -> None:
    client = signed_in(quinn(told.world))
    assert client.post(RULE).status_code == 302
    assert client.post(RULE).status_code == 302
    insight = Insight.objects.get()
    assert (insight.source, insight.rule_id, insight.severity, insight.said) == ("area", "R1", "S2", 1)
    assert insight.text.startswith("US-PR-0001 R1: 20.0% errors (11.8% to 31.8%) in 60 checks")
    assert insight.raisings.get().address == RULE
    assert "US-PR-0001 R1: 20.0% errors" in page(told, RULE)


def test_an_area_that_is_said_again_on_another_day_is_counted_in_the_queue_and_not_listed_twice(told: Story) -> None:
    quinn_, ann = quinn(told.world), told.world.ann
    signed_in(quinn_).post(RULE)
    signed_in(quinn_).post("/quality/g/US-PR-0001/")
    with clock.pretend(told.day(32)):
        told.bring(told.checks("US-PR-0001 R1", 40, 20, days=(26, 31)))
        answer = signed_in(quinn_).post(RULE, follow=True).content.decode()
        assert "It is in the queue of insights already. These figures are added to it." in answer
        signed_in(ann).post(RULE)
        rule, guideline = Insight.objects.get(rule_id="R1"), Insight.objects.get(rule_id="")
        assert (rule.said, rule.raisings.count(), guideline.said) == (3, 3, 1)
        newest = rule.raisings.filter(person=quinn_).latest("at")
        assert newest.address == RULE
        shown = page(told, f"/insights/{rule.pk}/")
        assert newest.words != rule.text
        assert f"<br>{newest.words}" in shown
        assert page(told, RULE).count(f'href="/insights/{rule.pk}/"') == 1


def test_an_area_whose_insight_was_declined_is_said_anew(told: Story) -> None:
    signed_in(quinn(told.world)).post(RULE)
    decline_insight(Insight.objects.get(), reason="The week was a holiday.", by=told.world.ann)
    with clock.pretend(told.day(26)):
        signed_in(quinn(told.world)).post(RULE)
        assert Insight.objects.count() == 2
        assert Insight.objects.open(clock.now()).get().said == 1


def test_an_area_goes_on_in_no_insight_of_a_guideline_that_was_restricted_since(told: Story) -> None:
    """One merged an area's insight into that of a guideline."""
    ann, us, at, edition = told.world.ann, told.world.us, clock.now(), Edition.objects.get()

    def said(words: str, day: int) -> Insight:
        reference = Reference("area", day, "topic_area", ["US-counterfeit"])
        made, _new = take(Signal(source=Source.AREA, market=us, words=words, reference=reference), by=None, at=at)
        return made.insight

    note = Signal(source=Source.NOTE, market=us, words="Unclear.", guideline=edition.guideline)
    about, _new = take(note, by=ann, at=at)
    merge_insight(said("5% errors", 1), about.insight, by=ann)
    assert said("6% errors", 2) == about.insight
    clearing.restricted(edition, ann)
    assert about.insight not in (said("5% errors", 3), said("7% errors", 4))


def test_a_topic_of_another_market_is_another_area(told: Story) -> None:
    """An address names the market of a topic."""
    us, vn = Market.objects.get(code="US"), Market.objects.get(code="VN")
    at = clock.now()

    def signal(market: Market, words: str) -> Signal:
        reference = Reference("area", hash(words) & 0xFFFF, "topic_area", [f"{market.code}-counterfeit"])
        return Signal(source=Source.AREA, market=market, words=words, reference=reference)

    first, _new = take(signal(us, "5% errors"), by=None, at=at)
    again, _new = take(signal(us, "6% errors"), by=None, at=at)
    other, _new = take(signal(vn, "7% errors"), by=None, at=at)
    assert first.insight == again.insight != other.insight


def test_who_may_open_an_insight_from_an_area(told: Story) -> None:
    for who, status in {"mo": 403, "joe": 403, "van": 404}.items():
        assert signed_in(getattr(told.world, who)).post(RULE).status_code == status, who
    assert not Insight.objects.exists()
    assert f'method="post" action="{RULE}"' not in page(told, RULE, told.world.joe)
    assert signed_in(told.world.ann).post(RULE).status_code == 302
    assert Insight.objects.get().raisings.get().person == told.world.ann


def test_whoever_drafts_there_begins_an_edition_from_the_area(told: Story) -> None:
    way = f'action="{reverse("new_edition", args=["US-PR-0001"])}"'
    assert way in page(told, RULE, told.world.ann)
    assert way not in page(told, RULE)


def test_the_ways_to_the_figures_stand_on_the_pages_of_the_guideline(told: Story) -> None:
    assert "/g/US-PR-0001/editions/1/effect/" in page(told, "/g/US-PR-0001/editions/")
    assert "/g/US-PR-0001/editions/1/effect/" in page(told, "/g/US-PR-0001/")
    assert "Error rate in 28 days: 20.0%" in page(told, "/g/US-PR-0001/R1/")
    for path in ("/g/US-PR-0001/editions/", "/g/US-PR-0001/", "/g/US-PR-0001/R1/"):
        shown = page(told, path, told.world.mo)
        assert "/effect/" not in shown
        assert "Error rate" not in shown


def test_the_page_of_an_edition_compares_and_says_that_it_proves_nothing(world: World) -> None:
    begun = story(world)
    with clock.pretend(begun.day(45)):
        next_edition(begun, 20, source=CHANGED)
        begun.bring(
            begun.checks("US-PR-0001 R1", 20, 4, days=(8, 18)), begun.checks("US-PR-0001 R1", 40, 1, days=(21, 30))
        )
        shown = page(begun, "/g/US-PR-0001/editions/2/effect/")
        assert "Not enough checks" in shown
        assert "20 checks before and 40 after" in shown
        assert "Association, not proof" in shown
        client = signed_in(quinn(world))
        assert client.get("/g/US-PR-0001/editions/2/effect/?days=9").status_code == 422
        assert client.get("/g/US-PR-0001/editions/7/effect/").status_code == 404
