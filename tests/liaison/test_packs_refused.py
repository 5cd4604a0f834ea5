"""What no pack can be: each has its sentence, said before any work."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
from django.db import connection
from django.db.models import F

from guidelines.editions.models import Approval, Edition
from guidelines.frame.refusals import Invalid, Refused
from guidelines.liaison import making as works
from guidelines.liaison.models import Pack
from guidelines.liaison.services import refusing
from tests.editions import making
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


def many_drafts(like: Edition, since: dt.datetime, many: int) -> None:
    """Further editions of its guideline as rows, to begin one after the other."""
    names = [field.attname for field in Edition._meta.concrete_fields if field.name not in ("id", "number", "saved_at")]
    copied, last = {name: getattr(like, name) for name in names}, like.guideline.editions.latest("number").number
    moments = [since + dt.timedelta(seconds=20 * n) for n in range(many)]
    Edition.objects.bulk_create(
        Edition(**copied, number=last + n, saved_at=moment) for n, moment in enumerate(moments, start=1)
    )


def give_force(world: World) -> None:
    """Step by step, as the triggers demand, through the manager that knows nothing of moves."""
    rows = Edition._base_manager.exclude(number=1)
    rows.update(state="in_review")
    signed = rows.values_list("pk", "digest", "saved_at")
    Approval.objects.bulk_create(
        (Approval(edition_id=pk, person=world.bob, digest=digest, at=moment) for pk, digest, moment in signed),
        batch_size=2000,
    )
    # Else PostgreSQL takes the table for an empty one and walks through all of it for each edition.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE editions_approval")
    rows.update(state="approved")
    moved = {"last_move": "publish", "moved_at": F("saved_at"), "moved_by": world.ann}
    rows.update(state="published", effective_from=F("saved_at"), published_at=F("saved_at"), **moved)


@pytest.mark.slow
def test_a_period_with_50_000_notes_is_refused_at_once_on_the_page_and_when_it_is_sent(world: World) -> None:
    some = making.draft(world)
    for since in (at(2) + dt.timedelta(seconds=20 * n) for n in range(0, 50_000, 2000)):
        many_drafts(some, since, 2000)
    give_force(world)
    sentence = "A pack holds at most 1000 changes and these are 50000."
    before = time.monotonic()
    assert sentence in page(world.lia, status=422)
    with pytest.raises(Invalid, match=sentence.replace(".", r"\.")):
        pack(world.lia)
    assert time.monotonic() - before < 5, "It is counted, and nothing of it is read."
