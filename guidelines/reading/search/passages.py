"""The passages of an edition that search can lead to: its title, rules, terms, cases and sections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from guidelines.editions.documents import words_in
from guidelines.editions.models import Edition
from guidelines.reading.models.search import Kind
from guidelines.text.rendering import Case, Rendered, Rule, Term
from guidelines.text.rendering.rendered import Section, sections

SEVERITIES = ("S1", "S2", "S3", "S4")


@dataclass(frozen=True)
class Passage:
    """One place a reader can be led to. `extra` is found and not shown: codes, escalation, basis."""

    kind: Kind
    text: str
    anchor: str = ""
    rule: str = ""
    heading: str = ""
    instruction: str = ""
    action: str = ""
    severity: str = ""
    label: str = ""
    extra: tuple[str, ...] = ()

    @property
    def own(self) -> tuple[str, ...]:
        """Everything it may be found by on its own account."""
        return (self.rule, self.heading, self.text, self.instruction, self.label, *self.extra)

    @property
    def head(self) -> tuple[str, ...]:
        """What it is called. A hit there counts more for titles and terms; rules are called by their number."""
        return (self.heading,) if self.kind in (Kind.TITLE, Kind.TERM) else ()


def passages_of(edition: Edition, names: tuple[str, ...], rendered: Rendered) -> Iterator[Passage]:
    """All of them, in reading order. `names` are the policy ID and the numbers it had before."""
    yield Passage(Kind.TITLE, edition.summary, heading=edition.title, extra=names)
    words = words_in(edition.guideline.language)
    yield from chain(
        (_rule(rule) for rule in rendered.rules),
        (_case(case, words[case.kind]) for case in rendered.cases),
        (_term(term) for term in rendered.terms),
        (_section(section, rendered) for section in sections(rendered)),
    )


def _rule(rule: Rule) -> Passage:
    """Codes are cut to their columns: an imported text may hold anything in their place."""
    severity = rule.severity if rule.severity in SEVERITIES else ""
    return Passage(
        Kind.RULE,
        rule.condition_text,
        anchor=rule.anchor,
        rule=rule.id[:10],
        instruction=rule.do_text,
        action=rule.action[:40],
        severity=severity,
        label=rule.label[:60],
        extra=(rule.escalate_text, rule.basis_text, rule.action.replace("_", " "), severity),
    )


def _case(case: Case, word: str) -> Passage:
    return Passage(Kind.CASE, case.text, anchor=case.rule.lower(), rule=case.rule[:10], heading=word)


def _term(term: Term) -> Passage:
    return Passage(Kind.TERM, term.text, anchor=term.anchor[:300], heading=term.name)


def _section(section: Section, rendered: Rendered) -> Passage:
    """Without the terms and cases that stand in it: each is a passage of its own, and nobody wants it twice."""
    heading, text = section.heading, section.text
    for inner in (*(f"{term.name} {term.text}" for term in rendered.terms), *(case.text for case in rendered.cases)):
        if inner:  # an empty case stands between any two letters
            text = text.replace(inner, " ")
    return Passage(
        Kind.SECTION,
        " ".join(text.split()),
        anchor=heading.anchor[:300] if heading else "",
        heading=heading.text if heading else "",
    )
