"""How often a password may be tried, on the database cache and on a real Redis."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.cache import caches
from django.db import connections
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from guidelines.people import adapter, attempts, services
from guidelines.people.attempts import ACCOUNT, ADDRESS, Limit, TooManyTries
from tests.people import PASSWORD, World


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """The limit of an address, small enough to reach quickly."""
    limit = Limit("address", tries=4, seconds=ADDRESS.seconds)
    monkeypatch.setattr(adapter, "ADDRESS", limit)
    return limit.tries


def attempt(client: Client, login: str, password: str = "not it", **headers: str):  # type: ignore[no-untyped-def]
    return client.post("/sign-in/", {"login": login, "password": password}, **headers)


@pytest.fixture(params=["database", "redis"])
def shared(request: pytest.FixtureRequest, settings: Settings) -> Iterator[str]:
    """The shared cache, as on one machine and as beyond it."""
    if request.param == "redis":
        url = request.getfixturevalue("redis_url")
        redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
        settings.CACHES = {**settings.CACHES, "shared": redis}
    request.getfixturevalue("db")
    caches["shared"].clear()
    yield request.param
    caches["shared"].clear()


def test_after_five_wrong_tries_even_the_right_password_waits(shared: str, world: World, client: Client) -> None:
    sentences = [attempt(client, "A-001").content.decode() for _ in range(5)]
    assert "4 tries left." in sentences[0]
    assert "1 try left." in sentences[3]
    assert "left." not in sentences[4]
    answer = attempt(client, "A-001", PASSWORD)
    page = answer.content.decode()
    assert answer.status_code == 429
    assert "Too many wrong tries. Try again in 5 minutes." in page
    assert 290 <= int(answer.headers["Retry-After"]) <= 300
    assert 'value="A-001"' in page
    assert PASSWORD not in page
    assert "_auth_user_id" not in client.session


def test_other_people_can_still_sign_in_from_the_same_place(shared: str, world: World, client: Client) -> None:
    for _ in range(6):
        attempt(client, "A-001")
    assert attempt(client, "A-003", PASSWORD).status_code == 302


def test_upper_and_lower_case_count_together(shared: str, world: World, client: Client) -> None:
    for login in ("A-001", "a-001", " A-001", "a-001 ", "A-001"):
        attempt(client, login)
    assert attempt(client, "a-001").status_code == 429


def test_every_spelling_of_an_account_counts_together(shared: str, world: World, client: Client) -> None:
    ida = services.join(employee_id="IIVI-1", name="Ida", by=None, password=PASSWORD, email="ida@example.com")
    for login in ("IIVI-1", "iivi-1", "ida@example.com", "IDA@Example.com", " Ida@example.com "):
        assert attempt(client, login).status_code == 422
    for login in ("IIVI-1", "ida@example.com"):
        assert attempt(client, login, PASSWORD).status_code == 429
    assert "_auth_user_id" not in client.session
    assert ida.check_password(PASSWORD)


@pytest.mark.slow
@pytest.mark.parametrize("login", ["\u0131IVI-1", "I\u0131VI-1", "IIVI-\u00b9", "ＩＩＶＩ-1"])
def test_a_look_alike_of_an_employee_id_is_nobody(shared: str, world: World, client: Client, login: str) -> None:
    services.join(employee_id="IIVI-1", name="Ida", by=None, password=PASSWORD)
    assert attempt(client, login, PASSWORD).status_code == 422


@pytest.mark.slow
def test_a_number_that_is_typed_is_not_the_number_of_a_person(shared: str, world: World, client: Client) -> None:
    for _ in range(6):
        attempt(client, str(world.ann.pk))
        attempt(client, f"person {world.ann.pk}")
    assert attempt(client, "A-001", PASSWORD).status_code == 302


def test_while_the_counting_redis_does_not_answer_nobody_can_try(
    world: World, client: Client, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    gone = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": f"unix://{tmp_path}/none.sock"}
    settings.CACHES = {**settings.CACHES, "shared": gone}
    answer = attempt(client, "A-001", PASSWORD)
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "Passwords can’t be checked just now. Try again in a minute." in page
    assert PASSWORD not in page
    assert "_auth_user_id" not in client.session
    assert "REDIS_URL does not answer" in caplog.text
    client.force_login(world.ann)
    data = {"oldpassword": PASSWORD, "password1": "a long new secret", "password2": "a long new secret"}
    assert client.post("/password/", data).status_code == 503


def test_somebody_who_does_not_exist_is_limited_alike(shared: str, world: World, client: Client) -> None:
    assert [attempt(client, "A-999").status_code for _ in range(6)] == [422] * 5 + [429]


def test_right_passwords_use_up_nothing(shared: str, world: World) -> None:
    for _ in range(8):
        assert attempt(Client(), "A-001", PASSWORD).status_code == 302


def test_one_address_cannot_try_everybody(shared: str, few: int, world: World, client: Client) -> None:
    for number in range(few):
        assert attempt(client, f"X-{number}", REMOTE_ADDR="203.0.113.9").status_code == 422
    assert attempt(client, "A-001", PASSWORD, REMOTE_ADDR="203.0.113.9").status_code == 429
    assert attempt(client, "A-001", PASSWORD, REMOTE_ADDR="203.0.113.10").status_code == 302


@pytest.mark.slow
def test_the_wait_ends(world: World, client: Client) -> None:
    caches["shared"].clear()
    for _ in range(6):
        attempt(client, "A-001")
    with time_machine.travel(timezone.now() + timedelta(seconds=200), tick=False):
        assert "Try again in 2 minutes." in attempt(client, "A-001", PASSWORD).content.decode()
    with time_machine.travel(timezone.now() + timedelta(seconds=ACCOUNT.seconds + 1), tick=False):
        assert attempt(client, "A-001", PASSWORD).status_code == 302


def test_a_forged_forwarding_header_does_not_help(few: int, world: World, client: Client) -> None:
    caches["shared"].clear()
    for number in range(few):
        attempt(client, f"X-{number}", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert attempt(client, "A-001", PASSWORD, HTTP_X_FORWARDED_FOR="198.51.100.200").status_code == 429


@pytest.mark.slow
def test_behind_our_proxy_the_address_is_what_the_proxy_added(
    few: int, world: World, client: Client, settings: Settings
) -> None:
    caches["shared"].clear()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(few):
        attempt(client, f"X-{number}", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.9")
    assert attempt(client, "A-001", PASSWORD, HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.9").status_code == 429
    assert attempt(client, "A-001", PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.9, 203.0.113.10").status_code == 302


def test_a_connection_without_an_address_is_counted_too(world: World, client: Client) -> None:
    caches["shared"].clear()
    assert attempt(client, "A-001", PASSWORD, REMOTE_ADDR="").status_code == 302


def test_the_old_password_cannot_be_guessed_in_an_open_session(shared: str, world: World, client: Client) -> None:
    client.force_login(world.ann)
    data = {"oldpassword": "guess", "password1": "a long new secret", "password2": "a long new secret"}
    assert [client.post("/password/", data).status_code for _ in range(6)] == [422] * 5 + [429]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["database", "redis"])
def test_tries_at_the_same_moment_do_not_pass_together(
    kind: str, request: pytest.FixtureRequest, settings: Settings
) -> None:
    if kind == "redis":
        url = request.getfixturevalue("redis_url")
        redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
        settings.CACHES = {**settings.CACHES, "shared": redis}
    caches["shared"].clear()
    limit = Limit("race", tries=5, seconds=60)

    def one(_: int) -> bool:
        try:
            attempts.begin((limit, "somebody"))
        except TooManyTries:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(8) as pool:
        passed = list(pool.map(one, range(24)))
    assert sum(passed) == limit.tries


def test_what_was_typed_is_not_readable_in_the_cache(world: World, client: Client) -> None:
    attempt(client, "my-secret-password-in-the-wrong-box")
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT cache_key FROM shared_cache")
        keys = " ".join(row[0] for row in cursor.fetchall())
    assert "tries:account:" in keys
    assert "secret" not in keys
