"""The receipt of a decision, resolved for a program."""

from __future__ import annotations

import datetime as dt

import pytest

from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.reading.receipts import receipt_for, receipt_for_nothing, shown
from tests.api.asking import body, program
from tests.editions import making
from tests.people import World
from tests.reading.making import DAY, HOUR, again, backdated, first, scheduled, vietnamese, withdrawn

R1 = "/rules/US-PR-0001-R1"


def code_of(edition: Edition, at: dt.datetime | None = None, rule: str | None = "R1") -> str:
    return receipt_for(edition.pk, edition.digest, rule, at or clock.now())


@pytest.mark.slow
def test_the_receipt_that_a_rule_is_answered_with_leads_back_to_its_words(world: World) -> None:
    guideline = first(world)
    tool = program(world)
    code = body(tool.get(R1))["receipt"]
    again(world, guideline, source=making.SOURCE.replace("Warn the seller.", "Close the shop."))
    answer = tool.get(f"/receipts/{code}")
    found = body(answer)
    assert found["rule"]["do"] == "Remove the listing. Warn the seller."
    assert (found["edition"], found["edition_today"]) == (1, 2)
    assert (found["was_in_force"], found["published_by_then"]) == (True, True)
    assert answer.headers["Content-Location"] == f"/api/v1/receipts/{code}"


def test_a_receipt_for_the_past_says_that_nobody_could_read_the_words_yet(world: World) -> None:
    start = clock.now() - 30 * DAY
    backdated(world, None, start)
    tool = program(world)
    code = body(tool.get(R1, {"at": (start + HOUR).isoformat()}))["receipt"]
    found = body(tool.get(f"/receipts/{code}"))
    assert (found["was_in_force"], found["published_by_then"]) == (True, False)


@pytest.mark.slow
def test_no_receipt_is_given_for_times_to_come(world: World) -> None:
    guideline = first(world)
    scheduled(world, guideline, clock.now() + 2 * DAY, summary="To come.")
    answer = body(program(world).get(R1, {"at": (clock.now() + 3 * DAY).isoformat()}))
    assert (answer["edition"], answer["receipt"]) == (2, None)


def test_a_receipt_from_a_gap_says_that_nothing_was_in_force(world: World) -> None:
    guideline = first(world)
    withdrawn(world, guideline)
    at = clock.now().replace(second=0, microsecond=0)
    code = receipt_for_nothing(guideline.pk, guideline.policy_id, at)
    found = body(program(world).get(f"/receipts/{code}"))
    assert [found[name] for name in ("edition", "digest", "rule", "edition_today")] == [None] * 4
    assert found["was_in_force"] is False


def test_the_receipt_of_a_whole_guideline_names_no_rule(world: World) -> None:
    found = body(program(world).get(f"/receipts/{code_of(first(world).editions.get(), rule=None)}"))
    assert (found["rule"], found["edition"]) == (None, 1)


def test_a_receipt_of_elsewhere_is_answered_like_one_that_does_not_exist(world: World) -> None:
    there = code_of(vietnamese(world).editions.get())
    nowhere = receipt_for(10**6, "1:0", "R1", clock.now())
    tool = program(world)
    one, other = (body(tool.get(f"/receipts/{code}")) for code in (there, nowhere))
    assert one["detail"].replace(shown(there), shown(nowhere)) == other["detail"]
    assert (one["status"], other["status"]) == (404, 404)


def test_a_receipt_for_a_draft_is_none(world: World) -> None:
    code = code_of(making.draft(world))
    assert program(world).get(f"/receipts/{code}").status_code == 404


@pytest.mark.parametrize("code", ["0", "K7QX-2M9D-4T8CV", "Z" * 40, "ü", "-", "9" * 200])
def test_a_mistyped_receipt_is_a_problem_with_the_sentence_of_the_page(world: World, code: str) -> None:
    answer = program(world).get(f"/receipts/{code}")
    assert (answer.status_code, answer.headers["RateLimit-Limit"]) == (404, "600")
    assert "receipt" in body(answer)["detail"]
