"""Who asks, and what they may see of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from guidelines.liaison.models import Pack
from guidelines.liaison.packs import visible_packs
from guidelines.liaison.services import refuse_unless_exporter
from guidelines.people.models import Person


def exporter(request: HttpRequest) -> Person:
    """Whoever is signed in, if they may export."""
    person: Person = request.user  # type: ignore[assignment]  # login_required let no other through
    refuse_unless_exporter(person)
    return person


def pack_for(request: HttpRequest, number: int) -> Pack:
    """A pack that this person may see. Errors: 404, for one beyond their scope as for one that is not there."""
    people = ("asked_by", "agreed_by", "declined_by", "stakeholder", "corrects", "subscription")
    found: Pack | None = visible_packs(exporter(request)).select_related(*people).filter(pk=number).first()
    if found is None:
        raise Http404
    return found
