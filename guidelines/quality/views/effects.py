"""Did the edition help? The page of one edition, and the same as a file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.frame.refusals import NotFound
from guidelines.people.models import Person
from guidelines.people.requests import actor
from guidelines.quality.area_forms import WindowForm
from guidelines.quality.effect_lines import change_line, chart_of, rule_lines
from guidelines.quality.exporting import file_response
from guidelines.quality.happenings import Happening, happenings
from guidelines.quality.queries.areas import FEWEST
from guidelines.quality.queries.asked import DAY
from guidelines.quality.queries.effects import Effect, effect_of
from guidelines.quality.tables import effect_table
from guidelines.quality.views.fetching import edition_for
from guidelines.quality.words import explained, helped


@require_safe
@login_required
def effect(request: HttpRequest, policy_id: str, number: str) -> HttpResponse:
    """Before and after the edition took force."""
    edition, form = edition_for(request, policy_id, number), WindowForm(request.GET)
    found = _effect(request, edition, form)
    others = _others(actor(request), found)
    context: dict[str, Any] = {
        "edition": edition,
        "guideline": edition.guideline,
        "zone": edition.guideline.market.time_zone,
        "form": form,
        "effect": found,
        "helped": helped(found, len(others)),
        "explained": explained(found, len(others)),
        "others": others,
        "rules": rule_lines(found),
        "changed": change_line(found.changed),
        "control": change_line(found.control) if found.control else None,
        "unchanged": [rule.rule_id for rule in found.rules if rule.kind == "same"],
        "chart": chart_of(found),
        "fewest": FEWEST,
    }
    return render(request, "quality/effect.html", context, status=200 if form.is_valid() else 422)


@require_safe
@login_required
def effect_file(request: HttpRequest, policy_id: str, number: str, extension: str) -> HttpResponse:
    """The numbers of the page. Nothing of a restricted guideline goes into files."""
    edition = edition_for(request, policy_id, number)
    if edition.guideline.is_restricted:
        raise NotFound(_("Nothing of a restricted guideline goes into files."))
    found = _effect(request, edition, WindowForm(request.GET))
    others = _others(actor(request), found)
    return file_response(effect_table(found, len(others), (get_language() or "en")[:2]), extension)


def _effect(request: HttpRequest, edition: Edition, form: WindowForm) -> Effect:
    today = clock.now().astimezone(edition.guideline.market.zone).date()
    found = effect_of(actor(request), edition, window=form.window, today=today)
    if found is None:
        raise NotFound(_("This edition never took force."))
    return found


def _others(person: Person, effect: Effect) -> list[Happening]:
    """What else happened from the first day before to the last after; the edition itself is no other thing."""
    guideline, zone = effect.edition.guideline, effect.edition.guideline.market.zone
    since, until = _midnight(effect.period.since, zone), _midnight(effect.period.until + DAY, zone)
    found = happenings(person, guideline, since, until)
    return [one for one in found if one.url != effect.edition.get_absolute_url()]


def _midnight(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=zone)
