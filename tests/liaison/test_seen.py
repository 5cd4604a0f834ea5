"""What is sent is what was looked at: the preview and the pack tell of the same state of the record."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from guidelines.liaison.making import make_due
from guidelines.liaison.models import Pack
from guidelines.people.models import Person
from tests.liaison.making import JUNE, NOW, at, first, looked, page, signed_in
from tests.liaison.sending import a_list, mailbox
from tests.people import World

MINUTE = dt.timedelta(minutes=1)
AGAIN = "Here are the notes as of now: look again."


def handed(html: str) -> str:
    found = re.search(r'name="at" value="([^"]+)"', html)
    assert found
    return found[1]


def posted(person: Person, name: str = "ask_for_notes", status: int = 302, **typed: Any) -> str:
    answer = signed_in(person).post(reverse(name), {**JUNE, "market": "US", **typed})
    assert answer.status_code == status
    return str(answer.content.decode())


def test_what_is_published_after_the_preview_is_not_in_the_pack(world: World) -> None:
    seen = first(world, at(9), title="Apple")
    brand = a_list(world, "Brand Integrity", "internal")
    mailbox(brand)
    typed = {"at": handed(page(world.lia)), "send": "list", "list": brand.pk}
    with time_machine.travel(NOW + MINUTE):
        first(world, at(10), title="Birch")
        asked = posted(world.lia, status=200, **typed)
        assert "Send 1 note to Brand Integrity?" in asked
        assert handed(asked) == typed["at"]
        posted(world.lia, sure="on", **typed)
        make_due()
    assert Pack.objects.get().notes == [f"{seen.guideline.policy_id} edition 1 in_force"]


def test_another_page_of_the_preview_is_of_the_same_state(world: World) -> None:
    first(world, at(9), title="Apple")
    typed = handed(page(world.lia))
    with time_machine.travel(NOW + MINUTE):
        first(world, at(10), title="Birch")
        html = posted(world.lia, "choose_notes", 200, at=typed)
        assert ("Apple" in html, "Birch" in html, handed(html) == typed) == (True, False, True)
        assert "Birch" in page(world.lia), "Whoever asks anew sees what is new."


@pytest.mark.parametrize("case", ["old", "another's", "forged", "none"])
def test_what_was_not_seen_within_an_hour_is_shown_again_with_what_was_typed(world: World, case: str) -> None:
    first(world, at(9), title="Apple")
    own = looked(world.lia)
    token = {"old": own, "another's": looked(world.ann), "forged": own[:-1] + "~", "none": ""}[case]
    with time_machine.travel(NOW + (61 if case == "old" else 1) * MINUTE):
        first(world, at(10), title="Birch")
        html = posted(world.lia, status=422, at=token, format="md", introduction="Dear all")
        assert AGAIN in html
        assert ("Birch" in html, ">Dear all</textarea>" in html) == (True, True)
        assert not Pack.objects.exists()
        posted(world.lia, at=handed(html), format="md")


@pytest.mark.parametrize("chosen", ["", "999999", "x"])
def test_a_missing_list_is_said_on_the_preview_with_what_was_typed(world: World, chosen: str) -> None:
    edition = first(world, at(9), title="Apple")
    key = f"{edition.guideline.policy_id} edition 1 in_force"
    first(world, at(10), title="Birch")
    typed = {"send": "list", "list": chosen, "introduction": "Dear all", "out": key}
    html = posted(world.lia, status=422, at=looked(world.lia), **typed)
    assert "Choose the list to which it goes." in html
    assert (">Dear all</textarea>" in html, f'name="out" value="{key}"' in html) == (True, True)


def test_an_introduction_that_is_too_long_comes_back_with_the_sentence(world: World) -> None:
    first(world, at(9))
    long = "Dear partners. " * 300
    html = posted(world.lia, status=422, at=handed(page(world.lia)), introduction=long, format="md")
    assert "The introduction has 4499 characters. The limit is 4000." in html
    assert long.strip() in html
    assert not Pack.objects.exists()
