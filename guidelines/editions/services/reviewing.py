"""Submitting, sending back, approving, and ending a draft."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from guidelines.editions.lifecycle import MOVES
from guidelines.editions.models import Approval, Edition
from guidelines.editions.obstacles import obstacles
from guidelines.editions.readiness import blockers
from guidelines.editions.services._moving import take
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.people.models import Person


def submit(edition: Edition, *, by: Person, seen: str, note: str = "", waive: bool = False) -> Edition:
    """Send a draft to review. `waive` records its blockers instead of refusing; for the importer of real text."""

    def check_readiness(draft: Edition, now: dt.datetime) -> dict[str, Any]:
        found = [str(blocker) for blocker in blockers(draft)]
        if found and not waive:
            raise Invalid(_("Not ready for review: %(blockers)s") % {"blockers": " ".join(found)})
        if not found:
            return {}
        draft.import_record = {**(draft.import_record or {}), "waived": found}
        return {"waived": found}

    return take(MOVES["submit"], edition, by=by, seen=seen, note=note, change=check_readiness)


def recall(edition: Edition, *, by: Person, note: str = "") -> Edition:
    return take(MOVES["recall"], edition, by=by, note=note)


def request_changes(edition: Edition, *, by: Person, note: str) -> Edition:
    return take(MOVES["request_changes"], edition, by=by, note=note)


def approve(edition: Edition, *, by: Person, seen: str, note: str = "") -> Edition:
    """Sign exactly the words with the digest `seen`."""

    def sign(edition: Edition, now: dt.datetime) -> None:
        if found := obstacles(edition):
            raise WrongState(" ".join(found))
        Approval.objects.create(edition=edition, person=by, digest=edition.digest, note=note, at=now)

    return take(MOVES["approve"], edition, by=by, seen=seen, note=note, change=sign)


def discard(edition: Edition, *, by: Person, note: str = "") -> Edition:
    return take(MOVES["discard"], edition, by=by, note=note)
