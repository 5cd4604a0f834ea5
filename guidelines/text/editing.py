"""A source as parts that can be edited one by one: rules, cases and terms as fields, everything else as Markdown.

Taken apart and written again without a change it is the same source to the last letter, and a changed field changes
its own lines only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from guidelines.text import classes
from guidelines.text.blocks import CaseBlock, RuleBlock, TermBlock, take_apart
from guidelines.text.editing_fields import ONE_LINE, field_lines, rewritten
from guidelines.text.fields import KEYS

CASE_KINDS = ("violating", "not violating", "edge")
_RULE_HEAD = re.compile(r"^/{3,}[ \t]*rule[ \t]*\|[ \t]*(R[1-9]\d{0,3})(?!\d)", re.MULTILINE)
_RULE_NAMED = re.compile(
    r"^(/{3,}[ \t]*(?:rule[ \t]*\||case[ \t]*\|[ \t]*(?:violating|not violating|edge)[ \t])[ \t]*)"
    r"(R[1-9]\d{0,3})(?!\d)",
    re.MULTILINE,
)


@dataclass(frozen=True)
class EditPart:
    """One part: its kind, the source it was cut from, and its fields where it can be edited by them.

    Kinds: rule (`id` and the keys of a rule), case (`kind`, `rule`, `audience`, `quote`, `why`), term (`name`,
    `audience`, `definition`), text (no fields).
    """

    kind: str
    raw: str
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def values(self) -> dict[str, str]:
        return dict(self.fields)

    @property
    def body(self) -> str:
        """The source without the blank lines after it."""
        return self.raw.rstrip("\n")

    @property
    def gap(self) -> str:
        """The line ends after the body."""
        return self.raw[len(self.body) :]

    def with_values(self, values: Mapping[str, str]) -> EditPart:
        """The same part with other values; their lines alone are written anew."""
        changed = {name: values[name] for name, before in self.fields if not same(values.get(name, before), before)}
        if not changed:
            return self
        merged = tuple((name, changed.get(name, before)) for name, before in self.fields)
        block = self.body.lstrip("\n")
        lead = self.body[: len(self.body) - len(block)]
        return EditPart(
            self.kind, lead + rewritten(self.kind, block, changed, dict(merged)) + (self.gap or "\n"), merged
        )

    def reads_back(self) -> bool:
        """Whether its source is read as this very part: nothing in it ends the block or begins another field."""
        found = parts_of(self.raw)
        return len(found) == 1 and found[0].kind == self.kind and same_values(found[0].values, self.values)


def same(one: str, other: str) -> bool:
    """Whether two wordings of a field are one: line ends and blanks around don't count."""
    return one.replace("\r\n", "\n").strip("\n").rstrip() == other.strip("\n").rstrip()


