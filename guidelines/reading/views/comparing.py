"""Two editions of two guidelines beside each other, by their address: /compare/?a=US-CC-0142:4&b=VN-CC-0042:2."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

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
from guidelines.editions.restricting import opened
from guidelines.editions.rights import visible_editions
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, NotFound
from guidelines.people.requests import actor
from guidelines.reading.as_of import as_of
from guidelines.reading.queries.guideline import guideline_named
from guidelines.text.rendering import Rule
from guidelines.text.rendering import render as render_text

_NAMED = re.compile(r"\s*([A-Za-z]{2,4}-[A-Za-z]{2,4}-\d{1,6}|[\w.-]{1,60})\s*(?::\s*(\d{1,8}))?\s*")


@dataclass(frozen=True)
class Pair:
    """The rules of one ID in both texts; None where one has no such rule."""

    rule: str
    one: Rule | None
    two: Rule | None


@require_safe
@login_required
def compare_guidelines(request: HttpRequest) -> HttpResponse:
    """Rule by rule; in one language also word by word. Without a number the edition in force is meant, then or now."""
    person, names = actor(request), (request.GET.get("a", ""), request.GET.get("b", ""))
    asked = as_of(request, person.time_zone)
    if asked.moved_to:
        return redirect(asked.moved_to)
    if not any(names) or asked.form:
        context: dict[str, object] = {"a": names[0], "b": names[1], "as_of": asked}
        return render(request, "reading/compare_two.html", context, status=asked.status)
    one, two = (_edition(request, name, asked.at) for name in names)
    if one.guideline_id == two.guideline_id:
        address = reverse("compare", args=[one.guideline.policy_id])
        return redirect(f"{address}{asked.query or '?'}{'&' if asked.at else ''}from={one.number}&to={two.number}")
    same_language = one.guideline.language == two.guideline.language
    context = {
        "a": names[0],
        "b": names[1],
        "as_of": asked,
        "one": one,
        "two": two,
        "pairs": _pairs(one, two),
        "guideline": two.guideline,
        "r": compare(one, two, (get_language() or "en")[:2]) if same_language else None,
        **shown_as(request),
    }
    return render(request, "reading/compare_two.html", context)


def _edition(request: HttpRequest, name: str, at: dt.datetime | None) -> Edition:
    person, found = actor(request), _NAMED.fullmatch(name)
    if found is None:
        raise Invalid(
            _("Write both as policy ID and edition, like US-CC-0142:4. Without an edition: the one in force.")
        )
    policy_id = guideline_named(person, found[1])
    editions = visible_editions(person).filter(guideline__policy_id=policy_id or "")
    number = found[2]
    edition = (editions.filter(number=int(number)) if number else editions.in_force(at or clock.now())).first()
    if edition is None:
        raise NotFound(_("There is no edition %(name)s that you may read.") % {"name": name[:60]})
    opened(request, edition.guideline)
    return edition


def _pairs(one: Edition, two: Edition) -> list[Pair]:
    """In the deciding order of the second text, then what only the first has."""
    left, right = (
        {rule.id: rule for rule in render_text(edition.source, language=edition.guideline.language).rules}
        for edition in (one, two)
    )
    return [Pair(rule, left.get(rule), right.get(rule)) for rule in (*right, *(r for r in left if r not in right))]
