"""What is asked before a signature: the checklist, and each rule that decides differently."""

from __future__ import annotations

import re

import pytest

from guidelines.audit.models import AuditEvent
from guidelines.audit.verify import verify
from guidelines.editions import services
from guidelines.editions.asking import decision_keys
from guidelines.editions.models import Approval, Edition
from guidelines.frame.refusals import Invalid
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.editions import making
from tests.editions.pages import address, signed_in, text
from tests.people import World, make_person

NOTED = {"change_note": "R1, R2 and R9 changed."}


@pytest.fixture
def edition(world: World) -> Edition:
    return making.submitted(making.draft(world), world.ann)


def broken() -> list[str]:
    return [finding.sentence for finding in verify() if finding.broken]


def test_every_question_is_answered_with_yes_before_an_approval(world: World, edition: Edition) -> None:
    order = services.add_question(world.product, "Is the order right?", by=world.bob)
    services.add_question(world.product, "Can a new moderator decide in ten seconds?", by=world.eve)
    services.add_question(world.seller, "Of another domain.", by=world_reviewer(world, "seller"))
    with pytest.raises(Invalid, match=r"ten seconds") as refusal:
        making.approve(edition, world.bob, answers=[order.pk])
    assert "order right" not in refusal.value.sentence
    approved = making.approve(edition, world.bob)
    wording = ["Is the order right?", "Can a new moderator decide in ten seconds?"]
    assert approved.approvals.get().checklist == wording
    assert AuditEvent.objects.get(verb="edition.approved").data["checklist"] == wording


def world_reviewer(world: World, domain: str) -> Person:
    return make_person(f"W-{domain[:3].upper()}", "Wim Wide", Role.POLICY_REVIEWER, world.us, getattr(world, domain))


def test_every_row_that_decides_differently_is_agreed_to(world: World, edition: Edition) -> None:
    assert decision_keys(edition)
    first, *others = decision_keys(edition)
    with pytest.raises(Invalid, match="Agree to each rule") as refusal:
        making.approve(edition, world.bob, agreed=[first])
    assert all(row in refusal.value.sentence for row in others)
    assert not Approval.objects.exists()
    approved = making.approve(edition, world.bob)
    assert approved.approvals.get().agreed == decision_keys(edition)
    assert AuditEvent.objects.get(verb="edition.approved").data["agreed"] == decision_keys(edition)


@pytest.mark.slow
def test_a_question_that_ended_is_asked_no_more_and_its_words_stay(world: World, edition: Edition) -> None:
    question = services.add_question(world.product, "Is the order right?", by=world.bob)
    approved = making.approve(edition, world.bob)
    services.end_question(question, by=world.eve)
    assert approved.approvals.get().checklist == ["Is the order right?"]
    later = making.submitted(making.next_draft(edition.guideline, world.ann, summary="Other."), world.ann)
    services.approve(later, by=world.bob, seen=later.digest, agreed=decision_keys(later))
    assert broken() == []


def test_an_import_says_that_nobody_was_asked(world: World, edition: Edition) -> None:
    services.add_question(world.product, "Is the order right?", by=world.bob)
    services.approve(edition, by=world.bob, seen=edition.digest, waive=True)
    assert AuditEvent.objects.get(verb="edition.approved").data["waived"] == ["checklist", "agreed"]


@pytest.mark.slow
def test_the_page_asks_and_keeps_what_was_ticked_and_typed(world: World, edition: Edition) -> None:
    one = services.add_question(world.product, "Is the order right?", by=world.bob)
    services.add_question(world.product, "Is it short?", by=world.bob)
    client, row = signed_in(world.bob), decision_keys(edition)[0]
    data = {"seen": edition.digest, "answers": [str(one.pk), "x", "9" * 40], "agreed": [row], "note": "Reads well."}
    answer = client.post(address("move", edition, "approve"), data)
    assert answer.status_code == 422
    page = text(answer)
    assert "Is it short?" in page
    assert "Reads well." in page
    assert f'value="{one.pk}" required checked' in page
    answer = client.post(address("move", edition, "request_changes"), {**data, "note": ""})
    assert f'value="{one.pk}" required checked' in text(answer)
    edition.refresh_from_db()
    assert edition.state == "in_review"


@pytest.mark.slow
def test_the_rows_on_the_page_are_those_that_the_gate_asks_for(world: World) -> None:
    first = making.published(making.draft(world), world)
    changed = making.SOURCE.replace("less than 30%", "less than 25%").replace("R1", "R9")
    edition = making.submitted(making.next_draft(first.guideline, world.ann, source=changed, **NOTED), world.ann)
    page = text(signed_in(world.bob).get(address("review", edition)))
    shown = re.findall(r'name="agreed" value="(\w+)" form="decide" required', page)
    assert shown == decision_keys(edition)
    assert set(shown) == {"R1", "R2", "R9"}
    assert 'name="agreed"' not in text(signed_in(world.ann).get(address("review", edition)))
