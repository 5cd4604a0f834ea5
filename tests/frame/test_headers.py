"""Every answer carries the security headers."""

import pytest
from django.test import Client

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/page/", 200),
        ("/moved/", 302),
        ("/page", 301),
        ("/refused/outdated/", 409),
        ("/denied/", 403),
        ("/nowhere/", 404),
        ("/broken/", 500),
        ("/download/", 200),
        ("/static/css/tokens.css", 200),
        ("/static/js/theme.js", 200),
        ("/static/nowhere.css", 404),
    ],
)
def test_every_kind_of_answer_carries_the_headers(db: None, browser: Client, address: str, status: int) -> None:
    answer = browser.get(address)
    answer.close()
    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_a_wrong_host_name_is_refused_with_the_headers(browser: Client) -> None:
    answer = browser.get("/page/", HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert answer.headers["Content-Security-Policy"] == POLICY


def test_a_page_is_asked_for_again_each_time(browser: Client) -> None:
    assert browser.get("/page/").headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("address", ["/moved/", "/nowhere/", "/broken/", "/refused/frozen/"])
def test_errors_and_answers_to_deeds_are_not_kept(browser: Client, address: str) -> None:
    assert browser.get(address).headers["Cache-Control"] == "private, no-store"


def test_a_page_may_set_its_own_rule(db: None, browser: Client) -> None:
    answer = browser.get("/download/")
    answer.close()
    assert answer.headers["Cache-Control"] == "private, max-age=60"
