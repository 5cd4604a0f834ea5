"""The words of the passages that are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from guidelines.frame import clock
from guidelines.frame.plain_sql import rows
from guidelines.reading.search.looking import engine
from guidelines.reading.search.results import Hit

_WORDS = """
SELECT l.id, l.policy_id, e.number, e.title, g.language, l.kind, l.rule, l.heading, l.anchor, l.text, l.instruction,
    l.severity, l.label, a.name, a.name_vi, e.expires_at, EXISTS (
        SELECT 1 FROM editions_suspension s WHERE s.edition_id = e.id AND s.resumed_at IS NULL AND s.since <= %s
        AND (s.until IS NULL OR s.until > %s)
    )
FROM reading_searchrow l
JOIN editions_edition e ON e.id = l.edition_id JOIN editions_guideline g ON g.id = l.guideline_id
LEFT JOIN catalogue_action a ON a.code = l.action AND l.action <> ''
"""


def hits_of(ids: Sequence[int], cited: Sequence[int] = ()) -> tuple[Hit, ...]:
    """The words of these rows, in this order. Which they are was asked through the person's rights; what a deed took
    out of the index since then is left out."""
    if not ids:
        return ()
    now = connection.ops.adapt_datetimefield_value(clock.now())
    which, keys = engine().listed("l.id", ids)
    found = {row[0]: row for row in rows(f"{_WORDS} WHERE {which}", [now, now, *keys])}
    return tuple(_hit(found[pk], is_cited=pk in cited) for pk in ids if pk in found)


def _hit(row: tuple[Any, ...], *, is_cited: bool) -> Hit:
    pk, policy_id, number, title, language, *words, name, name_vi, ends, suspended = row
    kind, rule, heading, anchor, text, instruction, severity, label = words
    action = (name_vi if language == "vi" and name_vi else name) or ""
    said = (kind, rule, heading, anchor, text, instruction, action, severity, label)
    standing = "suspended" if suspended else "emergency" if ends else ""
    return Hit(pk, policy_id, number, title, language, *said, standing, is_cited)
