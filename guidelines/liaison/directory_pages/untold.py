"""The report of changes in force that reached nobody, as a page and as CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.frame.spreadsheets import harmless
from guidelines.frame.times import in_zone
from guidelines.liaison.directory_forms import UntoldForm
from guidelines.liaison.directory_pages.asking import keeper
from guidelines.liaison.happenings import Happening, Kind
from guidelines.liaison.reached import told_nobody

MOST_ROWS = 5000
EASTERNMOST = dt.timedelta(hours=14)
WHAT = {Kind.BEGAN: _("In force"), Kind.WITHDRAWN: _("Withdrawn"), Kind.ENDED: _("Ended")}
WHAT[Kind.CALLED_OFF] = _("Called off, not told to all who were told beforehand")


def _latest_day(now: dt.datetime) -> dt.date:
    """The day it is where the sun rises first: there is a market that has it already."""
    return (now + EASTERNMOST).date()


@require_safe
@login_required
def untold(request: HttpRequest) -> HttpResponse:
    person, now = keeper(request), clock.now()
    form = UntoldForm(request.GET, today=_latest_day(now))
    if not form.is_valid():
        return render(request, "liaison/stakeholders/untold.html", {"form": form}, status=422)
    page = paginate(request, [(one, WHAT[one.kind]) for one in told_nobody(person, now, **form.asked())])
    query = request.GET.urlencode()
    return render(request, "liaison/stakeholders/untold.html", {"form": form, "page": page, "query": query})


def _significance(one: Happening) -> str:
    """Of the beginning only: a withdrawal or an end has none."""
    return one.edition.significance if one.kind is Kind.BEGAN else ""


@require_safe
@login_required
def untold_csv(request: HttpRequest) -> HttpResponse:
    """All of them, for a spreadsheet."""
    person, now = keeper(request), clock.now()
    form = UntoldForm(request.GET, today=_latest_day(now))
    if not form.is_valid():
        return render(request, "liaison/stakeholders/untold.html", {"form": form}, status=422)
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(["policy_id", "edition", "title", "significance", "what", "at", "at_utc"])
    for one in told_nobody(person, now, **form.asked())[:MOST_ROWS]:
        edition, guideline = one.edition, one.edition.guideline
        moment = in_zone(one.at, guideline.market.time_zone, "en"), one.at.astimezone(dt.UTC).isoformat()
        cells = (guideline.policy_id, str(edition.number), edition.title, _significance(one), str(one.kind), *moment)
        rows.writerow([harmless(cell) for cell in cells])
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = 'attachment; filename="told-nobody.csv"'
    return response
