"""Fetching through the right."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.editions.clearances import open_to
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.restricting import opened
from guidelines.editions.rights import visible_editions
from guidelines.frame.refusals import NotFound, Refused
from guidelines.people.models import Person
from guidelines.people.requests import actor
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.quality.rights import sees_quality

NOT_FOR_EVERYBODY = gettext_lazy(
    "Error rates are for those who write, review, lead, check, teach or steer. Ask your lead about yours."
)


def analyst(request: HttpRequest) -> Person:
    """Who asks, if they read figures anywhere."""
    person = actor(request)
    if not sees_quality(person):
        raise Refused(NOT_FOR_EVERYBODY)
    return person


def guideline_for(request: HttpRequest, policy_id: str) -> Guideline:
    """The guideline, if this person may read its figures."""
    person = analyst(request)
    here = holdings(person).where(Capability.SEE_QUALITY) & open_to(person)
    found = Guideline.objects.select_related("market", "domain").filter(here, policy_id=policy_id.upper()).first()
    if found is None:
        raise NotFound(_("There is no such guideline whose error rates you can read."))
    opened(request, found)
    return found


def edition_for(request: HttpRequest, policy_id: str, number: str) -> Edition:
    """An edition that has begun or will, with its words, if this person may read it and its figures."""
    person = actor(request)
    rows = visible_editions(person).issued().filter(guideline__policy_id=policy_id.upper(), number=int(number))
    found = rows.select_related("guideline__market", "guideline__domain", "base").first()
    if found is None:
        raise NotFound(_("There is no such edition that you can read."))
    guideline = found.guideline
    if not holdings(person).may(Capability.SEE_QUALITY, guideline.market_id, guideline.domain_id):
        raise Refused(NOT_FOR_EVERYBODY)
    opened(request, guideline)
    return found
