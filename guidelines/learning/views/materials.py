"""Materials: the list, a new one, one with what can be done with it, its words as a deck and as files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guidelines.editions.comparing import compare_texts
from guidelines.editions.forms.seen import SeenForm
from guidelines.editions.reasons import NotAllowed, refuse
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import NotFound, Refusal
from guidelines.frame.times import in_zone
from guidelines.learning import services
from guidelines.learning.exports import Written, material_docx, material_pdf
from guidelines.learning.forms.materials import ApproveForm, MaterialsForm, NewMaterialForm, ReturnForm
from guidelines.learning.material_queries import last_approval, material_lines, materials_of, newest_words
from guidelines.learning.material_rights import (
    visible_materials,
    why_not_approve,
    why_not_recall,
    why_not_return,
    why_not_save,
    why_not_submit,
    works_with,
)
from guidelines.learning.models import Material, MaterialWords
from guidelines.learning.rights import teaches_somewhere
from guidelines.learning.slides import slides
from guidelines.learning.views.fetching import opens, reader
from guidelines.people.requests import actor

FILES: dict[str, tuple[str, Callable[[Written], bytes]]] = {
    "pdf": ("application/pdf", material_pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", material_docx),
}


@require_safe
@login_required
def materials(request: HttpRequest) -> HttpResponse:
    person = reader(request)
    form = MaterialsForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    given = {"state": asked.get("state", ""), "kind": asked.get("kind", ""), "policy_id": asked.get("guideline", "")}
    page = paginate(request, materials_of(person, **given) if form.is_valid() else Material.objects.none())
    shown = material_lines(person, page.items)
    opens(request, (line.material.edition for line in shown))
    context = {
        "form": form,
        "page": page,
        "lines": shown,
        "teaches": teaches_somewhere(person),
        "is_narrowed": any(given.values()),
    }
    return render(request, "learning/materials.html", context, status=200 if form.is_valid() else 422)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_material(request: HttpRequest) -> HttpResponse:
    """Made from an edition that the address may name."""
    person = actor(request)
    if not teaches_somewhere(person):
        refuse(NotAllowed(_("Only a trainer can make materials.")))
    posted = request.method == "POST"
    first = {"edition": request.GET.get("edition", "")[:80], "kind": "deck"}
    form = NewMaterialForm(request.POST if posted else None, initial=first, person=person)
    status = 422 if posted else 200
    if posted and form.is_valid() and form.found:
        try:
            made = services.make_material(form.found, kind=form.cleaned_data["kind"], by=person)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            status = refusal.status
        else:
            messages.success(request, _("Here is a draft from the words of the edition. Make it yours."))
            return redirect("edit_material", made.pk)
    return render(request, "learning/new_material.html", {"form": form}, status=status)


@require_safe
@login_required
def material(request: HttpRequest, pk: str) -> HttpResponse:
    return _page(request, material_for(request, pk))


@require_POST
@login_required
def submit_material(request: HttpRequest, pk: str) -> HttpResponse:
    found = material_for(request, pk)
    services.submit_material(found, by=actor(request), seen=request.POST.get("seen", ""))
    messages.success(request, _("Submitted. Policy reviewers of this market and domain are told."))
    return redirect(found)


@require_POST
@login_required
def recall_material(request: HttpRequest, pk: str) -> HttpResponse:
    found = material_for(request, pk)
    services.recall_material(found, by=actor(request))
    messages.success(request, _("It is a draft again."))
    return redirect(found)


@require_POST
@login_required
def return_material(request: HttpRequest, pk: str) -> HttpResponse:
    found, form = material_for(request, pk), ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, found, 422, send_back=form, wrong=form)
    services.return_material(found, by=actor(request), reason=form.cleaned_data["reason"])
    messages.success(request, _("Sent back. Its writers are told."))
    return redirect(found)


@require_POST
@login_required
def approve_material(request: HttpRequest, pk: str) -> HttpResponse:
    """Exactly the words on screen: with others the page comes back as it is now, and the note stays."""
    found, form = material_for(request, pk), ApproveForm(request.POST)
    if not form.is_valid():
        return _page(request, found, 422, approve=form, wrong=form)
    try:
        services.approve_material(found, by=actor(request), **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        form.stand_on(newest_words(found).digest)
        return _page(request, found, refusal.status, approve=form, wrong=form)
    messages.success(request, _("Approved. Readers of the guideline see it from now on."))
    return redirect(found)


def _page(request: HttpRequest, found: Material, status: int = 200, **forms: Any) -> HttpResponse:
    person, works = actor(request), works_with(actor(request), found)
    approval, newest = last_approval(found), newest_words(found)
    shown = newest if works else _approved(found)
    (line,) = material_lines(person, [found])
    may = {
        "save": why_not_save(person, found) is None,
        "submit": why_not_submit(person, found) is None,
        "recall": why_not_recall(person, found) is None,
        "return": why_not_return(person, found) is None,
    }
    context = {
        "material": found,
        "line": line,
        "words": shown,
        "slides": slides(shown.source, is_deck=found.is_deck),
        "approval": approval,
        "is_newest": approval is not None and approval.words.number == newest.number,
        "works": works,
        "guideline": found.edition.guideline,
        "zone": found.edition.guideline.market.time_zone,
        "may": may,
        "submit": SeenForm(initial={"seen": newest.digest}),
        "approve": ApproveForm(initial={"seen": newest.digest}),
        "send_back": ReturnForm(),
    }
    if works:
        context["history"] = list(found.save_points.select_related("saved_by", "approval__approved_by").defer("source"))
    if may["return"]:
        context |= {"why_not_approve": why_not_approve(person, found), "blocks": _changed(found, newest, approval)}
    return render(request, "learning/material.html", context | forms, status=status)


def _changed(found: Material, newest: MaterialWords, approval: Any) -> Any:
    """What the reviewer finds changed since the last approval; nothing before the first."""
    if approval is None or approval.words_id == newest.pk:
        return ()
    return compare_texts(approval.words.source, newest.source, found.language)


def material_for(request: HttpRequest, pk: str) -> Material:
    rows = visible_materials(actor(request)).select_related("moved_by")
    found = rows.filter(pk=int(pk)).first()
    if found is None:
        raise NotFound(_("There is no such material that you can see."))
    opens(request, [found.edition])
    return found


def _approved(found: Material) -> MaterialWords:
    approval = last_approval(found)
    if approval is None:
        raise NotFound(_("There is no such material that you can see."))
    return approval.words


def _asked_words(request: HttpRequest, found: Material) -> MaterialWords:
    """The approved words; the newest where the address asks for the draft and the person works with it."""
    if works_with(actor(request), found) and ("draft" in request.GET or last_approval(found) is None):
        return newest_words(found)
    return _approved(found)


@require_safe
@login_required
def show_material(request: HttpRequest, pk: str) -> HttpResponse:
    """Its words alone, filling the screen."""
    found = material_for(request, pk)
    words = _asked_words(request, found)
    (line,) = material_lines(actor(request), [found])
    context = {
        "material": found,
        "words": words,
        "line": line,
        "slides": slides(words.source, is_deck=found.is_deck),
        "is_approved": hasattr(words, "approval"),
    }
    return render(request, "learning/show.html", context)


@require_safe
@login_required
def material_file(request: HttpRequest, pk: str, extension: str) -> HttpResponse:
    """The same words as PDF or Word."""
    found = material_for(request, pk)
    words = _asked_words(request, found)
    if extension not in FILES:
        raise NotFound(_("A material is written as PDF or as Word."))
    mime, write = FILES[extension]
    answer = HttpResponse(write(_written(found, words)), content_type=mime)
    name = f"{found.edition.guideline.policy_id}-{found.edition.number}-{found.kind}-{words.number}.{extension}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _written(found: Material, words: MaterialWords) -> Written:
    edition = found.edition
    with translation.override(found.language):
        since = in_zone(edition.effective_from, edition.guideline.market.time_zone) if edition.effective_from else ""
        line = _("%(policy_id)s, edition %(number)d, in force from %(since)s") % {
            "policy_id": edition.guideline.policy_id,
            "number": edition.number,
            "since": since,
        }
        if not hasattr(words, "approval"):
            line = _("Draft, not approved. %(line)s") % {"line": line}
    shown = slides(words.source, is_deck=found.is_deck)
    return Written(words.title, line, found.language, found.is_deck, shown)
