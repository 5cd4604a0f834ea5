"""The road of a request: what is turned away before anything is looked up, and how that is said."""

from __future__ import annotations

import datetime as dt
import logging
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client
from pytest_django.fixtures import Settings

from guidelines.api.models import AccessToken
from guidelines.api.services import end_token
from guidelines.frame import clock, limits
from tests.api.asking import Program, body, moment, program, token
from tests.people import World
from tests.reading.making import DAY, first, signed_in

R1 = "/rules/US-PR-0001-R1"


def at_second(second: int) -> dt.datetime:
    """So far into the minute after this one."""
    return clock.now().replace(second=0, microsecond=0) + dt.timedelta(minutes=1, seconds=second)


@pytest.fixture
def tool(world: World) -> Program:
    first(world)
    return program(world)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_the_api_only_reads(tool: Program, method: str) -> None:
    answer = tool.get(R1, method=method)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_options_tells_the_methods(tool: Program) -> None:
    answer = tool.get(R1, method="OPTIONS")
    assert (answer.status_code, answer.headers["Allow"], answer.content) == (204, "GET, HEAD, OPTIONS", b"")


def test_head_is_get_without_a_body(tool: Program) -> None:
    at = moment()
    whole, head = tool.get(R1, at), tool.get(R1, at, method="HEAD")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(whole.content))
    assert head.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("*/*", 200),
        ("application/*", 200),
        ("application/json", 200),
        ("text/html;q=0.9, application/json;q=0.1", 200),
        ("text/html", 406),
        ("application/xml", 406),
    ],
)
def test_json_is_all_there_is(tool: Program, accept: str, status: int) -> None:
    assert tool.get(R1, Accept=accept).status_code == status


