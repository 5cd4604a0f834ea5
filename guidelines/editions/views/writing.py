"""The draft page: write, preview, save, submit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.editions import save_points as points
from guidelines.editions import services
from guidelines.editions.documents import Document, document
from guidelines.editions.drafts import words_of
from guidelines.editions.forms import DraftForm
from guidelines.editions.models import Edition
from guidelines.editions.queries import newer_words
from guidelines.editions.readiness import Blocker, blockers_in
from guidelines.editions.rights import NotAllowed, why_not
from guidelines.editions.views.fetching import refuse, work_edition_for, work_page
from guidelines.editions.views.kept import after_saving
from guidelines.editions.views.merging import merge_page
from guidelines.frame.refusals import Outdated, Refusal
from guidelines.people.requests import actor
from guidelines.text.refusal import TextRefused
from guidelines.text.rendering import render as render_text

HISTORY_ON_PAGE = 5


@login_required
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    edition = work_edition_for(request, policy_id, number)
    reason = why_not(actor(request), "save", edition)
    if request.method == "GET":
        if reason:
            return redirect("review", edition.guideline.policy_id, edition.number)
        services.sit(edition, by=actor(request))
        return _page(request, edition, DraftForm(initial=DraftForm.initial_of(edition)))
    if isinstance(reason, NotAllowed):
        refuse(reason)
    if not reason:
        services.sit(edition, by=actor(request))
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _page(request, edition, form, status=422)
    if request.POST.get("action") == "preview":
        return _preview(request, edition, form)
    return _save(request, edition, form, submit=request.POST.get("action") == "submit")


def _preview(request: HttpRequest, edition: Edition, form: DraftForm) -> HttpResponse:
    try:
        rendered = render_text(form.cleaned_data["source"], language=edition.guideline.language)
    except TextRefused as refused:
        return _refused(request, edition, form, refused)
    preview = document(rendered, language=edition.guideline.language, policy_id=edition.guideline.policy_id)
    return _page(request, edition, form, preview=preview)


def _save(request: HttpRequest, edition: Edition, form: DraftForm, *, submit: bool) -> HttpResponse:
    person = actor(request)
    try:
        saved = services.save_draft(edition, by=person, seen=form.cleaned_data["seen"], words=form.words)
        for sentence in saved.mended:
            messages.info(request, sentence)
        if submit:
            services.submit(saved.edition, by=person, seen=saved.edition.digest)
    except TextRefused as refused:
        return _refused(request, edition, form, refused)
    except Outdated as refusal:
        return merge_page(request, edition, mine=form.words, seen=form.cleaned_data["seen"], sentence=refusal.sentence)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        fresh = work_edition_for(request, edition.guideline.policy_id, edition.number)
        form.stand_on(fresh)
        return _page(request, fresh, form, status=refusal.status)
    if submit:
        messages.success(request, _("Sent to review. The words are frozen until it is decided."))
        return redirect("review", edition.guideline.policy_id, edition.number)
    messages.success(request, _("Saved.") if saved.changed else _("Nothing to save: no word changed."))
    return after_saving(request, edition)


def _refused(request: HttpRequest, edition: Edition, form: DraftForm, refused: TextRefused) -> HttpResponse:
    form.add_error("source", str(refused.sentence))
    return _page(request, edition, form, status=refused.status)


def _page(
    request: HttpRequest,
    edition: Edition,
    form: DraftForm,
    *,
    preview: Document | None = None,
    status: int = 200,
) -> HttpResponse:
    words = form.words.normalised().words if preview else words_of(edition)
    found: list[Blocker] = blockers_in(words, edition.guideline.language)
    context: dict[str, Any] = {
        "form": form,
        "preview": preview,
        "blockers": found,
        "points": points.history(edition)[:HISTORY_ON_PAGE],
        "newer": newer_words(edition),
        "discard_reason": why_not(actor(request), "discard", edition),
    }
    return work_page(request, "editions/draft.html", edition, context, status)
