"""Rules, cases and terms in the source of a guideline, and the prose between them.

A block stands between `/// rule | R3` and `///`, at the start of their lines and outside code. What cannot be
understood stays where it is, as prose, and is named as a problem: no word of an author is dropped in silence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.text import classes
from guidelines.text.audience import Audience
from guidelines.text.fences import BLOCK_LINE, Fences
from guidelines.text.fields import REQUIRED, Passage, fields
from guidelines.text.problems import Problem
from guidelines.text.slugs import slugify

_OPENING = re.compile(r"/{3,}[ \t]*(rule|case|term)[ \t]*(?:\|[ \t]*(.*?))?[ \t]*")
_CASE = re.compile(r"(violating|not violating|edge)(?:[ \t]+(\S+))?")
_RULE_ID = re.compile(r"R[1-9]\d{0,3}")
_CODE = re.compile(r"\w[\w.-]*")
_CODES = {"action": _CODE, "severity": re.compile(r"S[1-4]"), "label": _CODE, "audience": classes.FORM}
CONFLICT_LINES = ("<<<<<<< theirs", ">>>>>>> mine")
"""The lines between which a merge leaves two wordings."""


@dataclass(frozen=True)
class RuleBlock:
    """A rule as it was written: its fields are still Markdown."""

    id: str
    line: int
    fields: dict[str, Passage]
    audience: Audience = Audience.INTERNAL

    def passage(self, key: str) -> Passage:
        """A field, empty when it was not given."""
        return self.fields.get(key, Passage())


@dataclass(frozen=True)
class CaseBlock:
    """A case as it was written."""

    kind: str
    rule: str
    line: int
    quote: Passage
    why: Passage
    audience: Audience = Audience.INTERNAL


@dataclass(frozen=True)
class TermBlock:
    """A term as it was written."""

    name: str
    line: int
    definition: Passage
    audience: Audience = Audience.INTERNAL

    @property
    def slug(self) -> str:
        """The name as part of an anchor; names that differ in case or marks alone are the same term."""
        return slugify(self.name)


Part = Passage | RuleBlock | CaseBlock | TermBlock


@dataclass(frozen=True)
class Parts:
    """A source taken apart: prose and blocks in the order of reading, and what was wrong."""

    parts: tuple[Part, ...]
    problems: tuple[Problem, ...]


def take_apart(source: str) -> Parts:
    """The prose and the blocks of a source, every line of it in exactly one of them."""
    return _Reader(source.split("\n")).read()


class _Reader:
    """Walks the lines of one source."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._fences = Fences(lines)
        self._parts: list[Part] = []
        self._problems: list[Problem] = []
        self._prose_from = 0
        self._strangers = 0
        self._names: set[str] = set()

    def read(self) -> Parts:
        at = 0
        while at < len(self._lines):
            at = self._step(at)
        self._end_prose(len(self._lines))
        self._problems += _cases_without_rule(self._parts)
        return Parts(tuple(self._parts), tuple(sorted(self._problems)))

    def _step(self, at: int) -> int:
        """Read what begins on a line; gives the line after it."""
        if self._fences.opens(at):
            closing = self._fences.closing(at)
            if closing is None:
                self._report(at, _("This code begins here and never ends. Close it with a line of the same marks."))
                return at + 1
            return closing + 1
        if BLOCK_LINE.match(self._lines[at]):
            return self._block(at)
        if self._lines[at].rstrip() in CONFLICT_LINES:
            self._report(at, _("Two wordings meet here after a merge. Keep one and delete the marker lines."))
        return at + 1

    def _block(self, at: int) -> int:
        opening = _OPENING.fullmatch(self._lines[at])
        if opening is None:
            self._stranger(at)
            return at + 1
        closing = self._closing(at)
        if closing is None:
            self._strangers += 1
            self._report(at, _("This block is not closed. End it with a line of “///” before the next block begins."))
            return at + 1
        self._end_prose(at)
        body = Passage("\n".join(self._lines[at + 1 : closing]), at + 2)
        part = getattr(self, f"_{opening[1]}")(opening[2] or "", at + 1, body)
        self._parts.append(part or Passage("\n".join(self._lines[at : closing + 1]), at + 1))
        self._prose_from = closing + 1
        return closing + 1

    def _closing(self, at: int) -> int | None:
        """The line that closes a block: the first one that is not inside code and comes before another block."""
        number = at + 1
        while number < len(self._lines):
            line = self._lines[number]
            if BLOCK_LINE.match(line):
                return None if line.strip("/ \t") else number
            code_end = self._fences.closing(number, within_block=True) if self._fences.opens(number) else None
            number = (code_end or number) + 1
        return None

    def _stranger(self, at: int) -> None:
        """A line of slashes that is no block of ours."""
        if self._lines[at].strip("/ \t"):
            self._strangers += 1
            self._report(
                at,
                _("There is no such block. Write “/// rule | R1”, “/// case | violating R1” or “/// term | name”."),
            )
        elif self._strangers:
            self._strangers -= 1
        else:
            self._report(at, _("This line closes a block, but none is open. Delete it."))

    def _rule(self, head: str, line: int, body: Passage) -> RuleBlock | None:
        if not _RULE_ID.fullmatch(head):
            sentence = _("This rule needs an ID from R1 to R9999: “/// rule | R1”.")
            self._problems.append(Problem(line, sentence))
            return None
        if not self._is_new(head):
            sentence = _("There is another %(id)s above. Give this rule an ID of its own.")
            self._problems.append(Problem(line, sentence % {"id": head}))
            return None
        found, problems = fields(body.text, body.line)
        rule = RuleBlock(head, line, found)
        self._problems += [*problems, *_wrong_fields(rule)]
        said = self._said(body)
        return RuleBlock(head, line, _readable(found), said.audience or Audience.INTERNAL)

    def _case(self, head: str, line: int, body: Passage) -> CaseBlock | None:
        match = _CASE.fullmatch(head)
        if match is None:
            sentence = _("A case is “violating”, “not violating” or “edge”, with its rule: “/// case | violating R1”.")
            self._problems.append(Problem(line, sentence))
            return None
        said = self._said(body)
        quote, why = _first_paragraph(Passage(said.text, body.line))
        if not quote.text:
            self._problems.append(
                Problem(line, _("This case is empty. Write what is seen, then why it is decided so."))
            )
        kind, audience = match[1].replace(" ", "_"), said.audience or Audience.INTERNAL
        return CaseBlock(kind, match[2] or "", line, quote, why, audience)

    def _term(self, head: str, line: int, body: Passage) -> TermBlock | None:
        said = self._said(body)
        begins = len(said.text) - len(said.text.lstrip("\n"))
        definition = Passage(said.text.strip("\n"), body.line + begins)
        term = TermBlock(head, line, definition, said.audience or Audience.INTERNAL)
        if not term.slug:
            self._problems.append(Problem(line, _("This term needs a name: “/// term | name”.")))
            return None
        if not self._is_new(f"term {term.slug}"):
            sentence = _("The term “%(name)s” is defined above. Keep one definition.")
            self._problems.append(Problem(line, sentence % {"name": head}))
            return None
        if not definition.text.strip():
            self._problems.append(Problem(line, _("This term has no definition. Write it, or delete the term.")))
        return term

    def _said(self, body: Passage) -> classes.Said:
        """What a block says of its class."""
        said, told = classes.of_block(body.text), {problem.line for problem in self._problems}
        wrong = ((body.line + at, sentence) for at, sentence in said.wrong)
        self._problems += [Problem(line, sentence) for line, sentence in wrong if line not in told]
        return said

    def _is_new(self, name: str) -> bool:
        new = name not in self._names
        self._names.add(name)
        return new

    def _report(self, at: int, sentence: str) -> None:
        self._problems.append(Problem(at + 1, sentence))

    def _end_prose(self, at: int) -> None:
        text = "\n".join(self._lines[self._prose_from : at])
        if text.strip():
            self._parts.append(Passage(text, self._prose_from + 1))
        self._prose_from = at


