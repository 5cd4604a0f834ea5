"""Who is told what: parts that say more than their surroundings allow, and internal wording in words for outsiders."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.text.audience import Audience
from guidelines.text.audience_of import Stretch
from guidelines.text.checks.changes import named_rules
from guidelines.text.checks.finding import ADVICE, Finding

_NUMBER = re.compile(r"(?:([^\W\d_]+)\s+)?(?<![\w.,:/-])(\d+(?:[.,]\d+)*)(?:\s?(%)|[ \u00a0]([^\W\d_][\w-]*))")
"""A number and what it counts, with the word before it."""
_NAMED_BY_NUMBER = frozenset(
    {"edition", "section", "rule", "page", "ấn", "bản", "mục", "tắc", "trang", "ngày", "tháng", "năm"}
)
"""What a number after it only names: “edition 3 says”, “ngày 1 tháng 12”."""
_PARTS = frozenset({"edition", "editions", "section", "sections", "rule", "rules", "quy", "mục"})
_POLICY_ID = re.compile(r"\b[A-Z]{2}-[A-Z]{2}-\d{4}\b")
_CODE = re.compile(r"(?<![\w@/.])[a-z][a-z_]*(?:\.[a-z_]+)+(?![\w/])")


@dataclass(frozen=True)
class Inside:
    """What words for outsiders should not name."""

    teams: Collection[str]
    labels: Collection[str]
    rules: Collection[str]
    """The rules they may read."""
    terms: Collection[str]
    """The terms they may not."""
    guidelines: Collection[str]
    """The guidelines of which they may not know."""


def codes_in(text: str) -> set[str]:
    """What in a text may be a label code."""
    return set(_CODE.findall(text))


def policy_ids_in(text: str) -> set[str]:
    return set(_POLICY_ID.findall(text))


def wording_findings(text: str, name: str, inside: Inside) -> Iterator[Finding]:
    """Internal wording in the words for partners; `name` says whose words they are."""
    yield from _findings(name, _internal(text, inside))


def naming_findings(name: str, text: str, guidelines: Collection[str]) -> Iterator[Finding]:
    """Guidelines that the parts for partners name, and of which partners may not know."""
    yield from _findings(name, named_beyond(text, guidelines))


def _findings(name: str, found: Iterable[str]) -> Iterator[Finding]:
    mend = _("Partners read this. Say it without what is only for insiders.")
    for what in dict.fromkeys(found):
        yield Finding(_("%(name)s: internal wording, %(what)s.") % {"name": name, "what": what}, mend=mend, kind=ADVICE)


def _internal(text: str, inside: Inside) -> Iterator[str]:
    yield from (_("the team “%(words)s”") % {"words": team} for team in _found(inside.teams, text))
    yield from (_("the label code “%(words)s”") % {"words": code} for code in _found(inside.labels, text))
    yield from (_("the threshold “%(words)s”") % {"words": words} for words in thresholds_in(text))
    for rule in sorted(named_rules(text) - set(inside.rules), key=lambda one: int(one[1:])):
        yield _("the rule %(words)s, which they may not read") % {"words": rule}
    terms = _found(inside.terms, text)
    yield from (_("the term “%(words)s”, which they may not read") % {"words": term} for term in terms)
    yield from named_beyond(text, inside.guidelines)


def named_beyond(text: str, guidelines: Collection[str]) -> Iterator[str]:
    """The guidelines a text names and its readers may not know of."""
    named = _found(guidelines, text)
    yield from (_("the guideline %(words)s, of which they may not know") % {"words": one} for one in named)


def thresholds_in(text: str) -> Iterator[str]:
    """“40%”, “24 hours”, “3 strikes”; not “edition 3 says”, “1 December” or “2 rules”."""
    for before, number, percent, unit in _NUMBER.findall(text):
        if percent:
            yield f"{number}%"
        elif before.casefold() not in _NAMED_BY_NUMBER and unit[0].islower() and unit not in _PARTS:
            yield f"{number} {unit}"


def _found(names: Collection[str], text: str) -> Iterator[str]:
    """Those of the names that stand in a text, as they stand there."""
    for name in names:
        if found := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
            yield found[0]


def wider_findings(stretches: Collection[Stretch]) -> Iterator[Finding]:
    """Parts that say a wider class than what they stand in: nobody more is told of them for it."""
    for part in stretches:
        if part.said not in (Audience.PUBLIC, Audience.PARTNER) or part.said.rank >= part.around.rank:
            continue
        facts = {"part": _name(part), "said": part.said.value, "around": part.around.value}
        if part.rule is not None and part.rule.rank > part.said.rank:
            sentence = _("%(part)s says “%(said)s”, and its rule is “%(around)s”: it is told as the rule is.")
        else:
            sentence = _("%(part)s says “%(said)s” in a section that is “%(around)s”: it is told as the section is.")
        yield Finding(sentence % facts, part.start + 1, _("Give both one audience."), ADVICE)


def restricted_findings(
    stretches: Collection[Stretch], guideline: Audience, misread: Collection[int]
) -> Iterator[Finding]:
    """A part for named people alone, in a guideline that all its readers read whole. Not of `misread` lines."""
    if guideline is Audience.RESTRICTED:
        return
    for part in stretches:
        if part.said is Audience.RESTRICTED and not set(range(part.start + 1, part.end + 1)) & set(misread):
            sentence = _("%(part)s is restricted, and this guideline is not: everybody who reads it would read that.")
            yield Finding(
                sentence % {"part": _name(part)}, part.start + 1, _("Write it in a restricted guideline of its own.")
            )


def _name(part: Stretch) -> str:
    names = {"rule": part.name, "case": _("A case of %(rule)s") % {"rule": part.name}, "term": f"“{part.name}”"}
    return names.get(part.kind) or f"“{part.name.partition('{')[0].strip()}”"
