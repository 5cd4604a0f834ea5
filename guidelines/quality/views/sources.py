"""Sources of checked decisions, and target rates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import Outdated, Refusal, Refused
from guidelines.people.requests import actor
from guidelines.quality import services
from guidelines.quality.import_forms import SourceForm, TargetForm, as_typed
from guidelines.quality.importing.columns import COLUMNS, guessed
from guidelines.quality.queries.targets import current_targets, seen_targets
from guidelines.quality.rights import checks_somewhere, may_check, visible_imports, visible_sources
from guidelines.quality.views.of_imports import checks, sees, source_for

NEWEST = 5


@require_safe
@login_required
def check_sources(request: HttpRequest) -> HttpResponse:
    """Every source of the person's scope, those that ended last."""
    person = sees(request)
    rows = visible_sources(person).order_by("ended_at", "market__name", "name")
    context = {"page": paginate(request, rows), "checks": checks_somewhere(person)}
    return render(request, "quality/imports/sources.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_check_source(request: HttpRequest) -> HttpResponse:
    """A new source. The usual names of columns are filled in."""
    person = checks(request)
    posted = request.method == "POST"
    usual = {f"column_{column}": str(COLUMNS[column]) for column in guessed(())}
    initial = {**usual, "column_moderator": _("Employee ID"), "column_guideline": "", "time_zone": person.time_zone}
    form = SourceForm(request.POST if posted else None, person=person, initial=initial)
    status = 422 if posted else 200
    if posted and form.is_valid():
        try:
            made = services.make_source(form.wish(), by=person)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            status = refusal.status
        else:
            messages.success(request, _("Kept. Bring in its first file."))
            return redirect(made)
    return render(request, "quality/imports/source_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check_source(request: HttpRequest, pk: str) -> HttpResponse:
    """One source with its newest files; posted to, how it is read from now on."""
    found, person = source_for(request, pk), actor(request)
    mine, posted = may_check(person, found), request.method == "POST"
    if posted and not mine:
        raise Refused(_("Only those who bring in files of this source change it."))
    form = SourceForm(request.POST if posted else None, person=person, source=found, initial=as_typed(found))
    status = 422 if posted else 200
    if posted and form.is_valid():
        try:
            services.change_source(found, form.wish(), seen=form.cleaned_data["seen"], by=person)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            status = refusal.status
            if isinstance(refusal, Outdated):
                form.stand_beside(as_typed(source_for(request, pk)))
        else:
            messages.success(request, _("Kept. Files that come from now on are read so."))
            return redirect(found)
    newest = visible_imports(person).kept().filter(source=found).order_by("-uploaded_at", "-pk")[:NEWEST]
    context: dict[str, Any] = {
        "found": found,
        "form": form,
        "checks": mine and not found.ended_at,
        "imports": newest,
        "columns": [(label, found.columns.get(column, "")) for column, label in COLUMNS.items()],
    }
    return render(request, "quality/imports/source.html", context, status=status)


@require_POST
@login_required
def end_check_source(request: HttpRequest, pk: str) -> HttpResponse:
    services.end_source(source_for(request, pk), by=actor(request))
    messages.success(request, _("Ended. What it brought stays."))
    return redirect("check_sources")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def targets(request: HttpRequest) -> HttpResponse:
    """Which error rates the markets aim at, and what they aimed at before; posted to, a new one."""
    person = sees(request)
    posted = request.method == "POST"
    if posted:
        checks(request)
    form = TargetForm(request.POST if posted else None, person=person)
    status = 422 if posted else 200
    if posted and form.is_valid():
        try:
            services.set_target(*form.place, form.share, by=person)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            status = refusal.status
        else:
            messages.success(request, _("Kept. The figures are read against it from now on."))
            return redirect("targets")
    rows = seen_targets(person)
    seen = set(rows.order_by().values_list("market", flat=True))
    context = {
        "form": form,
        "sets": bool(form.markets),
        "current": [one for one in current_targets() if one.market_id in seen],
        "page": paginate(request, rows.order_by("-pk")),
    }
    return render(request, "quality/imports/targets.html", context, status=status)
