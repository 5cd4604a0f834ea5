"""The navigation shows what a person may open and marks where they are."""

from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from guidelines.frame import navigation
from tests.frame.addresses import Jordan


@pytest.fixture(autouse=True)
def only_these_items(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_items", {})
    navigation.register("Guidelines", "search", covers=["guideline"], order=20)
    navigation.register("Home", "home", order=10)
    navigation.register("Board", "page", may=lambda person: person.name != "Jordan Ellis", order=30)
    navigation.register("Updates", "settings", count=lambda person: 2, order=40)
    navigation.register("Quizzes", "not_built_yet", order=50)


def entries(address: str, person: Any = Jordan()) -> dict[str, navigation.Entry]:  # noqa: B008  # frozen
    return {entry.label: entry for entry in navigation.entries(person, resolve(address))}


def test_items_stand_in_their_order_and_only_where_allowed_and_built() -> None:
    assert list(entries("/")) == ["Home", "Guidelines", "Updates"]


def test_the_current_page_is_marked_and_no_other() -> None:
    assert [label for label, entry in entries("/search/").items() if entry.current] == ["Guidelines"]


def test_a_page_below_marks_its_item() -> None:
    assert [label for label, entry in entries("/guidelines/US-CC-0142/").items() if entry.current] == ["Guidelines"]


def test_a_count_comes_with_its_item() -> None:
    assert entries("/")["Updates"].count == 2


def test_a_visitor_sees_no_navigation(browser: Client) -> None:
    assert navigation.entries(None, None) == ()
    assert 'class="top-nav"' not in browser.get("/page/").content.decode()


def test_a_page_shows_it_with_the_count_spoken(browser: Client) -> None:
    page = browser.get("/page/?signed_in").content.decode()
    assert '<a href="/">Home</a>' in page
    assert '<span class="count">2<span class="vh"> waiting</span></span>' in page
