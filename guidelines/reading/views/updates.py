"""What changed since this person's last shift, on one page, acknowledged as one set."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.editions.redline_view import shown_as
from guidelines.editions.restricting import opened
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, Outdated
from guidelines.frame.times import instant
from guidelines.people.models import Person
from guidelines.people.presence import last_shift_ended
from guidelines.people.requests import actor
from guidelines.reading import services
from guidelines.reading.shifts import FIRST_SHIFT, updates_for

DAYS = (1, 7, 30)
"""What may be looked at instead of the last shift."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def updates(request: HttpRequest) -> HttpResponse:
    """`?days=7` counts from another moment than the end of the last shift."""
    person, now = actor(request), clock.now()
    if request.method == "POST":
        return _acknowledged(request, person, now)
    days = _days(request.GET.get("days", ""))
    ended = None if days else last_shift_ended(person, now)
    since = ended or now - (dt.timedelta(days=days) if days else FIRST_SHIFT)
    found = updates_for(person, since, now, _language())
    for guideline in (*(change.guideline for change in found.changes), *found.restricted_to_come):
        opened(request, guideline)
    context = {"updates": found, "since": since, "had_shift": ended is not None, "days": days, "choices": DAYS}
    return render(request, "reading/updates.html", {**context, **shown_as(request)})


def _acknowledged(request: HttpRequest, person: Person, now: dt.datetime) -> HttpResponse:
    """All that waited on the page; what took force since it was opened must be read first."""
    since = instant(request.POST.get("since", ""))
    if since > now:
        raise Invalid(_("That moment has not come yet. Open the page again."))
    found = updates_for(person, since, now, _language())
    if not found.duties:
        messages.info(request, _("Nothing waits for your acknowledgement any more."))
        return redirect("updates")
    if found.digest != request.POST.get("set", ""):
        raise Outdated(_("The words changed while you read. Open the page again and read what is new."))
    waiting = found.duties
    services.acknowledge_set(waiting, by=person, in_set=found.digest, since=since)
    said = ngettext("%(n)d edition acknowledged.", "%(n)d editions acknowledged.", len(waiting))
    messages.success(request, said % {"n": len(waiting)})
    return redirect("updates")


def _days(text: str) -> int:
    return int(text) if text in map(str, DAYS) else 0


def _language() -> str:
    return (get_language() or "en")[:2]
