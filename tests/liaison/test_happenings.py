"""What is in the notes of a period: beginnings, withdrawals, temporary editions, and what they are compared with."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from guidelines.editions import services
from guidelines.liaison.notes import Note
from tests.editions import making
from tests.liaison.making import STRICTER, again, asked, at, coming, elsewhere, first, notes, told
from tests.people import World

HOUR = dt.timedelta(hours=1)


def only(world: World, **question: object) -> Note:
    (note,) = notes(world.lia, asked(**question)).notes  # type: ignore[arg-type]
    return note


def test_an_edition_is_in_the_notes_of_the_day_it_began_in_the_markets_time(world: World) -> None:
    edition = first(world, at(16, hour=6, minute=59))  # 15 June, 23:59 in Los Angeles
    name = edition.guideline.policy_id
    day = dt.date(2037, 6, 15)
    assert told(world.lia, asked(since=day, until=day)) == [("in_force", name, 1)]
    assert told(world.lia, asked(since=day + dt.timedelta(days=1), until=dt.date(2037, 6, 30))) == []
    assert told(world.lia, asked(since=dt.date(2037, 6, 1), until=dt.date(2037, 6, 14))) == []


def test_a_note_tells_what_decides_differently_from_the_edition_before(world: World) -> None:
    guideline = first(world, dt.datetime(2037, 5, 1, tzinfo=dt.UTC)).guideline
    again(world, guideline, at(16), change_note="R2 below 40% and stricter.", title="Copies")
    note = only(world)
    assert (note.citation, note.title, note.significance) == (f"{guideline.policy_id} edition 2", "Copies", "major")
    assert (note.moment_words, note.text) == ("In force from 16 Jun 2037, 09:00 PT", "R2 below 40% and stricter.")
    assert (note.before, note.before_words) == (1, "Before: edition 1.")
    assert [(c.rule, c.field_words, c.old_words, c.new_words) for c in note.changes] == [
        (
            "R2",
            "Condition",
            "A branded item at less than 30% of its usual price and no proof of origin.",
            "A branded item at less than 40% of its usual price and no proof of origin.",
        ),
        ("R2", "Action", "Restrict", "Remove"),
    ]


@pytest.mark.slow
def test_every_rule_of_a_new_guideline_is_new(world: World) -> None:
    first(world, at(16))
    note = only(world)
    assert (note.before, note.before_words) == (None, "Before: nothing. The guideline is new.")
    assert {(change.rule_words, change.kind, change.old) for change in note.changes} == {
        ("R1, new", "added", ""),
        ("R2, new", "added", ""),
    }
    severities = [change.new_words for change in note.changes if change.field == "severity"]
    assert severities == ["S2 High", "S3 Medium"]


@pytest.mark.slow
def test_a_withdrawal_is_in_the_notes_with_its_reason(world: World) -> None:
    edition = first(world, dt.datetime(2037, 5, 1, tzinfo=dt.UTC))
    services.withdraw(edition, by=world.bob, note="The wrong team was named.", backdate_to=at(17))
    note = only(world)
    assert (note.kind, note.reason, note.text) == ("withdrawn", "The wrong team was named.", "")
    assert note.moment_words == "Withdrawn 17 Jun 2037, 09:00 PT"
    assert note.before_words == "After: nothing in force until another edition begins."
    assert note.changes == ()


@pytest.mark.slow
def test_after_a_gap_the_new_edition_is_compared_with_the_one_before_the_gap(world: World) -> None:
    edition = first(world, at(2))
    services.withdraw(edition, by=world.bob, note="The wrong team was named.", backdate_to=at(3))
    again(world, edition.guideline, at(4))
    note = notes(world.lia, asked()).notes[-1]
    assert (note.before, note.compared_with) == (None, 1)
    assert note.before_words == "Before: nothing was in force. Compared with edition 1, in force last."
    assert {change.rule for change in note.changes} == {"R2"}


@pytest.mark.slow
def test_a_withdrawal_of_a_superseded_edition_says_that_nothing_changed_in_force(world: World) -> None:
    edition = first(world, at(2))
    again(world, edition.guideline, at(4))
    edition.refresh_from_db()
    services.withdraw(edition, by=world.bob, note="Named a person.")
    withdrawal = notes(world.lia, asked()).notes[-1]
    assert withdrawal.before_words == "It had given way already. Edition 2 stays in force."
    assert (withdrawal.edition, withdrawal.reason, withdrawal.changes) == (1, "Named a person.", ())


@pytest.mark.slow
def test_an_emergency_is_in_the_notes_when_it_begins_and_when_it_ends_by_itself(world: World) -> None:
    edition = first(world, at(2))
    note = "R2 removes: recall of batch 7."
    draft = making.next_draft(edition.guideline, world.ann, source=STRICTER, change_note=note)
    services.enforce_now(draft, by=world.bob, seen=draft.digest, note="Recall alert.", hours=24)
    with time_machine.travel(at(24)):
        begun, ended = notes(world.lia, asked()).notes[1:]
    assert (begun.kind, begun.temporary_words) == ("in_force", "Temporary, until 23 Jun 2037, 05:00 PT")
    assert (ended.kind, ended.edition) == ("ended", 2)
    assert ended.moment_words == "Temporary edition, ended 23 Jun 2037, 05:00 PT"
    assert ended.before_words == "After: edition 1 is in force again."
    assert ("R2", "Action", "Remove", "Restrict") in [
        (c.rule, c.field_words, c.old_words, c.new_words) for c in ended.changes
    ]


@pytest.mark.slow
def test_an_emergency_that_still_runs_has_no_end_in_the_notes(world: World) -> None:
    edition = first(world, at(2))
    draft = making.next_draft(edition.guideline, world.ann, source=STRICTER)
    services.enforce_now(draft, by=world.bob, seen=draft.digest, note="Recall alert.")
    assert [kind for kind, *_ in told(world.lia)] == ["in_force", "in_force"]


@pytest.mark.slow
def test_what_has_not_begun_is_left_out_until_asked_for_and_is_then_marked(world: World) -> None:
    guideline = first(world, at(2)).guideline
    coming(world, guideline, at(26, hour=7))
    assert [edition for *_, edition in told(world.lia)] == [1]
    later = notes(world.lia, asked(later=True))
    note = later.notes[-1]
    assert (note.kind, note.moment_words) == ("starts", "Starts 26 Jun 2037, 00:00 PT")
    assert note.embargo_words == "Do not share before then"
    assert later.embargo == "1 change starts later. Do not share this before 26 Jun 2037, 00:00 PT."


@pytest.mark.slow
def test_drafts_and_approved_editions_are_never_in_the_notes(world: World) -> None:
    guideline = first(world, at(2)).guideline
    making.approved(making.next_draft(guideline, world.ann, source=STRICTER), world)
    making.draft(world, title="Another one")
    assert len(told(world.lia, asked(later=True))) == 1
    assert len(told(world.ann, asked(later=True))) == 1


@pytest.mark.slow
def test_notes_are_in_order_of_market_domain_moment_and_policy_id(world: World) -> None:
    late, early = first(world, at(12)), first(world, at(5))
    creator = elsewhere(world, world.creator, at(20))
    same = first(world, at(12))
    assert [name for _kind, name, _n in told(world.lia)] == [
        edition.guideline.policy_id for edition in (creator, early, late, same)
    ]


@pytest.mark.slow
def test_significance_narrows_beginnings_and_a_withdrawal_counts_as_major(world: World) -> None:
    edition = first(world, at(2), significance="minor")
    second = again(world, edition.guideline, at(3))
    services.withdraw(second, by=world.bob, note="Wrong team.", backdate_to=at(4))
    assert [kind for kind, _p, _n in told(world.lia, asked(significance="major"))] == ["in_force", "withdrawn"]
    assert [number for *_, number in told(world.lia, asked(significance="minor"))] == [1]


@pytest.mark.slow
def test_a_topic_takes_everything_below_it(world: World) -> None:
    first(world, at(2), topic_codes=("counterfeit.goods",))
    other = first(world, at(3), topic_codes=("regulated",)).guideline.policy_id
    assert len(told(world.lia, asked(topics=("counterfeit",)))) == 1
    assert len(told(world.lia, asked(topics=("counterfeit", "regulated")))) == 2
    assert [name for _kind, name, _n in told(world.lia, asked(topics=("regulated",)))] == [other]


@pytest.mark.slow
def test_a_domain_narrows_the_notes(world: World) -> None:
    first(world, at(2))
    creator = elsewhere(world, world.creator, at(20)).guideline.policy_id
    assert [name for _kind, name, _n in told(world.lia, asked(domains=("CC",)))] == [creator]
