"""A change note is corrected after publication: other words from now on, and packs that held it are issued again."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from guidelines.audit.models import AuditEvent
from guidelines.editions.models import Edition
from guidelines.frame.refusals import Invalid, Outdated, Refused
from guidelines.liaison.making import make_due
from guidelines.liaison.models import Correction, Pack
from guidelines.liaison.services.correcting import correct, issue_again, seen_of
from guidelines.people.models import Person
from tests.editions import making
from tests.liaison.making import NOW, asked, at, coming, first, page, signed_in, vietnamese
from tests.liaison.opening import words
from tests.liaison.packing import EVERY, contents, for_partners, made
from tests.people import World

LATER = NOW + dt.timedelta(days=1)


def corrected(edition: Edition, by: Person, **changes: str) -> Correction:
    given = {"note": "R1 and R2 are new, and R2 counts 30%.", "partner_note": "", "reason": "The share was missing."}
    return correct(edition, by=by, seen=seen_of(edition), **{**given, **changes})


def address(edition: Edition) -> str:
    return reverse("correct_note", args=[edition.guideline.policy_id, edition.number])


def test_new_packs_and_pages_tell_the_corrected_words_and_say_when(world: World) -> None:
    edition = first(world, at(9))
    with time_machine.travel(LATER):
        corrected(edition, world.ann)
        note = json.loads(contents(made(world.lia))["json"])["notes"][0]
        html = page(world.lia)
    assert note["change_note"] == "R1 and R2 are new, and R2 counts 30%."
    assert (note["corrected_words"], note["corrected"][:10]) == ("Corrected 23 Jun 2037", "2037-06-23")
    assert ("R2 counts 30%." in html, "Corrected 23 Jun 2037" in html) == (True, True)
    edition.refresh_from_db()
    assert edition.change_note == "R1 and R2 are new."
    assert AuditEvent.objects.get(verb="note.corrected").data["reason"] == "The share was missing."


@pytest.mark.slow
def test_the_state_before_the_correction_gives_the_bytes_from_before(world: World) -> None:
    edition = first(world, at(9))
    before = made(world.lia, formats=EVERY)
    with time_machine.travel(LATER):
        corrected(edition, world.ann)
        assert contents(made(world.lia, formats=EVERY, at=before.at)) == contents(before)
        after = contents(made(world.lia, formats=EVERY))
    assert all(after[extension] != contents(before)[extension] for extension in EVERY)


@pytest.mark.slow
def test_a_pack_issued_again_says_what_it_replaces_in_title_name_and_beside_the_note(world: World) -> None:
    edition, other = first(world, at(9)), first(world, at(10))
    old = made(world.lia, formats=EVERY)
    with time_machine.travel(LATER):
        corrected(edition, world.ann)
        new = issue_again(old, by=world.lia)
        make_due()
        new.refresh_from_db()
    assert new.title.endswith(". Corrected: replaces the notes of 22 Jun 2037")
    for extension, content in contents(new).items():
        text = words(extension, content)
        assert ("replacesthenotesof22Jun2037" in text) == (extension != "csv"), extension
        assert text.count("replacesthenoteof22Jun2037") == 1, extension
        assert "_corrected." in new.files.get(format=extension).name
    assert (new.corrects, new.stakeholder, len(new.notes)) == (old, old.stakeholder, 2)
    assert other.guideline.policy_id in new.notes[1]


@pytest.mark.slow
def test_what_began_since_and_what_was_left_out_is_not_taken_in_when_it_is_issued_again(world: World) -> None:
    edition, left = first(world, at(9)), first(world, at(10))
    coming(world, edition.guideline, at(26))
    old = made(world.lia, asked(later=True), left_out=(f"{left.guideline.policy_id} edition 1 in_force",))
    with time_machine.travel(at(27)):
        first(world, at(24))
        new = issue_again(old, by=world.lia)
        make_due()
        new.refresh_from_db()
    policy_id = edition.guideline.policy_id
    assert new.notes == [f"{policy_id} edition 1 in_force", f"{policy_id} edition 2 in_force"]


@pytest.mark.slow
def test_partners_hear_of_a_correction_of_their_words_and_of_no_other(world: World) -> None:
    edition = for_partners(world, at(9), change_note="Inside: R1 R2.", partner_note="Do this.")
    with time_machine.travel(LATER):
        corrected(edition, world.ann, note="Inside, better: R1 R2.", partner_note="Do this.")
        text = words("json", contents(made(world.lia, audience="partner"))["json"])
        assert ("Corrected" in text, "Inside" in text, "Dothis." in text) == (False, False, True)
        corrected(edition, world.ann, note="Inside, better: R1 R2.", partner_note="Do that.")
        text = words("json", contents(made(world.lia, audience="partner"))["json"])
        assert ("Corrected" in text, "Inside" in text, "Dothat." in text) == (True, False, True)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["lia", "mo", "bob", "eve", "ada", "joe", "vy", "van", "root"])
def test_only_a_policy_manager_of_its_scope_corrects_a_note(world: World, name: str) -> None:
    edition = first(world, at(9))
    with pytest.raises(Refused):
        corrected(edition, getattr(world, name))
    assert not Correction.objects.exists()


def test_a_second_policy_manager_may_and_a_draft_has_nothing_to_correct(world: World) -> None:
    assert corrected(first(world, at(9)), world.art).by == world.art
    with pytest.raises(Refused, match="This edition is not published"):
        corrected(making.draft(world), world.ann)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"note": " "}, "can be corrected but not emptied"),
        ({"reason": " "}, "Write what was wrong"),
        ({"note": "x" * 4001}, "The change note has 4001 characters. The limit is 4000."),
        ({"partner_note": "x" * 4001}, "The partner wording has 4001 characters"),
        ({"reason": "x" * 1001}, "The reason has 1001 characters"),
        ({"note": "R1 and R2 are new."}, "These are the words as they are told now"),
    ],
)
def test_what_is_no_correction_is_said_and_nothing_typed_is_lost(
    world: World, wrong: dict[str, str], sentence: str
) -> None:
    edition = first(world, at(9))
    with pytest.raises(Invalid, match=sentence):
        corrected(edition, world.ann, **wrong)
    typed = {"note": "R1, R2 better.", "partner_note": "", "reason": "Because so.", "seen": "0", **wrong}
    answer = signed_in(world.ann).post(address(edition), typed)
    assert answer.status_code == 422
    if wrong.get("reason", "Because so.").strip():
        assert typed["reason"] in answer.content.decode()


def test_nobody_corrects_words_they_did_not_read(world: World) -> None:
    edition = first(world, at(9))
    seen = seen_of(edition)
    corrected(edition, world.ann)
    with pytest.raises(Outdated, match="Somebody corrected this note since"):
        correct(edition, note="Mine.", partner_note="", reason="Mine.", by=world.art, seen=seen)


def test_a_correction_is_never_changed_and_never_deleted(world: World) -> None:
    made_one = corrected(first(world, at(9)), world.ann)
    for deed in (lambda: Correction.objects.filter(pk=made_one.pk).update(note="x"), made_one.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()


def test_the_page_shows_the_chain_and_the_packs_that_held_it_to_those_of_the_scope(world: World, lan: Person) -> None:
    edition = first(world, at(9))
    old = made(world.lia)
    with time_machine.travel(LATER):
        corrected(edition, world.ann)
        html = signed_in(world.lia).get(address(edition)).content.decode()
        for expected in ("As published", "Corrected by Ann Rivera", "The share was missing.", old.get_absolute_url()):
            assert expected in html
        assert "Only a policy manager of this market and domain" in html
        assert 'name="note"' in signed_in(world.ann).get(address(edition)).content.decode()
        client = signed_in(world.lia)
        answer = client.post(reverse("issue_again", args=[old.pk]))
        assert answer.headers["Location"] == Pack.objects.latest("pk").get_absolute_url()
        assert signed_in(lan).post(reverse("issue_again", args=[old.pk])).status_code == 404
    for name, status in (("mo", 403), ("bob", 403), ("vy", 403)):
        assert signed_in(getattr(world, name)).get(address(edition)).status_code == status
    foreign = vietnamese(world, at(9))
    assert signed_in(world.lia).get(address(foreign)).status_code == 404


def test_the_page_corrects(world: World) -> None:
    edition = first(world, at(9))
    typed = {"note": "R1, R2 better.", "partner_note": "", "reason": "Because.", "seen": "0"}
    assert signed_in(world.ann).post(address(edition), typed).status_code == 302
    assert Correction.objects.get().note == "R1, R2 better."
