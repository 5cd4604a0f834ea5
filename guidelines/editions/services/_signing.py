"""Giving one signature: an earlier one is recorded, the last that was missing takes the move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions import signatures
from guidelines.editions.lifecycle import SIGN, Move
from guidelines.editions.models import Approval, Edition
from guidelines.editions.services._moving import Change, locked, take
from guidelines.editions.signatures import Seat, Standing
from guidelines.frame.refusals import Invalid
from guidelines.people.models import Person
from guidelines.people.scopes import holdings

Asked = Callable[[Edition], dict[str, Any]]
"""What must be answered before signing; returns the facts of the answers, which the signature keeps as well."""


@transaction.atomic
def sign(
    move: Move,
    edition: Edition,
    *,
    by: Person,
    seen: str,
    kind: str,
    note: str = "",
    function: str | None = None,
    asked: Asked | None = None,
    last: Change | None = None,
) -> Edition:
    """Sign exactly the words with the digest `seen`. `last` goes with the signature that takes the move."""
    edition = locked(edition)
    stands = signatures.standing(edition, audit.moment())
    takes_the_move = len(stands.missing) <= 1

    def record(edition: Edition, now: dt.datetime) -> dict[str, Any]:
        answered = asked(edition) if asked else {}
        seat = _seat(by, edition, stands, function)
        Approval.objects.create(
            edition=edition,
            person=by,
            kind=kind,
            digest=edition.digest,
            note=note,
            function=seat.function,
            on_behalf_of_id=seat.on_behalf_of,
            checklist=answered.get("checklist", []),
            agreed=answered.get("agreed", []),
            at=now,
        )
        facts = answered | _given(seat)
        if not takes_the_move:
            return facts | {"kind": kind}
        return facts | {"signatures": list(stands.needed)} | ((last(edition, now) if last else None) or {})

    return take(move if takes_the_move else SIGN, edition, by=by, seen=seen, note=note, change=record)


def _seat(by: Person, edition: Edition, stands: Standing, function: str | None) -> Seat:
    """The signature meant: the one chosen, or the first that this person can give."""
    open_ones = signatures.seats(by, edition, stands, holdings(by))
    if function is None:
        return open_ones[0]
    for seat in open_ones:
        if seat.function.casefold() == function.casefold():
            return seat
    raise Invalid(_("You can’t sign for “%(function)s” here. Choose another signature.") % {"function": function})


def _given(seat: Seat) -> dict[str, Any]:
    facts = {"function": seat.function, "on_behalf_of": seat.on_behalf_of}
    return {name: value for name, value in facts.items() if value}
