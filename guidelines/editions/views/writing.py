"""The draft page: write, preview, save, submit."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.editions import services
from guidelines.editions.arranging import ACTION, arranged
from guidelines.editions.block_form import FORMS, TEXT, blocks_of
from guidelines.editions.forms import DraftForm
from guidelines.editions.forms.drafting import BesideForm
from guidelines.editions.models import Edition
from guidelines.editions.readiness import NotReady
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import NotAllowed, why_not
from guidelines.editions.typed import TypedForm, with_blocks, words_typed
from guidelines.editions.views.beside import beside_typed, is_wrong, set_beside
from guidelines.editions.views.editor_page import editor_page, wanted_part
from guidelines.editions.views.fetching import work_edition_for
from guidelines.editions.views.kept import after_saving
from guidelines.editions.views.merging import merge_page
from guidelines.frame.refusals import Outdated, Refusal
from guidelines.people.requests import actor
from guidelines.text.refusal import TextRefused

VIEWS = {"view-text": TEXT, "view-forms": FORMS}


@login_required
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    edition = work_edition_for(request, policy_id, number)
    reason = why_not(actor(request), "save", edition)
    if request.method == "GET":
        if reason:
            return redirect("review", edition.guideline.policy_id, edition.number)
        services.sit(edition, by=actor(request))
        return editor_page(request, edition, DraftForm(initial=DraftForm.initial_of(edition)))
    if isinstance(reason, NotAllowed):
        refuse(reason)
    if not reason and not wanted_part(request):
        services.sit(edition, by=actor(request))
    form, action = words_typed(request.POST), request.POST.get("action", "")
    if action == "preview" or action in VIEWS or ACTION.fullmatch(action):
        return _arrange(request, edition, form, action)
    beside = beside_typed(request, edition)
    if not form.is_valid() or is_wrong(beside):
        return editor_page(request, edition, form, status=422)
    return _save(request, edition, form, beside, submit=action == "submit")


def _arrange(request: HttpRequest, edition: Edition, form: TypedForm, action: str) -> HttpResponse:
    """The page again with what was typed, after a button of the editor. Nothing is saved."""
    done = arranged(action, form.blocks, edition)
    mode = VIEWS.get(action, form.mode)
    if action in VIEWS and not form.blocks.sentences:
        form = with_blocks(form.posted, blocks_of(form.whole_text))
    elif ACTION.fullmatch(action):
        form = with_blocks(form.posted, done.typed)
    form.mode = FORMS if form.blocks.sentences else mode
    status = 200 if form.is_valid() or wanted_part(request) else 422
    return editor_page(request, edition, form, arranged=done, status=status)


def _save(request: HttpRequest, edition: Edition, form: TypedForm, beside: BesideForm, *, submit: bool) -> HttpResponse:
    person = actor(request)
    try:
        saved = services.save_draft(edition, by=person, seen=form.cleaned_data["seen"], words=form.words)
        for sentence in saved.mended:
            messages.info(request, sentence)
        set_beside(beside, saved.edition, by=person)
        form.is_saved = True
        if submit:
            services.submit(saved.edition, by=person, seen=saved.edition.digest)
    except TextRefused as refused:
        form.add_error("source", str(refused.sentence))
        return editor_page(request, edition, form, status=refused.status)
    except Outdated as refusal:
        return merge_page(request, edition, mine=form.words, seen=form.cleaned_data["seen"], sentence=refusal.sentence)
    except Refusal as refusal:
        form.add_error(None, refusal.blockers if isinstance(refusal, NotReady) else refusal.sentence)
        fresh = work_edition_for(request, edition.guideline.policy_id, edition.number)
        form.stand_on(fresh.digest)
        return editor_page(request, fresh, form, status=refusal.status)
    if submit:
        messages.success(request, _("Sent to review. The words are frozen until it is decided."))
        return redirect("review", edition.guideline.policy_id, edition.number)
    messages.success(request, _("Saved.") if saved.changed else _("Nothing to save: no word changed."))
    return after_saving(request, edition)
