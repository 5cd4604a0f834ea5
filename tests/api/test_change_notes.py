"""Change notes for programs: what a liaison of the token's places would export, and its embargo."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from guidelines.frame import clock
from guidelines.liaison.questions import Question
from tests.api.asking import Program, body, program
from tests.editions import making
from tests.liaison.packing import contents, made
from tests.people import World
from tests.reading.making import DAY, again, first, scheduled, vietnamese, withdrawn

NOTES = "/change-notes"
FOR_PEOPLE = ("moment", "url", "redline", "corrected_words")


def days(before: int = 2, after: int = 2, **more: str) -> dict[str, str]:
    """A period around today."""
    today = clock.now().date()
    return {
        "from": (today - before * DAY).isoformat(),
        "until": (today + after * DAY).isoformat(),
        **more,
    }


def cited(tool: Program, **more: str) -> list[str]:
    return [note["citation"] for note in body(tool.get(NOTES, days(**more)))["items"]]  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_program_gets_the_notes_that_a_liaison_exports(world: World) -> None:
    guideline = first(world)
    again(world, guideline, source=making.SOURCE.replace("Warn the seller.", "Close the shop."), change_note="R1.")
    withdrawn(world, first(world))
    asked = days()
    question = Question(dt.date.fromisoformat(asked["from"]), dt.date.fromisoformat(asked["until"]), ("US",))
    file = json.loads(contents(made(world.lia, question))["json"])
    notes = body(program(world, (world.us, None)).get(NOTES, asked))["items"]
    assert [without_times(note) for note in notes] == [without_times(note) for note in file["notes"]]
    assert [note["moment"]["local"] for note in notes] == [note["moment"]["local"] for note in file["notes"]]


def without_times(note: dict[str, Any]) -> dict[str, Any]:
    """Nor what a file has for people: the redline, and in words that the note was corrected."""
    return {name: value for name, value in note.items() if name not in FOR_PEOPLE}


@pytest.mark.slow
def test_what_decides_differently_is_told_rule_by_rule(world: World) -> None:
    guideline = first(world)
    again(world, guideline, source=making.SOURCE.replace("Warn the seller.", "Close the shop."), change_note="R1.")
    note = body(program(world).get(NOTES, days()))["items"][-1]
    assert note["decision_changes"] == [
        {
            "rule": "R1",
            "kind": "changed",
            "field": "do",
            "old": "Remove the listing. Warn the seller.",
            "new": "Remove the listing. Close the shop.",
        }
    ]
    assert (note["compared_with"], note["edition_after"], note["kind"]) == (1, 2, "in_force")


@pytest.mark.slow
def test_what_starts_later_is_told_only_when_asked_for_and_under_its_embargo(world: World) -> None:
    guideline = first(world)
    start = clock.now() + 2 * DAY
    scheduled(world, guideline, start, summary="To come.")
    tool = program(world)
    plain = body(tool.get(NOTES, days(after=4)))
    assert ([note["edition"] for note in plain["items"]], plain["left_out"]) == ([1], 1)
    whole = body(tool.get(NOTES, days(after=4, later="true")))
    assert [(note["edition"], note["do_not_share_before"] is None) for note in whole["items"]] == [
        (1, True),
        (2, False),
    ]
    assert whole["items"][1]["kind"] == "starts"


@pytest.mark.slow
def test_what_begins_later_than_in_seven_days_is_neither_told_nor_counted(world: World) -> None:
    scheduled(world, first(world), clock.now() + 9 * DAY, summary="Far.")
    answer = body(program(world).get(NOTES, days(after=30, later="true")))
    assert ([note["edition"] for note in answer["items"]], answer["left_out"]) == ([1], 0)


@pytest.mark.slow
def test_only_the_markets_and_domains_of_the_token_are_told(world: World) -> None:
    first(world)
    vietnamese(world)
    making.published(
        making.draft(world, by=world.van, market=world.vn, domain=world.seller), world, world.van, world.binh
    )
    assert cited(program(world)) == ["US-PR-0001 edition 1"]
    everywhere = program(world, (None, world.product), name="Everywhere")
    assert cited(everywhere) == ["US-PR-0001 edition 1", "VN-PR-0001 edition 1"]
    assert cited(everywhere, market="VN") == ["VN-PR-0001 edition 1"]
    assert everywhere.get(NOTES, days(domain="SE")).status_code == 403


@pytest.mark.slow
def test_drafts_are_not_told(world: World) -> None:
    guideline = first(world)
    making.approved(making.next_draft(guideline, world.ann, summary="Approved."), world)
    making.draft(world)
    assert cited(program(world)) == ["US-PR-0001 edition 1"]


@pytest.mark.slow
def test_topic_and_significance_narrow_the_notes(world: World) -> None:
    guideline = first(world)
    again(world, guideline, summary="Clearer.", significance="minor")
    first(world, topic_codes=("regulated",))
    tool = program(world)
    assert cited(tool, topic="counterfeit") == ["US-PR-0001 edition 1", "US-PR-0001 edition 2"]
    assert cited(tool, significance="minor") == ["US-PR-0001 edition 2"]


@pytest.mark.slow
@pytest.mark.parametrize("limit", ["1", "2", "100"])
def test_a_walk_tells_every_note_once(world: World, limit: str) -> None:
    guideline = first(world)
    for number in range(3):
        again(world, guideline, summary=f"Words {number}.")
    tool = program(world)
    answer = body(tool.get(NOTES, days(limit=limit)))
    found = [note["edition"] for note in answer["items"]]
    while answer["next"]:
        answer = body(tool.get(answer["next"].partition("/api/v1")[2]))
        found += [note["edition"] for note in answer["items"]]
    assert found == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("wrong", "parameter"),
    [
        ({"from": ""}, "from"),
        ({"from": "2026-13-01"}, "from"),
        ({"from": "0001-01-01"}, "from"),
        ({"until": "9999-12-31"}, "until"),
        ({"until": "2001-01-01"}, "until"),
        ({"from": "2001-01-01"}, "until"),
        ({"later": "yes"}, "later"),
        ({"significance": "huge"}, "significance"),
        ({"cursor": "WyJhIiwgImIiLCAieCIsICJhIiwgMSwgImMiXQ"}, "cursor"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told(world: World, wrong: dict[str, str], parameter: str) -> None:
    answer = program(world).get(NOTES, {**days(), **wrong})
    assert (answer.status_code, body(answer)["parameter"]) == (400, parameter)


def test_a_period_is_needed(world: World) -> None:
    assert "missing" in body(program(world).get(NOTES))["detail"]


def test_a_token_for_rules_alone_opens_no_change_notes(world: World) -> None:
    answer = program(world, resources=("rules", "guidelines", "receipts")).get(NOTES, days())
    assert (answer.status_code, body(answer)["scope"]) == (403, "change_notes")
