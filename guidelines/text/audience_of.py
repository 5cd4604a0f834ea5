"""Which parts of a text an audience may be told: its sections, rules, cases and terms by their classes.

A part that says nothing is internal; the text of a section goes with the section, and a section that says nothing with
the one around it. No part is wider than what it stands in: the guideline, the section, and of a case its rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from guidelines.text import classes
from guidelines.text.audience import Audience, narrowest
from guidelines.text.blocks import CaseBlock, Part, RuleBlock, TermBlock, take_apart
from guidelines.text.fences import BLOCK_LINE
from guidelines.text.fields import Passage
from guidelines.text.slugs import slugify
from guidelines.text.structure import DividingHeading, headings

_USE_OF_TERM = re.compile(r"\[((?:[^\[\]\\]|\\.){1,300})\]\([ \t]*<?term>?[ \t]*\)")
_LIKE_A_CLASS = re.compile(r"[ \t]*audience[ \t]*:", re.IGNORECASE)


@dataclass(frozen=True)
class Stretch:
    """Whole lines of a source that are told together, to whom at the widest, and what they are.

    `kind` is text, heading, rule, case or term; `said` is the class it names itself.
    """

    start: int
    end: int
    kind: str
    name: str
    said: Audience | None
    around: Audience
    """What the parts it stands in allow, beside the guideline."""
    rule: Audience | None = None
    """Of a case, the class of its rule."""

    @property
    def audience(self) -> Audience:
        return narrowest(self.said or self.around, self.around)


def projected(source: str, audience: Audience, *, guideline: Audience = Audience.INTERNAL) -> str:
    """The source with only what an audience may be told; projecting it again changes nothing."""
    if not audience.hears(guideline):
        return ""
    if classes.KEY not in source.lower():
        return source if audience.hears(Audience.INTERNAL) else ""
    told = _told(source, audience)
    while told != source:
        # Where blocks are broken, what is left can be read in another way than before.
        source, told = told, _told(told, audience)
    return told


# The checks ask for one text several times within moments.
@lru_cache(maxsize=8)
def stretches(source: str) -> tuple[Stretch, ...]:
    """All of a source, cut where the class can change."""
    return tuple(_Walk(source).stretches())


def _told(source: str, audience: Audience) -> str:
    lines, every = source.split("\n"), stretches(source)
    kept = [one for one in every if audience.hears(one.audience)]
    if len(kept) == len(every):
        return source
    runs: list[list[int]] = []
    for one in kept:
        if runs and runs[-1][1] == one.start:
            runs[-1][1] = one.end
        else:
            runs.append([one.start, one.end])
    texts = ("\n".join(lines[start:end]).strip("\n") for start, end in runs)
    terms = {slugify(one.name) for one in kept if one.kind == "term"}
    return _without_lost_terms("\n\n".join(text for text in texts if text), terms)


def _without_lost_terms(source: str, terms: set[str]) -> str:
    """Uses of terms whose definition is not told, as plain words."""
    return _USE_OF_TERM.sub(lambda use: use[0] if slugify(use[1]) in terms else use[1], source)


@dataclass
class _Walk:
    """Goes through a source once, with the sections open at each place."""

    source: str
    open_sections: list[tuple[int, Audience]] = field(default_factory=list)
    rules: dict[str, Audience] = field(default_factory=dict)

    def stretches(self) -> Iterator[Stretch]:
        parts = take_apart(self.source).parts
        starts = [*(part.line - 1 for part in parts), self.source.count("\n") + 1]
        found = [one for part, span in zip(parts, pairwise(starts), strict=False) for one in self._part(part, *span)]
        for one in found:
            yield self._under_its_rule(one)

    @property
    def section(self) -> Audience | None:
        """The class of the section at this place; before the first heading there is none."""
        return self.open_sections[-1][1] if self.open_sections else None

    def _part(self, part: Part, start: int, end: int) -> Iterator[Stretch]:
        around = self.section or Audience.PUBLIC
        match part:
            case Passage():
                yield from self._prose(part, start, end)
            case RuleBlock():
                self.rules[part.id] = narrowest(part.audience, around)
                yield Stretch(start, end, "rule", part.id, part.audience, around)
            case CaseBlock():
                yield Stretch(start, end, "case", part.rule, part.audience, around)
            case TermBlock():
                yield Stretch(start, end, "term", part.name, part.audience, around)

    def _prose(self, passage: Passage, start: int, end: int) -> Iterator[Stretch]:
        """The text of a passage, section by section. What follows a block that is not understood is for nobody else."""
        lines, broken = passage.text.split("\n"), False
        cuts = headings(passage.text)
        ends = [*(heading.line for heading in cuts), end - start]
        for heading, upto in zip([DividingHeading(0, 0, ""), *cuts], ends, strict=True):
            said = self._enter(heading) if heading.level else None
            words = lines[heading.line : upto]
            broken = broken or any(map(BLOCK_LINE.match, words))
            around = narrowest(self.section or Audience.INTERNAL, _unread(words) if broken else Audience.PUBLIC)
            if any(map(str.strip, words)):
                kind = "heading" if heading.level else "text"
                yield Stretch(start + heading.line, start + upto, kind, heading.text, said, around)

    def _enter(self, heading: DividingHeading) -> Audience | None:
        """Close the sections that a heading ends, and open its own."""
        while self.open_sections and self.open_sections[-1][0] >= heading.level:
            self.open_sections.pop()
        said, outer = classes.of_heading(heading.text).audience, self.section
        own = narrowest(said or outer, outer) if outer else said or Audience.INTERNAL
        self.open_sections.append((heading.level, own))
        return said

    def _under_its_rule(self, one: Stretch) -> Stretch:
        """A case is never wider than the rule it shows, wherever that stands."""
        if one.kind != "case" or one.name not in self.rules:
            return one
        rule = self.rules[one.name]
        return replace(one, around=narrowest(one.around, rule), rule=rule)


def _unread(lines: list[str]) -> Audience:
    """The class of text in which something stands that was meant to be a block."""
    return Audience.RESTRICTED if any(map(_LIKE_A_CLASS.match, lines)) else Audience.INTERNAL
