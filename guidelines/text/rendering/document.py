"""One document on its way from parts to pages: read first, refused or written after."""

from html import escape
from itertools import groupby
from textwrap import shorten

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guidelines.text import guard, limits
from guidelines.text.blocks import CaseBlock, Part, Parts, RuleBlock, TermBlock
from guidelines.text.fields import Passage
from guidelines.text.problems import Problem
from guidelines.text.rendering import figures
from guidelines.text.rendering.dressing import Dresser
from guidelines.text.rendering.inline import DEFINITION, Writer
from guidelines.text.rendering.plain import visible_text
from guidelines.text.rendering.rendered import Case, Rendered, Rule, Term
from guidelines.text.rendering.safety import safe, sanitised
from guidelines.text.structure import Piece, References, read

_FIELDS = ("if", "do", "escalate", "basis")


class Document:
    """Holds what the parts of one source share: link definitions, terms, anchors and numbers."""

    def __init__(self, parts: Parts, language: str) -> None:
        self._parts = parts.parts
        self._problems = set(parts.problems)
        self._language = language
        self._rule_blocks = [part for part in self._parts if isinstance(part, RuleBlock)]
        self._case_blocks = [part for part in self._parts if isinstance(part, CaseBlock)]
        self._term_blocks = [part for part in self._parts if isinstance(part, TermBlock)]
        references: References = {}
        pieces = _read_all(self._parts, references)
        guard.check_pieces(pieces.values(), references)
        self._problems |= {problem for piece in pieces.values() for problem in piece.problems()}
        self._html = self._write(pieces, references)
        self._dresser = self._make_dresser(pieces)

    def rendered(self) -> Rendered:
        """The document, ready to be shown."""
        rules = {block.line: self._rule(block) for block in self._rule_blocks}
        cases = {block.line: self._case(block, number) for number, block in enumerate(self._case_blocks, start=1)}
        terms = tuple(self._term(block) for block in self._term_blocks)
        html = self._page(rules, cases, terms)
        return Rendered(
            html=safe(html),
            outline=tuple(self._dresser.outline),
            rules=tuple(rules.values()),
            cases=tuple(cases.values()),
            terms=terms,
            problems=tuple(sorted(self._problems)),
        )

    def _write(self, pieces: dict[Passage, Piece], references: References) -> dict[Passage, str]:
        """The HTML of every piece, made safe."""
        writer = Writer(references, frozenset(DEFINITION + block.slug for block in self._term_blocks))
        html = {passage: sanitised(writer.html(piece)) for passage, piece in pieces.items()}
        sentence = _("No term “%(name)s” is defined in this text. Define it, or write the words without a link.")
        self._problems |= {Problem(line, sentence % {"name": name}) for line, name in writer.lost_terms}
        return html

    def _make_dresser(self, pieces: dict[Passage, Piece]) -> Dresser:
        levels = [level for piece in pieces.values() if (level := piece.highest_heading()) is not None]
        tooltips = {
            DEFINITION + block.slug: f"<b>{escape(block.name)}.</b> {escape(self._short(block.definition))}"
            for block in self._term_blocks
        }
        # Section 1 of a guideline with rules is its decision table, made by the reading page.
        first = 2 if self._rule_blocks else 1
        return Dresser(self._language, highest=min(levels, default=1), first_number=first, tooltips=tooltips)

    def _page(self, rules: dict[int, Rule], cases: dict[int, Case], terms: tuple[Term, ...]) -> str:
        """The prose in reading order, and in the place of each block what is shown there."""
        bound = {rule.id for rule in rules.values()}
        out: list[str] = []
        shown = [part for part in self._parts if _place(part, bound) != "elsewhere"]
        for kind, run in groupby(shown, key=lambda part: _place(part, bound)):
            if kind == "prose":
                out += [self._dresser.dress(self._html[part]) for part in run if isinstance(part, Passage)]
            elif kind == "rule" and out:
                out.append(figures.pointer([rules[part.line] for part in run], self._language))
            elif kind == "case":
                out.append(figures.pair([cases[part.line] for part in run], self._language))
            elif kind == "term" and terms:
                out.append(figures.definitions(terms))
                terms = ()
        return "\n".join([*out, self._dresser.end()])

    def _rule(self, block: RuleBlock) -> Rule:
        condition, do, escalate, basis = (block.passage(key) for key in _FIELDS)
        return Rule(
            id=block.id,
            anchor=block.id.lower(),
            line=block.line,
            condition=self._inline(condition, about=block.id),
            do=self._inline(do, about=block.id),
            escalate=self._inline(escalate, about=block.id),
            basis=self._inline(basis, about=block.id),
            condition_text=self._text(condition),
            do_text=self._text(do),
            escalate_text=self._text(escalate),
            basis_text=self._text(basis),
            action=block.passage("action").text,
            severity=block.passage("severity").text,
            label=block.passage("label").text,
        )

    def _case(self, block: CaseBlock, number: int) -> Case:
        return Case(
            kind=block.kind,
            rule=block.rule,
            number=number,
            line=block.line,
            quote=self._inline(block.quote, about=block.rule),
            why=safe(self._dresser.dress(self._html.get(block.why, ""), about=block.rule)),
            text=f"{self._text(block.quote)} {self._text(block.why)}".strip(),
        )

    def _term(self, block: TermBlock) -> Term:
        definition = self._inline(block.definition, about=block.name, tips=False)
        return Term(block.name, DEFINITION + block.slug, block.line, definition, self._text(block.definition))

    def _inline(self, passage: Passage, *, about: str, tips: bool = True) -> SafeString:
        """A passage as it stands in a cell or beside a name: one paragraph needs no `<p>` there."""
        html = self._dresser.dress(self._html.get(passage, ""), about=about, tips=tips)
        if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
            html = html.removeprefix("<p>").removesuffix("</p>")
        return safe(html)

    def _short(self, passage: Passage) -> str:
        return shorten(self._text(passage), limits.TOOLTIP, placeholder=" …")

    def _text(self, passage: Passage) -> str:
        return visible_text(self._html.get(passage, ""))


def _read_all(parts: tuple[Part, ...], references: References) -> dict[Passage, Piece]:
    """Every stretch of Markdown by itself, so that no list of one reaches into the next."""
    pieces: dict[Passage, Piece] = {}
    for part in parts:
        for passage in _passages(part):
            in_block = not isinstance(part, Passage)
            pieces[passage] = read(passage.text, line=passage.line, references=references, in_block=in_block)
    return pieces


def _passages(part: Part) -> tuple[Passage, ...]:
    match part:
        case Passage():
            return (part,)
        case RuleBlock():
            return tuple(part.passage(key) for key in _FIELDS if part.passage(key).text)
        case CaseBlock():
            return tuple(passage for passage in (part.quote, part.why) if passage.text)
        case TermBlock():
            return (part.definition,)


def _place(part: Part, rule_ids: set[str]) -> str:
    """What is shown where a part stands; a case with a rule is shown under its rule."""
    match part:
        case Passage():
            return "prose"
        case RuleBlock():
            return "rule"
        case CaseBlock():
            return "elsewhere" if part.rule in rule_ids else "case"
        case TermBlock():
            return "term"
