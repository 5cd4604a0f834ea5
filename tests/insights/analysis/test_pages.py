"""The pages of the analysis: who opens them, what they show and give as a file, and that they stay quick."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guidelines.insights.models import AnalysedRule, LookedAt
from guidelines.people.models import Person
from tests.editions import making
from tests.editions.clearing import restricted
from tests.insights.analysis.making import LOW_PRICE, in_force, rule
from tests.people import World
from tests.people.beyond import lee, pam, quinn, tia

PAGES = {
    "/analysis/": "Coverage",
    "/analysis/rules/": "Rules in force",
    "/analysis/named/": "Where used",
    "/analysis/named/?kind=basis": "Bases",
    "/analysis/where/?kind=label&words=counterfeit.low_price": "counterfeit.low_price",
    "/analysis/repeats/": "Contradictions and repetitions",
    "/analysis/markets/": "Two markets side by side",
}


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(person: Person, address: str) -> str:
    return browser(person).get(address).content.decode()


def rows(person: Person, address: str) -> list[dict[str, str]]:
    answer = browser(person).get(address)
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def clash(world: World) -> World:
    shared = {"label": "counterfeit.low_price", "basis": "LGL-388; Brand policy 2"}
    in_force(world, rule(LOW_PRICE, action="remove", **shared))
    in_force(world, rule(LOW_PRICE.replace("30", "40"), action="restrict", **shared))
    return world


def post(person: Person, reason: str) -> tuple[int, str]:
    seen = {}
    for name, policy_id in (("one", "US-PR-0001"), ("two", "US-PR-0002")):
        row = AnalysedRule.objects.get(policy_id=policy_id)
        seen[name] = f"{policy_id} {row.rule} {row.digest}"
    answer = browser(person).post("/analysis/repeats/look/", {**seen, "reason": reason})
    return answer.status_code, answer.content.decode()


@pytest.mark.slow
def test_the_analysis_is_for_those_who_answer_for_rules_and_for_nobody_else(world: World) -> None:
    may = (world.ann, world.bob, world.ada, world.joe, world.van, quinn(world), pam(world))
    may_not = (world.mo, world.lia, world.vy, world.root, tia(world), lee(world))
    for person, status in (*((one, 200) for one in may), *((one, 403) for one in may_not)):
        client = browser(person)
        assert {client.get(address).status_code for address in PAGES} == {status}, person


def test_every_page_has_its_heading_and_an_empty_page_its_next_step(world: World) -> None:
    for address, heading in PAGES.items():
        page = text(world.ann, address)
        assert f"<h1>{heading}</h1>" in page, address
        assert 'class="empty"' in page, address


def test_pages_show_the_rules_they_are_about(clash: World) -> None:
    for address in set(PAGES) - {"/analysis/", "/analysis/named/", "/analysis/named/?kind=basis"}:
        page = text(clash.ann, address)
        assert LOW_PRICE in page, address
        assert 'aria-label="US-PR-0001 R1"' in page, address
    assert "/analysis/rules/?market=US&amp;domain=PR&amp;topic=counterfeit" in text(clash.ann, "/analysis/")
    assert "No rule here" in text(clash.ann, "/analysis/")
    assert "/analysis/where/?kind=basis&amp;words=LGL-388" in text(clash.ann, "/analysis/named/?kind=basis")


def test_of_checks_that_a_reader_may_not_see_it_is_never_said_that_there_are_none(clash: World) -> None:
    """Van manages Việt Nam and reads the words of every market."""
    told = "You may not see the checks of this market and domain."
    for address in ("/analysis/?domain=PR", "/analysis/rules/?market=US"):
        for person in (clash.ann, quinn(clash)):
            page = text(person, address)
            assert "no checks" in page
            assert told not in page
        page = text(clash.van, address)
        assert LOW_PRICE in page or "/analysis/rules/?market=US" in page
        assert "no checks" not in page
        assert told in page
        assert "A dash stands for checks that you may not see." in page
    for address in ("/analysis/?domain=PR&as=csv", "/analysis/rules/?market=US&as=csv"):
        seen = [row for row in rows(quinn(clash), address) if row["market"] == "US"]
        hidden = [row for row in rows(clash.van, address) if row["market"] == "US"]
        assert {row["checks"] for row in seen} == {"0"}
        assert {(row["checks"], row["error_rate_percent"]) for row in hidden} == {("", "")}


def test_a_page_of_a_basis_leads_to_a_new_edition_for_who_writes_there(clash: World) -> None:
    address = "/analysis/where/?kind=basis&words=lgl-388"
    assert "/g/US-PR-0001/new-edition/" in text(clash.ann, address)
    for person in (clash.bob, clash.van, quinn(clash)):
        page = text(person, address)
        assert LOW_PRICE in page
        assert "new-edition" not in page


def test_drafts_are_marked_where_they_stand(clash: World) -> None:
    making.draft(clash, source=rule(label="counterfeit.low_price") + "\n", title="Still a draft")
    address = "/analysis/where/?kind=label&words=counterfeit.low_price"
    assert "Still a draft" in text(clash.ann, address)
    assert "Still a draft" not in text(quinn(clash), address)


@pytest.mark.parametrize(
    "address",
    [
        "/analysis/?domain=XX",
        "/analysis/rules/?market=XX",
        "/analysis/rules/?only=good",
        "/analysis/named/?kind=colour",
        "/analysis/where/?kind=colour&words=red",
        "/analysis/repeats/?market=XX",
        "/analysis/markets/?one=US&two=US",
    ],
)
def test_what_cannot_be_asked_has_a_sentence(world: World, address: str) -> None:
    answer = browser(world.ann).get(address)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_an_analyst_of_one_market_is_asked_for_no_other(clash: World) -> None:
    in_force(clash, rule(), market=clash.vn)
    assert "Việt Nam" not in text(quinn(clash), "/analysis/rules/")
    assert browser(quinn(clash)).get("/analysis/rules/?market=VN").status_code == 422
    alone = text(quinn(clash), "/analysis/markets/")
    assert "You read one market" in alone
    assert 'name="two"' not in alone


def test_lists_are_files_too(clash: World) -> None:
    counted = [row for row in rows(clash.ann, "/analysis/?as=csv") if row["topic"] == "counterfeit"]
    assert {(row["market"], row["domain"], row["rules"], row["gap"]) for row in counted} >= {
        ("US", "PR", "2", ""),
        ("VN", "PR", "0", "gap"),
    }
    assert [row["citation"] for row in rows(clash.ann, "/analysis/rules/?as=csv")] == ["US-PR-0001 R1", "US-PR-0002 R1"]
    assert {row["words"]: row["rules"] for row in rows(clash.ann, "/analysis/named/?kind=basis&as=csv")} == {
        "Brand policy 2": "2",
        "LGL-388": "2",
    }
    used = rows(clash.ann, "/analysis/where/?kind=label&words=counterfeit.low_price&as=csv")
    assert [row["citation"] for row in used] == ["US-PR-0001 R1", "US-PR-0002 R1"]
    assert [row["why"] for row in rows(clash.ann, "/analysis/repeats/?as=csv")] == ["contradicts"]
    assert {row["standing"] for row in rows(clash.ann, "/analysis/markets/?one=US&two=VN&as=csv")} == {"only_one"}


def test_a_draft_leads_to_the_analysis_of_its_guideline(world: World) -> None:
    draft = making.draft(world)
    policy_id = draft.guideline.policy_id
    page = text(world.ann, f"/g/{policy_id}/editions/{draft.number}/draft/")
    assert f"/analysis/where/?kind=rule&amp;words={policy_id}" in page


def test_a_formula_in_a_file_is_harmless(world: World) -> None:
    in_force(world, rule("=cmd|' /C calc'!A0 is said."))
    assert rows(world.ann, "/analysis/rules/?as=csv")[0]["condition"].startswith("'=")


def test_looking_at_a_pair_takes_it_from_the_list(clash: World) -> None:
    assert post(clash.ann, "One is for new sellers.")[0] == 302
    assert "No two rules contradict" in text(clash.ann, "/analysis/repeats/")
    assert "One is for new sellers." in text(clash.ann, "/analysis/repeats/?looked=yes")


def test_what_was_typed_stays_when_it_cannot_be_taken(clash: World) -> None:
    assert post(clash.ann, "")[0] == 422
    status, page = post(quinn(clash), "I am an analyst.")
    assert status == 403
    assert "I am an analyst." in page
    assert not LookedAt.objects.exists()


def test_a_restricted_guideline_is_in_no_analysis_and_comes_back_by_itself(clash: World) -> None:
    edition = AnalysedRule.objects.get(policy_id="US-PR-0002").edition
    restricted(edition, clash.ann)
    for person in (clash.ann, clash.joe):
        for address in PAGES:
            page = text(person, address)
            assert "PR-0002" not in page, (person, address)
            assert "less than 40%" not in page, (person, address)
    assert "No two rules contradict" in text(clash.ann, "/analysis/repeats/")


@pytest.mark.slow
def test_the_pages_ask_the_same_number_of_questions_however_many_rules_there_are(clash: World) -> None:
    client = browser(clash.ann)

    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    before = {address: asked(address) for address in PAGES}
    assert max(before.values()) <= 30, before
    more = [rule(f"Thing number {n}.", rule_id=f"R{n}", label="counterfeit.low_price") for n in range(1, 9)]
    in_force(clash, *more)
    in_force(clash, *more, market=clash.vn)
    after = {address: asked(address) for address in PAGES}
    assert all(after[address] <= before[address] + 2 for address in PAGES), (before, after)
