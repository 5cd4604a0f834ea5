"""The rules of a text as questions and rulings know them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guidelines.text.pieces import rule_fields, split

_MARKS = re.compile(r"\*+|\]\([^)\s]{0,300}\)|\[")
_DECIDING = ("if", "do", "action", "severity", "label", "escalate")
"""The fields of a rule that a ruling can hang on; its basis is none of them."""


@dataclass(frozen=True)
class RuleWords:
    """One rule: its ID, its condition in plain words, its action, and everything in it that decides."""

    id: str
    condition: str
    action: str
    deciding: str
    severity: str = ""


def rules_in(source: str) -> dict[str, RuleWords]:
    """The rules of a text by their ID, in deciding order."""
    return {piece.key: _rule(piece.key, piece.source) for piece in split(source) if piece.kind == "rule" and piece.key}


def _rule(rule_id: str, source: str) -> RuleWords:
    fields = {key: " ".join(value.split()) for key, value in rule_fields(source)}
    return RuleWords(
        id=rule_id,
        condition=_MARKS.sub("", fields.get("if", "")),
        action=fields.get("action", ""),
        deciding=deciding_words(fields),
        severity=fields.get("severity", ""),
    )


def deciding_words(fields: dict[str, str]) -> str:
    """A rule is the same in two editions when these are."""
    return "\n".join(f"{key}: {fields[key]}" for key in _DECIDING if fields.get(key))
