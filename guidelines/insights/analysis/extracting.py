"""What analysis keeps of one text: its rules in plain words, and everything that its passages name. Pure functions."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from guidelines.insights.models import Mention
from guidelines.text.folding import fold
from guidelines.text.rendering import Case, Rendered, Rule, Term
from guidelines.text.rendering.rendered import sections

LONGEST_NAME = 200
LONGEST_EXCERPT = 400
_CITED = re.compile(
    r"\b(?P<policy>[A-Z]{2,4}-[A-Z]{2,4}-\d{4,6})(?P<rules>(?:(?:,|\s+(?:and|và|or|hoặc))?\s+R\d{1,4}\b)+)?"
)
_RULE = re.compile(r"R\d{1,4}")
_USE = re.compile(r'<a href="#(?P<anchor>[^"]+)" aria-describedby="tt-')
_HEADING_OR_USE = re.compile(r'<h[1-6] id="(?P<heading>[^"]+)"|<a href="#(?P<term>[^"]+)" aria-describedby="tt-')
_SEPARATOR = "\x1f"
Kind = Mention.Kind


@dataclass(frozen=True)
class RuleWords:
    """What a rule says, with how many cases it has."""

    id: str
    anchor: str
    condition: str
    instruction: str
    action: str
    severity: str
    label: str
    escalation: str
    basis: str
    cases: int

    @property
    def digest(self) -> str:
        """Of everything it says to whoever decides, and of what it rests on; its ID is a name."""
        said = (self.condition, self.instruction, self.action, self.severity, self.label, self.escalation)
        return hashlib.sha256(_SEPARATOR.join((*said, self.basis)).encode()).hexdigest()


@dataclass(frozen=True)
class Named:
    """One thing that one passage names."""

    kind: str
    key: str
    words: str
    rule: str
    passage: str
    anchor: str
    excerpt: str


def key_of(words: str) -> str:
    """By what two spellings are the same: folded, single spaces, no mark at the end."""
    return " ".join(fold(words).split()).strip(" .")[:LONGEST_NAME]


def bases_of(text: str) -> list[str]:
    """What a rule rests on: its basis, split where it is written so."""
    parts = (" ".join(part.split()) for part in re.split(r"[;\n]", text))
    return [part[:LONGEST_NAME] for part in parts if key_of(part)]


def rules_of(rendered: Rendered) -> list[RuleWords]:
    """In deciding order. Codes are cut to their columns: an imported text may hold anything in their place."""
    counted = Counter(case.rule for case in rendered.cases)
    return [
        RuleWords(
            id=rule.id[:10],
            anchor=rule.anchor[:300],
            condition=rule.condition_text,
            instruction=rule.do_text,
            action=rule.action[:40],
            severity=rule.severity if re.fullmatch(r"S[1-4]", rule.severity) else "",
            label=rule.label[:60],
            escalation=rule.escalate_text,
            basis=rule.basis_text,
            cases=counted[rule.id],
        )
        for rule in rendered.rules
    ]


def named_in(rendered: Rendered) -> list[Named]:
    """Everything the text names, each once for every passage."""
    names = {term.anchor: term.name for term in rendered.terms}
    found = [
        *(named for rule in rendered.rules for named in _in_rule(rule, names)),
        *(named for case in rendered.cases for named in _in_case(case, names)),
        *(named for term in rendered.terms for named in _in_term(term, names)),
        *_in_prose(rendered, names),
    ]
    return list(dict.fromkeys(found))


def _in_rule(rule: Rule, names: dict[str, str]) -> Iterator[Named]:
    place = (rule.id[:10], "rule", rule.anchor[:300], rule.condition_text[:LONGEST_EXCERPT])
    team = rule.escalate_text.partition(",")[0].strip()
    for kind, words in ((Kind.LABEL, rule.label), (Kind.ACTION, rule.action), (Kind.TEAM, team)):
        if key_of(words):
            yield _named(kind, words, place)
    for words in bases_of(rule.basis_text):
        yield _named(Kind.BASIS, words, place)
    text = " ".join((rule.condition_text, rule.do_text, rule.escalate_text, rule.basis_text))
    html = f"{rule.condition} {rule.do} {rule.escalate} {rule.basis}"
    yield from _cited_and_used(text, html, names, place)


def _in_case(case: Case, names: dict[str, str]) -> Iterator[Named]:
    place = (case.rule[:10], "case", case.rule.lower()[:300], case.text[:LONGEST_EXCERPT])
    yield from _cited_and_used(case.text, f"{case.quote} {case.why}", names, place)


def _in_term(term: Term, names: dict[str, str]) -> Iterator[Named]:
    place = ("", "term", term.anchor[:300], term.text[:LONGEST_EXCERPT])
    if key_of(term.name):
        yield _named(Kind.TERM, term.name, place)
    yield from _cited_and_used(term.text, str(term.definition), names, place)


def _in_prose(rendered: Rendered, names: dict[str, str]) -> Iterator[Named]:
    """What stands outside rules, without the cases and terms that stand in it."""
    used = _used_under(str(rendered.html))
    for section in sections(rendered):
        text = section.text
        for inner in (*(f"{term.name} {term.text}" for term in rendered.terms), *(c.text for c in rendered.cases)):
            text = text.replace(inner, " ")
        anchor = section.heading.anchor if section.heading else ""
        place = ("", "text", anchor[:300], " ".join(text.split())[:LONGEST_EXCERPT])
        yield from _citations(text, place)
        for term in used.get(anchor, ()):
            if key_of(names.get(term, "")):
                yield _named(Kind.TERM, names[term], place)


def _used_under(html: str) -> dict[str, list[str]]:
    """Under which heading which terms are used, by their anchors."""
    found: dict[str, list[str]] = {}
    heading = ""
    for one in _HEADING_OR_USE.finditer(html):
        heading = one["heading"] or heading
        if one["term"]:
            found.setdefault(unescape(heading), []).append(unescape(one["term"]))
    return found


def _cited_and_used(text: str, html: str, names: dict[str, str], place: tuple[str, str, str, str]) -> Iterator[Named]:
    yield from _citations(text, place)
    for use in _USE.finditer(html):
        name = names.get(unescape(use["anchor"]))
        if name and key_of(name):
            yield _named(Kind.TERM, name, place)


def _citations(text: str, place: tuple[str, str, str, str]) -> Iterator[Named]:
    """`US-CC-0142 R3`, and the whole guideline where no rule is named."""
    for cited in _CITED.finditer(text):
        rules = _RULE.findall(cited["rules"] or "")
        for words in [f"{cited['policy']} {rule}" for rule in rules] or [cited["policy"]]:
            yield _named(Kind.RULE, words, place)


def _named(kind: str, words: str, place: tuple[str, str, str, str]) -> Named:
    rule, passage, anchor, excerpt = place
    return Named(kind, key_of(words), words[:LONGEST_NAME], rule, passage, anchor, excerpt)
