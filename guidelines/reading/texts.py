"""The two strings that make up the text of an edition: its decision table, and its sections."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from guidelines.editions.documents import Document, Entry, document
from guidelines.editions.models import Edition
from guidelines.reading.models import Page
from guidelines.reading.queries.guideline import page_of
from guidelines.reading.sheets import Sheet
from guidelines.text.rendering import RENDERER, Rendered


@dataclass(frozen=True)
class Text:
    """An edition's text as strings that go into the page as they are."""

    decide: SafeString
    decide_parts: tuple[tuple[str, SafeString], ...]
    """The same table cut after the row of each rule, with that rule's ID: for its marks, where there are any."""
    sections: SafeString
    contents: tuple[Entry, ...]
    rules: tuple[str, ...]


def text_of(edition: Edition, sheet: Sheet, *, apart: bool = False) -> Text:
    """The text, kept in this process by digest: the same words for everybody, whoever asks. `apart` for marks."""
    shown = (sheet.digest, sheet.base_digest, sheet.seconds, sheet.is_old, sheet.cards, sheet.asks)
    named = repr((RENDERER, apart, shown))
    key = f"reading-text:{hashlib.sha256(named.encode()).hexdigest()}"
    text: Text | None = cache.get(key)
    if text is None:
        text = _made(page_of(edition), sheet, apart)
        cache.set(key, text, timeout=3600)
    return text


def _made(page: Page, sheet: Sheet, apart: bool) -> Text:
    rendered = Rendered.from_json(page.rendered)
    made = document(
        rendered,
        language=sheet.language,
        policy_id=sheet.policy_id,
        changes={} if sheet.is_old else page.changes,
        precedes=sheet.seconds,
        cards=sheet.cards,
        asks=sheet.asks,
    )
    return Text(
        decide=_string("decide", made),
        decide_parts=tuple(_parts(made)) if apart else (),
        sections=_string("sections", made),
        contents=made.contents,
        rules=tuple(rule.id for rule in rendered.rules),
    )


def _parts(made: Document) -> Iterator[tuple[str, SafeString]]:
    before = _string("decide_open", made)
    for row in made.rows:
        yield row.rule.id, before + _string("rule", made, row=row)
        before = _string("rule_more", made, row=row)
    if made.rows:
        yield "", before + _string("decide_close", made)


def _string(part: str, made: Document, **more: object) -> SafeString:
    """In the language of the guideline, whatever the reader's is."""
    with translation.override(made.language):
        return render_to_string(f"editions/document/{part}.html", {"document": made, "w": made.words, **more})
