"""The words a receipt names and the words of today, side by side and as a redline."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language

from guidelines.editions.action_names import ActionNames
from guidelines.editions.comparing import Comparison, compare, compare_texts
from guidelines.editions.deciding_rows import decisions
from guidelines.editions.documents import Row
from guidelines.editions.models import Edition
from guidelines.frame.icons import SEVERITY_TONES
from guidelines.reading.queries.receipts import Resolved
from guidelines.reading.rule_words import document_of, row_of
from guidelines.text.pieces import split


@dataclass(frozen=True)
class Side:
    """The rule in one edition; no row where that edition has no such rule."""

    number: int
    url: str
    row: Row | None
    tone: str = "neutral"


@dataclass(frozen=True)
class ThenAndNow:
    """`now` is None where nothing is in force today or the words are the same edition's."""

    then: Side
    now: Side | None
    comparison: Comparison | None
    """What differs; None where nothing can be compared or nothing does."""
    same_words: bool
    """Whether a later edition says the same."""


def then_and_now(resolved: Resolved, edition: Edition) -> ThenAndNow:
    """For the receipt of a rule both rules, for that of a whole guideline both editions."""
    today = resolved.today if resolved.today != edition else None
    comparison = _compared(edition, today, resolved.rule_id) if today else None
    differs = comparison is not None and not comparison.is_same
    return ThenAndNow(
        then=_side(resolved, edition, "then-"),
        now=_side(resolved, today, "now-") if today else None,
        comparison=comparison if differs else None,
        same_words=today is not None and not differs,
    )


def _side(resolved: Resolved, edition: Edition, mark: str) -> Side:
    guideline = resolved.guideline
    url = reverse("edition", args=[guideline.policy_id, edition.number])
    if resolved.rule_id is None:
        return Side(edition.number, url, None)
    row = row_of(document_of(edition, guideline), resolved.rule_id, page=url, mark=mark)
    return Side(edition.number, url, row, SEVERITY_TONES.get(row.rule.severity, "neutral") if row else "neutral")


def _compared(then: Edition, today: Edition, rule_id: str | None) -> Comparison:
    language = (get_language() or "en")[:2]
    if rule_id is None:
        return compare(then, today, language)
    old, new = (_of_rule(edition.source, rule_id) for edition in (then, today))
    written, names = today.guideline.language, ActionNames()
    rows = decisions(old, new, written, names)
    return Comparison(then, today, rows, (), compare_texts(old, new, written, names=names))


def _of_rule(source: str, rule_id: str) -> str:
    """The source of one rule and its cases."""
    pieces = [
        piece for piece in split(source) if piece.kind in ("rule", "case") and piece.key.split()[-1:] == [rule_id]
    ]
    return "\n\n".join(piece.source.strip("\n") for piece in pieces)
