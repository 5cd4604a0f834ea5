"""What verify_audit finds in editions when somebody got past the triggers."""

from __future__ import annotations

from django.db import connection, models

from guidelines.audit import triggers
from guidelines.audit.verify import verify
from guidelines.editions import services
from guidelines.editions.models import Approval, Edition
from tests.editions import making
from tests.people import World


def _said(broken: bool = True) -> str:
    return " ".join(finding.sentence for finding in verify() if finding.broken is broken)


def test_words_changed_past_the_freeze_are_found(world: World) -> None:
    edition = making.published(making.draft(world), world)
    assert _said() == ""
    triggers.disarm(connection)
    models.QuerySet(Edition).filter(pk=edition.pk).update(source="Forged.")
    triggers.arm(connection)
    assert "US-PR-0001 edition 1: its words do not match its digest." in _said()


def test_a_published_text_whose_approval_vanished_is_found(world: World) -> None:
    making.published(making.draft(world), world)
    triggers.disarm(connection)
    Approval.objects.all().delete()
    triggers.arm(connection)
    assert "published without the approval" in _said()


def test_an_approval_signed_over_to_the_author_is_found(world: World) -> None:
    making.published(making.draft(world), world)
    triggers.disarm(connection)
    Approval.objects.update(person=world.ann)
    triggers.arm(connection)
    assert "published without the approval" in _said()


def test_an_emergency_nobody_ratified_is_listed_and_is_no_fault(world: World) -> None:
    draft = making.draft(world)
    services.enforce_now(draft, by=world.bob, seen=draft.digest, note="Recall alert.")
    assert _said() == ""
    assert "enforced as an emergency" in _said(broken=False)
