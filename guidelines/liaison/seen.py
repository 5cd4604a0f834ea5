"""The state of the record that a preview showed, signed for who saw it: what is sent is what was looked at."""

from __future__ import annotations

import datetime as dt

from django.core.signing import BadSignature, Signer

from guidelines.frame import clock
from guidelines.people.models import Person

LONGEST = dt.timedelta(hours=1)
"""Whoever sends what they saw longer ago looks at it again."""


def sign(at: dt.datetime, person: Person) -> str:
    return _signer(person).sign(at.isoformat())


def seen_at(token: str, person: Person) -> dt.datetime | None:
    """The state that this person looked at; None where they did not, or too long ago."""
    try:
        at = dt.datetime.fromisoformat(_signer(person).unsign(token))
    except BadSignature:
        return None
    return at if clock.now() - at <= LONGEST else None


def _signer(person: Person) -> Signer:
    return Signer(salt=f"liaison.seen.{person.pk}")
