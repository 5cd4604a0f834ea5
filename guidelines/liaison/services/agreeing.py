"""The second person: nobody alone tells an outsider more than notes."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.frame.jobs import JobState
from guidelines.frame.refusals import Invalid, Outdated, Refused, WrongState
from guidelines.frame.tasks import soon
from guidelines.liaison.making import digest_told, is_told_beyond, make_pack, told
from guidelines.liaison.models import Pack
from guidelines.liaison.packs import visible_packs
from guidelines.liaison.services import refuse_unless_exporter
from guidelines.people.models import Person

MOST_LETTERS = 1000


def why_not_agree(pack: Pack, person: Person) -> str:
    """Why this person can't be the second one; empty when they can."""
    if pack.asked_by_id == person.pk:
        return _("You asked for it, so somebody else must agree: another liaison or policy manager of this scope.")
    if not visible_packs(person).filter(pk=pack.pk).exists():
        return _("Only a liaison or policy manager of all its markets and domains can agree.")
    if is_told_beyond(pack, person):
        return _("It tells of something that you can’t read yet, so somebody else must agree.")
    return ""


@transaction.atomic
def agree(pack: Pack, *, by: Person, seen: str, answer: str = "") -> Pack:
    """Let go out what was on the screen, whose digest is `seen`: from now on it is due."""
    pack = _waiting(pack, by)
    if digest_told(pack, told(pack)[0]) != seen:
        raise Outdated(_("What would go out has changed since you opened this page. Read it again, then answer."))
    now = audit.moment()
    pack.agreed_by, pack.agreed_at, pack.due_at, pack.answer = by, now, now, _fit(answer)
    pack.agreed_to = seen
    pack.save(update_fields=["agreed_by", "agreed_at", "agreed_to", "due_at", "answer"])
    facts: dict[str, Any] = {"answer": pack.answer, "redline": pack.redline, "inside": pack.inside, "seen": seen}
    audit.record("pack.agreed", by=by, subject=pack, at=now, **facts)
    soon(make_pack, pack.pk)
    return pack


@transaction.atomic
def decline(pack: Pack, *, by: Person, answer: str) -> Pack:
    """It is not made, and never will be; whoever asked reads why."""
    pack = _waiting(pack, by)
    if not answer.strip():
        raise Invalid(_("Write why, so that whoever asked knows what to change."))
    now = audit.moment()
    pack.declined_by, pack.declined_at, pack.answer = by, now, _fit(answer)
    pack.state, pack.ended_at, pack.error = JobState.FAILED, now, _("A second person declined it.")
    pack.save(update_fields=["declined_by", "declined_at", "answer", "state", "ended_at", "error"])
    audit.record("pack.declined", by=by, subject=pack, at=now, answer=pack.answer)
    return pack


def _waiting(pack: Pack, by: Person) -> Pack:
    """The row as it is now, locked: of two who answer at once the second finds that it was done."""
    refuse_unless_exporter(by, fresh=True)
    pack = Pack.objects.select_for_update(of=("self",)).get(pk=pack.pk)
    if sentence := why_not_agree(pack, by):
        raise Refused(sentence)
    if not pack.is_waiting:
        raise WrongState(_("Somebody has answered already."))
    return pack


def _fit(answer: str) -> str:
    answer = answer.strip()
    if len(answer) > MOST_LETTERS:
        sentence = _("Your answer has %(found)d characters. The limit is %(most)d.")
        raise Invalid(sentence % {"found": len(answer), "most": MOST_LETTERS})
    return answer
