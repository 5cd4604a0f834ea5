"""What the page of the editor shows: the blocks or the whole text, the preview, the checks, the details."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from guidelines.editions import save_points as points
from guidelines.editions.arranging import Arranged
from guidelines.editions.block_form import FORMS, TEXT, TypedBlocks, blocks_of, fits_a_form
from guidelines.editions.block_rows import counts, lists_for, rows_of, spots_of
from guidelines.editions.documents import Document, document, rule_changes
from guidelines.editions.drafts import words_of
from guidelines.editions.forms import DraftForm
from guidelines.editions.forms.images import ImageForm
from guidelines.editions.models import Edition, GuidelineTemplate
from guidelines.editions.queries import newer_words
from guidelines.editions.readiness import findings_in
from guidelines.editions.rights import visible_guidelines, why_not
from guidelines.editions.typed import TypedForm
from guidelines.editions.views.beside import beside_typed
from guidelines.editions.views.fetching import work_page
from guidelines.people.requests import actor
from guidelines.text.normal import normalise
from guidelines.text.refusal import TextRefused
from guidelines.text.rendering import Rendered, render

HISTORY_ON_PAGE = 5
EDITOR, PREVIEW = "editor", "preview"
"""The parts of the page that its script asks for: all that change with the words, or all but the blocks themselves."""
MARKS = (
    ("heading", "h", gettext_lazy("Heading")),
    ("bold", "bold", gettext_lazy("Bold")),
    ("italic", "italic", gettext_lazy("Italic")),
    ("bullets", "ul", gettext_lazy("Bulleted list")),
    ("numbers", "ol", gettext_lazy("Numbered list")),
    ("link", "link", gettext_lazy("Link")),
    ("table", "table", gettext_lazy("Table")),
)
BLOCKS = (
    ("rule", "plus", gettext_lazy("Rule")),
    ("pair", "pair", gettext_lazy("Case pair")),
    ("term", "term", gettext_lazy("Term")),
)


def editor_page(
    request: HttpRequest, edition: Edition, form: DraftForm, *, arranged: Arranged | None = None, status: int = 200
) -> HttpResponse:
    """The editor with what is saved, or with what was typed and is not. A script asks only for parts of it."""
    typed = form if isinstance(form, TypedForm) else None
    source = typed.whole_text if typed else edition.source
    blocks = typed.blocks if typed else blocks_of(source)
    stored = normalise(source).text
    rendered, refused = _rendered(stored, edition)
    became = rule_changes(edition.base.source, source) if edition.base and rendered else {}
    shown = _shown(request, edition, rendered, became) if rendered else None
    words = replace(typed.words if typed and typed.is_valid() else words_of(edition), source=stored)
    part = wanted_part(request)
    findings = findings_in(words, edition) if shown else []
    spots = spots_of(findings, blocks.blocks if _mode(form, blocks) == FORMS else (), drawn=part != PREVIEW)
    context: dict[str, Any] = {
        "form": form,
        "preview": shown,
        "refused": refused or [str(sentence) for sentence in form.errors.get("source", ())],
        "is_typed": typed is not None,
        "is_unsaved": typed is not None and not typed.is_saved,
        "counts": counts(blocks.parts),
        "spots": spots,
        "blocker_count": sum(spot.finding.is_blocker for spot in spots),
        "said": arranged.said if arranged else "",
    }
    if part != PREVIEW:
        context |= _writing(edition, form, blocks, became, arranged)
    if part:
        return work_page(request, f"editions/editor/{part}_answer.html", edition, context, status)
    context |= {
        "beside": beside_typed(request, edition),
        "image_form": ImageForm(auto_id="image-%s"),
        "points": points.history(edition)[:HISTORY_ON_PAGE],
        "newer": newer_words(edition),
        "discard_reason": why_not(actor(request), "discard", edition),
    }
    return work_page(request, "editions/draft.html", edition, context, status)


def wanted_part(request: HttpRequest) -> str:
    """The part of the page a script asked for; empty for the whole page."""
    part = request.headers.get("X-Part", "")
    return part if part in (EDITOR, PREVIEW) else ""


def _writing(
    edition: Edition, form: DraftForm, blocks: TypedBlocks, became: Mapping[str, str], arranged: Arranged | None
) -> dict[str, Any]:
    """What the words are written with, block by block or whole."""
    mode, can_be_forms = _mode(form, blocks), fits_a_form(blocks.source)
    mode = mode if can_be_forms or blocks.sentences else TEXT
    lists = lists_for(edition, blocks.parts)
    return {
        "mode": mode,
        "can_be_forms": can_be_forms,
        "rows": rows_of(blocks.blocks, became, lists, arranged.about if arranged else None) if mode == FORMS else [],
        "lists": lists,
        "templates": _templates(edition),
        "marks": MARKS,
        "block_tools": BLOCKS,
        "highest_rule": max({0} | points.rule_ids_of(edition.guideline_id)) if mode == TEXT else 0,
    }


def _mode(form: DraftForm, blocks: TypedBlocks) -> str:
    """As it was chosen; before that, block by block where the text has rules."""
    if isinstance(form, TypedForm) and form.mode in (FORMS, TEXT):
        return form.mode
    return FORMS if any(part.kind == "rule" for part in blocks.parts) else TEXT


def _rendered(stored: str, edition: Edition) -> tuple[Rendered | None, list[str]]:
    """The text as it will be stored, rendered; or why that can't be."""
    try:
        return render(stored, language=edition.guideline.language), []
    except TextRefused as refused:
        return None, [str(refused.sentence)]


def _shown(request: HttpRequest, edition: Edition, rendered: Rendered, became: Mapping[str, str]) -> Document:
    """The text as moderators will read it."""
    guideline = edition.guideline
    seconds = visible_guidelines(actor(request)).filter(preceded_by=guideline).order_by("policy_id")
    return document(
        rendered,
        language=guideline.language,
        policy_id=guideline.policy_id,
        changes=became,
        precedes=tuple(seconds.values_list("policy_id", flat=True)),
    )


def _templates(edition: Edition) -> QuerySet[GuidelineTemplate]:
    guideline = edition.guideline
    return GuidelineTemplate.objects.filter(domain=guideline.domain_id, language=guideline.language, ended_at=None)