def same_values(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return one.keys() == other.keys() and all(one[name].strip() == other[name].strip() for name in one)


def parts_of(source: str) -> tuple[EditPart, ...]:
    """The parts of a source, every line of it in exactly one."""
    if not source:
        return ()
    lines = [line + "\n" for line in source.split("\n")]
    lines[-1] = lines[-1][:-1]
    blocks = take_apart(source).parts
    starts = [block.line - 1 for block in blocks]
    if not starts:
        return (EditPart("text", source),)
    starts[0] = 0
    ends = [*starts[1:], len(lines)]
    return tuple(
        _part(block, "".join(lines[start:end])) for block, start, end in zip(blocks, starts, ends, strict=True)
    )


def written(parts: Iterable[EditPart]) -> str:
    """The source these parts make: unchanged parts in their order are the source they were cut from."""
    return "".join(part.raw for part in parts)


def apart(part: EditPart) -> EditPart:
    """The same part with a blank line after it, so that it doesn't run into what comes next in a new order."""
    return replace(part, raw=part.raw.rstrip("\n") + "\n\n" if part.raw.strip() else "")


def _part(block: object, raw: str) -> EditPart:
    match block:
        case RuleBlock():
            return _rule(block, raw)
        case CaseBlock():
            kind = block.kind.replace("_", " ")
            words: tuple[tuple[str, str], ...] = (("quote", block.quote.text), ("why", block.why.text.strip("\n")))
            return _by_fields("case", raw, (("kind", kind), ("rule", block.rule)), words)
        case TermBlock():
            words = (("definition", block.definition.text.strip("\n")),)
            return _by_fields("term", raw, (("name", block.name),), words)
    return EditPart("text", raw)


def _by_fields(kind: str, raw: str, head: tuple[tuple[str, str], ...], words: tuple[tuple[str, str], ...]) -> EditPart:
    """A case or a term; by its Markdown where its class can't be read."""
    said = classes.of_block("\n".join(raw.strip("\n").split("\n")[1:-1]))
    if said.wrong:
        return EditPart("text", raw)
    return EditPart(kind, raw, (*head, (classes.KEY, said.word), *words))


def _rule(block: RuleBlock, raw: str) -> EditPart:
    """By fields, unless something in it belongs to no field or stands there twice: then by its Markdown."""
    found = field_lines(raw.strip("\n"))
    keys = [one.key for one in found if one.key or one.value]
    stray = any(one.key in ONE_LINE and "\n" in one.value for one in found)
    if "" in keys or len(set(keys)) != len(keys) or stray:
        return EditPart("text", raw)
    values = {one.key: one.value for one in found}
    return EditPart("rule", raw, (("id", block.id), *((key, values.get(key, "")) for key in KEYS)))


def new_rule(rule_id: str) -> EditPart:
    return parts_of(f"/// rule | {rule_id}\nif:\ndo:\naction:\n///\n\n")[0]


def new_case(rule_id: str, kind: str = CASE_KINDS[0]) -> EditPart:
    return parts_of(f"/// case | {kind} {rule_id}\n\n///\n\n")[0]


def new_term(name: str) -> EditPart:
    return parts_of(f"/// term | {name}\n\n///\n\n")[0]


def rule_ids(source: str) -> set[int]:
    """The numbers of all rules a source has, well written or not."""
    return {int(found[1:]) for found in _RULE_HEAD.findall(source)}


def renumbered(source: str, new_id: Callable[[], str]) -> str:
    """A source whose rules, and the cases under them, have new IDs, in the order of its rules."""
    names = {old: new_id() for old in dict.fromkeys(_RULE_HEAD.findall(source))}
    return _RULE_NAMED.sub(lambda found: found[1] + names.get(found[2], found[2]), source)


def unit(parts: Sequence[EditPart], at: int) -> range:
    """The parts that move together: a rule with the cases that follow it, else one part."""
    end = at + 1
    if parts[at].kind == "rule":
        rule = parts[at].values["id"]
        while end < len(parts) and parts[end].kind == "case" and parts[end].values["rule"] == rule:
            end += 1
    return range(at, end)


def moved(parts: Sequence[EditPart], at: int, step: int) -> list[int]:
    """The places of the parts with one of them before the unit above it (-1) or after the one below it (1).

    A rule goes past the next rule, whatever stands between: its place among the rules is what counts.
    """
    own, everything = unit(parts, at), list(range(len(parts)))
    target = _above(parts, at) if step < 0 else _below(parts, own)
    if target is None:
        return everything
    rest = [*everything[: own.start], *everything[own.stop :]]
    where = target.start if step < 0 else target.stop - len(own)
    return [*rest[:where], *own, *rest[where:]]


def _above(parts: Sequence[EditPart], at: int) -> range | None:
    if parts[at].kind == "rule":
        return next((unit(parts, n) for n in reversed(range(at)) if parts[n].kind == "rule"), None)
    return range(at - 1, at) if at else None


def _below(parts: Sequence[EditPart], own: range) -> range | None:
    after = range(own.stop, len(parts))
    if parts[own.start].kind == "rule":
        return next((unit(parts, n) for n in after if parts[n].kind == "rule"), None)
    return range(own.stop, own.stop + 1) if len(after) else None
