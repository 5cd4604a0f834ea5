"""What a row of checked decisions says, and how a source calls it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.quality.importing.moments import looks_like_a_moment
from guidelines.quality.models import DateForm, ErrorClass, Outcome, Source
from guidelines.text.folding import fold

REQUIRED = ("case", "decided_at", "moderator", "rule", "decided_action", "right_action")
OPTIONAL = ("error_class", "outcome", "guideline", "team", "site")
COLUMNS: dict[str, Promise] = {
    "case": gettext_lazy("Case"),
    "decided_at": gettext_lazy("Decided at"),
    "moderator": gettext_lazy("Moderator, by employee ID"),
    "rule": gettext_lazy("Rule or label cited"),
    "decided_action": gettext_lazy("Decided action"),
    "right_action": gettext_lazy("Right action"),
    "error_class": gettext_lazy("Kind of error"),
    "outcome": gettext_lazy("Verdict on the check"),
    "guideline": gettext_lazy("Guideline"),
    "team": gettext_lazy("Team"),
    "site": gettext_lazy("Site"),
}
"""Every column, in the order of the forms."""
GUESSES: dict[str, tuple[str, ...]] = {
    "case": ("case", "case id", "case reference", "ticket"),
    "decided_at": ("decided at", "decided_at", "decision time", "time"),
    "moderator": ("moderator", "moderator id", "employee id", "agent"),
    "rule": ("rule", "rule cited", "rule or label", "label", "policy"),
    "decided_action": ("decided action", "decided", "action", "decision"),
    "right_action": ("right action", "right", "correct action"),
    "error_class": ("error class", "error", "error type", "kind of error"),
    "outcome": ("verdict", "outcome"),
    "guideline": ("guideline", "policy id"),
    "team": ("team",),
    "site": ("site",),
}
"""What other systems call them, folded: offered where a source names nothing yet."""
WHEN = (*GUESSES["decided_at"], "decided on", "decision date", "date", "decided", "decision")
"""What a column may be called that holds moments: “Decided” may be the moment or the action, so its values tell."""
_SECONDS = re.compile(r"1\d{9}(\d{3})?(\.\d+)?")
WORDS: dict[str, dict[str, str]] = {
    "error_class": {
        **dict.fromkeys(("none", "right", "correct", "ok", "no", "no error", "-", "0"), ErrorClass.NONE.value),
        **dict.fromkeys(("false_positive", "false positive", "fp", "too strict"), ErrorClass.FALSE_POSITIVE.value),
        **dict.fromkeys(("false_negative", "false negative", "fn", "missed"), ErrorClass.FALSE_NEGATIVE.value),
        **dict.fromkeys(("wrong_rule", "wrong rule", "wrong policy"), ErrorClass.WRONG_RULE.value),
        **dict.fromkeys(("technical", "tech", "tool"), ErrorClass.TECHNICAL.value),
    },
    "outcome": {
        **dict.fromkeys(("upheld", "final", "confirmed", "-"), Outcome.UPHELD.value),
        **dict.fromkeys(("disputed", "appealed", "in dispute"), Outcome.DISPUTED.value),
        **dict.fromkeys(("overturned", "reversed", "withdrawn"), Outcome.OVERTURNED.value),
    },
}
"""Words that every source may use, folded; a source adds its own."""


@dataclass(frozen=True)
class Mapping:
    """How the files of a source are read, as it was at one moment."""

    columns: Dict[str, str]
    words: Dict[str, Dict[str, str]]
    zone: str
    date_form: str

    @classmethod
    def of(cls, source: Source) -> Mapping:
        return cls(source.columns, source.words, source.time_zone, source.date_form)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Mapping:
        return cls(data["columns"], data["words"], data["zone"], data.get("date_form", DateForm.ISO))

    def as_data(self) -> dict[str, Any]:
        return {
            "columns": dict(self.columns),
            "words": dict(self.words),
            "zone": self.zone,
            "date_form": self.date_form,
        }

    @property
    def digest(self) -> str:
        """The same for two mappings that read every file alike."""
        text = json.dumps(self.as_data(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def word(self, kind: str, text: str) -> str | None:
        """What a word of the feed means; None where nobody said."""
        folded = fold(text)
        own = self.words.get(kind, {}).get(folded)
        return own if own is not None else WORDS.get(kind, {}).get(folded)

    def places(self, header: Sequence[str]) -> dict[str, int]:
        """Where each column stands under this heading; a column that the file lacks is left out."""
        found = {fold(name.strip()): place for place, name in reversed(list(enumerate(header)))}
        wanted = {column: fold(name) for column, name in self.columns.items() if name}
        return {column: found[name] for column, name in wanted.items() if name in found}

    def missing(self, header: Sequence[str]) -> list[str]:
        """One sentence for each column that must be there and is not."""
        there = self.places(header)
        sentences = []
        for column in (*REQUIRED, *OPTIONAL):
            name = self.columns.get(column, "")
            if column in there or (column in OPTIONAL and not name):
                continue
            facts = {"column": COLUMNS[column], "name": name}
            if name:
                sentences.append(_("The file has no column “%(name)s” (%(column)s).") % facts)
            else:
                sentences.append(_("Say which column is “%(column)s”.") % facts)
        return sentences


def guessed(header: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> dict[str, str]:
    """The columns of a heading by their usual names and by the values of the first rows: what holds moments is when it
    was decided and nothing else, however it is called.
    """
    names = {fold(name.strip().replace("_", " ")): name.strip() for name in reversed(header)}
    moments = [name.strip() for place, name in enumerate(header) if _holds_moments(fold(name.strip()), rows, place)]

    def called(usual: Sequence[str]) -> list[str]:
        return [names[one.replace("_", " ")] for one in usual if one.replace("_", " ") in names]

    found = {
        column: next((name for name in called(usual) if name not in moments), "") for column, usual in GUESSES.items()
    }
    when = [name for name in called(WHEN) if name in moments] or (moments if len(moments) == 1 else [])
    return {**found, "decided_at": when[0] if when else found["decided_at"]}


def _holds_moments(name: str, rows: Sequence[Sequence[str]], place: int) -> bool:
    values = [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
    if name.replace("_", " ") in WHEN and values and all(_SECONDS.fullmatch(one) for one in values):
        return True
    return bool(values) and all(looks_like_a_moment(one) for one in values)
