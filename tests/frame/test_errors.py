"""Error pages name a reason and a next step, and tell nothing that the visitor may not know."""

import re

import pytest
from django.template import engines
from django.test import Client
from pytest_django.fixtures import Settings

from guidelines.frame.errors import plain_page


def test_a_missing_page_says_nothing_of_a_draft(browser: Client) -> None:
    answer = browser.get("/secret/")
    assert answer.status_code == 404
    words = re.sub(r"<[^>]*>", " ", answer.content.decode()).lower()
    assert "draft" not in words
    assert "edition" not in words


def test_an_unknown_and_an_invisible_page_look_the_same(browser: Client) -> None:
    assert browser.get("/secret/").content == browser.get("/nowhere/").content


def test_a_missing_page_offers_a_search_for_the_id_that_was_typed(browser: Client) -> None:
    page = browser.get("/nowhere/us-cc-0412/").content.decode()
    assert "We can’t find that page" in page
    assert 'href="/"' in page


def test_a_page_denied_by_django_has_a_sentence(browser: Client) -> None:
    answer = browser.get("/denied/")
    assert answer.status_code == 403
    assert "Your role does not allow this." in answer.content.decode()


def test_a_broken_page_gives_one_next_step_and_no_detail(browser: Client) -> None:
    answer = browser.get("/broken/")
    assert answer.status_code == 500
    assert "Try again in a minute." in answer.content.decode()
    assert "boom" not in answer.content.decode()


def test_an_error_while_making_the_error_page_still_answers(settings: Settings) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    engines.all()
    answer = plain_page("errors/server_error.html", 500, "Something broke on our side.")
    assert answer.status_code == 500
    assert "Something broke on our side." in answer.content.decode()


@pytest.mark.parametrize("address", ["/nowhere/", "/broken/", "/denied/", "/refused/outdated/", "/page/"])
def test_every_page_has_one_heading_a_title_and_a_skip_link(browser: Client, address: str) -> None:
    page = browser.get(address).content.decode()
    assert page.count("<h1") == 1
    assert "<title> –" not in page
    assert '<a class="skip" href="#main">' in page
    assert 'id="main"' in page


@pytest.mark.parametrize(
    ("language", "said"), [("en", "it belongs to a button on a page"), ("vi", "một nút trên trang")]
)
def test_an_address_that_belongs_to_a_button_says_so_and_leads_back(browser: Client, language: str, said: str) -> None:
    before = {"host": "testserver", "referer": "http://testserver/page/", "accept-language": language}
    answer = browser.get("/posted/", headers=before)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    page = answer.content.decode()
    assert said in page
    assert 'href="http://testserver/page/"' in page
