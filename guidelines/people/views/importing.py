"""A file of people on a page: preview first, then exactly what was previewed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from guidelines.frame.refusals import Outdated, Refusal
from guidelines.people.forms import ApplyForm, ImportForm
from guidelines.people.importing.applying import apply
from guidelines.people.importing.plan import Kind, Plan, Step
from guidelines.people.importing.planning import plan
from guidelines.people.importing.reading import COLUMNS, PAGE_BYTES, PAGE_ROWS, File, read, read_text
from guidelines.people.models import Person
from guidelines.people.requests import PersonRequest
from guidelines.people.views.administering import refuse_unless_administrator

SALT = "people.import"
HOUR = 3600
PROBLEMS_SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def import_people(request: PersonRequest) -> HttpResponse:
    """Choose a file, look at what it changes, apply it."""
    refuse_unless_administrator(request.user)
    if "seal" in request.POST:
        return _apply(request)
    form = ImportForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method != "POST":
        return _choose(request, form)
    if not form.is_valid():
        return _choose(request, form, status=422)
    try:
        upload = form.cleaned_data["file"]
        file = read(upload.read(PAGE_BYTES + 1), most_bytes=PAGE_BYTES, most_rows=PAGE_ROWS)
        planned = plan(file, by=request.user, end_missing=form.cleaned_data.get("end_missing", False))
    except Refusal as refusal:
        form.add_error("file", refusal.sentence)
        return _choose(request, form, status=refusal.status)
    return _preview(request, file, planned)


def _choose(request: PersonRequest, form: ImportForm, *, status: int = 200) -> HttpResponse:
    return render(request, "people/import.html", {"form": form, "columns": COLUMNS}, status=status)


def _preview(request: PersonRequest, file: File, planned: Plan, *, note: str = "", status: int = 200) -> HttpResponse:
    """What would change. Without a mistake in the file it carries the button that applies it."""
    context = {
        "plan": planned,
        "groups": _groups(planned),
        "problems": planned.problems[:PROBLEMS_SHOWN],
        "form": ApplyForm(initial={"text": file.text, "seal": _seal(request.user, planned)}),
        "note": note,
    }
    return render(request, "people/import_preview.html", context, status=422 if planned.problems else status)


def _apply(request: PersonRequest) -> HttpResponse:
    """Carry out the plan that was sealed, if file and people are still the ones it was made from."""
    form = ApplyForm(request.POST)
    sealed = _opened(request.user, form.data.get("seal", ""))
    if not form.is_valid():
        raise Outdated(_("The file did not come back whole. Choose it again."))
    file = read_text(form.cleaned_data["text"], most_rows=PAGE_ROWS)
    if file.digest != sealed["file"]:
        raise Outdated(_("This is not the file you looked at. Choose it again and look at its preview."))
    try:
        done = apply(file, by=request.user, seen=sealed["plan"], end_missing=sealed["end_missing"])
    except Outdated as refusal:
        again = plan(file, by=request.user, end_missing=sealed["end_missing"])
        return _preview(request, file, again, note=refusal.sentence, status=409)
    count = len({step.employee_id for step in done.steps})
    said = ngettext("Applied: %(count)d person changed.", "Applied: %(count)d people changed.", count)
    messages.success(request, said % {"count": count})
    return redirect("people")


def _seal(person: Person, planned: Plan) -> str:
    """Signed: who looked at which plan of which file."""
    stated = {"by": person.pk, "file": planned.file_digest, "plan": planned.digest, "end_missing": planned.end_missing}
    return signing.dumps(stated, salt=SALT)


def _opened(person: Person, seal: str) -> dict[str, Any]:
    try:
        stated: dict[str, Any] = signing.loads(seal, salt=SALT, max_age=HOUR)
    except signing.BadSignature as error:
        raise Outdated(_("This preview is over an hour old or was changed. Choose the file again.")) from error
    if stated["by"] != person.pk:
        raise Outdated(_("Somebody else made this preview. Choose the file again."))
    return stated


def _groups(planned: Plan) -> list[tuple[str, tuple[Step, ...]]]:
    """The steps under the words of the page, in the order people ask for them."""
    groups = (
        (_("Join"), (Kind.JOIN, Kind.RETURN)),
        (_("Move"), (Kind.MOVE,)),
        (_("Change"), (Kind.CORRECT, Kind.FUNCTION)),
        (_("Get a role"), (Kind.GRANT,)),
        (_("Lose a role"), (Kind.END_ROLE,)),
        (_("Leave"), (Kind.LEAVE,)),
    )
    return [(title, planned.of(*kinds)) for title, kinds in groups if planned.of(*kinds)]