def test_a_request_without_a_token_is_asked_for_one(world: World) -> None:
    for headers in ({}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer "}):
        answer = Program().get(R1, **headers)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="SOP Portal"')


@pytest.mark.parametrize("secret", ["sop_wrong", "x" * 5000, "sop_\x00", "ü", "a b"])
def test_a_wrong_secret_opens_nothing(world: World, secret: str) -> None:
    answer = Program(secret).get(R1)
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_a_token_whose_time_is_over_or_that_was_ended_says_so(world: World) -> None:
    made = token(world, days=2)
    with time_machine.travel(made.token.expires_at):
        assert "over" in body(Program(made.secret).get(R1))["detail"]
    end_token(made.token, by=world.root)
    assert "ended" in body(Program(made.secret).get(R1))["detail"]


def test_a_token_in_the_address_opens_nothing(world: World) -> None:
    first(world)
    secret = token(world).secret
    for name in ("access_token", "token"):
        assert Client().get(f"/api/v1{R1}", {name: secret}).status_code == 401
        assert Program(secret).get(R1, {name: secret}).status_code == 400


def test_a_cookie_opens_nothing_and_no_request_makes_a_session(world: World, tool: Program) -> None:
    browser = signed_in(world.bob)
    assert browser.get(f"/api/v1{R1}").status_code == 401
    before = Session.objects.count()
    answer = tool.get(R1)
    assert (Session.objects.count(), dict(answer.cookies)) == (before, {})
    assert "Cookie" not in answer.headers["Vary"]


def test_a_token_without_the_scope_is_told_its_name(world: World) -> None:
    first(world)
    answer = program(world, resources=("guidelines",)).get(R1)
    assert (answer.status_code, body(answer)["scope"]) == (403, "rules")
    assert 'error="insufficient_scope", scope="rules"' in answer.headers["WWW-Authenticate"]


@pytest.mark.slow
@pytest.mark.parametrize("at", ["yesterday", "2026-03-01T10:00", "0001-01-01T00:00Z", "9999-12-31T23:59Z", "", "1e9"])
def test_an_instant_that_cannot_be_read_is_told_with_examples(tool: Program, at: str) -> None:
    answer = tool.get(R1, {"at": at})
    assert (answer.status_code, body(answer)["parameter"]) == (400, "at")
    assert "2026-03-01T10:00Z" in body(answer)["examples"]


def test_an_unknown_parameter_and_one_said_twice_are_told(tool: Program) -> None:
    assert body(tool.get(R1, {"when": "now"}))["detail"] == "There is no parameter “when” here. There are: at."
    assert "twice" in body(tool.get(R1 + "?at=2026-03-01T10:00Z&at=2026-03-01T10:00Z"))["detail"]


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/", "/nothing", "/rules/", "/rules", "/../admin/", "/rules/%00"])
def test_an_address_that_leads_nowhere_is_a_problem_too(tool: Program, path: str) -> None:
    answer = tool.get(path)
    assert answer.status_code in (400, 404)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_another_host_is_a_problem_too(tool: Program) -> None:
    answer = tool.client.get(f"/api/v1{R1}", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


def test_a_mistake_of_ours_is_recorded_and_tells_nothing(
    tool: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(token_id: int) -> limits.Allowance:
        raise ValueError("secret of the house")

    monkeypatch.setattr(limits, "spend", broken)
    tool.client.raise_request_exception = False
    with caplog.at_level(logging.ERROR):
        answer = tool.get(R1)
    assert (answer.status_code, body(answer)["type"]) == (500, "urn:sop-portal:problem:server-error")
    assert b"secret of the house" not in answer.content
    assert "secret of the house" in caplog.text


def test_every_answer_says_how_much_is_left_and_when_it_begins_anew(tool: Program) -> None:
    with time_machine.travel(at_second(20), tick=False):
        first_answer, second = tool.get(R1), tool.get("/rules/US-PR-0001-R9")
    assert [answer.headers["RateLimit-Remaining"] for answer in (first_answer, second)] == ["599", "598"]
    assert (first_answer.headers["RateLimit-Limit"], first_answer.headers["RateLimit-Reset"]) == ("600", "40")


def test_the_allowance_of_a_minute_is_spent_and_comes_again(tool: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SLOTS", 2)
    monkeypatch.setattr(limits, "IN_A_SLOT", 3)
    with time_machine.travel(at_second(20), tick=False):
        statuses = [tool.get(R1).status_code for _ in range(7)]
        refused = tool.get(R1)
    assert statuses == [200] * 6 + [429]
    assert (refused.headers["Retry-After"], refused.headers["RateLimit-Remaining"]) == ("40", "0")
    with time_machine.travel(at_second(60), tick=False):
        assert tool.get(R1).status_code == 200


def test_another_process_counts_with_us(world: World, tool: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this process forgets, as another one never knew it, the shared cache still knows."""
    monkeypatch.setattr(limits, "SLOTS", 3)
    monkeypatch.setattr(limits, "IN_A_SLOT", 2)
    with time_machine.travel(at_second(20), tick=False):
        for _ in range(3):
            assert tool.get(R1).status_code == 200
            limits.forget()
        assert tool.get(R1).status_code == 429


def test_a_token_that_spent_its_allowance_leaves_the_others_alone(
    world: World, tool: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SLOTS", 1)
    monkeypatch.setattr(limits, "IN_A_SLOT", 1)
    other = program(world, name="Other")
    with time_machine.travel(at_second(20), tick=False):
        assert [tool.get(R1).status_code, tool.get(R1).status_code, other.get(R1).status_code] == [200, 429, 200]


@pytest.mark.django_db(transaction=True)
def test_processes_that_ask_at_once_never_get_more_than_the_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SLOTS", 4)

    def slot(_number: int) -> int:
        try:
            return limits._take_slot(7, 1, 4)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(slot, range(12)))
    assert sum(free >= 0 for free in found) <= 4
    assert limits._take_slot(7, 1, 4) == -1 or sum(free >= 0 for free in found) < 4


@pytest.mark.slow
def test_where_nobody_counts_programs_go_on_reading(
    world: World, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    first(world)
    tool = program(world)
    nowhere = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {**settings.CACHES, "shared": nowhere}
    with caplog.at_level(logging.ERROR):
        assert tool.get(R1).status_code == 200
    assert "does not answer" in caplog.text


def test_use_is_noted_once_a_day(world: World, tool: Program) -> None:
    tool.get(R1)
    noted = AccessToken.objects.get().last_used_on
    assert noted is not None
    with time_machine.travel(AccessToken.objects.get().made_at + 2 * DAY):
        tool.get(R1)
    assert AccessToken.objects.get().last_used_on > noted


def test_answers_are_for_the_caller_alone(tool: Program) -> None:
    answer = tool.get(R1)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Accept"} <= set(answer.headers["Vary"].split(", "))
    assert tool.get("/nothing").headers["Cache-Control"] == "no-store"


def test_a_problem_is_told_in_a_language_that_the_caller_reads(tool: Program) -> None:
    answer = tool.get(R1, {"when": "now"}, **{"Accept-Language": "vi"})
    assert answer.headers["Content-Language"] == "vi"
    assert "There is no parameter" not in body(answer)["detail"]
    assert body(answer)["type"] == "urn:sop-portal:problem:bad-parameter"
    at = moment()
    assert tool.get(R1, at, **{"Accept-Language": "vi"}).content == tool.get(R1, at).content
