"""Who asks, and what they may see of it."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from guidelines.frame.refusals import NotFound, Refused
from guidelines.people.models import Person
from guidelines.people.requests import actor
from guidelines.quality.models import CheckImport, Source
from guidelines.quality.rights import checks_somewhere, sees_quality, visible_imports, visible_sources


def sees(request: HttpRequest) -> Person:
    """Whoever is signed in, if they read figures anywhere."""
    person = actor(request)
    if not sees_quality(person):
        raise Refused(_("Only those who answer for how well the rules work read the figures of quality."))
    return person


def checks(request: HttpRequest) -> Person:
    """Whoever is signed in, if they bring in checked decisions anywhere."""
    person = actor(request)
    if not checks_somewhere(person):
        raise Refused(_("Only quality analysts bring in checked decisions, and keep their sources."))
    return person


def import_for(request: HttpRequest, pk: str) -> CheckImport:
    found: CheckImport | None = visible_imports(sees(request)).filter(pk=int(pk)).first()
    if found is None:
        raise NotFound(_("There is no such import that you can read."))
    return found


def source_for(request: HttpRequest, pk: str) -> Source:
    found = visible_sources(sees(request)).filter(pk=int(pk)).first()
    if found is None:
        raise NotFound(_("There is no such source that you can read."))
    return found
