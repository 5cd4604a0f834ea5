"""Writing a material: the editor with its preview, and its save points."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guidelines.editions.reasons import refuse
from guidelines.frame.refusals import NotFound, Refusal
from guidelines.learning import services
from guidelines.learning.forms.materials import MaterialForm
from guidelines.learning.material_queries import newest_words
from guidelines.learning.material_rights import why_not_save, why_not_write, works_with
from guidelines.learning.models import Material, MaterialWords
from guidelines.learning.slides import check_words, slides
from guidelines.learning.views.materials import material_for
from guidelines.people.requests import actor
from guidelines.text.refusal import TextRefused


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_material(request: HttpRequest, pk: str) -> HttpResponse:
    """The editor; `?from=` takes the words of an older save point. Preview shows what is typed and saves nothing."""
    found, person = material_for(request, pk), actor(request)
    refuse(why_not_write(person, found.edition.guideline))
    if request.method != "POST":
        refuse(why_not_save(person, found))
        return _editor(request, found, MaterialForm(initial=_first(request, found)))
    form = MaterialForm(request.POST)
    if not form.is_valid():
        return _editor(request, found, form, 422)
    if request.POST.get("action") == "preview":
        return _editor(request, found, form, previews=True)
    before = newest_words(found)
    try:
        words = services.save_material(found, by=person, **form.cleaned_data)
    except (Refusal, TextRefused) as refusal:
        form.add_error(None, str(refusal.sentence))
        form.stand_on(newest_words(found).digest)
        return _editor(request, found, form, refusal.status)
    messages.success(request, _("Nothing was changed.") if words == before else _("Saved."))
    return redirect("edit_material" if request.POST.get("action") == "save" else "material", found.pk)


def _first(request: HttpRequest, found: Material) -> dict[str, str]:
    newest = newest_words(found)
    words = _numbered(found, request.GET["from"]) if "from" in request.GET else newest
    return {"seen": newest.digest, "title": words.title, "source": words.source}


def _editor(
    request: HttpRequest, found: Material, form: MaterialForm, status: int = 200, *, previews: bool = False
) -> HttpResponse:
    context: dict[str, Any] = {"material": found, "form": form, "newest": newest_words(found)}
    if previews or not form.is_bound:
        source = form.cleaned_data["source"] if form.is_bound else form.initial["source"]
        try:
            check_words(source)
            context["slides"] = slides(source, is_deck=found.is_deck)
        except (Refusal, TextRefused) as refusal:
            if form.is_bound:
                form.add_error(None, str(refusal.sentence))
            status = refusal.status if form.is_bound else status
    return render(request, "learning/edit_material.html", context, status=status)


@require_safe
@login_required
def material_save_point(request: HttpRequest, pk: str, number: str) -> HttpResponse:
    """The words as they were saved then, for those who work with the material."""
    found = material_for(request, pk)
    if not works_with(actor(request), found):
        raise NotFound(_("There is no such material that you can see."))
    words = _numbered(found, number)
    context = {
        "material": found,
        "words": words,
        "slides": slides(words.source, is_deck=found.is_deck),
        "may_save": why_not_save(actor(request), found) is None,
        "is_newest": words == newest_words(found),
        "zone": found.edition.guideline.market.time_zone,
    }
    return render(request, "learning/material_save_point.html", context)


def _numbered(found: Material, number: str) -> MaterialWords:
    wanted = int(number) if number.isdecimal() and len(number) < 10 else 0
    words = found.save_points.select_related("saved_by").filter(number=wanted).first()
    if words is None:
        raise NotFound(_("There is no such save point."))
    return words
