"""What was told beforehand and cancelled before it began: those who were told hear that it does not begin."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine

from guidelines.editions import services
from guidelines.editions.models import Guideline
from guidelines.frame.jobs import JobState
from guidelines.liaison import making as packs
from guidelines.liaison.calling_off import without_those_not_told
from guidelines.liaison.exports import FORMATS
from guidelines.liaison.models import CalledOff, Pack, Stakeholder
from guidelines.liaison.queries import answer
from guidelines.liaison.services.feeds import open_feed
from guidelines.liaison.services.subscribing import subscribe
from guidelines.people.models import Person
from guidelines.text.audience import Audience
from tests.liaison.calling import DAY, LATER, PLAINER, WHY, cancel, noted, published_again, reworded, scheduled
from tests.liaison.making import NOW, asked, notes
from tests.liaison.packing import contents, for_partners, made, pack
from tests.liaison.sending import a_list
from tests.liaison.test_feeds import read
from tests.liaison.test_subscribing import SOON, told, wish
from tests.people import World


def test_a_subscription_that_told_it_beforehand_tells_that_it_does_not_begin_once(
    world: World, guideline: Guideline, brand: Stakeholder
) -> None:
    subscribe(brand, wish(world, later=True), by=world.lia)
    other = a_list(world, "Operations", "internal")
    subscribe(other, wish(world), by=world.lia)
    edition = scheduled(world, guideline)
    assert told(NOW + SOON) == [f"{guideline.policy_id} edition 2 starts"]
    cancel(world, edition, NOW + DAY)
    assert told(NOW + DAY + SOON) == [f"{guideline.policy_id} edition 2 called_off"]
    assert Pack.objects.latest("pk").stakeholder == brand, "Operations was told nothing that is to be taken back."
    assert told(NOW + DAY + 2 * SOON) == []
    assert told(NOW + 5 * DAY) == [], "Its day goes by."


def test_it_goes_out_in_the_daily_letter_too_and_a_minor_one_to_those_who_hear_of_minor_ones(
    world: World, guideline: Guideline, brand: Stakeholder
) -> None:
    daily = subscribe(brand, wish(world, rhythm="daily", hour=9, later=True, significance="minor"), by=world.lia)
    edition = scheduled(world, guideline, significance="minor", source=PLAINER)
    assert told(daily.next_at + SOON) == [f"{guideline.policy_id} edition 2 starts"]
    cancel(world, edition, NOW + DAY)
    daily.refresh_from_db()
    assert told(daily.next_at + SOON) == [f"{guideline.policy_id} edition 2 called_off"]


def test_what_nobody_was_told_of_is_not_called_off(world: World, guideline: Guideline, brand: Stakeholder) -> None:
    subscribe(brand, wish(world), by=world.lia)
    edition = scheduled(world, guideline)
    told()
    cancel(world, edition, NOW + DAY)
    assert told(NOW + DAY + SOON) == []
    assert not any("called_off" in key for key in noted(world.lia, NOW + DAY + SOON))


def test_the_note_says_what_it_was_when_it_was_to_start_and_why_in_every_format(
    world: World, guideline: Guideline
) -> None:
    edition = scheduled(world, guideline)
    made(world.lia, LATER)
    cancel(world, edition, NOW + DAY)
    reworded(world, edition)
    with time_machine.travel(NOW + DAY + SOON, tick=False):
        note = notes(world.lia, asked()).notes[-1]
        files = contents(made(world.lia, asked(), tuple(FORMATS)))
    assert (note.kind, note.citation, note.title) == (
        "called_off",
        f"{guideline.policy_id} edition 2",
        "Vapes, stricter",
    )
    assert note.moment_words == "Called off 23 Jun 2037, 05:00 PT"
    assert note.before_words == "It was to start 26 Jun 2037, 05:00 PT. It does not begin then."
    assert (note.reason, note.text, note.changes, note.embargo_words) == (WHY, "", (), "")
    for name in ("html", "md"):
        assert "It was to start 26 Jun 2037, 05:00 PT. It does not begin then." in files[name].decode()
    assert b'"called_off"' in files["csv"]
    assert json.loads(files["json"])["facts"][0].endswith("1 called off")
    assert len(files) == len(FORMATS)


def test_the_same_pack_gives_the_same_bytes_after_it_was_published_again(world: World, guideline: Guideline) -> None:
    edition = scheduled(world, guideline)
    made(world.lia, LATER)
    cancel(world, edition, NOW + DAY)
    state = NOW + DAY + SOON
    with time_machine.travel(state, tick=False):
        before = contents(made(world.lia, asked(), ("json", "md")))
        published_again(world, edition, NOW + 9 * DAY)
    with time_machine.travel(NOW + 2 * DAY, tick=False):
        assert contents(made(world.lia, asked(), ("json", "md"), at=state)) == before


def test_partners_hear_of_it_when_partners_were_told_and_without_the_reason(world: World) -> None:
    known = {"note_audience": "partner", "change_note": "R2 removes vapes."}
    guideline = for_partners(world, NOW - 20 * DAY, **known).guideline
    edition = scheduled(world, guideline, **known)
    made(world.lia, LATER)
    with time_machine.travel(NOW + SOON, tick=False):
        partners = pack(world.lia, LATER, audience="partner")
    cancel(world, edition, NOW + DAY)
    assert f"{guideline.policy_id} edition 2 called_off" in noted(world.lia, NOW + DAY + SOON)
    packs.make(partners.pk)
    partners.refresh_from_db()
    assert not any("edition 2" in key for key in partners.notes), "It was made after it was cancelled."
    assert not any("called_off" in key for key in noted(world.lia, NOW + DAY + SOON, "partner")), "They never heard."

    with time_machine.travel(NOW + 2 * DAY, tick=False):
        published_again(world, edition, NOW + 6 * DAY)
        made(world.lia, LATER, audience="partner")
    cancel(world, edition, NOW + 3 * DAY)
    with time_machine.travel(NOW + 3 * DAY + SOON, tick=False):
        file = contents(made(world.lia, asked(), audience="partner"))["json"].decode()
    assert "called_off" in file
    assert WHY not in file


def test_what_was_kept_from_partners_since_is_not_told_to_them_by_calling_it_off(world: World) -> None:
    known = {"note_audience": "partner", "change_note": "R2 removes vapes."}
    guideline = for_partners(world, NOW - 20 * DAY, **known).guideline
    edition = scheduled(world, guideline, **known)
    made(world.lia, LATER, audience="partner")
    cancel(world, edition, NOW + DAY)
    with time_machine.travel(NOW + DAY, tick=False):
        services.class_guideline(guideline, audience="internal", by=world.ann, reason="It names sellers.")
    assert noted(world.lia, NOW + DAY + SOON, "partner") == []


def test_a_liaison_elsewhere_and_whoever_may_not_export_there_reads_nothing_of_it(
    world: World, guideline: Guideline, lan: Person
) -> None:
    edition = scheduled(world, guideline)
    made(world.lia, LATER)
    cancel(world, edition, NOW + DAY)
    now = NOW + DAY + SOON
    question = asked("US", "VN")
    assert [one.kind for one in answer(world.lia, asked(), now).happenings] == ["in_force", "called_off"]
    assert answer(lan, question, now).happenings == ()
    assert answer(world.mo, question, now).happenings == ()


def test_a_feed_calls_off_what_its_list_was_told_and_nothing_else(
    world: World, guideline: Guideline, brand: Stakeholder
) -> None:
    _feed, token = open_feed(brand, "Brand feed", by=world.lia)
    _other, elsewhere = open_feed(a_list(world, "Operations", "internal"), "Operations feed", by=world.lia)
    subscribe(brand, wish(world, later=True), by=world.lia)
    edition = scheduled(world, guideline)
    told()
    assert "Vapes, stricter" not in read(token).content.decode(), "What has not begun is in no feed."
    cancel(world, edition, NOW + DAY)
    with time_machine.travel(NOW + DAY + SOON, tick=False):
        entry = read(token, "feed.json").json()["items"][0]
        assert "called off" not in read(elsewhere).content.decode().lower()
    assert entry["title"].endswith("Vapes, stricter")
    assert "It was to start 26 Jun 2037, 05:00 PT" in entry["content_text"]


def test_a_pack_that_tells_beforehand_what_was_called_off_meanwhile_is_made_again(
    world: World, guideline: Guideline, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = scheduled(world, guideline)
    asked_for, write = pack(world.lia, LATER), FORMATS["json"].write

    def and_cancel(document: packs.Document) -> bytes:
        if not CalledOff.objects.exists():
            services.cancel(edition, by=world.bob, note=WHY)
        return write(document)

    slow = packs.FORMATS | {"json": type(FORMATS["json"])("json", "JSON", "application/json", and_cancel)}
    monkeypatch.setattr(packs, "FORMATS", slow)
    packs.make(asked_for.pk)
    asked_for.refresh_from_db()
    assert (asked_for.state, asked_for.error[:12]) == (JobState.QUEUED, "Something th")
    assert not asked_for.files.exists()
    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        packs.make(asked_for.pk)
    asked_for.refresh_from_db()
    assert (asked_for.state, asked_for.notes) == (JobState.DONE, [f"{guideline.policy_id} edition 1 in_force"])


def test_a_list_is_called_off_nothing_that_another_list_was_told(
    world: World, guideline: Guideline, brand: Stakeholder
) -> None:
    edition = scheduled(world, guideline)
    made(world.lia, LATER, stakeholder=brand, formats=("json", "md", "html"))
    cancel(world, edition, NOW + DAY)
    found = answer(world.lia, asked(), NOW + DAY + SOON, Audience.INTERNAL).happenings
    others = a_list(world, "Operations", "internal")
    assert len(without_those_not_told(brand, found)) == 2
    assert [one.kind for one in without_those_not_told(others, found)] == ["in_force"]
