"""The OpenAPI document says what the API does, and the API does what the document says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidelines.api.endpoints import ENDPOINTS
from guidelines.editions.models import Edition
from guidelines.frame import clock, limits
from guidelines.insights.models import StakeholderRequest
from guidelines.reading.receipts import receipt_for
from tests.api.asking import EVERYTHING, Program, asked_for, body, moment, program
from tests.api.checking import faults, looked_up
from tests.house.test_addresses import PATTERNS
from tests.people import World
from tests.reading.making import DAY, first, signed_in

EXAMPLES = {"citation": "US-PR-0001-R1", "policy_id": "US-PR-0001", "number": "1", "id": "1"}
"""What stands in the path for the guideline that every test here begins with."""
PATHS = [one.path for one in ENDPOINTS.values() if one.method == "GET"]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    return json.loads(answer.content)  # type: ignore[no-any-return]


def address(path: str) -> str:
    edition = Edition.objects.filter(number=1, guideline__policy_id="US-PR-0001").first()
    code = receipt_for(edition.pk, edition.digest, "R1", edition.effective_from) if edition else "0"
    made = StakeholderRequest.objects.values_list("pk", flat=True).last()
    examples = {**EXAMPLES, "code": code, "id": str(made or 1)}
    return re.sub(r"{(\w+)}", lambda found: quote(examples[found[1]]), path)


def needed(path: str) -> dict[str, str]:
    """The parameters without which there is no answer, or not twice the same."""
    if path == "/rules/{citation}":
        return moment()
    today = clock.now().date()
    days = {"from": today - 2 * DAY, "until": today + 2 * DAY}
    return {name: day.isoformat() for name, day in days.items()} if path == "/change-notes" else {}


def departures(document: dict[str, Any], path: str, answer: HttpResponse) -> list[str]:
    """Where one answer is not what the document says of that path: its status, headers, type and every field."""
    responses = document["paths"][path]["get"]["responses"]
    told = responses.get(str(answer.status_code))
    if told is None:
        return [f"{answer.status_code} is not in the document"]
    told = looked_up(document, told["$ref"]) if "$ref" in told else told
    missing = [name for name in set(told.get("headers", ())) - {"Link"} if name not in answer.headers]
    found = [f"{name} is told and not sent" for name in missing]
    if answer.status_code == 304:
        return found + ([] if answer.content == b"" else ["a 304 with a body"])
    content = told["content"].get(answer.headers["Content-Type"])
    if content is None:
        return [*found, f"{answer.headers['Content-Type']} is not in the document"]
    return found + list(faults(document, content["schema"], body(answer)))


def provoked(world: World, tool: Program, path: str) -> Iterator[HttpResponse]:
    """One answer of every status that the document tells of."""
    if path.startswith("/requests"):
        assert asked_for(tool).status_code == 201
    place, query = address(path), needed(path)
    whole = tool.get(place, query)
    yield whole
    yield tool.get(place, query, **{"If-None-Match": whole.headers["ETag"]})
    yield tool.get(place, {"unheard_of": "1"})
    yield Program().get(place)
    yield tool.get(place, method="PUT")
    yield tool.get(place, Accept="text/html")


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_what_the_document_says(world: World, document: dict[str, Any], path: str) -> None:
    first(world)
    for answer in provoked(world, program(world), path):
        assert departures(document, path, answer) == [], answer.status_code


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_every_status_of_the_document_is_answered(
    world: World, document: dict[str, Any], path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first(world)
    tool = program(world)
    seen = {answer.status_code for answer in provoked(world, tool, path)}
    told = {int(status) for status in document["paths"][path]["get"]["responses"]}
    for status, provoke in OTHERS.items():
        if status in told:
            answer = provoke(world, path, monkeypatch)
            assert departures(document, path, answer) == []
            seen.add(answer.status_code)
    assert seen == told


def too_often(world: World, path: str, monkeypatch: pytest.MonkeyPatch) -> HttpResponse:
    monkeypatch.setattr(limits, "SLOTS", 0)
    monkeypatch.setattr(
        limits._Purse, "__init__", lambda purse, minute: purse.__dict__.update(minute=minute, held=0, free=0)
    )
    return program(world, name="Busy").get(address(path))


def broken(world: World, path: str, monkeypatch: pytest.MonkeyPatch) -> HttpResponse:
    def breaks(who: str) -> limits.Allowance:
        raise ValueError(who)

    tool = program(world, name="Unlucky")
    tool.client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(limits, "spend", breaks)
        return tool.get(address(path))


def elsewhere(world: World, path: str, monkeypatch: pytest.MonkeyPatch) -> HttpResponse:
    return program(world, (world.vn, None), name="Elsewhere").get(address(path))


def of_another_scope(world: World, path: str, monkeypatch: pytest.MonkeyPatch) -> HttpResponse:
    """With everything but what this path asks for."""
    asked = next(one.resource.value for one in ENDPOINTS.values() if one.path == path)
    return program(world, name="Narrow", resources=[one for one in EVERYTHING if one != asked]).get(address(path))


OTHERS = {403: of_another_scope, 404: elsewhere, 500: broken, 429: too_often}


def test_the_paths_of_the_document_are_the_addresses_of_the_api(document: dict[str, Any]) -> None:
    routes = [str(pattern.pattern) for pattern in PATTERNS.values()]
    ours = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route) for route in routes if route.startswith("api/")}
    assert {f"api/v1{path}" for path in document["paths"]} | {"api/v1/openapi.json"} == ours


@pytest.mark.slow
def test_every_parameter_of_the_document_is_taken_and_no_other(world: World, document: dict[str, Any]) -> None:
    first(world)
    tool = program(world)
    for path, methods in document["paths"].items():
        told = {one["name"] for one in methods["get"]["parameters"] if one["in"] == "query"}
        for name in {"at", "limit", "cursor", "market", "domain", "topic", "from", "until", "q"}:
            answer = tool.get(address(path), {**needed(path), name: "\n"})
            refused = answer.status_code == 400 and "There is no parameter" in body(answer)["detail"]
            assert refused is (name not in told), (path, name)


def test_every_part_that_the_document_names_is_in_it_and_used(document: dict[str, Any]) -> None:
    named = re.findall(r'"#/components/(\w+)/([\w-]+)"', json.dumps(document))
    for kind in ("schemas", "responses", "headers"):
        assert {name for part, name in named if part == kind} == set(document["components"][kind])


@pytest.mark.slow
def test_the_document_is_there_for_everybody_and_tells_nothing_of_what_is_kept_here(world: World) -> None:
    first(world)
    answers = [Client().get("/api/v1/openapi.json"), signed_in(world.mo).get("/api/v1/openapi.json")]
    assert answers[0].content == answers[1].content
    assert b"US-PR-0001" not in answers[0].content
    tag = answers[0].headers["ETag"]
    assert Client().get("/api/v1/openapi.json", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    "value",
    [{"a": 1}, {"a": "x", "b": "y"}, {}, {"a": "2026-03-01T10:00"}],
)
def test_the_reader_of_schemas_notices_what_departs(value: Any) -> None:
    instant = {"type": "string", "format": "date-time"}
    shape = {"type": "object", "properties": {"a": instant}, "required": ["a"], "additionalProperties": False}
    try:
        found = list(faults({}, shape, value))
    except ValueError as error:
        found = [str(error)]
    assert found
    assert list(faults({}, shape, {"a": "2026-03-01T10:00:00Z"})) == []


ODD = st.text(max_size=30)


@pytest.fixture
def tool(world: World) -> Program:
    first(world)
    return program(world)


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
@given(
    query=st.dictionaries(
        st.sampled_from(["at", "limit", "cursor", "market", "topic", "from", "q"]) | ODD, ODD, max_size=3
    )
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_asked_the_answer_is_in_the_document(
    document: dict[str, Any], tool: Program, path: str, query: dict[str, str]
) -> None:
    limits.forget()
    answer = tool.get(address(path), {**needed(path), **query})
    assert departures(document, path, answer) == []
