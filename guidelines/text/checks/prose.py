"""Advice on words: vague ones, long sentences, hard reading, rules without their border. On new and changed pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from guidelines.text.checks.finding import ADVICE, Finding
from guidelines.text.pieces import Piece, rule_fields, split
from guidelines.text.rendering import Case, Rule

LONGEST_SENTENCE = {"en": 25, "vi": 40}
"""In words. Vietnamese writes every syllable apart, so that about 40 of its words say what 25 English ones do."""
HARDEST = 30.0
"""Flesch reading ease: under 30 a text is read by graduates only."""
LEAST_WORDS = 30
"""A shorter piece says nothing about how hard it reads."""
_PROSE = frozenset({"text", "item", "quote", "rule", "case", "term"})
_END = re.compile(r"[.!?](?=\s|$)|\n")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_MARKS = re.compile(r"[*_`#|>]|\]\([^)\s]{0,300}\)|\[")
_ESCALATED = {
    "en": re.compile(
        r"\b(?:must|should|has to|have to|can|may) be escalated\b(?!(?:\s+\w+){0,4}\s+to\b)", re.IGNORECASE
    ),
    "vi": re.compile(r"\b(?:phải|cần|nên) được chuyển cấp\b(?!(?:\s+\w+){0,4}\s+(?:cho|tới|đến|lên)\b)", re.IGNORECASE),
}


@dataclass(frozen=True)
class Changed:
    """A piece that is new or changed, and the line it begins on."""

    piece: Piece
    line: int

    @property
    def place(self) -> str:
        return self.piece.key if self.piece.kind == "rule" else ""

    @property
    def words(self) -> str:
        """Its words without fences, keys and marks."""
        if self.piece.kind == "rule":
            return "\n".join(value for key, value in rule_fields(self.piece.source) if key not in _CODES)
        lines = [line for line in self.piece.source.split("\n") if not line.startswith(("///", "audience:"))]
        return _MARKS.sub(" ", "\n".join(lines))


_CODES = frozenset({"action", "severity", "label", "basis", "audience"})


def changed_pieces(old: str, new: str) -> list[Changed]:
    """The pieces of the new text that the old one does not have word for word."""
    before = {piece.source.strip() for piece in split(old)}
    found, line = [], 1
    for piece in split(new):
        lead = len(piece.source) - len(piece.source.lstrip("\n"))
        if piece.source.strip() not in before:
            found.append(Changed(piece, line + lead))
        line += (piece.source + piece.gap).count("\n")
    return found


def prose_findings(pieces: Sequence[Changed], language: str, watched: Mapping[str, str]) -> Iterator[Finding]:
    """`watched` maps each vague phrase to what may be written instead."""
    for changed in pieces:
        if changed.piece.kind not in _PROSE:
            continue
        words = changed.words
        yield from _vague(changed, words, watched)
        yield from _long(changed, words, language)
        yield from _nowhere(changed, words, language)
        if language == "en":
            yield from _hard(changed, words)


def rule_findings(pieces: Sequence[Changed], rules: Sequence[Rule], cases: Sequence[Case]) -> Iterator[Finding]:
    """Rules without a case or with one side of their border only, and removals without severity or escalation."""
    touched = {changed.piece.key: changed.line for changed in pieces if changed.piece.kind == "rule"}
    for rule in rules:
        if rule.id not in touched:
            continue
        kinds = {case.kind for case in cases if case.rule == rule.id}
        line, facts = touched[rule.id], {"rule": rule.id}
        if not kinds:
            yield _advice(_("%(rule)s has no case.") % facts, line, _("Show what it means with a case."))
        elif kinds == {"violating"}:
            sentence = _("%(rule)s has no case that is not violating.") % facts
            yield _advice(sentence, line, _("Readers learn from the border: show it."))
        if rule.action == "remove" and not (rule.severity and rule.escalate_text):
            yield _advice(
                _("%(rule)s removes without a severity or an escalation.") % facts,
                line,
                _("Say how severe it is, and who takes repeat cases."),
            )


def _advice(sentence: str, line: int, mend: str) -> Finding:
    return Finding(sentence, line, mend, ADVICE)


def _vague(changed: Changed, words: str, watched: Mapping[str, str]) -> Iterator[Finding]:
    found = _finder(tuple(watched)).findall(words) if watched else ()
    for phrase in dict.fromkeys(phrase.casefold() for phrase in found):
        instead = watched.get(phrase, "")
        place = _(" in %(rule)s") % {"rule": changed.place} if changed.place else ""
        sentence = _("“%(phrase)s”%(place)s says not when or how.") % {"phrase": phrase, "place": place}
        yield _advice(sentence, changed.line, instead or _("Say when, or take it out."))


@lru_cache(maxsize=32)
def _finder(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def _long(changed: Changed, words: str, language: str) -> Iterator[Finding]:
    most = LONGEST_SENTENCE.get(language, LONGEST_SENTENCE["en"])
    for sentence in _END.split(words):
        count = len(_WORD.findall(sentence))
        if count > most:
            facts = {"count": count, "start": " ".join(sentence.split()[:5])}
            said = _("A sentence of %(count)d words: “%(start)s …”.") % facts
            yield _advice(said, changed.line, _("Cut it into two of %(most)d words at most.") % {"most": most})


def _nowhere(changed: Changed, words: str, language: str) -> Iterator[Finding]:
    pattern = _ESCALATED.get(language)
    if pattern and pattern.search(words):
        yield _advice(_("It is escalated, and nobody is named."), changed.line, _("Write to whom, and how fast."))


def _hard(changed: Changed, words: str) -> Iterator[Finding]:
    if len(_WORD.findall(words)) < LEAST_WORDS:
        return
    ease = reading_ease(words)
    if ease < HARDEST:
        facts = {"ease": round(ease)}
        said = _("Hard to read: %(ease)d on a scale on which 60 is plain and 30 is for graduates.") % facts
        yield _advice(said, changed.line, _("Use shorter words and shorter sentences."))


def reading_ease(text: str) -> float:
    """Flesch reading ease of English: 206.835 - 1.015 words per sentence - 84.6 syllables per word.

    Source: R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948). Syllables are counted as
    groups of vowels, without a silent e at the end.
    """
    words = _WORD.findall(text)
    if not words:
        return 100.0
    sentences = max(1, sum(1 for sentence in _END.split(text) if _WORD.search(sentence)))
    syllables = sum(_syllables(word.casefold()) for word in words)
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * syllables / len(words)


def _syllables(word: str) -> int:
    count = len(_VOWELS.findall(word))
    return max(1, count - (word.endswith("e") and not word.endswith("le") and count > 1))
