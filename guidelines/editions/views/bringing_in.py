"""Bringing text in: from a file by way of a page that shows what became of it, and from the clipboard."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guidelines.editions import save_points, services
from guidelines.editions.documents import Document, document
from guidelines.editions.drafts import words_of
from guidelines.editions.forms.bringing_in import BringInForm, FileForm, PasteForm, remarks_in, takes_pastes
from guidelines.editions.models import Edition
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import why_not
from guidelines.editions.views.autosaving import for_the_script
from guidelines.editions.views.fetching import work_edition_for, work_page
from guidelines.editions.views.merging import merge_page
from guidelines.frame.refusals import Invalid, Outdated, Refusal
from guidelines.people.requests import actor
from guidelines.text.incoming import from_file, from_html
from guidelines.text.refusal import TextRefused
from guidelines.text.rendering import render


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    """Choose a file; look at its text and at what was lost; put it into the draft."""
    edition = work_edition_for(request, policy_id, number)
    refuse(why_not(actor(request), "save", edition))
    if request.method != "POST":
        return work_page(request, "editions/bring_in.html", edition, {"form": FileForm()})
    if "markdown" in request.POST:
        return _confirm(request, edition)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return work_page(request, "editions/bring_in.html", edition, {"form": form}, 422)
    try:
        return _look(request, edition, form)
    except (TextRefused, Refusal) as refused:
        form.add_error("file", str(refused.sentence))
        return work_page(request, "editions/bring_in.html", edition, {"form": form}, refused.status)


def _look(request: HttpRequest, edition: Edition, form: FileForm) -> HttpResponse:
    """The text of the file. Only its images are kept so far."""
    upload = form.cleaned_data["file"]
    incoming = from_file(upload.name, upload.read())
    if not incoming.markdown.strip():
        raise Invalid(_("No text was found in this file. Look whether it is the right one."))
    render(incoming.markdown, language=edition.guideline.language)  # refuses what no draft could hold
    brought = services.bring_in(edition, by=actor(request), incoming=incoming)
    initial = {"markdown": brought.markdown, "where": _likely(edition), "seen": edition.digest}
    return _page(request, edition, BringInForm(initial=initial), brought.markdown, list(brought.report))


def _likely(edition: Edition) -> str:
    """A text nobody has touched since the draft was opened is a beginning to be replaced."""
    is_first = edition.base is None and len(save_points.history(edition)) < 2
    return BringInForm.ALL if is_first else BringInForm.END


def _confirm(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Save the draft with the text in it. Met by another save it goes to the merge page, with nothing lost."""
    form, remarks = BringInForm(request.POST), remarks_in(request.POST)
    if not form.is_valid():
        return _page(request, edition, form, request.POST["markdown"], remarks, 422)
    seen = form.cleaned_data["seen"]
    before = save_points.words_with_digest(edition, seen) or words_of(edition)
    words = replace(before, source=form.source_on(before.source))
    if request.POST.get("action") == "preview":
        return _page(request, edition, form, form.cleaned_data["markdown"], remarks)
    try:
        saved = services.save_draft(edition, by=actor(request), seen=seen, words=words, why=_("Text brought in"))
    except Outdated as refusal:
        return merge_page(request, edition, mine=words, seen=seen, sentence=refusal.sentence)
    except (TextRefused, Refusal) as refused:
        form.add_error("markdown", str(refused.sentence))
        return _page(request, edition, form, request.POST["markdown"], remarks, refused.status)
    for sentence in saved.mended:
        messages.info(request, sentence)
    messages.success(request, _("The text is in the draft."))
    return redirect("draft", edition.guideline.policy_id, edition.number)


def _page(
    request: HttpRequest, edition: Edition, form: BringInForm, markdown: str, remarks: list[str], status: int = 200
) -> HttpResponse:
    takes_pastes(form, "markdown", edition)
    context: dict[str, Any] = {"form": form, "remarks": remarks, "preview": _preview(edition, markdown)}
    return work_page(request, "editions/bring_in_result.html", edition, context, status)


def _preview(edition: Edition, markdown: str) -> Document | None:
    """The text as readers would meet it; nothing where it is beyond the limits, which saving says."""
    language = edition.guideline.language
    try:
        rendered = render(markdown, language=language)
    except TextRefused:
        return None
    return document(rendered, language=language, policy_id=edition.guideline.policy_id)


@require_POST
@for_the_script
def paste(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    """What was pasted as Markdown, for the script that puts it where the cursor is. Saves no words."""
    edition, person = work_edition_for(request, policy_id, number), actor(request)
    refuse(why_not(person, "save", edition))
    form = PasteForm(request.POST)
    if not form.is_valid():
        raise Invalid(" ".join(str(error) for error in form.errors["html"]))
    brought = services.bring_in(edition, by=person, incoming=from_html(form.cleaned_data["html"]))
    said = " ".join((_("Pasted as Markdown."), *brought.report))
    return JsonResponse({"markdown": brought.markdown, "report": list(brought.report), "said": said})
