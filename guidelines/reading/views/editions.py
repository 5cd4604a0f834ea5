"""The list of a guideline's editions, and two of them compared."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.editions.comparing import compare
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.redline_view import shown_as
from guidelines.editions.rights import visible_editions
from guidelines.frame import clock
from guidelines.people.requests import actor
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.reading.addressing import at_query
from guidelines.reading.as_of import AsOf, as_of
from guidelines.reading.banners import clock_of
from guidelines.reading.forms import CompareForm
from guidelines.reading.queries.guideline import KnownGuideline
from guidelines.reading.timelines import lines
from guidelines.reading.views.guideline import Elsewhere, Unknown, gone, known_or_gone, moved


@require_safe
@login_required
def editions(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Every edition the person may know of, and at `?at=` which of them was in force. The form leads to its words."""
    try:
        known = known_or_gone(request, actor(request), policy_id, clock.now())
    except Elsewhere as found:
        return moved(request, "editions", found)
    except Unknown as unknown:
        return gone(request, str(unknown))
    asked = as_of(request, known.guideline.market.time_zone)
    if asked.moved_to:
        query = asked.moved_to.removeprefix(request.path)
        return redirect(reverse("guideline", args=[policy_id]) + query)
    return render(request, "reading/editions.html", _context(request, known, asked), status=asked.status)


def _context(request: HttpRequest, known: KnownGuideline, asked: AsOf) -> dict[str, object]:
    published = [edition.number for edition in known.editions if edition.published_at]
    comparable = published if len(published) > 1 else [edition.number for edition in known.editions]
    guideline = known.guideline
    return {
        "guideline": guideline,
        "title": (known.binding or known.editions[0]).title,
        "lines": lines(known, clock_of(actor(request), known), inside=_is_inside(request, guideline)),
        "as_of": asked,
        "then": known.in_force(asked.at) if asked.at else None,
        "told": _told(known, asked.at),
        "older": comparable[1] if len(comparable) > 1 else None,
        "newer": comparable[0],
        "market_zone": guideline.market.time_zone,
    }


def _is_inside(request: HttpRequest, guideline: Guideline) -> bool:
    """Whether the person writes, reviews or exports in its market and domain."""
    held = holdings(actor(request))
    deeds = (Capability.WRITE, Capability.REVIEW, Capability.EXPORT)
    return any(held.may(deed, guideline.market_id, guideline.domain_id) for deed in deeds)


@require_safe
@login_required
def compare_editions(request: HttpRequest, policy_id: str) -> HttpResponse:
    """What changed from one edition to another, whoever is the newer."""
    person, now = actor(request), clock.now()
    try:
        known = known_or_gone(request, person, policy_id, now)
    except Elsewhere as found:
        return moved(request, "compare", found)
    except Unknown as unknown:
        return gone(request, str(unknown))
    asked = as_of(request, known.guideline.market.time_zone)
    if asked.at and not {"from", "to"} & set(request.GET):
        return _then_and_now(request, known, asked.at)
    form = CompareForm(request.GET)
    if not form.is_valid():
        return gone(request, _("Choose two editions to compare from the list."), policy_id)
    numbers = (form.cleaned_data["older"], form.cleaned_data["newer"])
    whole = {edition.number: edition for edition in _whole(request, known, numbers, now)}
    missing = [number for number in numbers if number not in whole]
    if missing:
        sentence = _(
            "%(policy_id)s has no edition %(number)d that you may read. Choose one from the list of its editions."
        )
        return gone(request, sentence % {"policy_id": policy_id, "number": missing[0]}, policy_id)
    comparison = compare(whole[numbers[0]], whole[numbers[1]], (get_language() or "en")[:2])
    context = {
        "guideline": known.guideline,
        "comparison": comparison,
        "r": comparison,
        **shown_as(request),
        "older_standing": known.standing(whole[numbers[0]]),
        "newer_standing": known.standing(whole[numbers[1]]),
        "market_zone": known.guideline.market.time_zone,
        "as_of": asked,
        "told": _told(known, asked.at),
    }
    return render(request, "reading/compare.html", context)


def _told(known: KnownGuideline, at: dt.datetime | None) -> str:
    """Which edition binds at the instant asked for, in a sentence."""
    if at is None:
        return ""
    then, is_to_come = known.in_force(at), at > known.now
    if then is None:
        return _("Nothing will be in force.") if is_to_come else _("Nothing was in force.")
    form = _("Edition %(number)d will be in force.") if is_to_come else _("Edition %(number)d was in force.")
    return form % {"number": then.number}


def _then_and_now(request: HttpRequest, known: KnownGuideline, at: dt.datetime) -> HttpResponse:
    """To what was in force at an instant, compared with what is in force now."""
    then, now, policy_id = known.in_force(at), known.binding, known.guideline.policy_id
    if then is None or now is None:
        sentence = _("Nothing was in force then, or nothing is now: choose two editions to compare from the list.")
        return gone(request, sentence, policy_id)
    return redirect(f"{request.path}{at_query(at)}&from={then.number}&to={now.number}")


def _whole(request: HttpRequest, known: KnownGuideline, numbers: tuple[int, int], now: dt.datetime) -> list[Edition]:
    """The two editions with their words."""
    return list(visible_editions(actor(request), now).filter(guideline=known.guideline, number__in=numbers))