def _first_paragraph(body: Passage) -> tuple[Passage, Passage]:
    lines = body.text.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    end = next((number for number in range(start, len(lines)) if not lines[number].strip()), len(lines))
    return (
        Passage("\n".join(lines[start:end]), body.line + start),
        Passage("\n".join(lines[end:]).rstrip(), body.line + end),
    )


def _wrong_fields(rule: RuleBlock) -> Iterator[Problem]:
    for key in REQUIRED:
        if not rule.passage(key).text:
            yield Problem(rule.line, _("%(id)s has no “%(key)s:”. Add it.") % {"id": rule.id, "key": key})
    sentences = {
        "severity": _("“%(value)s” is no severity. Write S1, S2, S3 or S4, or leave the field out."),
        "action": _("“action:” takes one code and nothing else, not “%(value)s”."),
        "label": _("“label:” takes one code and nothing else, not “%(value)s”."),
        "audience": classes.unknown("%(value)s"),
    }
    for key in _misread(rule.fields):
        value = rule.passage(key)
        yield Problem(value.line, sentences[key] % {"value": value.text.split("\n")[0][:60]})


def _misread(found: dict[str, Passage]) -> list[str]:
    """The fields that hold something other than the code they are for."""
    return [key for key, form in _CODES.items() if key in found and not form.fullmatch(found[key].text)]


def _readable(found: dict[str, Passage]) -> dict[str, Passage]:
    """The fields with what is no code moved to where it is read: under what to do."""
    misread = _misread(found)
    kept = {key: passage for key, passage in found.items() if key not in misread}
    for key in misread:
        wrong = found[key]
        before = kept.get("do")
        text = f"{key}: {wrong.text}"
        kept["do"] = Passage(f"{before.text}\n\n{text}", before.line) if before else Passage(text, wrong.line)
    return kept


def _cases_without_rule(parts: list[Part]) -> Iterator[Problem]:
    rules = {part.id for part in parts if isinstance(part, RuleBlock)}
    for part in parts:
        if isinstance(part, CaseBlock) and part.rule and part.rule not in rules:
            sentence = _("There is no rule %(id)s in this text. Name the rule this case belongs to.")
            yield Problem(part.line, sentence % {"id": part.rule})
