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
from guidelines.frame.refusals import Refused, Unavailable
from guidelines.liaison import making as works
from guidelines.liaison.models import Pack, PackFile, PackNote
from guidelines.liaison.packs import digest_of, kept
from guidelines.people import services as people
from guidelines.people.models import Assignment, Person
from guidelines.people.roles import Role
from tests.editions import making
from tests.liaison.making import JUNE, NOW, again, ask, asked, at, coming, elsewhere, first, signed_in, vietnamese
from tests.liaison.opening import words
from tests.liaison.packing import EVERY, contents, made, pack
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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
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
    ask(world.lia, "json", client, out=shown[0], shown=[])
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
    assert failed.error == "Something broke on our side. It is recorded."


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


def test_several_topics_take_what_has_any_of_them(world: World) -> None:
    for day, code in enumerate(("counterfeit", "counterfeit.goods", "regulated"), start=2):
        first(world, at(day), topic_codes=(code,))
    assert len(made(world.lia, asked(topics=("counterfeit.goods", "regulated"))).notes) == 2


def test_what_has_not_begun_is_in_a_pack_only_when_asked_for(world: World) -> None:
    coming(world, first(world, at(2)).guideline, at(26))
    assert (len(made(world.lia).notes), len(made(world.lia, asked(later=True)).notes)) == (1, 2)
    assert "_embargo." in made(world.lia, asked(later=True)).files.get().name
