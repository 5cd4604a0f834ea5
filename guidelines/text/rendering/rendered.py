"""A guideline's text, ready to be shown: safe HTML, its outline, its rules, cases and terms, and its problems."""

import json
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from django.utils.safestring import SafeString

from guidelines.text.outline import Heading
from guidelines.text.problems import Problem
from guidelines.text.rendering.plain import text_by_anchor
from guidelines.text.rendering.safety import safe

T = TypeVar("T")


@dataclass(frozen=True)
class Rule:
    """A rule as it is shown. A single paragraph comes without its `<p>`; longer passages are whole blocks."""

    id: str
    anchor: str
    line: int
    condition: SafeString
    do: SafeString
    escalate: SafeString
    basis: SafeString
    condition_text: str
    do_text: str
    escalate_text: str
    basis_text: str
    action: str
    severity: str
    label: str


@dataclass(frozen=True)
class Case:
    """A worked example as it is shown; `quote` is one passage, `why` is whole paragraphs."""

    kind: str
    rule: str
    number: int
    line: int
    quote: SafeString
    why: SafeString
    text: str


@dataclass(frozen=True)
class Term:
    """A defined expression as it is shown."""

    name: str
    anchor: str
    line: int
    definition: SafeString
    text: str


@dataclass(frozen=True)
class Section:
    """What stands under one heading, for search; the text before the first heading has none."""

    heading: Heading | None
    text: str


@dataclass(frozen=True)
class Rendered:
    """Everything derived from one source; kept by digest and renderer version, made again at will, never edited."""

    html: SafeString
    outline: tuple[Heading, ...]
    rules: tuple[Rule, ...]
    cases: tuple[Case, ...]
    terms: tuple[Term, ...]
    problems: tuple[Problem, ...]

    def to_json(self) -> str:
        """The form in which it is stored."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, stored: str) -> "Rendered":
        """What `to_json` stored. Its HTML was made safe when it was rendered: store it where nobody else writes."""
        data: dict[str, Any] = json.loads(stored)
        return cls(
            html=safe(data["html"]),
            outline=tuple(Heading(**heading) for heading in data["outline"]),
            rules=tuple(_again(Rule, rule, ("condition", "do", "escalate", "basis")) for rule in data["rules"]),
            cases=tuple(_again(Case, case, ("quote", "why")) for case in data["cases"]),
            terms=tuple(_again(Term, term, ("definition",)) for term in data["terms"]),
            problems=tuple(Problem(**problem) for problem in data["problems"]),
        )


def sections(rendered: Rendered) -> tuple[Section, ...]:
    """The text of a document under each of its headings, in reading order; rules are not among it."""
    texts = text_by_anchor(rendered.html)
    found = [Section(None, texts[""])] if texts.get("") else []
    return (*found, *(Section(heading, texts.get(heading.anchor, "")) for heading in rendered.outline))


def _again(kind: type[T], data: dict[str, Any], html: tuple[str, ...]) -> T:
    return kind(**{**data, **{name: safe(data[name]) for name in html}})
