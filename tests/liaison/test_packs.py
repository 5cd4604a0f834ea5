"""Packs: what is asked for is made once, kept for ever, and seen by those who may export all of it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from guidelines.frame import jobs
from guidelines.frame.jobs import LEASE, JobState
from guidelines.frame.refusals import Invalid, Refused, Unavailable
from guidelines.liaison import making as works
from guidelines.liaison.exports import FORMATS
from guidelines.liaison.models import Pack, PackFile, PackNote
from guidelines.liaison.packs import digest_of, kept
from guidelines.liaison.services import refusing
from guidelines.people import services as people
from guidelines.people.models import Assignment, Person
from guidelines.people.roles import Role
from tests.editions import making
from tests.liaison.making import JUNE, NOW, again, ask, asked, at, coming, elsewhere, first, page, signed_in, vietnamese
from tests.liaison.opening import words
from tests.liaison.packing import EVERY, contents, for_partners, made, pack
from tests.people import World, make_person


def status(person: Person, address: str) -> int:
    return int(signed_in(person).get(address).status_code)


def test_a_pack_is_made_in_the_background_and_its_file_is_fetched_as_it_was_written(world: World) -> None:
    edition = first(world, at(16))
    answer = ask(world.lia, "md")
    waiting = Pack.objects.get()
    assert answer.headers["Location"] == waiting.get_absolute_url()
    assert (waiting.state, waiting.files.count()) == (JobState.QUEUED, 0)
    assert works.make_due() == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.done_steps, waiting.all_steps) == (JobState.DONE, 2, 2)
    file = waiting.files.get()
    response = signed_in(world.lia).get(reverse("pack_file", args=[waiting.pk, "md"]))
    assert digest_of(response.content) == file.digest
    assert [note.edition for note in PackNote.objects.all()] == [edition]
    assert waiting.notes == [f"{edition.guideline.policy_id} edition 1 in_force"]


def test_the_same_question_at_the_same_state_gives_the_same_bytes_in_every_format(world: World) -> None:
    guideline = first(world, at(2)).guideline
    again(world, guideline, at(9))
    wish = {"redline": True, "introduction": "Dear all,\n\nread this."}
    before = made(world.lia, asked(later=True), EVERY, **wish)
    with time_machine.travel(NOW + dt.timedelta(days=2)):
        again(world, guideline, at(20), change_note="R2, once more.", source=making.SOURCE)
        after = made(world.lia, asked(later=True), EVERY, at=before.at, **wish)
        later = made(world.lia, asked(later=True), EVERY, **wish)
    assert contents(before) == contents(after)
    assert contents(before) != contents(later)


def test_a_withdrawal_that_came_later_is_not_in_an_earlier_state(world: World) -> None:
    edition = first(world, at(2))
    before = made(world.lia)
    with time_machine.travel(NOW + dt.timedelta(hours=1)):
        making.services.withdraw(edition, by=world.bob, note="Wrong.")
        assert contents(made(world.lia, at=before.at)) == contents(before)
        assert len(made(world.lia).notes) == 2


@pytest.mark.parametrize("extension", EVERY)
def test_an_introduction_stands_in_every_format_that_has_room_for_it(world: World, extension: str) -> None:
    first(world, at(9))
    text = words(extension, contents(made(world.lia, formats=(extension,), introduction="Dear partners"))[extension])
    assert ("Dearpartners" in text) == (extension != "csv")


@pytest.mark.parametrize("extension", EVERY)
def test_a_redline_is_in_every_format_that_can_show_it(world: World, extension: str) -> None:
    guideline = first(world, at(2)).guideline
    again(world, guideline, at(9), source=making.SOURCE.replace("every US seller", "every seller in the US"))
    with_it, without = (contents(made(world.lia, formats=(extension,), redline=on))[extension] for on in (True, False))
    shows = extension not in ("csv", "xlsx")
    assert ("sellerinthe" in words(extension, with_it)) == shows
    assert "sellerinthe" not in words(extension, without)


def test_single_notes_are_left_out_and_counted_no_more(world: World) -> None:
    one, two = first(world, at(2), title="Apple"), first(world, at(3), title="Birch")
    kept_out = f"{one.guideline.policy_id} edition 1 in_force"
    found = made(world.lia, left_out=(kept_out,))
    data = json.loads(contents(found)["json"])
    assert [note["title"] for note in data["notes"]] == ["Birch"]
    assert data["facts"][0] == "1 change: 1 major"
    assert found.notes == [f"{two.guideline.policy_id} edition 1 in_force"]


def test_what_was_unticked_stays_out_on_the_next_page_and_what_was_typed_stays(world: World) -> None:
    for n in range(12):
        first(world, at(2) + dt.timedelta(hours=n), title=f"Number {n:02}")
    shown = [f"US-PR-{n:04} edition 1 in_force" for n in range(1, 11)]
    form = {**JUNE, "shown": shown, "include": shown[1:], "page": "2", "introduction": "Dear all"}
    client = signed_in(world.lia)
    html = client.post(reverse("choose_notes"), form).content.decode()
    assert "Number 11" in html
    assert f'name="out" value="{shown[0]}"' in html
    assert "Send 11 notes" in html
    assert ">Dear all</textarea>" in html
    client.post(reverse("ask_for_notes"), {**JUNE, "out": shown[0], "shown": [], "format": "json"})
    works.make_due()
    assert len(Pack.objects.get().notes) == 11


def test_a_pack_is_seen_by_those_who_may_export_all_of_it_and_by_nobody_else(world: World, lan: Person) -> None:
    first(world, at(16))
    vietnamese(world, at(16))
    everywhere = make_person("A-061", "Ian Wu", Role.LIAISON)
    sellers = make_person("A-062", "Sol Ray", Role.LIAISON, world.us, world.seller)
    us, both = made(world.lia), made(everywhere, asked("US", "VN"))
    for found, seen_by in ((us, {"lia", "everywhere"}), (both, {"everywhere"})):
        people_asked = {"lia": world.lia, "lan": lan, "everywhere": everywhere, "sellers": sellers}
        for name, person in people_asked.items():
            expected = 200 if name in seen_by else 404
            assert status(person, found.get_absolute_url()) == expected, (name, found)
            assert status(person, reverse("pack_file", args=[found.pk, "json"])) == expected
            assert (found.get_absolute_url() in signed_in(person).get(reverse("packs")).content.decode()) == (
                expected == 200
            )


def test_a_liaison_of_one_domain_sees_the_packs_they_asked_for(world: World) -> None:
    sellers = make_person("A-062", "Sol Ray", Role.LIAISON, world.us, world.seller)
    elsewhere(world, world.seller, at(9))
    first(world, at(9))
    found = made(sellers)
    assert (len(found.notes), status(sellers, found.get_absolute_url())) == (1, 200)
    assert status(world.lia, found.get_absolute_url()) == 200


@pytest.mark.parametrize("name", ["mo", "bob", "ada", "joe", "vy", "root"])
def test_without_the_right_to_export_there_is_no_pack(world: World, name: str) -> None:
    first(world, at(16))
    found = made(world.lia)
    person = getattr(world, name)
    assert status(person, reverse("packs")) == 403
    assert status(person, found.get_absolute_url()) == 403
    assert ask(person, "md").status_code == 403
    with pytest.raises(Refused):
        pack(person)


def test_whoever_lost_the_right_before_the_work_gets_nothing(world: World) -> None:
    first(world, at(16))
    waiting = pack(world.lia)
    people.end_role(Assignment.objects.get(person=world.lia), by=None)
    works.make(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == (
        JobState.FAILED,
        "Only a liaison or a policy manager can export change notes.",
    )
    assert not waiting.files.exists()


def test_a_market_taken_away_before_the_work_fails_it_with_its_name(world: World) -> None:
    everywhere = make_person("A-061", "Ian Wu", Role.LIAISON)
    waiting = pack(everywhere, asked("US", "VN"))
    people.end_role(Assignment.objects.get(person=everywhere), by=None)
    people.grant(everywhere, Role.LIAISON, by=None, market=world.us)
    works.make(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, "“VN” is not a market" in waiting.error) == (JobState.FAILED, True)


def test_a_worker_killed_in_the_middle_loses_nothing_and_leaves_nothing_half_done(world: World) -> None:
    first(world, at(16))
    waiting = pack(world.lia, formats=("json", "md"))
    assert jobs.claim(Pack, waiting.pk) is not None  # and dies
    assert works.make_due() == 0
    with time_machine.travel(NOW + LEASE + dt.timedelta(minutes=1)):
        assert works.make_due() == 1
        assert works.make_due() == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, set(contents(waiting))) == (JobState.DONE, 2, {"json", "md"})


def test_a_worker_that_comes_back_late_writes_no_second_file(world: World) -> None:
    first(world, at(16))
    waiting = pack(world.lia)
    late = jobs.claim(Pack, waiting.pk)
    assert late is not None
    with time_machine.travel(NOW + LEASE + dt.timedelta(minutes=1)):
        works.make_due()
        before = contents(waiting)
        works._make(late)
    assert (contents(waiting), PackFile.objects.count(), PackNote.objects.count()) == (before, 1, 1)


def test_those_who_wait_for_a_pack_are_told_with_its_end_or_it_does_not_end(world: World, monkeypatch: Any) -> None:
    first(world, at(16))
    told: list[int] = []
    monkeypatch.setattr(works, "_done", [lambda pack: told.append(pack.files.count())])
    made(world.lia)
    assert told == [1]

    def breaks(_pack: Pack) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(works, "_done", [breaks])
    failed = made(world.lia)
    assert (failed.state, failed.files.count()) == (JobState.QUEUED, 0)
    assert failed.error == "It could not be made. It is tried again by itself."


def test_a_kept_file_can_be_neither_changed_nor_deleted(world: World) -> None:
    first(world, at(16))
    file = made(world.lia).files.get()
    for deed in (lambda: PackFile.objects.filter(pk=file.pk).update(name="x"), file.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()


def test_a_file_whose_bytes_are_not_those_of_its_digest_is_not_given_out(world: World) -> None:
    file = PackFile(format="md", name="x.md", content=b"other", digest=digest_of(b"these"))
    with pytest.raises(Unavailable, match="its digest differs"):
        kept(file)


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


def test_several_topics_take_what_has_any_of_them(world: World) -> None:
    for day, code in enumerate(("counterfeit", "counterfeit.goods", "regulated"), start=2):
        first(world, at(day), topic_codes=(code,))
    assert len(made(world.lia, asked(topics=("counterfeit.goods", "regulated"))).notes) == 2


def test_what_has_not_begun_is_in_a_pack_only_when_asked_for(world: World) -> None:
    coming(world, first(world, at(2)).guideline, at(26))
    assert (len(made(world.lia).notes), len(made(world.lia, asked(later=True)).notes)) == (1, 2)
    assert "_embargo." in made(world.lia, asked(later=True)).files.get().name


def test_partners_hear_what_is_for_them_and_the_page_counts_no_other(world: World) -> None:
    for_partners(world, at(9), title="Known", partner_note="What you must do.", change_note="Inside: R1 and R2.")
    first(world, at(10), title="Unknown")
    text = page(world.lia, audience="partner")
    assert ("Known" in text, "Unknown" in text, "What you must do." in text) == (True, False, True)
    assert "Inside:" not in text
    assert "Send 1 note<" in text
    found = made(world.lia, formats=tuple(FORMATS), audience="partner")
    assert len(found.notes) == 1
    for extension, content in contents(found).items():
        assert "Inside:" not in words(extension, content)


def test_partners_read_of_a_withdrawal_only_that_it_was_one(world: World) -> None:
    edition = for_partners(world, at(9), partner_note="What you must do.")
    making.services.withdraw(edition, by=world.bob, note="Legal hold 7.", backdate_to=at(12))
    note = json.loads(contents(made(world.lia, audience="partner"))["json"])["notes"][-1]
    told = (note["kind"], note["reason"], note["edition_after"], note["edition_before"])
    assert told == ("withdrawn", "", None, None)
    assert "Legal hold" not in json.dumps(json.loads(contents(made(world.lia, audience="partner"))["json"]))


def test_an_edition_that_is_not_for_partners_is_as_if_it_had_never_been(world: World) -> None:
    guideline = for_partners(world, at(2), partner_note="First.").guideline
    again(world, guideline, at(9), change_note="Inside: R2.")
    again(world, guideline, at(12), change_note="Inside again: R1 R2.", partner_note="Third.", source=making.SOURCE)
    notes = json.loads(contents(made(world.lia, audience="partner"))["json"])["notes"]
    assert [(note["edition"], note["edition_before"]) for note in notes] == [(1, None), (3, 1)]
