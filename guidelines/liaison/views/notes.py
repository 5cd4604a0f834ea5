"""The change notes: the question, the preview of its answer, and the files."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.frame.zones import zone_label
from guidelines.liaison.documents import document
from guidelines.liaison.exports import FORMATS
from guidelines.liaison.forms import QuestionForm
from guidelines.liaison.periods import presets
from guidelines.liaison.queries import answer
from guidelines.liaison.services import MOST_NOTES, export, refuse_unless_exporter
from guidelines.people.models import Person

NOTES_ON_A_PAGE = 10
# A file is for the disk: should a browser show it all the same, it may load, run and send nothing.
FILE_POLICY = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"


@require_safe
@login_required
def change_notes(request: HttpRequest) -> HttpResponse:
    """The form, and the notes exactly as they will go out."""
    person = _exporter(request)
    form = QuestionForm(request.GET, person=person, now=clock.now())
    if not form.is_valid():
        return _page(request, form, status=422)
    question, now = form.question(), clock.now()
    found = answer(person, question, now)
    page = paginate(request, found.happenings, per_page=NOTES_ON_A_PAGE)
    return _page(
        request,
        form,
        page=page,
        question=question,
        document=document(person, question, found, now, shown=page.items),
        left_out=found.left_out,
        too_many=page.total > MOST_NOTES,
    )


@require_POST
@login_required
def export_change_notes(request: HttpRequest, extension: str) -> HttpResponse:
    """The file. A deed that is recorded, hence no GET."""
    if extension not in FORMATS:
        raise Http404
    person = _exporter(request)
    form = QuestionForm(request.POST, person=person, now=clock.now())
    if not form.is_valid():
        return _page(request, form, status=422)
    file = export(form.question(), by=person, form=FORMATS[extension])
    response = HttpResponse(file.content, content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["Content-Security-Policy"] = FILE_POLICY
    return response


def _exporter(request: HttpRequest) -> Person:
    """Whoever is signed in, if they may export."""
    person: Person = request.user  # type: ignore[assignment]  # login_required let no other through
    refuse_unless_exporter(person)
    return person


def _page(request: HttpRequest, form: QuestionForm, *, status: int = 200, **context: Any) -> HttpResponse:
    asked = getattr(form, "cleaned_data", {})
    context |= {
        "form": form,
        "presets": presets(request.GET, form.today, asked.get("since"), asked.get("until")),
        "formats": FORMATS.values(),
        "most": MOST_NOTES,
        "zones_in_words": ", ".join(sorted({zone_label(market.time_zone) for market in form.markets})),
        "no_market": _("You may export in no market yet. Ask your market administrator.") if not form.markets else "",
    }
    return render(request, "liaison/change_notes.html", context, status=status)
