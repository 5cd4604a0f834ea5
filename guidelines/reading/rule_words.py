"""One rule of an edition by itself: its row of the decision table, with links fit for another page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.utils.safestring import SafeString

from guidelines.editions.documents import Document, Row, document
from guidelines.editions.models import Edition, Guideline
from guidelines.reading.queries.guideline import page_of
from guidelines.text.rendering import Rendered
from guidelines.text.rendering.apart import apart


def document_of(edition: Edition, guideline: Guideline) -> Document:
    """The document of an edition that bound once, without marks of what changed."""
    rendered = Rendered.from_json(page_of(edition).rendered)
    return document(rendered, language=guideline.language, policy_id=guideline.policy_id)


def row_of(made: Document, rule_id: str, *, page: str, here: Collection[str] = (), mark: str = "") -> Row | None:
    """The row of a rule as it is shown apart from its document, whose page is at `page`; None where it has no such."""
    row = next((row for row in made.rows if row.rule.id == rule_id), None)
    if row is None:
        return None

    def fit(html: SafeString) -> SafeString:
        return apart(html, page=page, here=here, mark=mark)

    rule = replace(
        row.rule,
        condition=fit(row.rule.condition),
        do=fit(row.rule.do),
        escalate=fit(row.rule.escalate),
        basis=fit(row.rule.basis),
    )
    figures = (
        replace(one, case=replace(one.case, quote=fit(one.case.quote), why=fit(one.case.why))) for one in row.figures
    )
    return replace(row, rule=rule, figures=tuple(figures))
