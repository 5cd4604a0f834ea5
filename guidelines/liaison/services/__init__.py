"""Telling others: packs of change notes, their corrections, and how they are sent."""

from __future__ import annotations

from django.utils.translation import gettext as _

from guidelines.frame.refusals import Refused
from guidelines.liaison.queries import may_export
from guidelines.people.models import Person
from guidelines.people.scopes import holdings


def refuse_unless_exporter(person: Person, *, fresh: bool = False) -> None:
    """Only for those who may export somewhere; what they may export the queries decide."""
    holdings(person, fresh=fresh)
    if person.is_superuser:
        raise Refused(_("A system administrator manages accounts and never text. Sign in with another account."))
    if not may_export(person):
        raise Refused(_("Only a liaison or a policy manager can export change notes."))
