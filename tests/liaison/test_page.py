"""The page: defaults, presets, bad questions, empty answers, pages of a long answer, and what it costs."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from guidelines.liaison.services import refusing
from guidelines.people.roles import Role
from tests.liaison.making import ask, at, coming, export, files, first, page, signed_in
from tests.liaison.opening import words
from tests.people import World, make_person

MOST_QUERIES = 18


def value(html: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', html)
    return found[1] if found else ""


@pytest.mark.slow
def test_without_a_question_it_is_the_last_seven_days_of_all_my_markets(world: World) -> None:
    first(world, at(16, hour=7), title="First moment of the first day")
    first(world, at(16, hour=6), title="A day too early")
    html = signed_in(world.lia).get(reverse("change_notes")).content.decode()
    assert (value(html, "from"), value(html, "until")) == ("2037-06-16", "2037-06-22")
    assert ("First moment of the first day" in html, "A day too early" in html) == (True, False)


def test_today_is_the_newest_date_of_any_of_my_markets(world: World) -> None:
    everywhere = make_person("A-060", "Ian Wu", Role.LIAISON)
    html = signed_in(everywhere).get(reverse("change_notes"), {"until": ""}).content.decode()
    assert value(html, "until") == "2037-06-22"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"until": "2037-05-31"}, "The period ends before it begins."),
        ({"from": "2036-01-01"}, "A period may have 400 days and this one has 547."),
        ({"from": "2037-02-30"}, "This is not a date. Write it like 2026-06-08."),
        ({"until": "soon"}, "This is not a date."),
        ({"until": "9999-12-31"}, "The year 9999 can’t be right."),
        ({"from": "0001-01-01"}, "The year 1 can’t be right."),
        ({"from": "", "until": "0001-01-01"}, "The year 1 can’t be right."),
        ({"from": "", "until": "1970-01-02"}, "The year 1969 can’t be right."),
        ({"market": "XX"}, "“XX” is not a market you may export."),
        ({"domain": "<b>"}, "“<b>” is not a domain you may export."),
        ({"topic": "weather"}, "There is no topic “weather”."),
        ({"significance": "huge"}, "“huge” is no significance."),
        ({"language": "tlh"}, "Change notes are not written in “tlh”."),
    ],
)
def test_a_bad_question_is_refused_with_its_sentence_and_what_was_typed_is_kept(
    world: World, question: dict[str, str], sentence: str
) -> None:
    asked = {"domain": "PR", "later": "on", **question}
    for html in (page(world.lia, status=422, **asked), export(world.lia, "md", **asked).content.decode()):
        assert escape(sentence) in html
        kept = {
            name: text for name, text in {"from": "2037-06-01", **asked}.items() if name in ("from", "until") and text
        }
        assert {name: value(html, name) for name in kept} == kept
        assert re.search(r'name="later"[^>]*checked', html)
        assert "domain" in question or re.search(r'name="domain" value="PR"[^>]*checked', html)
    assert export(world.lia, "md", **asked).status_code == 422


def test_400_days_are_not_too_many(world: World) -> None:
    page(world.lia, **{"from": "2036-06-01", "until": "2037-07-05"})


def test_when_nothing_changed_the_page_says_so_and_names_the_days(world: World) -> None:
    html = page(world.lia)
    assert ("Nothing changed" in html, "1 Jun 2037 to 30 Jun 2037" in html) == (True, True)
    assert "formaction" not in html


@pytest.mark.slow
def test_what_starts_later_is_counted_until_it_is_asked_for(world: World) -> None:
    guideline = first(world, at(2)).guideline
    coming(world, guideline, at(26))
    assert "1 change of this period starts later and is not in these notes." in page(world.lia)
    later = page(world.lia, later="on")
    assert "1 change starts later. Do not share this before 26 Jun 2037, 09:00 PT." in later
    assert "Do not share before then" in later


@pytest.mark.slow
def test_a_person_of_several_markets_is_told_whose_days_are_counted(world: World) -> None:
    everywhere = make_person("A-060", "Ian Wu", Role.LIAISON)
    first(world, at(16))
    html = page(everywhere)
    assert "A day is a day in the market’s own time: Ho Chi Minh (ICT), Los Angeles (PT)." in html
    assert "Days in the time of Los Angeles (PT), Ho Chi Minh (ICT)" in html


@pytest.mark.slow
def test_the_preview_is_what_goes_out(world: World) -> None:
    first(world, at(16), title="Copies <of> “brands”", change_note="R1 & R2.\n\nSecond paragraph.")
    coming(world, first(world, at(3)).guideline, at(26))
    preview = page(world.lia, later="on")
    article = preview[preview.index("<article") : preview.index("</article>")]
    written = files(world.lia, later="on")["html"].decode()
    body = written[written.index("<article") : written.index("</article>")]
    assert (
        re.sub(r'</?a\b[^>]*>|<label class="check push">.*?</label>\s*', "", article).split()
        == re.sub(r"(</?h)(\d)", lambda tag: f"{tag[1]}{int(tag[2]) + 1}", body).split()
    )


@pytest.mark.slow
def test_a_long_answer_comes_in_pages_and_the_file_is_whole(world: World) -> None:
    for n in range(12):
        first(world, at(2) + dt.timedelta(hours=n), title=f"Guideline number {n:02}")
    html, second = page(world.lia), page(world.lia, page="2")
    assert ("number 09" in html, "number 10" in html, "1 to 10 of 12" in html) == (True, False, True)
    assert ("number 09" in second, "number 11" in second) == (False, True)
    assert "12 changes: 12 major" in html
    assert re.search(r'Product<span class="hint">12</span>', second)
    for extension, content in files(world.lia).items():
        assert all(f"number{n:02}" in words(extension, content) for n in range(12)), extension


@pytest.mark.slow
def test_the_number_of_notes_does_not_change_the_number_of_queries(world: World) -> None:
    client = signed_in(world.lia)
    client.get(reverse("change_notes"))  # the first page of a person begins their shift
    export(world.lia, "html", client)  # and their first deed writes their name down
    spent: list[tuple[int, int]] = []
    for more in (1, 4):
        for n in range(more):
            first(world, at(2 + n, minute=more), title=f"Number {more} {n}")
        with CaptureQueriesContext(connection) as for_page:
            client.get(reverse("change_notes"), {"from": "2037-06-01", "until": "2037-06-30"})
        with CaptureQueriesContext(connection) as for_file:
            assert export(world.lia, "html", client).status_code == 200
        spent.append((len(for_page), len(for_file)))
    assert spent[0] == spent[1]
    assert spent[0][0] <= MOST_QUERIES


@pytest.mark.slow
def test_a_file_beyond_the_limit_is_refused_and_the_page_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first(world, at(2))
    first(world, at(3))
    monkeypatch.setattr(refusing, "MOST_NOTES", 1)
    response = export(world.lia, "csv")
    assert response.status_code == 422
    assert "A pack holds at most 1 changes and these are 2." in response.content.decode()


def test_asking_is_no_get_and_knows_its_formats(world: World) -> None:
    client = signed_in(world.lia)
    assert client.get(reverse("ask_for_notes")).status_code == 405
    answer = ask(world.lia, "exe", client)
    assert (answer.status_code, "Change notes are not written as “exe”." in answer.content.decode()) == (422, True)
    assert client.post(reverse("change_notes")).status_code == 405


def test_a_form_from_elsewhere_exports_nothing(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.lia)
    assert export(world.lia, "md", client).status_code == 403
