"""Requests by the API: made once under their key, told to the token that made them alone."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.insights import services
from guidelines.insights.models import StakeholderRequest
from guidelines.insights.services import requesting
from tests.api.asking import NEED, Program, asked_for, body, program
from tests.api.checking import faults, looked_up
from tests.insights.making import next_edition
from tests.people import World
from tests.reading.making import first


@pytest.fixture
def tool(world: World) -> Program:
    first(world)
    return program(world)


def test_a_request_is_made_once_for_its_key(tool: Program) -> None:
    made, again = asked_for(tool), asked_for(tool)
    assert (made.status_code, again.status_code) == (201, 200)
    assert body(made) == body(again)
    assert made.headers["Location"].endswith(f"/api/v1/requests/{body(made)['id']}")
    request = StakeholderRequest.objects.get()
    assert (request.source, request.key, request.asked_by, request.text) == ("Case tool", "k-1", None, NEED["text"])
    assert AuditEvent.objects.get(verb="request.made").data["source"] == "Case tool"
    assert asked_for(tool, key="k-2").status_code == 201


def test_a_key_names_one_request_for_ever(tool: Program) -> None:
    asked_for(tool)
    other = asked_for(tool, {"text": "Something else."})
    assert (other.status_code, body(other)["type"]) == (409, "urn:sop-portal:problem:other-request")


def test_what_became_of_it_is_told_to_its_token_alone(world: World, tool: Program) -> None:
    day = (timezone.now().date() + dt.timedelta(days=90)).isoformat()
    made = asked_for(tool, {"guideline": "us-pr-0001", "rule": "r1", "wanted_by": day})
    told = body(made)
    assert (told["guideline"], told["rule"], told["standing"], told["wanted_by"]) == ("US-PR-0001", "R1", "open", day)
    row = StakeholderRequest.objects.get()
    assert row.guideline
    answering = next_edition(row.guideline.editions.get(number=1), world)
    services.answer_in(row, answering, by=world.ann)
    told = body(tool.get(f"/requests/{row.pk}"))
    assert (told["standing"], told["answered_in"]["edition"]) == ("answered", answering.number)
    other = program(world, name="Another tool")
    assert body(other.get("/requests"))["items"] == []
    assert other.get(f"/requests/{row.pk}").status_code == 404


def test_the_list_comes_in_parts(tool: Program) -> None:
    for number in range(5):
        asked_for(tool, {"text": f"Need {number}"}, key=f"k-{number}")
    first_part = body(tool.get("/requests", {"limit": "2"}))
    assert [one["text"] for one in first_part["items"]] == ["Need 4", "Need 3"]
    seen, part = [], first_part
    while part["next"]:
        part = body(tool.client.get(part["next"], headers={"Authorization": f"Bearer {tool.secret}"}))
        seen += [one["text"] for one in part["items"]]
    assert seen == ["Need 2", "Need 1", "Need 0"]


BAD: list[tuple[Any, dict[str, Any], int, str]] = [
    ({}, {"key": None}, 400, "Idempotency-Key"),
    ({}, {"key": "x" * 81}, 400, "Idempotency-Key"),
    ({}, {"key": "two words"}, 400, "Idempotency-Key"),
    (b"not json", {}, 400, "not JSON"),
    (b"[" * 9_000, {}, 400, "not JSON"),
    (b"[]", {}, 400, "one JSON object"),
    (b'"' + b"x" * 70_000 + b'"', {}, 413, "64 KiB"),
    ({}, {"type": "text/plain"}, 415, "application/json"),
    ({"text": ""}, {}, 422, "Write what you need"),
    ({"why": None}, {}, 422, "“why” is missing"),
    ({"text": 7}, {}, 422, "“text” must be a text"),
    (json.dumps({**NEED, "text": "\x00"}).encode(), {}, 422, "“text” must be a text"),
    (b'{"text": "\\ud800", "why": "w", "market": "US"}', {}, 422, "“text” must be a text"),
    ({"text": "x" * 2001}, {}, 422, "At most 2000"),
    ({"colour": "red"}, {}, 422, "no field “colour”"),
    ({"wanted_by": "soon"}, {}, 400, "is not a day"),
    ({"wanted_by": "2020-01-01"}, {}, 422, "from today on"),
    ({"guideline": "US-PR-9999"}, {}, 422, "no guideline"),
    ({"rule": "R1"}, {}, 422, "Name the guideline"),
    ({"market": "VN"}, {}, 403, "does not reach the market VN"),
    ({"domain": "SE"}, {}, 403, "does not reach the domain SE"),
]


@pytest.mark.parametrize(("sent", "how", "status", "sentence"), BAD, ids=[f"{row[2]} {row[3]}" for row in BAD])
def test_what_cannot_be_taken_is_told_in_one_sentence(
    tool: Program, sent: Any, how: dict[str, Any], status: int, sentence: str
) -> None:
    answer = asked_for(tool, sent, **how)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert sentence in body(answer)["detail"]
    assert not StakeholderRequest.objects.exists()
    document = json.loads(Client().get("/api/v1/openapi.json").content)
    told = document["paths"]["/requests"]["post"]["responses"][str(status)]
    shape = looked_up(document, told["$ref"])["content"]["application/problem+json"]["schema"]
    assert list(faults(document, shape, body(answer))) == []


def test_a_request_that_is_made_is_what_the_document_says(tool: Program) -> None:
    document = json.loads(Client().get("/api/v1/openapi.json").content)
    operation = document["paths"]["/requests"]["post"]
    shape = looked_up(document, operation["requestBody"]["content"]["application/json"]["schema"]["$ref"])
    assert set(shape["required"]) == {"text", "why", "market"}
    for status in ("201", "200"):
        answer = asked_for(tool)
        told = operation["responses"][status]
        assert list(faults(document, told["content"]["application/json"]["schema"], body(answer))) == []
        assert set(told["headers"]) <= set(answer.headers)


def test_a_token_without_the_scope_or_no_token_asks_for_nothing(world: World, tool: Program) -> None:
    assert asked_for(Program()).status_code == 401
    answer = asked_for(program(world, name="Reader", resources=("rules",)))
    assert (answer.status_code, body(answer)["scope"]) == (403, "requests")


def test_a_token_makes_only_so_many_requests_an_hour(tool: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requesting, "MOST_OF_A_PROGRAM", 2)
    answers = [asked_for(tool, {"text": f"Need {n}"}, key=f"k-{n}").status_code for n in range(3)]
    assert answers == [201, 201, 429]


def test_options_tells_that_requests_may_be_posted(tool: Program) -> None:
    assert tool.get("/requests", method="OPTIONS").headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert tool.get("/requests", method="DELETE").headers["Allow"] == "GET, HEAD, OPTIONS, POST"
