"""The palette: what it offers while somebody types, and what it remembers."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from guidelines.editions import services
from guidelines.reading.search.synonyms import add_synonyms
from tests.people import World
from tests.reading import making

pytestmark = pytest.mark.django_db


def offered(client: Client, **asked: object) -> list[dict[str, Any]]:
    response = client.get("/search/palette/", asked)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    options: list[dict[str, Any]] = response.json()["options"]
    return options


def cites(options: list[dict[str, Any]]) -> list[str]:
    return [option["cite"] for option in options]


@pytest.mark.slow
def test_a_rule_is_one_line_with_its_condition_action_and_severity(twelve: World) -> None:
    [first] = offered(making.signed_in(twelve.mo), q="retail price")
    assert first["text"].startswith("R2: An item at less than 40%")
    assert first["text"].endswith(" → Restrict, S3")
    assert (first["cite"], first["note"], first["url"]) == ("US-PR-0001 R2", "Rule", "/g/US-PR-0001/R2/")


@pytest.mark.slow
def test_a_citation_comes_first_however_it_is_typed(twelve: World) -> None:
    client = making.signed_in(twelve.mo)
    for typed in ("PR-0001 R2", "pr-0001 r2", "us-pr-0001 r2", "0001 r2"):
        assert cites(offered(client, q=typed))[0] == "US-PR-0001 R2"
    assert offered(client, q="US-PR-0001")[0]["url"] == "/g/US-PR-0001/"
    assert offered(client, q="US-PR-0001")[0]["note"] == "Edition 1"


def test_results_come_with_the_beginning_of_a_word_and_are_few(twelve: World) -> None:
    client = making.signed_in(twelve.joe)
    assert len(offered(client, q="r")) == 8
    assert cites(offered(client, q="giveaw")) == ["US-CC-0002"]
    assert offered(client, q="zebra") == []


def test_a_typing_error_is_forgiven_where_nothing_else_is_found_and_is_said(twelve: World) -> None:
    answer = making.signed_in(twelve.joe).get("/search/palette/", {"q": "givaways"}).json()
    assert cites(answer["options"]) == ["US-CC-0002"]
    assert answer["heading"] == "Nothing for “givaways”. Showing “giveaways”."
    assert making.signed_in(twelve.joe).get("/search/palette/", {"q": "giveaway"}).json()["heading"] == ""


def test_a_typing_error_tells_nothing_of_words_that_one_may_not_read(twelve: World) -> None:
    answer = making.signed_in(twelve.mo).get("/search/palette/", {"q": "givaways"}).json()
    assert (answer["options"], answer["heading"]) == ([], "")


def test_what_was_opened_last_keeps_its_order_and_its_rights(twelve: World) -> None:
    remembered = ["US-PR-0002 R4", "VN-PR-0001", "US-PR-0001", "nonsense", "US-PR-0001 R9"]
    assert cites(offered(making.signed_in(twelve.joe), recent=remembered)) == [
        "US-PR-0002 R4",
        "VN-PR-0001",
        "US-PR-0001",
    ]
    assert cites(offered(making.signed_in(twelve.mo), recent=remembered)) == ["US-PR-0002 R4", "US-PR-0001"]


def test_nothing_typed_and_nothing_remembered_is_an_empty_list(twelve: World) -> None:
    assert offered(making.signed_in(twelve.mo)) == []


@pytest.mark.slow
def test_words_that_are_temporary_or_suspended_are_said_to_be_so(world: World) -> None:
    guideline, mo = making.first(world, title="Zebra sales"), making.signed_in(world.mo)
    draft = making.making.next_draft(guideline, world.ann, title="Zebra sales", summary="Recalled.")
    binding = services.enforce_now(draft, by=world.bob, seen=draft.digest, note="Recall.", hours=2)
    assert offered(mo, q="zebra")[0]["note"] == "Edition 2, Temporary"
    services.suspend(binding, by=world.bob, reason="A court order.", escalate_to="Legal")
    assert offered(mo, q="zebra")[0]["note"] == "Edition 2, Suspended"
    assert offered(mo, recent=[guideline.policy_id])[0]["note"] == "Edition 2, Suspended"


@pytest.mark.slow
def test_superseded_words_are_not_offered(world: World) -> None:
    first = making.first(world, source="## Scope\n\nSays **whales** here.\n")
    making.again(world, first, source="## Scope\n\nSays nothing of them.\n")
    assert offered(making.signed_in(world.mo), q="whales") == []


def test_whoever_is_not_signed_in_is_offered_nothing(client: Client) -> None:
    assert client.get("/search/palette/", {"q": "mirror"}).status_code == 302


def test_every_page_holds_the_palette_with_the_places_to_go(twelve: World) -> None:
    html = making.signed_in(twelve.mo).get("/guidelines/").content.decode()
    assert (
        'role="combobox" inputmode="search" aria-expanded="true" aria-autocomplete="list" aria-controls="pal-results"'
        in html
    )
    assert 'data-href="/guidelines/"' in html
    assert "Search the full text of all guidelines" in html


def test_the_palette_says_which_synonyms_took_part(twelve: World) -> None:
    client = making.signed_in(twelve.mo)

    def also(typed: str) -> str:
        said: str = client.get("/search/palette/", {"q": typed}).json()["also"]
        return said

    assert also("mirror") == ""
    add_synonyms(twelve.us, ["mirror", "1:1"], by=twelve.ann)
    assert also("mirror") == "also: “1:1”"
    assert also("cot") == ""
    assert also("“mirror”") == "", "the very words were asked for"
