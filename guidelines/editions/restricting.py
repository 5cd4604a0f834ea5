"""What a restricted guideline shows to whom: those it names every page of it, recorded; others its one instruction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guidelines.editions.clearances import is_named, why_not_name
from guidelines.editions.models import Guideline, GuidelineAlias
from guidelines.editions.services.noting import note_opening
from guidelines.people.models import Person
from guidelines.people.requests import actor
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.text.audience import Audience

SHOWN = "shows_restricted"
"""The mark on a request whose page shows something of a restricted guideline: the frame says so."""


KNOWN = "may_know_of_the_guideline"
"""The mark on a request for something of a guideline that whoever asks may know of: what they do not find there is not
hidden from them."""


@dataclass(frozen=True)
class Shown:
    """Which restricted guideline a page shows something of, and whether its reader may say who else does."""

    policy_id: str
    names: bool


def opened(request: HttpRequest, guideline: Guideline) -> None:
    """Somebody named opens something of the guideline. Nothing to do for any that is not restricted."""
    if guideline.is_restricted:
        person = actor(request)
        setattr(request, SHOWN, Shown(guideline.policy_id, why_not_name(person, guideline) is None))
        note_opening(guideline, by=person)


def restricted(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware that keeps such pages out of every store, and gives the instruction where others would find
    nothing: one place for all addresses of a guideline."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if hasattr(request, SHOWN):
            response["Cache-Control"] = "no-store"
            del response["ETag"]
        elif response.status_code == 404 and request.path_info.startswith("/g/") and not hasattr(request, KNOWN):
            return _stub_instead(request) or response
        return response

    return answer


def _stub_instead(request: HttpRequest) -> HttpResponse | None:
    found = getattr(request.resolver_match, "kwargs", {}).get("policy_id")
    return stub_of(request, _called(found)) if found else None


def _called(name: str) -> Guideline | None:
    """The restricted guideline of this policy ID, or of this earlier number, whoever asks."""
    name = name.strip()
    aliased = GuidelineAlias.objects.filter(alias__iexact=name).values("guideline")
    restricted = Guideline.objects.filter(audience=Audience.RESTRICTED)
    return restricted.filter(Q(policy_id=name.upper()) | Q(pk__in=aliased)).first()


def stub_of(request: HttpRequest, guideline: Guideline | None) -> HttpResponse | None:
    """Its instruction, for whoever reads in its market and domain and is not named; None for everybody else."""
    person = request.user
    if guideline is None or not guideline.is_restricted or not isinstance(person, Person):
        return None
    if not holdings(person).may(Capability.READ, guideline.market_id, guideline.domain_id):
        return None
    if is_named(person, guideline):
        return None
    context = {
        "instruction": guideline.stub_instruction,
        "language": guideline.language,
        "names": guideline.policy_id if why_not_name(person, guideline) is None else "",
    }
    response = render(request, "editions/stub.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response
