"""What no pack can be: each has its sentence, said before any work."""

from __future__ import annotations

from typing import Any

import pytest

from guidelines.frame.refusals import Invalid, Refused
from guidelines.liaison import making as works
from guidelines.liaison.models import Pack
from guidelines.liaison.services import refusing
from tests.liaison.making import asked, at, first, page
from tests.liaison.packing import EVERY, contents, made, pack
from tests.people import World


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"audience": "restricted"}, "“restricted” is no audience of a pack."),
        ({"audience": "everyone"}, "“everyone” is no audience of a pack."),
        ({"formats": ("exe",)}, "Change notes are not written as “exe”."),
        ({"formats": ()}, "Change notes are not written as “-”."),
        ({"introduction": "x" * 4001}, "The introduction has 4001 characters. The limit is 4000."),
        ({"left_out": [str(n) for n in range(1001)]}, "At most 1000 notes can be left out by hand."),
    ],
)
def test_what_no_pack_can_be_is_said_in_a_sentence(world: World, wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence.replace(".", r"\.")):
        pack(world.lia, **wrong)
    assert not Pack.objects.exists()


@pytest.mark.parametrize("question", [asked("XX"), asked("VN"), asked(domains=("ZZ",))])
def test_a_market_or_domain_of_others_is_refused_like_one_that_is_not_there(world: World, question: Any) -> None:
    with pytest.raises(Refused, match="is not a market or domain you may export"):
        pack(world.lia, question)


def test_too_many_notes_are_refused_before_anything_is_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first(world, at(2))
    first(world, at(3))
    monkeypatch.setattr(refusing, "MOST_NOTES", 1)
    monkeypatch.setattr(works, "answer", None)
    with pytest.raises(Invalid, match="A pack holds at most 1 changes and these are 2"):
        pack(world.lia)


def test_the_page_says_so_of_a_period_with_far_too_many(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from guidelines.liaison.views import notes

    first(world, at(2))
    first(world, at(3))
    monkeypatch.setattr(notes, "MOST_COUNTED", 1)
    monkeypatch.setattr(notes, "answer", None)
    assert "A pack holds at most 1000 changes and these are 2." in page(world.lia, status=422)


def test_controls_in_an_introduction_are_taken_out(world: World) -> None:
    first(world, at(16))
    found = made(world.lia, formats=EVERY, introduction="Bell\x07 and\x0bfeed\r\nsecond line")
    assert found.introduction == "Bell andfeed\nsecond line"
    assert set(contents(found)) == set(EVERY)
