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
from guidelines.editions.models import Edition
from guidelines.editions.redline_view import shown_as
from guidelines.editions.rights import visible_editions
from guidelines.frame import clock
from guidelines.people.requests import actor
from guidelines.reading.banners import clock_of
from guidelines.reading.forms import CompareForm, MomentForm
from guidelines.reading.queries.guideline import KnownGuideline
from guidelines.reading.timelines import lines
from guidelines.reading.views.guideline import Elsewhere, Unknown, gone, known_or_gone, moved


@require_safe
@login_required
def editions(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Every edition the person may know of. `?on=` is the form: it leads to what was in force then."""
    try:
        known = known_or_gone(actor(request), policy_id, clock.now())
    except Elsewhere as found:
        return moved(request, "editions", found)
    except Unknown as unknown:
        return gone(request, str(unknown))
    form = MomentForm(request.GET if "on" in request.GET else None, market=known.guideline.market)
    if form.is_valid():
        return redirect(f"{reverse('guideline', args=[policy_id])}?at={_in_address(form.cleaned_data['on'])}")
    return render(request, "reading/editions.html", _context(request, known, form), status=400 if form.errors else 200)


def _in_address(instant: dt.datetime) -> str:
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%MZ")


def _context(request: HttpRequest, known: KnownGuideline, form: MomentForm) -> dict[str, object]:
    published = [edition.number for edition in known.editions if edition.published_at]
    comparable = published if len(published) > 1 else [edition.number for edition in known.editions]
    guideline = known.guideline
    return {
        "guideline": guideline,
        "title": (known.binding or known.editions[0]).title,
        "lines": lines(known, clock_of(actor(request), known)),
        "form": form,
        "older": comparable[1] if len(comparable) > 1 else None,
        "newer": comparable[0],
        "market_zone": guideline.market.time_zone,
    }


@require_safe
@login_required
def compare_editions(request: HttpRequest, policy_id: str) -> HttpResponse:
    """What changed from one edition to another, whoever is the newer."""
    person, now = actor(request), clock.now()
    try:
        known = known_or_gone(person, policy_id, now)
    except Elsewhere as found:
        return moved(request, "compare", found)
    except Unknown as unknown:
        return gone(request, str(unknown))
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
    }
    return render(request, "reading/compare.html", context)


def _whole(request: HttpRequest, known: KnownGuideline, numbers: tuple[int, int], now: dt.datetime) -> list[Edition]:
    """The two editions with their words."""
    return list(visible_editions(actor(request), now).filter(guideline=known.guideline, number__in=numbers))
