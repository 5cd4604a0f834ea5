"""One rule by its citation: its words at any moment, and what a token may not know of."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from guidelines.editions import services
from guidelines.editions.models import GuidelineAlias
from guidelines.frame import clock
from tests.api.asking import EVERYTHING, Program, body, moment, program
from tests.editions import making
from tests.insights.making import in_force, ruled
from tests.people import World
from tests.reading.making import DAY, HOUR, again, backdated, first, scheduled, vietnamese, withdrawn

R1 = "/rules/US-PR-0001-R1"


def iso(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def test_a_case_tool_is_told_the_whole_rule(world: World) -> None:
    edition = first(world).editions.get()
    answer = body(program(world).get(R1))
    assert answer["condition"] == "The title or an image says that a branded item is not genuine: “mirror quality”."
    assert answer["do"] == "Remove the listing. Warn the seller."
    assert (answer["action"], answer["severity"], answer["label"]) == ("remove", "S2", "counterfeit.declared")
    assert answer["escalation"] == "Brand Integrity, from the third case in 90 days"
    assert answer["basis"] == ""
    assert [(case["kind"], case["quote"]) for case in answer["cases"]] == [
        ("violating", "“Mirror quality, you cannot tell.”"),
        ("not_violating", "A vanity mirror of good quality."),
    ]
    assert answer["source"] in making.SOURCE
    assert answer["source"].startswith("/// rule | R1\n")
    assert (answer["edition"], answer["digest"], answer["position"]) == (1, edition.digest, 1)
    assert answer["effective_from"] == answer["since"] == iso(edition.effective_from)
    assert answer["published_at"] == iso(edition.published_at)
    assert (answer["until"], answer["published_by_then"], answer["at"]) == (None, True, None)
    assert answer["url"] == "http://testserver/g/US-PR-0001/R1/"


@pytest.mark.slow
@pytest.mark.parametrize(
    "spelling", ["US-PR-0001-R1", "US-PR-0001 R1", "US-PR-0001/R1", "us-pr-0001 r1", "US-PR-0001%20R1", "SOP-17 R1"]
)
def test_every_spelling_of_a_citation_leads_to_the_one_rule(world: World, spelling: str) -> None:
    GuidelineAlias.objects.create(guideline=first(world), alias="SOP-17")
    answer = program(world).get(f"/rules/{spelling}")
    assert body(answer)["citation"] == "US-PR-0001 R1"
    assert answer.headers["Content-Location"] == "/api/v1/rules/US-PR-0001-R1"


@pytest.mark.slow
def test_a_decision_is_answered_with_the_words_of_its_instant(world: World) -> None:
    start = timezone.now() - 30 * DAY
    guideline = backdated(world, None, start).guideline
    again(world, guideline, source=making.SOURCE.replace("Warn the seller.", "Close the shop."))
    tool = program(world)
    then, now = body(tool.get(R1, {"at": iso(start + HOUR)})), body(tool.get(R1))
    assert (then["edition"], then["do"]) == (1, "Remove the listing. Warn the seller.")
    assert (now["edition"], now["do"]) == (2, "Remove the listing. Close the shop.")
    assert then["until"] == now["since"]
    assert then["published_by_then"] is False
    assert f"at={iso(start + HOUR).replace(':', '%3A')}" in then["url"]


@pytest.mark.slow
def test_the_edge_of_two_editions_belongs_to_the_newer(world: World) -> None:
    edge = timezone.now() - 2 * DAY
    guideline = backdated(world, None, edge - DAY).guideline
    backdated(world, guideline, edge, summary="Newer.")
    tool = program(world)
    micro = dt.timedelta(microseconds=1)
    assert [body(tool.get(R1, {"at": iso(moment)}))["edition"] for moment in (edge - micro, edge)] == [1, 2]


@pytest.mark.slow
def test_what_begins_within_seven_days_is_told_and_what_begins_later_is_not_even_hinted_at(world: World) -> None:
    guideline = first(world)
    start = clock.now() + 9 * DAY
    scheduled(world, guideline, start, source=making.SOURCE.replace("Warn the seller.", "Close the shop."))
    tool = program(world)
    for at in (None, start + HOUR):
        answer = body(tool.get(R1, {"at": iso(at)} if at else None))
        assert (answer["edition"], answer["until"]) == (1, None)
    with time_machine.travel(clock.now() + 3 * DAY):
        assert body(tool.get(R1))["until"] == iso(start)
        assert body(tool.get(R1, {"at": iso(start)}))["do"] == "Remove the listing. Close the shop."


@pytest.mark.slow
@pytest.mark.parametrize("resources", [("rules",), EVERYTHING], ids=["rules", "everything"])
def test_a_draft_is_never_told(world: World, resources: tuple[str, ...]) -> None:
    guideline = first(world)
    making.next_draft(guideline, world.ann, source=making.SOURCE.replace("Warn the seller.", "Close the shop."))
    approved = making.next_draft(guideline, world.ann, source=making.SOURCE.replace("R1", "R7"), change_note="R7, R1.")
    making.approved(approved, world)
    making.draft(world)
    tool = program(world, resources=resources)
    assert body(tool.get(R1))["do"] == "Remove the listing. Warn the seller."
    assert tool.get("/rules/US-PR-0001-R7").status_code == 404
    assert body(tool.get("/rules/US-PR-0002-R1"))["type"].endswith(":not-found")


@pytest.mark.slow
def test_where_nothing_is_in_force_that_is_said(world: World) -> None:
    withdrawn(world, first(world))
    tool = program(world)
    assert body(tool.get(R1))["type"] == "urn:sop-portal:problem:nothing-in-force"
    assert body(tool.get(R1, {"at": "2001-01-01T00:00Z"}))["type"] == "urn:sop-portal:problem:nothing-in-force"


@pytest.mark.slow
def test_a_suspension_comes_with_the_words_of_its_time(world: World) -> None:
    edition = first(world).editions.get()
    tool = program(world)
    suspended = services.suspend(edition, by=world.bob, reason="R1 catches mirrors.", escalate_to="Brand Integrity")
    answer = body(tool.get(R1))
    assert answer["suspension"]["reason"] == "R1 catches mirrors."
    assert answer["suspension"]["escalate_to"] == "Brand Integrity"
    during = clock.now()
    services.resume(edition, by=world.bob, reason="Mended.")
    assert body(tool.get(R1))["suspension"] is None
    assert body(tool.get(R1, {"at": iso(during)}))["suspension"]["since"] == iso(suspended.since)


@pytest.mark.slow
def test_an_interim_ruling_comes_with_its_rule_as_long_as_it_is_pinned(world: World) -> None:
    edition = in_force(world)
    before = clock.now()
    ruling = ruled(edition, world.ann)
    tool, path = program(world), "/rules/US-PR-0001-R2"
    answer = body(tool.get(path))["rulings"]
    assert answer == [
        {"text": ruling.text, "by": "Ann Rivera", "since": iso(ruling.made_at), "until": iso(ruling.until)}
    ]
    assert body(tool.get(path, {"at": iso(before)}))["rulings"] == []
    assert body(tool.get(R1))["rulings"] == []
    with time_machine.travel(ruling.until):
        assert body(tool.get(path))["rulings"] == []


def test_an_emergency_says_when_it_ends(world: World) -> None:
    draft = making.draft(world)
    edition = services.enforce_now(draft, by=world.bob, seen=draft.digest, note="Recall.")
    answer = body(program(world).get(R1))
    assert answer["temporary_until"] == answer["until"] == iso(edition.expires_at)


@pytest.mark.slow
def test_a_guideline_elsewhere_is_answered_like_one_that_does_not_exist(world: World) -> None:
    vietnamese(world)
    tool = program(world)
    one, other = (body(tool.get(f"/rules/{number}-R1")) for number in ("VN-PR-0001", "VN-PR-0999"))
    assert one["detail"].replace("0001", "0999") == other["detail"]
    assert {key: one[key] for key in ("type", "status")} == {key: other[key] for key in ("type", "status")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("market", "domain", "opens"),
    [
        ("us", "product", True),
        ("us", None, True),
        (None, "product", True),
        (None, None, True),
        ("us", "seller", False),
        ("vn", "product", False),
        ("vn", None, False),
        (None, "creator", False),
    ],
)
def test_a_token_reads_its_markets_and_domains_alone(
    world: World, market: str | None, domain: str | None, opens: bool
) -> None:
    first(world)
    place = (getattr(world, market) if market else None, getattr(world, domain) if domain else None)
    assert program(world, place).get(R1).status_code == (200 if opens else 404)


@pytest.mark.slow
def test_a_vietnamese_rule_keeps_its_letters(world: World) -> None:
    vietnamese(world)
    answer = program(world, (world.vn, None)).get("/rules/VN-PR-0001-R1")
    assert body(answer)["condition"] == "Người bán nói rõ không phải hàng thật."
    assert body(answer)["language"] == "vi"
    assert "Người bán".encode() in answer.content


@pytest.mark.slow
def test_a_rule_costs_three_queries(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first(world)
    tool = program(world)
    at = moment()
    tag = tool.get(R1, at).headers["ETag"]
    with django_assert_num_queries(3):
        assert tool.get(R1).status_code == 200
    with django_assert_num_queries(3):
        assert tool.get(R1, at, **{"If-None-Match": tag}).status_code == 304


@pytest.mark.slow
def test_what_changed_has_another_etag(world: World) -> None:
    guideline = first(world)
    tool = program(world)
    tag = tool.get(R1).headers["ETag"]
    again(world, guideline, summary="Other words.")
    assert tool.get(R1, **{"If-None-Match": tag}).status_code == 200


@pytest.mark.slow
def test_a_rule_that_an_edition_does_not_have_is_named(world: World) -> None:
    first(world)
    assert "no rule R9 in edition 1" in body(program(world).get("/rules/US-PR-0001-R9"))["detail"]


@pytest.mark.parametrize("text", ["R1", "US-PR-0001", "-R1", "US-PR-0001-R12345", "a" * 5000 + "-R1", "-" * 5000])
def test_what_names_no_rule_is_not_found(world: World, text: str) -> None:
    assert program(world).get(f"/rules/{text}").status_code == 404


def test_nobody_is_answered_without_a_token(world: World) -> None:
    first(world)
    assert Program().get(R1).status_code == 401
