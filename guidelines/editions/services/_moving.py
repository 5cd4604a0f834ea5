"""The one road that every move takes: lock, re-read, compare the digest, ask why not, step, record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.lifecycle import MOVES, Move
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import why_not
from guidelines.frame.refusals import Invalid, Outdated
from guidelines.people.models import Person
from guidelines.text.normal import normalise

Change = Callable[[Edition, dt.datetime], dict[str, Any] | None]
"""Sets what the move changes on the locked edition at that instant, and returns facts for the event."""


@transaction.atomic
def take(
    move: Move,
    edition: Edition,
    *,
    by: Person,
    seen: str | None = None,
    note: str = "",
    change: Change | None = None,
    **facts: Any,
) -> Edition:
    """Take one step of an edition's life. `seen` is the digest on the actor's screen."""
    edition, note = locked(edition), normalise(note).text.strip()
    # The deed's own instant decides: it lies after everything that was written before, whatever the clock says.
    now = audit.moment()
    refuse_unless_allowed(by, move, edition, now)
    if move.needs_digest and seen != edition.digest:
        raise Outdated(_("The words changed after you opened this page. Read them again before you decide."))
    if move.needs_reason and not note:
        raise Invalid(_("Write the reason. It is kept with the edition."))
    facts |= (change(edition, now) if change else None) or {}
    if move.name in MOVES:  # a signature before the last one is no step: the edition stays where it is
        edition.state = move.target
        edition.last_move, edition.moved_at, edition.moved_by, edition.move_note = move.name, now, by, note
        edition.save()
    if note:
        facts["note"] = note
    audit.record(f"edition.{move.past}", by=by, subject=edition, digest=edition.digest, at=now, **facts)
    return edition


def locked(edition: Edition) -> Edition:
    """The edition as it is now, under the lock of its guideline."""
    Guideline.objects.select_for_update().get(pk=edition.guideline_id)
    return Edition.objects.select_related("guideline__market", "guideline__domain").get(pk=edition.pk)


def refuse_unless_allowed(by: Person, move: Move, edition: Edition, now: dt.datetime | None = None) -> None:
    refuse(why_not(by, move.name, edition, fresh=True, now=now))
