"""The frame around every page: the person, the theme, the keys, what just happened."""

import datetime as dt
from pathlib import Path

from django.template import Context, Template
from django.test import Client

from guidelines.frame import slots
from guidelines.frame.product import newest_version


def test_the_theme_of_this_browser_comes_before_the_persons(browser: Client) -> None:
    assert 'data-theme="dark"' in browser.get("/page/?signed_in").content.decode()
    browser.cookies["theme"] = "light"
    assert 'data-theme="light"' in browser.get("/page/?signed_in").content.decode()


def test_a_theme_nobody_knows_is_ignored(browser: Client) -> None:
    browser.cookies["theme"] = "pink"
    assert "data-theme=" not in browser.get("/page/").content.decode().split("<head>")[0]


def test_the_header_can_be_shown_in_the_right_theme_before_anything_else_is_read(browser: Client) -> None:
    page = browser.get("/page/?signed_in").content.decode()
    order = ["data-theme-toggle", "</header>", '<script src="/static/js/theme.js"></script>', 'class="sprite"', "<main"]
    places = [page.index(mark) for mark in order]
    assert places == sorted(places)


def test_single_keys_can_be_off(browser: Client) -> None:
    assert 'data-keys="off"' in browser.get("/page/?signed_in").content.decode()
    assert "data-keys" not in browser.get("/page/").content.decode().split("<head>")[0]


def test_a_signed_in_person_has_search_and_a_way_out_without_javascript(browser: Client) -> None:
    page = browser.get("/page/?signed_in").content.decode()
    assert 'href="/search/" data-open="palette"' in page
    assert '<form method="post" action="/sign-out/">' in page
    assert "Your time: Chicago (CT)." in page


def test_after_a_deed_the_page_says_so_and_takes_the_focus(browser: Client) -> None:
    page = browser.get("/moved/", follow=True).content.decode()
    assert 'role="status" tabindex="-1" data-focus' in page
    assert "Approved." in page


def test_a_slot_shows_what_other_rooms_put_there(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(slots, "_fillings", {})
    for show in (True, False):
        slots.fill(
            "aside",
            "frame/theme_button.html",
            lambda request, *, guideline, show=show: {"g": guideline} if show else None,
        )
    html = Template('{% slot "aside" guideline=guideline %}').render(Context({"guideline": "US-CC-0142"}))
    assert html.count("data-theme-toggle") == 1
    assert Template('{% slot "nobody" %}').render(Context()) == ""


def test_time_tags_name_the_zone_and_the_instant() -> None:
    context = Context(
        {"at": dt.datetime(2026, 6, 13, 7, tzinfo=dt.UTC), "zone": "America/Los_Angeles", "mine": "America/Chicago"}
    )
    assert Template("{{ at|in_zone:zone }}").render(context) == "13 Jun 2026, 00:00 PT"
    assert Template("{{ none|in_zone:zone }}").render(context) == ""
    assert Template("{% moment at zone %}").render(context) == (
        '<time datetime="2026-06-13T07:00:00Z">13 Jun 2026, 00:00 PT</time>'
    )
    assert "02:00 your time (00:00 PT)" in Template("{% mine_and_market at mine zone %}").render(context)


def test_the_version_is_the_newest_of_the_change_log(tmp_path: Path) -> None:
    log = tmp_path / "CHANGELOG.md"
    assert newest_version(log) == ""
    log.write_text("# Changes\n\n## Unreleased\n\n## 0.2.1 - 2026-11-26\n\n## 0.1\n", encoding="utf-8")
    assert newest_version(log) == "0.2.1"
