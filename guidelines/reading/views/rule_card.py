"""The rule card, and citations as they are typed: /g/US-CC-0142/R3/."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.frame import clock
from guidelines.frame.navigation import entries
from guidelines.frame.slots import slot
from guidelines.people.requests import actor
from guidelines.reading.as_of import as_of
from guidelines.reading.cards import Card, CardText, card_of, text_of_rule, tone_of
from guidelines.reading.freshness import etag
from guidelines.reading.marks import marks_on
from guidelines.reading.views.guideline import Elsewhere, Unknown, gone, known_or_gone, moved, nothing_in_force
from guidelines.reading.watching import Watch, watch_of


@require_safe
@login_required
def rule(request: HttpRequest, policy_id: str, rule_id: str) -> HttpResponse:
    """One rule of what is in force now, or was at the instant of `?at=`."""
    person, now = actor(request), clock.now()
    try:
        known = known_or_gone(request, person, policy_id, now)
    except Elsewhere as found:
        return moved(request, "rule", found, rule_id.upper())
    except Unknown as unknown:
        return gone(request, str(unknown))
    if request.path != (address := reverse("rule", args=[policy_id, rule_id.upper()])):
        query = request.GET.urlencode()
        return redirect(f"{address}?{query}" if query else address)
    asked = as_of(request, known.guideline.market.time_zone)
    if asked.moved_to:
        return redirect(asked.moved_to)
    edition, at = known.in_force(asked.at or now), asked.at
    if edition is None:
        return nothing_in_force(request, actor(request), known, at)
    text = text_of_rule(known, edition, rule_id)
    if text.row is None:
        sentence = _("%(policy_id)s has no rule %(rule)s in edition %(number)d. Look for it in its other editions.")
        return gone(request, sentence % {"policy_id": policy_id, "rule": rule_id, "number": edition.number}, policy_id)
    card = card_of(known, edition, text, rule_id, person=person, at=at)
    marks = tuple(mark for mark in marks_on(edition, at or now) if mark.rule == rule_id)
    beside = slot("rule-card", request, guideline=known.guideline, edition=edition, rule_id=rule_id, marks=marks)
    watch = None if at else watch_of(known.guideline, edition, card.standing, now, marks, rule_id)
    shown = {"beside": beside, "nav": entries(person, request.resolver_match)}
    return asked.answer(_card_page(request, card, text, shown, watch))


def _card_page(
    request: HttpRequest, card: Card, text: CardText, shown: dict[str, Any], watch: Watch | None
) -> HttpResponse:
    tag = etag(request, actor(request), card, shown)
    unchanged = get_conditional_response(request, etag=tag) if tag else None
    context = {
        "card": card,
        "text": text,
        "tone": tone_of(text),
        "market_zone": card.market_zone,
        "watch": watch,
        **shown,
    }
    response = unchanged or render(request, "reading/rule_card.html", context)
    response["Cache-Control"] = "private, no-cache"
    if tag:
        response["ETag"] = tag
    return response
