"""A refused deed says why, with the right status, and gives back what was typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

SENTENCE = "Edition 5 was submitted at 09:41. Open it again."


@pytest.mark.parametrize(
    ("kind", "status"), [("refused", 403), ("outdated", 409), ("frozen", 409), ("wrongstate", 409), ("invalid", 422)]
)
def test_each_refusal_has_its_status_and_its_sentence(browser: Client, kind: str, status: int) -> None:
    answer = browser.post(f"/refused/{kind}/", {"reason": "too broad"})
    assert answer.status_code == status
    assert SENTENCE in answer.content.decode()


def test_text_beyond_the_limits_names_its_line(browser: Client) -> None:
    answer = browser.post("/refused/text/", {"source": "deep"})
    assert answer.status_code == 422
    assert "That text is too deep." in answer.content.decode()
    assert "line 12" in answer.content.decode()


def test_what_was_typed_is_carried_back_to_the_letter(browser: Client) -> None:
    text = "\n\nFirst line <b>&amp;\n/// rule | R3\nđường </textarea><script>alert(1)</script>"
    answer = browser.post("/refused/outdated/", {"source": text, "change_note": "R3 is stricter"})
    page = answer.content.decode()
    assert "What you typed" in page
    assert "Change note" in page
    assert "R3 is stricter" in page
    assert "\n\n\nFirst line &lt;b&gt;&amp;amp;\n/// rule | R3\nđường &lt;/textarea&gt;&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_digests_and_tokens_are_not_shown_as_typed(browser: Client) -> None:
    answer = browser.post(
        "/refused/outdated/",
        {
            "note": "fine",
            "seen": "1:" + "a" * 64,
            "set": "set:" + "a" * 64,
            "csrfmiddlewaretoken": "x" * 64,
            "next": "/page/",
        },
    )
    page = answer.content.decode()
    assert "fine" in page
    assert "a" * 64 not in page
    assert "x" * 64 not in page
    assert ">/page/<" not in page


def test_the_moment_a_page_was_drawn_is_not_shown_as_typed_but_a_moment_chosen_is(browser: Client) -> None:
    sent = {"since": "2026-11-23T20:40:23.431441+00:00", "starts": "2026-12-01T09:00"}
    page = browser.post("/refused/outdated/", sent).content.decode()
    assert "2026-12-01T09:00" in page
    assert "20:40:23" not in page


@pytest.mark.parametrize(
    "name", ["password", "new_password1", "old-password", "api_key", "access_token", "client_secret"]
)
def test_a_form_with_a_secret_gives_nothing_back(browser: Client, name: str) -> None:
    page = browser.post("/refused/invalid/", {"login": "A-20417", name: "correct horse"}).content.decode()
    assert "correct horse" not in page
    assert "A-20417" not in page


def test_fields_a_view_calls_sensitive_are_not_given_back(browser: Client) -> None:
    page = browser.post("/refused/sensitive/", {"answer": "my mother", "note": "please look"}).content.decode()
    assert "my mother" not in page
    assert "please look" in page


def test_a_lost_file_is_named(browser: Client) -> None:
    page = browser.post("/refused/invalid/", {"file": SimpleUploadedFile("a.csv", b"a")}).content.decode()
    assert "Files have to be chosen again." in page


def test_the_way_back_leads_to_the_form(browser: Client) -> None:
    answer = browser.post(
        "/refused/frozen/", {"note": "x"}, HTTP_REFERER="http://testserver/page/?a=1", HTTP_HOST="testserver"
    )
    assert 'href="http://testserver/page/?a=1"' in answer.content.decode()


def test_the_way_back_never_leads_to_another_site(browser: Client) -> None:
    page = browser.post(
        "/refused/frozen/", HTTP_REFERER="http://evil.example/", HTTP_HOST="testserver"
    ).content.decode()
    assert "evil.example" not in page


def test_a_stale_form_keeps_the_typed_text() -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/page/", {"source": "An hour of work"})
    assert answer.status_code == 403
    assert "An hour of work" in answer.content.decode()


def test_a_stale_sign_in_form_shows_no_password() -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/page/", {"login": "A-20417", "password": "correct horse"})
    assert answer.status_code == 403
    assert "correct horse" not in answer.content.decode()
