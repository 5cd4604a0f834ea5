"""Imports of checked decisions: the list, a new file, and one with its preview, its progress and its figures."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guidelines.frame.headers import FILE_POLICY
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import Refusal, Refused
from guidelines.frame.spreadsheets import harmless
from guidelines.people.models import Person
from guidelines.people.requests import actor
from guidelines.quality import services
from guidelines.quality.import_forms import ColumnsForm, UploadForm, chosen
from guidelines.quality.importing.columns import COLUMNS, Mapping, guessed
from guidelines.quality.models import CheckImport
from guidelines.quality.queries.imports import all_unusable, first_rows, looked_at, unusable
from guidelines.quality.rights import checks_somewhere, may_check, visible_imports
from guidelines.quality.services import BroughtInBefore, SourceWish
from guidelines.quality.views.of_imports import checks, import_for, sees

MEGABYTE = 1024 * 1024


@require_safe
@login_required
def check_imports(request: HttpRequest) -> HttpResponse:
    """Every file of the person's scope, the newest first. What was given up is left out."""
    person = sees(request)
    page = paginate(request, visible_imports(person).kept().order_by("-uploaded_at", "-pk"))
    context = {"page": page, "checks": checks_somewhere(person)}
    return render(request, "quality/imports/imports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_check_import(request: HttpRequest) -> HttpResponse:
    """Choose a source and a file. What is wrong with the file as a whole is said here."""
    person = checks(request)
    posted = request.method == "POST"
    given = {"source": request.GET.get("source", "")}
    form = UploadForm(request.POST if posted else None, request.FILES if posted else None, person=person, initial=given)
    status, earlier = (422 if posted else 200), None
    if posted and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            made = services.upload(form.chosen_source, by=person, file=upload, name=upload.name)
        except BroughtInBefore as refusal:
            form.add_error("file", refusal.sentence)
            status, earlier = refusal.status, refusal.earlier
        except Refusal as refusal:
            form.add_error("file", refusal.sentence)
            status = refusal.status
        else:
            return redirect(made)
    context = {"form": form, "earlier": earlier, "most": settings.CHECKS_BYTES // MEGABYTE, "columns": COLUMNS}
    return render(request, "quality/imports/new_import.html", context, status=status)


@require_safe
@login_required
def check_import(request: HttpRequest, pk: str) -> HttpResponse:
    return _page(request, import_for(request, pk))


@require_POST
@login_required
def confirm_check_import(request: HttpRequest, pk: str) -> HttpResponse:
    found = import_for(request, pk)
    try:
        services.confirm(found, by=actor(request))
    except Refused:
        raise
    except BroughtInBefore as refusal:
        return _page(request, found, refusal.status, problem=refusal.sentence, earlier=refusal.earlier)
    except Refusal as refusal:
        found.refresh_from_db()
        return _page(request, found, refusal.status, problem=refusal.sentence)
    messages.success(request, _("Confirmed. It is being brought in; you are told when it is done."))
    return redirect(found)


@require_POST
@login_required
def discard_check_import(request: HttpRequest, pk: str) -> HttpResponse:
    services.discard(import_for(request, pk), by=actor(request))
    messages.success(request, _("Given up. The file is gone."))
    return redirect("check_imports")


@require_POST
@login_required
def repeat_check_import(request: HttpRequest, pk: str) -> HttpResponse:
    services.repeat(found := import_for(request, pk), by=actor(request))
    messages.success(request, _("It goes on where it stopped."))
    return redirect(found)


@require_POST
@login_required
def map_columns(request: HttpRequest, pk: str) -> HttpResponse:
    """Say for the source which column is which, with the file's own heading before one’s eyes."""
    found = import_for(request, pk)
    form = ColumnsForm(request.POST, header=found.mapping["header"])
    if not form.is_valid():
        return _page(request, found, 422, form=form)
    source, data = found.source, form.cleaned_data
    columns = {column: data[column] for column in COLUMNS}
    place = (source.market, source.domain, source.name, source.time_zone)
    try:
        wish = SourceWish(*place, data["date_form"], columns, source.words)
        services.change_source(source, wish, seen=services.seen_of_source(source), by=actor(request))
    except Refused:
        raise
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, found, refusal.status, form=form)
    messages.success(request, _("Kept for this source. Look at the rows again."))
    return redirect(found)


@require_safe
@login_required
def import_problems(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The rows that could not be taken, as they were, with the sentence: to be mended and sent again."""
    found, person = import_for(request, pk), checks(request)
    if not may_check(person, found.source):
        raise Refused(_("Only those who bring in files of this source read their rows."))
    response = StreamingHttpResponse(_lines(found, person), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{found.pk}-problems.csv"'
    response["Content-Security-Policy"] = FILE_POLICY
    response["Cache-Control"] = "private, no-store"
    return response


class _Echo:
    def write(self, line: str) -> str:
        return line


def _lines(found: CheckImport, person: Person) -> Iterator[str]:
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    header = found.mapping["header"]
    yield "\ufeff" + str(writer.writerow([harmless(cell) for cell in (*header, _("Line"), _("Why it was not taken"))]))
    for one in all_unusable(found, person):
        cells = (one.cells + [""] * len(header))[: len(header)]
        yield str(writer.writerow([harmless(cell) for cell in (*cells, str(one.line), one.sentence)]))


def _page(request: HttpRequest, found: CheckImport, status: int = 200, **more: Any) -> HttpResponse:
    person = actor(request)
    mine, standing = may_check(person, found.source), found.standing
    context: dict[str, Any] = {
        "found": found,
        "standing": standing,
        "checks": mine,
        "zone": found.source.market.time_zone,
        "unknown": [(*name.partition(" ")[::2], rows) for name, rows in found.unknown.items()],
        "busy": standing in (CheckImport.Standing.QUEUED, CheckImport.Standing.RUNNING),
    }
    if mine and standing == CheckImport.Standing.WAITING:
        context |= _preview(found, person)
    elif mine:
        page = paginate(request, found.row_problems.order_by("line"))
        context |= {"page": page, "unusable": unusable(page.items, person, found.source.market.time_zone)}
    return render(request, "quality/imports/import.html", context | more, status=status)


def _preview(found: CheckImport, person: Person) -> dict[str, Any]:
    header, source = found.mapping["header"], found.source
    missing = Mapping.of(source).missing(header)
    first = first_rows(found)
    initial = chosen(source, header, guessed(header, [cells for _line, cells in first or ()]))
    rows = None if missing or first is None else looked_at(found, first, person)
    good = sum(1 for row in rows or () if not row.problem)
    return {
        "missing": missing,
        "rows": rows,
        "is_gone": rows is None and not missing,
        "good": good,
        "form": ColumnsForm(initial=initial, header=header),
    }
