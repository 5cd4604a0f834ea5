"""Fetching through the right: what a person may not know of is not found."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from guidelines.editions.models import Edition, Guideline
from guidelines.editions.queries import standing_now
from guidelines.editions.restricting import opened
from guidelines.editions.rights import visible_editions, visible_guidelines
from guidelines.frame.refusals import NotFound, Refused
from guidelines.people.models import Person
from guidelines.people.requests import actor
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings

LONGEST_NUMBER = 18
"""Digits that every database takes as a key."""


def edition_for(request: HttpRequest, policy_id: str, number: int) -> Edition:
    """The edition, if this person may know of it."""
    edition = (
        visible_editions(actor(request))
        .select_related("base", "moved_by", "opened_by", "guideline__owner", "base__guideline")
        .filter(guideline__policy_id=policy_id.upper(), number=number)
        .first()
    )
    if edition is None:
        raise NotFound(
            _("There is no edition %(number)d of %(policy_id)s that you can read.")
            % {"number": number, "policy_id": policy_id}
        )
    opened(request, edition.guideline)
    return edition


def work_edition_for(request: HttpRequest, policy_id: str, number: int) -> Edition:
    """The edition, for those who may know how it came about: its drafts, its deeds and who wrote it."""
    edition = edition_for(request, policy_id, number)
    if not works_on(actor(request), edition):
        raise Refused(_("This page is for those who write, review or audit guidelines of this market and domain."))
    return edition


def works_on(person: Person, edition: Edition) -> bool:
    """Whether this person may read every edition of the guideline, drafts included."""
    guideline = edition.guideline
    return holdings(person).may(Capability.READ_ALL, guideline.market_id, guideline.domain_id)


def guideline_for(request: HttpRequest, policy_id: str) -> Guideline:
    """The guideline, if this person may know of it."""
    guideline = visible_guidelines(actor(request)).filter(policy_id=policy_id.upper()).first()
    if guideline is None:
        raise NotFound(_("There is no guideline %(policy_id)s that you can read.") % {"policy_id": policy_id})
    opened(request, guideline)
    return guideline


def work_page(
    request: HttpRequest, template: str, edition: Edition, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page about one edition under way, with its state in the head."""
    context = {"edition": edition, "guideline": edition.guideline, "standing": standing_now(edition), **context}
    return render(request, template, context, status=status)


def insider(request: HttpRequest) -> Person:
    """Who asks, if they work with guidelines anywhere; lists of that work are for nobody else."""
    person = actor(request)
    if not holdings(person).may_somewhere(Capability.READ_ALL):
        raise Refused(_("This page is for those who write, review or audit guidelines."))
    return person


def whole_number(text: str) -> int:
    """The number in an address or a form; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0
