"""The report of changes in force that reached nobody, as a page and as CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.frame.spreadsheets import harmless
from guidelines.frame.times import in_zone
from guidelines.liaison.directory_forms import UntoldForm
from guidelines.liaison.directory_pages.asking import keeper
from guidelines.liaison.reached import told_nobody

MOST_ROWS = 5000


@require_safe
@login_required
def untold(request: HttpRequest) -> HttpResponse:
    person, now = keeper(request), clock.now()
    form = UntoldForm(request.GET, today=now.date())
    if not form.is_valid():
        return render(request, "liaison/stakeholders/untold.html", {"form": form}, status=422)
    page = paginate(request, told_nobody(person, now, **form.asked()))
    query = request.GET.urlencode()
    return render(request, "liaison/stakeholders/untold.html", {"form": form, "page": page, "query": query})


@require_safe
@login_required
def untold_csv(request: HttpRequest) -> HttpResponse:
    """All of them, for a spreadsheet."""
    person, now = keeper(request), clock.now()
    form = UntoldForm(request.GET, today=now.date())
    if not form.is_valid():
        return render(request, "liaison/stakeholders/untold.html", {"form": form}, status=422)
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(["policy_id", "edition", "title", "significance", "in_force_from", "in_force_from_utc"])
    for edition in told_nobody(person, now, **form.asked())[:MOST_ROWS]:
        guideline, since = edition.guideline, edition.effective_from
        assert since is not None
        moment = in_zone(since, guideline.market.time_zone, "en"), since.astimezone(dt.UTC).isoformat()
        cells = (guideline.policy_id, str(edition.number), edition.title, edition.significance, *moment)
        rows.writerow([harmless(cell) for cell in cells])
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = 'attachment; filename="told-nobody.csv"'
    return response
