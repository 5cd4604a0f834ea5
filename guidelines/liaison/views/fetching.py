"""Who asks, and what they may see of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from guidelines.editions.restricting import opened
from guidelines.frame.refusals import NotFound
from guidelines.liaison.models import Pack
from guidelines.liaison.packs import packs_of_scope, restricted_in, visible_packs
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
    person = exporter(request)
    found: Pack | None = visible_packs(person).select_related(*people).filter(pk=number).first()
    if found is None and packs_of_scope(person).filter(pk=number).exists():
        raise NotFound(
            _("This pack holds something that you can’t read, or not yet: it was restricted, or starts later.")
        )
    if found is None:
        raise Http404
    for guideline in restricted_in(found):
        opened(request, guideline)
    return found
