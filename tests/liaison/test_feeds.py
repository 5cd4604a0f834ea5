"""Feeds: read by programs at a private address, which can be taken away."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from guidelines.audit.models import AuditEvent
from guidelines.editions.services.classing import class_guideline
from guidelines.frame import limits
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.liaison.models import Feed
from guidelines.liaison.services.feeds import end_feed, open_feed
from guidelines.liaison.services.stakeholders import end_stakeholder
from guidelines.people import services as people
from tests.liaison.making import NOW, coming, first
from tests.liaison.sending import a_list
from tests.people import World

ATOM = "{http://www.w3.org/2005/Atom}"
DAY = dt.timedelta(days=1)


@pytest.fixture
def opened(world: World) -> tuple[Feed, str]:
    return open_feed(a_list(world, "Brand Integrity", "internal"), "Brand Integrity feed", by=world.lia)


def read(token: str, form: str = "feed.json", **headers: str) -> Any:
    return Client().get(reverse("feed", args=[token, form]), headers=headers)


def titles(token: str) -> list[str]:
    return [item["title"] for item in json.loads(read(token).content)["items"]]


def test_both_forms_tell_the_same_notes_the_newest_first(world: World, opened: tuple[Feed, str]) -> None:
    old = first(world, NOW - 2 * DAY, title="Vapes")
    new = first(world, NOW - DAY, title="Counterfeit <goods>", change_note="R1 & R2 are new.")
    expected = [
        f"{new.guideline.policy_id} edition 1: Counterfeit <goods>",
        f"{old.guideline.policy_id} edition 1: Vapes",
    ]
    assert titles(opened[1]) == expected
    atom = read(opened[1], "atom.xml")
    assert atom["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = ElementTree.fromstring(atom.content)
    assert [entry.findtext(f"{ATOM}title") for entry in found.iter(f"{ATOM}entry")] == expected
    assert "R1 &amp; R2 are new." in (found.find(f"{ATOM}entry").findtext(f"{ATOM}summary") or "")  # type: ignore[union-attr]
    assert json.loads(read(opened[1]).content)["items"][0]["date_published"] == "2037-06-21T12:00:00+00:00"


def test_a_note_appears_when_its_embargo_ends(world: World, opened: tuple[Feed, str]) -> None:
    guideline = first(world, NOW - DAY).guideline
    coming(world, guideline, NOW + DAY)
    assert [title[11:20] for title in titles(opened[1])] == ["edition 1"]
    with time_machine.travel(NOW + DAY):
        assert [title[11:20] for title in titles(opened[1])] == ["edition 2", "edition 1"]


@pytest.mark.slow
def test_a_feed_for_partners_tells_only_what_partners_may_know(world: World) -> None:
    _feed, token = open_feed(a_list(world), "Partner portal", by=world.lia)
    first(world, NOW - DAY, title="Inside", change_note="Canary inside")
    words = {"change_note": "Canary: 40%.", "partner_note": "Fewer removals."}
    outside = first(world, NOW - DAY, title="Outside", **words).guideline
    assert titles(token) == []
    class_guideline(outside, audience="partner", by=world.ann, reason="Partners ask.")
    assert titles(token) == [f"{outside.policy_id} edition 1: Outside"]
    told = read(token, "atom.xml").content.decode()
    assert "Fewer removals." in told
    assert "Canary" not in told
    assert "Inside" not in told


def test_a_feed_that_did_not_change_says_so(world: World, opened: tuple[Feed, str]) -> None:
    first(world, NOW - DAY)
    answer = read(opened[1])
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    again = read(opened[1], **{"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    first(world, NOW - dt.timedelta(hours=1))
    assert read(opened[1], **{"If-None-Match": answer["ETag"]}).status_code == 200


def test_a_feed_makes_no_session_and_no_cookie_and_needs_none(world: World, opened: tuple[Feed, str]) -> None:
    answer = read(opened[1])
    assert (answer.status_code, dict(answer.cookies)) == (200, {})
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_no_address_of_a_feed_stands_in_it_or_in_the_database(world: World, opened: tuple[Feed, str]) -> None:
    first(world, NOW - DAY)
    feed, token = opened
    for form in ("feed.json", "atom.xml"):
        assert token not in read(token, form).content.decode()
    assert token not in str(Feed.objects.filter(pk=feed.pk).values())
    assert token not in str(list(AuditEvent.objects.values_list("data", flat=True)))


def test_an_unknown_feed_is_not_found_and_an_ended_one_is_gone(world: World, opened: tuple[Feed, str]) -> None:
    assert read("no-such-token").status_code == 404
    assert read(opened[1], "feed.exe").status_code == 404
    assert Client().get("/feeds/").status_code == 404
    end_feed(opened[0], by=world.lia)
    gone = read(opened[1])
    assert (gone.status_code, "Ask the liaison" in gone.content.decode()) == (410, True)
    with pytest.raises(WrongState):
        end_feed(opened[0], by=world.lia)
    other, token = open_feed(opened[0].stakeholder, "Other", by=world.lia)
    end_stakeholder(other.stakeholder, by=world.lia)
    assert read(token).status_code == 410


def test_a_feed_of_somebody_who_may_no_longer_export_is_gone(world: World, opened: tuple[Feed, str]) -> None:
    first(world, NOW - DAY)
    people.leave(world.lia, by=None)
    assert read(opened[1]).status_code == 410


def test_a_feed_is_only_read_and_not_too_often(
    world: World, opened: tuple[Feed, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Client().post(reverse("feed", args=[opened[1], "feed.json"])).status_code == 405
    head = Client().head(reverse("feed", args=[opened[1], "feed.json"]))
    assert (head.status_code, head.content) == (200, b"")
    limits.forget()
    monkeypatch.setattr(limits, "SLOTS", 0)
    monkeypatch.setattr(
        limits._Purse, "__init__", lambda purse, minute: purse.__dict__.update(minute=minute, held=0, free=0)
    )
    refused = read(opened[1])
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60


def test_the_row_tells_when_it_was_read_last(world: World, opened: tuple[Feed, str]) -> None:
    assert Feed.objects.get().read_at is None
    read(opened[1])
    seen = Feed.objects.get().read_at
    read(opened[1])
    assert Feed.objects.get().read_at == seen, "Once a minute is enough."


def test_only_a_liaison_opens_feeds_of_their_lists(world: World) -> None:
    with pytest.raises(Refused):
        open_feed(a_list(world), "Mine", by=world.ann)
    with pytest.raises(Invalid, match="not told of that market"):
        open_feed(a_list(world, "B"), "Mine", markets=("VN",), by=world.lia)
    with pytest.raises(Invalid, match="1 to 120"):
        open_feed(a_list(world, "C"), " ", by=world.lia)
    with pytest.raises(Invalid, match="no such significance"):
        open_feed(a_list(world, "D"), "Mine", significance="huge", by=world.lia)
    with pytest.raises(Invalid, match="no such topic"):
        open_feed(a_list(world, "E"), "Mine", topic="nonsense", by=world.lia)
