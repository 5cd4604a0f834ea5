"""Whether words about a rule name another action than the rule's own, or switch its own off.

An interim ruling interprets a rule and may do neither. This reads words, not meaning. It knows the names of the list
in the forms English gives them (removes, removed, removing, removal) and the negations that stand directly before
them; it does not know paraphrases ("take it down"), irregular forms ("held") or Vietnamese without diacritics. Where
it errs it errs by refusing: the writer can put it in other words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from guidelines.text.checks.finding import Finding

_SENTENCE = re.compile(r"(?<=[.!?;:])\s+|\n+")
_ARTICLES = frozenset({"a", "an", "the"})
_NEGATED = re.compile(
    r"(?:\b(?:not|never|without|cannot|no|instead of|rather than|không|đừng|chớ|chưa|thay vì)|n['’]t)"
    r"(?:\s+(?:be|to|yet|phải|được|cần|nên)){0,3}(?:\s+\w+\s+(?:or|nor|hoặc|hay))?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Named:
    """Where a sentence names an action, and whether it says not to take it."""

    code: str
    start: int
    end: int
    negated: bool

    def lies_in(self, other: _Named) -> bool:
        return other.start <= self.start and self.end <= other.end and other.end - other.start > self.end - self.start


def action_findings(text: str, own: str, names: Mapping[str, Collection[str]]) -> Iterator[Finding]:
    """One finding for each sentence that gives the rule another action.

    `own` is the code of the rule's action, `names` maps every code of the list to its names in all languages.
    """
    for sentence in _SENTENCE.split(unicodedata.normalize("NFC", text).replace("*", "")):
        for named in _named(sentence, names):
            if named.negated is (named.code == own):
                yield _finding(sentence.strip(), next(iter(names[named.code])), own=named.code == own)
                break


def _finding(sentence: str, name: str, *, own: bool) -> Finding:
    facts = {"sentence": sentence, "action": name}
    if own:
        said = _("This sentence switches the rule’s own action, “%(action)s”, off: “%(sentence)s”") % facts
        return Finding(said, mend=_("Say when the rule fits and when it does not."))
    said = _("This sentence names another action, “%(action)s”: “%(sentence)s”") % facts
    return Finding(said, mend=_("A ruling interprets a rule and leaves its action as it is. Leave this sentence out."))


def _named(sentence: str, names: Mapping[str, Collection[str]]) -> list[_Named]:
    """In the order of the sentence; a name inside a longer one is none."""
    found = [
        _Named(code, match.start(), match.end(), bool(_NEGATED.search(sentence[: match.start()])))
        for code, known in names.items()
        for name in (*known, *([code] if "_" in code else []))
        if name.strip()
        for match in _pattern(name).finditer(sentence)
    ]
    whole = (one for one in found if not any(one.lies_in(other) for other in found))
    return sorted(whole, key=lambda one: one.start)


@lru_cache(maxsize=256)
def _pattern(name: str) -> re.Pattern[str]:
    first, *rest = unicodedata.normalize("NFC", name).casefold().split()
    parts = [_inflected(first)]
    parts += [r"(?:\s+\w+)?" if word in _ARTICLES else rf"\s+{re.escape(word)}" for word in rest]
    return re.compile(rf"(?<!\w){''.join(parts)}(?!\w)", re.IGNORECASE)


def _inflected(word: str) -> str:
    """The forms of an English verb; a word with other letters, or as short as “no”, stands for itself."""
    if not (word.isascii() and word.isalpha()) or len(word) < 3:
        return re.escape(word)
    if word.endswith("e"):
        return f"{word[:-1]}(?:e|es|ed|ing|als?)"
    if word.endswith("y"):
        return f"{word[:-1]}(?:y|ies|ied|ying|ials?)"
    return f"{word}(?:{word[-1]}?(?:ed|ing)|e?s|ions?)?"
