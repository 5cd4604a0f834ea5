"""The list of editions, one edition by its number, and two of them compared."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from guidelines.editions import services
from tests.editions import making as editions
from tests.people import World
from tests.reading import making

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_the_list_shows_every_edition_with_its_times_and_the_gaps_between(world: World) -> None:
    guideline = making.first(world, change_note="First text.")
    making.withdrawn(world, guideline)
    making.again(world, guideline, change_note="Mended.")
    making.again(world, guideline, change_note="Better.", summary="Third.")
    html = making.signed_in(world.mo).get(f"/g/{guideline.policy_id}/editions/").content.decode()
    places = [html.index(mark) for mark in (">Edition 3<", ">Edition 2<", ">Gap<", ">Edition 1<")]
    assert places == sorted(places)
    assert "Nothing in force for 1 minute." in html
    assert "Bob Stone" in html
    assert "Mended." in html


@pytest.mark.slow
def test_drafts_are_listed_for_those_who_write_and_for_nobody_else(world: World) -> None:
    guideline = making.first(world)
    editions.next_draft(guideline, world.ann, title="Secret plans", change_note="Secret note")
    address = f"/g/{guideline.policy_id}/editions/"
    assert "Secret note" in making.signed_in(world.ann).get(address).content.decode()
    moderator = making.signed_in(world.mo)
    assert "Secret" not in moderator.get(address).content.decode()
    assert moderator.get(f"{address}2/").status_code == 404
    assert moderator.get(f"{address}compare/?from=1&to=2").status_code == 404
    shown = making.signed_in(world.ann).get(f"{address}2/").content.decode()
    assert "Edition 2 is a draft." in shown
    assert "It is not in force. Don’t decide by it." in shown


@pytest.mark.slow
@pytest.mark.parametrize("number", ["0", "9", "999999999"])
def test_an_edition_number_that_is_not_there_gets_its_sentence(world: World, number: str) -> None:
    guideline = making.first(world)
    response = making.signed_in(world.mo).get(f"/g/{guideline.policy_id}/editions/{number}/")
    assert response.status_code == 404
    assert f"{guideline.policy_id} has no edition {int(number)} that you may read." in response.content.decode()


@pytest.mark.slow
def test_a_superseded_edition_stands_under_its_banner_and_shows_no_news(world: World) -> None:
    guideline = making.first(world)
    making.again(world, guideline, summary="Second.")
    html = making.signed_in(world.mo).get(f"/g/{guideline.policy_id}/editions/1/").content.decode()
    assert "You are viewing edition 1." in html
    assert "Use it only to judge decisions made in that time." in html
    assert f"/g/{guideline.policy_id}/editions/compare/?from=1&amp;to=2" in html
    assert 'id="changed"' not in html


@pytest.mark.slow
def test_a_withdrawn_edition_says_why(world: World) -> None:
    guideline = making.first(world)
    making.withdrawn(world, guideline)
    html = making.signed_in(world.mo).get(f"/g/{guideline.policy_id}/editions/1/").content.decode()
    assert "and was withdrawn." in html
    assert "The escalation table named the wrong team." in html


def test_the_form_leads_to_what_was_in_force_in_the_market_s_time(world: World) -> None:
    edition = making.backdated(world, None, timezone.now() - 300 * making.DAY)
    client, policy_id = making.signed_in(world.mo), edition.guideline.policy_id
    response = client.get(f"/g/{policy_id}/editions/", {"on": "2026-07-01T10:00"})
    assert response.url == f"/g/{policy_id}/?at=2026-07-01T17%3A00%3A00Z"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2026-03-08T02:30", "does not exist"),
        ("2026-11-01T01:30", "happens twice"),
        ("soon", "Enter a date and a time"),
    ],
)
def test_a_moment_the_market_s_clocks_do_not_show_once_is_explained(world: World, typed: str, told: str) -> None:
    guideline = making.first(world)
    response = making.signed_in(world.mo).get(f"/g/{guideline.policy_id}/editions/", {"on": typed})
    assert response.status_code == 400
    assert told in response.content.decode()
    again = making.signed_in(world.mo).get(f"/g/{guideline.policy_id}/editions/", {"on": typed, "on_which": "1"})
    assert again.status_code == (302 if told == "happens twice" else 400)


@pytest.mark.slow
def test_a_comparison_shows_decisions_first_then_the_words(world: World) -> None:
    guideline = making.first(world)
    text = editions.SOURCE.replace("less than 30%", "less than 40%").replace("every US seller", "every seller")
    making.again(world, guideline, source=text, title="Counterfeit listings")
    html = making.signed_in(world.mo).get(f"/g/{guideline.policy_id}/editions/compare/?from=1&to=2").content.decode()
    decisions = html[html.index('id="dd"') : html.index('id="details"')]
    assert "<del>30%</del><ins>40%</ins>" in decisions
    assert ">R2<" in decisions
    assert ">R1<" not in decisions
    redline = html[html.index('id="redline"') :]
    assert "<del>US </del>" in redline
    assert re.search(r"Counterfeit <del>product </del>listings", html)


@pytest.mark.slow
def test_two_editions_with_the_same_words_are_said_to_be_equal(world: World) -> None:
    guideline = making.first(world)
    making.again(world, guideline, change_note="Nothing but the note.")
    client = making.signed_in(world.mo)
    assert (
        "Both editions have the same words"
        in client.get(f"/g/{guideline.policy_id}/editions/compare/?from=1&to=2").content.decode()
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "query", ["", "?from=1", "?from=x&to=y", "?from=1&to=99999999999999", "?from=1&to=7", "?from=-1&to=1"]
)
def test_a_comparison_of_what_is_not_there_gets_its_sentence(world: World, query: str) -> None:
    guideline = making.first(world)
    response = making.signed_in(world.mo).get(f"/g/{guideline.policy_id}/editions/compare/{query}")
    assert response.status_code == 404
    assert "from the list" in response.content.decode()


@pytest.mark.slow
def test_a_discarded_draft_stays_readable_for_insiders_only(world: World) -> None:
    guideline = making.first(world)
    draft = editions.next_draft(guideline, world.ann, title="Given up")
    services.discard(draft, by=world.ann)
    assert "was discarded" in making.signed_in(world.joe).get(f"/g/{guideline.policy_id}/editions/2/").content.decode()
    assert making.signed_in(world.lia).get(f"/g/{guideline.policy_id}/editions/2/").status_code == 404
