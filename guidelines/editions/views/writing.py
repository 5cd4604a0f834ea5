"""The draft page: write, preview, save, submit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guidelines.editions import save_points as points
from guidelines.editions import services
from guidelines.editions.arranging import ACTION, Arranged, arranged
from guidelines.editions.block_form import FORMS, TEXT, lists_for, rows_of
from guidelines.editions.documents import Document, document
from guidelines.editions.drafts import words_of
from guidelines.editions.forms import DraftForm
from guidelines.editions.forms.drafting import BesideForm
from guidelines.editions.models import Edition, GuidelineTemplate
from guidelines.editions.queries import newer_words
from guidelines.editions.readiness import findings_in
from guidelines.editions.rights import NotAllowed, why_not
from guidelines.editions.typed import TypedForm, with_parts, words_typed
from guidelines.editions.views.fetching import refuse, work_edition_for, work_page
from guidelines.editions.views.kept import after_saving
from guidelines.editions.views.merging import merge_page
from guidelines.frame.refusals import Outdated, Refusal
from guidelines.people.requests import actor
from guidelines.text.editing import EditPart, parts_of
from guidelines.text.normal import normalise
from guidelines.text.refusal import TextRefused
from guidelines.text.rendering import render as render_text

HISTORY_ON_PAGE = 5
TOOLS = (
    ("heading", "h", gettext_lazy("Heading")),
    ("bold", "bold", gettext_lazy("Bold")),
    ("italic", "italic", gettext_lazy("Italic")),
    ("bullets", "ul", gettext_lazy("Bulleted list")),
    ("numbers", "ol", gettext_lazy("Numbered list")),
    ("link", "link", gettext_lazy("Link")),
    ("table", "table", gettext_lazy("Table")),
    ("rule", "", gettext_lazy("Rule")),
    ("pair", "pair", gettext_lazy("Case pair")),
    ("term", "term", gettext_lazy("Term")),
)
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
        return _page(request, edition, DraftForm(initial=DraftForm.initial_of(edition)))
    if isinstance(reason, NotAllowed):
        refuse(reason)
    if not reason:
        services.sit(edition, by=actor(request))
    form, action = words_typed(request.POST), request.POST.get("action", "")
    if action == "preview" or action in VIEWS or ACTION.fullmatch(action):
        return _arrange(request, edition, form, action)
    beside = BesideForm(request.POST, edition=edition)
    if not form.is_valid() or (beside.is_bound and not beside.is_valid()):
        return _page(request, edition, form, status=422)
    return _save(request, edition, form, submit=action == "submit")


def _arrange(request: HttpRequest, edition: Edition, form: TypedForm, action: str) -> HttpResponse:
    """The page again with what was typed, after a button of the editor. Nothing is saved."""
    done = arranged(action, form.parts, edition)
    if action in VIEWS:
        form.mode = VIEWS[action]
    elif ACTION.fullmatch(action):
        form, mode = with_parts(form, done.parts), form.mode
        form.mode = mode
    status = 200 if form.is_valid() else 422
    return _page(request, edition, form, arranged=done, status=200 if _wants_part(request) else status)


def _save(request: HttpRequest, edition: Edition, form: TypedForm, *, submit: bool) -> HttpResponse:
    person = actor(request)
    try:
        saved = services.save_draft(edition, by=person, seen=form.cleaned_data["seen"], words=form.words)
        for sentence in saved.mended:
            messages.info(request, sentence)
        _set_beside(request, saved.edition)
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


def _set_beside(request: HttpRequest, edition: Edition) -> None:
    """The review interval and the wished start, where the form holds them."""
    beside = BesideForm(request.POST, edition=edition)
    if beside.is_bound and beside.is_valid():
        person, data = actor(request), beside.cleaned_data
        services.wish(edition, start=data["wished_from"], by=person)
        services.set_review_interval(edition.guideline, months=data["review_months"], by=person)


def _refused(request: HttpRequest, edition: Edition, form: TypedForm, refused: TextRefused) -> HttpResponse:
    form.add_error("source", str(refused.sentence))
    return _page(request, edition, form, status=refused.status)


def _page(
    request: HttpRequest, edition: Edition, form: DraftForm, *, arranged: Arranged | None = None, status: int = 200
) -> HttpResponse:
    """The editor. A script asks only for the parts that change with the words."""
    typed = form if isinstance(form, TypedForm) else None
    source = typed.data.get("source", "").replace("\r\n", "\n") if typed else edition.source
    rendered, refused = _rendered(source, edition)
    words = replace(words_of(edition), source=source) if not typed or not form.is_valid() else typed.words
    parts = typed.parts if typed else parts_of(source)
    about, mode = arranged.about if arranged else "", _mode(typed, parts)
    context: dict[str, Any] = {
        "form": form,
        "mode": mode,
        "rows": rows_of(parts, edition, about),
        "about": about,
        "said": arranged.said if arranged else "",
        "lists": lists_for(edition),
        "templates": _templates(edition),
        "tools": TOOLS,
        "highest_rule": max({0} | points.rule_ids_of(edition.guideline_id)) if mode == TEXT else 0,
        "preview": rendered,
        "refused": refused or [str(problem) for problem in form.errors.get("source", ())],
        "is_typed": typed is not None,
        "beside": BesideForm(request.POST if typed else None, edition=edition),
        "counts": _counts(source, parts),
        "findings": findings_in(words, edition) if rendered else [],
    }
    if _wants_part(request):
        return work_page(request, "editions/editor/answer.html", edition, context, status)
    context |= {
        "points": points.history(edition)[:HISTORY_ON_PAGE],
        "newer": newer_words(edition),
        "discard_reason": why_not(actor(request), "discard", edition),
    }
    return work_page(request, "editions/draft.html", edition, context, status)


def _wants_part(request: HttpRequest) -> bool:
    return request.headers.get("X-Part") == "editor"


def _rendered(source: str, edition: Edition) -> tuple[Document | None, list[str]]:
    """The text as moderators will read it, or why it can't be shown."""
    guideline = edition.guideline
    try:
        rendered = render_text(normalise(source).text, language=guideline.language)
    except TextRefused as refused:
        return None, [str(refused.sentence)]
    return document(rendered, language=guideline.language, policy_id=guideline.policy_id), []


def _mode(typed: TypedForm | None, parts: Sequence[EditPart]) -> str:
    """By blocks where the text has rules; else whole, as it is written."""
    if typed and typed.mode in (FORMS, TEXT):
        return typed.mode
    return FORMS if any(part.kind == "rule" for part in parts) else TEXT


def _counts(source: str, parts: Sequence[EditPart]) -> dict[str, int]:
    kinds = [part.kind for part in parts]
    return {"rules": kinds.count("rule"), "cases": kinds.count("case"), "words": len(source.split())}


def _templates(edition: Edition) -> QuerySet[GuidelineTemplate]:
    guideline = edition.guideline
    return GuidelineTemplate.objects.filter(domain=guideline.domain_id, language=guideline.language, ended_at=None)
