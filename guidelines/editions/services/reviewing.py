"""Submitting, sending back, approving, and ending a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from guidelines.editions.asking import answered
from guidelines.editions.lifecycle import MOVES
from guidelines.editions.models import Approval, Edition
from guidelines.editions.obstacles import Obstructed, obstacles
from guidelines.editions.readiness import NotReady, blockers
from guidelines.editions.services._moving import take
from guidelines.editions.services._signing import sign
from guidelines.editions.services.claiming import begin_round, end_round
from guidelines.people.models import Person


def submit(edition: Edition, *, by: Person, seen: str, note: str = "", waive: bool = False) -> Edition:
    """Send a draft to review. `waive` records its blockers instead of refusing; for the importer of real text."""

    def begin(draft: Edition, now: dt.datetime) -> dict[str, Any]:
        found = blockers(draft)
        if found and not waive:
            raise NotReady(found)
        begin_round(draft, now)
        if not found:
            return {}
        waived = [str(blocker) for blocker in found]
        draft.import_record = {**(draft.import_record or {}), "waived": waived}
        return {"waived": waived}

    return take(MOVES["submit"], edition, by=by, seen=seen, note=note, change=begin)


def recall(edition: Edition, *, by: Person, note: str = "") -> Edition:
    return take(MOVES["recall"], edition, by=by, note=note, change=end_round)


def request_changes(edition: Edition, *, by: Person, note: str) -> Edition:
    return take(MOVES["request_changes"], edition, by=by, note=note, change=end_round)


def approve(
    edition: Edition,
    *,
    by: Person,
    seen: str,
    note: str = "",
    answers: Collection[int] = (),
    agreed: Collection[str] = (),
    function: str | None = None,
    waive: bool = False,
) -> Edition:
    """Sign exactly the words with the digest `seen`; with the last signature that is missing they are approved.

    `answers` are the questions of the checklist answered with yes, `agreed` the rows of the decision diff agreed to,
    `function` the one that is signed for where a person holds several. `waive` records that nobody was asked instead
    of refusing; for the importer of text that was in force elsewhere.
    """

    def asked(edition: Edition) -> dict[str, Any]:
        if found := obstacles(edition):
            raise Obstructed(" ".join(found))
        return {"waived": ["checklist", "agreed"]} if waive else answered(edition, answers, agreed)

    return sign(
        MOVES["approve"],
        edition,
        by=by,
        seen=seen,
        kind=Approval.Kind.APPROVED,
        note=note,
        function=function,
        asked=asked,
        last=end_round,
    )


def discard(edition: Edition, *, by: Person, note: str = "") -> Edition:
    return take(MOVES["discard"], edition, by=by, note=note)
