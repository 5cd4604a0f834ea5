"""Another moment: one form on every reading page, the bar that says which moment it shows, and the way back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from guidelines.editions.models import Guideline
from tests.editions import making as editions
from tests.people import World
from tests.reading import making

pytestmark = pytest.mark.django_db

NEWER = editions.SOURCE.replace("less than 30%", "less than 40%")


@pytest.fixture
def old(world: World) -> Guideline:
    """A guideline that bound in other words until thirty days ago."""
    first = making.backdated(world, None, timezone.now() - 60 * making.DAY)
    making.backdated(world, first.guideline, timezone.now() - 30 * making.DAY, source=NEWER)
    return first.guideline


def long_ago() -> str:
    return (timezone.now() - 40 * making.DAY).strftime("%Y-%m-%dT%H:%M:00Z")


def answer(client: Client, address: str, status: int = 200, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("page", ["/g/{}/", "/g/{}/R2/", "/guidelines/", "/compare/", "/search/"])
def test_a_moment_chosen_in_the_calendar_leads_to_the_same_page_then(world: World, old: Guideline, page: str) -> None:
    world.mo.time_zone = "America/Los_Angeles"
    world.mo.save()
    address = page.format(old.policy_id)
    response = making.signed_in(world.mo).get(address, {"q": "mirror", "on": "2026-07-01T10:00"})
    assert response.headers["Location"] == f"{address}?q=mirror&at=2026-07-01T17%3A00%3A00Z"


@pytest.mark.slow
@pytest.mark.parametrize("page", ["/g/{}/", "/g/{}/R2/", "/g/{}/editions/", "/guidelines/", "/compare/"])
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2026-03-08T02:30", "does not exist"),
        ("2026-11-01T01:30", "happens twice"),
        ("soon", "Enter a date and a time"),
    ],
)
def test_a_time_the_clocks_do_not_show_once_is_explained(
    world: World, old: Guideline, page: str, typed: str, told: str
) -> None:
    world.mo.time_zone = "America/Los_Angeles"
    world.mo.save()
    html = answer(making.signed_in(world.mo), page.format(old.policy_id), 400, on=typed)
    assert told in html
    assert f'value="{typed}"' in html
    assert " autofocus" in html


def test_of_a_time_that_happens_twice_the_person_picks_one(world: World, old: Guideline) -> None:
    client, query = making.signed_in(world.mo), {"on": "2026-11-01T01:30", "on_which": "1"}
    response = client.get(f"/g/{old.policy_id}/R2/", query)
    assert response.headers["Location"].endswith("?at=2026-11-01T09%3A30%3A00Z")


@pytest.mark.slow
@pytest.mark.parametrize("page", ["/g/{}/", "/g/{}/R2/", "/g/{}/editions/", "/guidelines/"])
def test_a_page_of_another_moment_says_so_and_leads_back(world: World, old: Guideline, page: str) -> None:
    address = page.format(old.policy_id)
    html = answer(making.signed_in(world.mo), address, at=long_ago())
    assert f'href="{address}"' in html
    assert 'role="note"' in html
    assert "30%" in html or "Edition 1" in html


def test_the_calendar_shows_the_moment_in_the_market_s_time(world: World, old: Guideline) -> None:
    html = answer(making.signed_in(world.mo), f"/g/{old.policy_id}/", at="2026-07-01T17:00Z")
    assert 'type="datetime-local" name="on" id="id_on" value="2026-07-01T10:00"' in html
    assert "Time in Los Angeles (PT)" in html


@pytest.mark.slow
def test_the_moment_is_kept_from_page_to_page(world: World, old: Guideline) -> None:
    client, at = making.signed_in(world.mo), long_ago()
    base = f"/g/{old.policy_id}/"
    library = answer(client, "/guidelines/", at=at)
    assert f'href="{base}?at={at}"' in library
    page = answer(client, base, at=at)
    for address in (f"{base}R2/?at={at}", f"{base}editions/?at={at}", f"/guidelines/?at={at}"):
        assert f'href="{address}"' in page
    listed = answer(client, f"{base}editions/", at=at)
    assert f'href="{base}?at={at}"' in listed
    assert f'name="at" value="{at}"' in listed


def test_the_list_of_editions_marks_the_one_that_was_in_force(world: World, old: Guideline) -> None:
    rows = answer(making.signed_in(world.mo), f"/g/{old.policy_id}/editions/", at=long_ago()).split("<tr")
    assert [("Then" in row, "Edition 1" in row) for row in rows if 'class="is-new"' in row] == [(True, True)]


@pytest.mark.slow
def test_what_was_in_force_then_is_compared_with_what_is_now(world: World, old: Guideline) -> None:
    client, at = making.signed_in(world.mo), long_ago()
    response = client.get(f"/g/{old.policy_id}/editions/compare/", {"at": at})
    assert response.headers["Location"] == f"/g/{old.policy_id}/editions/compare/?at={at}&from=1&to=2"
    assert "As of" in answer(client, response.headers["Location"])
    before = (timezone.now() - 90 * making.DAY).isoformat()
    answer(client, f"/g/{old.policy_id}/editions/compare/", 404, at=before)


@pytest.mark.slow
def test_two_guidelines_are_compared_as_they_were_then(world: World, old: Guideline) -> None:
    other = making.backdated(world, None, timezone.now() - 60 * making.DAY).guideline
    names = {"a": old.policy_id, "b": other.policy_id}
    client = making.signed_in(world.mo)
    assert "less than 40%" in answer(client, "/compare/", **names)
    assert "less than 40%" not in answer(client, "/compare/", at=long_ago(), **names)


def test_in_a_gap_the_line_for_the_case_note_carries_a_receipt(world: World, old: Guideline) -> None:
    at = (timezone.now() - dt.timedelta(days=90)).strftime("%Y-%m-%dT%H:%MZ")
    html = answer(making.signed_in(world.mo), f"/g/{old.policy_id}/", at=at)
    line = html.split('<code id="note">')[1].split("</code>")[0]
    cited, nothing, receipt = line.split(" · ")
    assert (cited, nothing) == (old.policy_id, "nothing in force")
    page = answer(making.signed_in(world.mo), f"/receipts/{receipt.removeprefix('receipt ')}/")
    assert f"No rule of {old.policy_id} was in force on" in page
