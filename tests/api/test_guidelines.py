"""Guidelines in force and their editions, in parts, as far as a token may look."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from guidelines.frame import clock
from tests.api.asking import EVERYTHING, Program, body, program
from tests.editions import making
from tests.people import World
from tests.reading.making import DAY, HOUR, again, backdated, first, scheduled, vietnamese, withdrawn


def ids(answer: Any) -> list[str]:
    return [item["policy_id"] for item in body(answer)["items"]]


def walk(tool: Program, path: str, query: dict[str, Any]) -> list[Any]:
    """Every part of a list, by the addresses that the answers name."""
    answer = tool.get(path, query)
    found = body(answer)["items"]
    while following := body(answer)["next"]:
        assert answer.headers["Link"] == f'<{following}>; rel="next"'
        answer = tool.get(following.partition("/api/v1")[2])
        assert answer.status_code == 200
        found += body(answer)["items"]
    assert "Link" not in answer.headers
    return found


@pytest.mark.slow
def test_what_is_in_force_is_listed_by_policy_id(world: World) -> None:
    for _ in range(3):
        first(world)
    withdrawn(world, first(world))
    making.draft(world)
    answer = body(program(world).get("/guidelines"))
    assert [item["policy_id"] for item in answer["items"]] == ["US-PR-0001", "US-PR-0002", "US-PR-0003"]
    one = answer["items"][0]
    assert (one["title"], one["edition"], one["topics"]) == ("Counterfeit product listings", 1, ["counterfeit.goods"])
    assert one["rules_url"] == "http://testserver/api/v1/guidelines/US-PR-0001/editions/1/rules"
    assert answer["next"] is None


@pytest.mark.slow
def test_markets_domains_and_topics_narrow_the_list(world: World) -> None:
    first(world)
    first(world, topic_codes=("regulated",))
    vietnamese(world)
    tool = program(world, (None, None))
    assert ids(tool.get("/guidelines", {"market": "VN"})) == ["VN-PR-0001"]
    assert ids(tool.get("/guidelines", {"market": ["vn", "US"]})) == ["US-PR-0001", "US-PR-0002", "VN-PR-0001"]
    assert ids(tool.get("/guidelines", {"topic": "counterfeit"})) == ["US-PR-0001", "VN-PR-0001"]
    assert ids(tool.get("/guidelines", {"topic": "regulated", "market": "US"})) == ["US-PR-0002"]
    assert ids(tool.get("/guidelines", {"domain": "SE"})) == []
    assert ids(tool.get("/guidelines", {"topic": "unheard_of"})) == []


@pytest.mark.slow
def test_a_place_beyond_the_token_is_named_whether_there_is_one_or_not(world: World) -> None:
    vietnamese(world)
    tool = program(world)
    answers = [tool.get("/guidelines", {"market": code}) for code in ("VN", "XX")]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert body(answers[0])["detail"].replace("VN", "XX") == body(answers[1])["detail"]
    assert body(tool.get("/guidelines", {"domain": "CC"}))["scope"] == "domain:CC"


@pytest.mark.slow
def test_what_lies_elsewhere_is_neither_listed_nor_counted(world: World) -> None:
    first(world)
    vietnamese(world)
    assert body(program(world).get("/guidelines", {"limit": "1"}))["next"] is None
    tool = program(world, name="Other")
    for path in ("", "/editions", "/editions/1", "/editions/1/rules"):
        there, nowhere = (tool.get(f"/guidelines/{number}{path}") for number in ("VN-PR-0001", "VN-PR-0999"))
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert body(there)["detail"].replace("0001", "0999") == body(nowhere)["detail"]


@pytest.mark.slow
@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_a_walk_tells_everything_once(world: World, limit: int) -> None:
    for _ in range(5):
        first(world)
    found = walk(program(world), "/guidelines", {"limit": str(limit), "market": "US"})
    assert [item["policy_id"] for item in found] == [f"US-PR-000{number}" for number in range(1, 6)]


@pytest.mark.slow
def test_all_parts_of_a_walk_tell_of_one_instant(world: World) -> None:
    guidelines = [first(world) for _ in range(3)]
    tool = program(world)
    part = body(tool.get("/guidelines", {"limit": "1"}))
    again(world, guidelines[1], summary="Newer.")
    withdrawn(world, guidelines[2])
    rest = walk(tool, part["next"].partition("/api/v1")[2], {})
    assert [(item["policy_id"], item["edition"]) for item in rest] == [("US-PR-0002", 1), ("US-PR-0003", 1)]


@pytest.mark.slow
def test_the_past_is_listed_as_it_was(world: World) -> None:
    start = clock.now() - 30 * DAY
    backdated(world, None, start)
    first(world)
    then = (start + HOUR).isoformat()
    assert ids(program(world).get("/guidelines", {"at": then})) == ["US-PR-0001"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "cursor", ["x", "", "WzFd", "W10", "bnVsbA", "WyJcdTAwMDAiXQ", "WyJhIiwgImIiXQ", "ÿ", "WyJcdWQ4MDAiXQ", "W" * 9000]
)
def test_a_cursor_that_nobody_gave_out_leads_nowhere(world: World, cursor: str) -> None:
    tool = program(world)
    first(world)
    for path in ("/guidelines", "/guidelines/US-PR-0001/editions"):
        answer = tool.get(path, {"cursor": cursor})
        assert answer.status_code in ((400, 200) if cursor in ("", "WzFd") else (400,)), path


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "ten", "", "²", "1e1"])
def test_a_limit_is_a_number_from_1_to_100(world: World, limit: str) -> None:
    answer = program(world).get("/guidelines", {"limit": limit})
    assert (answer.status_code, body(answer)["parameter"]) == (400, "limit")


@pytest.mark.slow
def test_the_list_costs_three_queries_however_long_it_is(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tool = program(world)
    for count in (1, 4):
        for _ in range(count):
            first(world)
        tool.get("/guidelines")
        with django_assert_num_queries(3):
            tool.get("/guidelines")


@pytest.mark.slow
def test_a_list_that_did_not_change_is_not_sent_again(world: World) -> None:
    first(world)
    tool = program(world)
    tag = tool.get("/guidelines").headers["ETag"]
    assert tool.get("/guidelines", **{"If-None-Match": tag}).status_code == 304
    first(world)
    assert tool.get("/guidelines", **{"If-None-Match": tag}).status_code == 200


@pytest.mark.slow
def test_one_guideline_is_answered_by_itself(world: World) -> None:
    first(world)
    tool = program(world)
    assert body(tool.get("/guidelines/us-pr-0001")) == body(tool.get("/guidelines"))["items"][0]
    assert body(tool.get("/guidelines/US-PR-0001", {"at": "2001-01-01T00:00Z"}))["type"].endswith("nothing-in-force")


@pytest.mark.slow
def test_editions_come_newest_first_with_the_times_in_which_they_are_in_force(world: World) -> None:
    guideline = backdated(world, None, clock.now() - 30 * DAY).guideline
    again(world, guideline, summary="Newer.")
    scheduled(world, guideline, clock.now() + 2 * DAY, summary="To come.")
    making.next_draft(guideline, world.ann, summary="A draft.")
    items = body(program(world).get("/guidelines/US-PR-0001/editions"))["items"]
    assert [(item["number"], item["state"]) for item in items] == [(3, "scheduled"), (2, "in_force"), (1, "superseded")]
    assert items[2]["in_force"][0]["until"] == items[1]["in_force"][0]["since"] == items[1]["effective_from"]
    assert items[0]["in_force"] == [{"since": items[0]["effective_from"], "until": None}]


@pytest.mark.slow
def test_an_edition_that_begins_later_than_in_seven_days_is_not_there_yet(world: World) -> None:
    guideline = first(world)
    scheduled(world, guideline, clock.now() + 9 * DAY, summary="Far.")
    tool = program(world)
    items = body(tool.get("/guidelines/US-PR-0001/editions"))["items"]
    assert [(item["number"], item["in_force"][0]["until"]) for item in items] == [(1, None)]
    for path in ("/editions/2", "/editions/2/rules"):
        assert tool.get(f"/guidelines/US-PR-0001{path}").status_code == 404
    with time_machine.travel(clock.now() + 3 * DAY):
        assert tool.get("/guidelines/US-PR-0001/editions/2").status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("resources", [("guidelines",), EVERYTHING], ids=["guidelines", "everything"])
def test_no_edition_that_is_no_more_than_a_draft_is_there(world: World, resources: tuple[str, ...]) -> None:
    guideline = first(world)
    making.next_draft(guideline, world.ann, summary="A draft.")
    tool = program(world, resources=resources)
    for path in ("/editions/2", "/editions/2/rules"):
        assert tool.get(f"/guidelines/US-PR-0001{path}").status_code == 404


@pytest.mark.slow
def test_editions_come_in_parts_too(world: World) -> None:
    guideline = first(world)
    for number in range(4):
        again(world, guideline, summary=f"Words {number}.")
    found = walk(program(world), "/guidelines/US-PR-0001/editions", {"limit": "2"})
    assert [item["number"] for item in found] == [5, 4, 3, 2, 1]


def test_an_edition_comes_with_its_text_as_it_was_approved(world: World) -> None:
    edition = first(world).editions.get()
    answer = body(program(world).get("/guidelines/US-PR-0001/editions/1"))
    assert (answer["source"], answer["digest"], answer["summary"]) == (edition.source, edition.digest, edition.summary)


@pytest.mark.slow
def test_the_rules_of_an_edition_come_in_deciding_order_with_their_own_words(world: World) -> None:
    guideline = first(world)
    again(world, guideline, source=making.SOURCE.replace("Warn the seller.", "Close the shop."))
    tool = program(world)
    old, new = (body(tool.get(f"/guidelines/US-PR-0001/editions/{number}/rules")) for number in (1, 2))
    assert [(rule["rule"], rule["position"]) for rule in old["rules"]] == [("R1", 1), ("R2", 2)]
    assert (old["rules"][0]["do"], new["rules"][0]["do"]) == (
        "Remove the listing. Warn the seller.",
        "Remove the listing. Close the shop.",
    )


@pytest.mark.slow
@pytest.mark.parametrize("number", ["0", "99999999999999999999999", "x", "-1"])
def test_a_number_that_no_edition_has_is_not_found(world: World, number: str) -> None:
    first(world)
    assert program(world).get(f"/guidelines/US-PR-0001/editions/{number}").status_code == 404
