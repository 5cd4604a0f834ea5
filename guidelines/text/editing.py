"""A source as parts that can be edited one by one: rules, cases and terms as fields, everything else as Markdown.

Taken apart and written again without a change it is the same source to the last letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from guidelines.text.blocks import CaseBlock, RuleBlock, TermBlock, take_apart
from guidelines.text.fields import KEYS
from guidelines.text.pieces import rule_fields

RULE_FIELDS = KEYS
CASE_KINDS = ("violating", "not violating", "edge")
_RULE_ID = re.compile(r"R([1-9]\d{0,3})")
_RULE_HEAD = re.compile(r"^/{3,}[ \t]*rule[ \t]*\|[ \t]*(R[1-9]\d{0,3})", re.MULTILINE)
_KEY_LINE = re.compile(rf"^(?:{'|'.join(KEYS)}):(?=[ \t]|$)", re.MULTILINE)
_FENCE_LINE = re.compile(r"^/{3,}", re.MULTILINE)
_CODE_LINE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})", re.MULTILINE)
_NEEDED = ("if", "do", "action")


@dataclass(frozen=True)
class EditPart:
    """One part: its kind, the source it was cut from, and its fields where it can be edited by them.

    Kinds: rule (`id` and the keys of a rule), case (`kind`, `rule`, `quote`, `why`), term (`name`, `definition`),
    text (no fields).
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

    def with_values(self, values: dict[str, str]) -> EditPart:
        """The same part with other values: written anew only when one differs."""
        if all(_same(values.get(name, ""), value) for name, value in self.fields):
            return self
        written = _WRITERS[self.kind](values)
        return replace(self, raw=written + (self.raw[len(self.body) :] or "\n"), fields=tuple(values.items()))

    def with_body(self, body: str) -> EditPart:
        """The same part with other Markdown, read anew."""
        if _same(body, self.body):
            return self
        raw = body.strip("\n") + (self.raw[len(self.body) :] or "\n") if body.strip() else ""
        return EditPart("text", raw)


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


def spaced(parts: Iterable[EditPart]) -> tuple[EditPart, ...]:
    """The same parts with a blank line after each, so that those which met anew don't run into each other."""
    return tuple(
        replace(part, raw=part.raw.rstrip("\n") + "\n\n") if part.raw.strip() else replace(part, raw="")
        for part in parts
    )


def _part(block: object, raw: str) -> EditPart:
    lead = raw[: len(raw) - len(raw.lstrip("\n"))]
    if lead:
        return EditPart("text", raw)
    match block:
        case RuleBlock():
            return _rule(block, raw)
        case CaseBlock():
            kind = block.kind.replace("_", " ")
            words = (("quote", block.quote.text), ("why", block.why.text.strip("\n")))
            return EditPart("case", raw, (("kind", kind), ("rule", block.rule), *words))
        case TermBlock():
            return EditPart("term", raw, (("name", block.name), ("definition", block.definition.text.strip("\n"))))
    return EditPart("text", raw)


def _rule(block: RuleBlock, raw: str) -> EditPart:
    """By fields, unless something in it belongs to no field or stands there twice: then by its Markdown."""
    found = rule_fields(raw.strip("\n"))
    keys = [key for key, value in found if key or value.strip()]
    if "" in keys or len(set(keys)) != len(keys):
        return EditPart("text", raw)
    values = {key: value.strip("\n").strip() for key, value in found if key}
    return EditPart("rule", raw, (("id", block.id), *((key, values.get(key, "")) for key in KEYS)))


def _same(one: str, other: str) -> bool:
    return one.replace("\r\n", "\n").strip() == other.strip()


def problems_of(kind: str, values: dict[str, str]) -> list[str]:
    """Why these values can't be written as a block: what would end it, or begin another field."""
    found = []
    for name, value in values.items():
        label = f"{values.get('id') or values.get('name') or kind}, {name}"
        if _FENCE_LINE.search(value):
            found.append(_("%(field)s: a line can't begin with “///”. Put a word before it.") % {"field": label})
        if kind == "rule" and _KEY_LINE.search(value):
            sentence = _("%(field)s: a line can't begin with the name of a field and a colon, such as “do:”.")
            found.append(sentence % {"field": label})
        if _CODE_LINE.search(value):
            sentence = _("%(field)s: code between ``` marks is written in the Markdown of the block.")
            found.append(sentence % {"field": label})
    if kind == "rule" and not _RULE_ID.fullmatch(values.get("id", "")):
        found.append(_("A rule needs an ID from R1 to R9999."))
    if kind == "term" and not values.get("name", "").strip():
        found.append(_("A term needs a name."))
    one_line = ("id", "action", "severity", "label", "name", "rule")
    if any("\n" in values.get(name, "").strip() for name in one_line):
        found.append(_("IDs, codes and names take one line."))
    return found


def _write_rule(values: dict[str, str]) -> str:
    lines = [f"/// rule | {values['id'].strip()}"]
    for key in KEYS:
        value = values.get(key, "").strip()
        if value or key in _NEEDED:
            lines.append(f"{key}: {value}".rstrip())
    return "\n".join([*lines, "///"])


def _write_case(values: dict[str, str]) -> str:
    head = f"/// case | {values['kind']} {values.get('rule', '')}".rstrip()
    body = "\n\n".join(text for name in ("quote", "why") if (text := values.get(name, "").strip()))
    return f"{head}\n{body}\n///"


def _write_term(values: dict[str, str]) -> str:
    return f"/// term | {values['name'].strip()}\n{values.get('definition', '').strip()}\n///"


_WRITERS = {"rule": _write_rule, "case": _write_case, "term": _write_term}


def new_rule(rule_id: str) -> EditPart:
    values = {"id": rule_id} | dict.fromkeys(KEYS, "")
    return EditPart("rule", _write_rule(values) + "\n\n", tuple(values.items()))


def new_case(rule_id: str, kind: str = CASE_KINDS[0]) -> EditPart:
    values = {"kind": kind, "rule": rule_id, "quote": "", "why": ""}
    return EditPart("case", _write_case(values) + "\n\n", tuple(values.items()))


def new_term(name: str) -> EditPart:
    values = {"name": name, "definition": ""}
    return EditPart("term", _write_term(values) + "\n\n", tuple(values.items()))


def rule_ids(source: str) -> set[int]:
    """The numbers of all rules a source has, well written or not."""
    return {int(found[1:]) for found in _RULE_HEAD.findall(source)}


def unit(parts: Sequence[EditPart], at: int) -> range:
    """The parts that move together: a rule with the cases that follow it, else one part."""
    end = at + 1
    if parts[at].kind == "rule":
        rule = parts[at].values["id"]
        while end < len(parts) and parts[end].kind == "case" and parts[end].values["rule"] == rule:
            end += 1
    return range(at, end)


def moved(parts: Sequence[EditPart], at: int, step: int) -> list[EditPart]:
    """The parts with one of them before the unit above it (-1) or after the one below it (1).

    A rule goes past the next rule, whatever stands between: its place among the rules is what counts.
    """
    own = unit(parts, at)
    rest = [*parts[: own.start], *parts[own.stop :]]
    target = _above(parts, at) if step < 0 else _below(parts, own)
    if target is None:
        return list(parts)
    where = target.start if step < 0 else target.stop - len(own)
    return [*rest[:where], *parts[own.start : own.stop], *rest[where:]]


def _above(parts: Sequence[EditPart], at: int) -> range | None:
    if parts[at].kind == "rule":
        return next((unit(parts, n) for n in reversed(range(at)) if parts[n].kind == "rule"), None)
    return range(at - 1, at) if at else None


def _below(parts: Sequence[EditPart], own: range) -> range | None:
    after = range(own.stop, len(parts))
    if parts[own.start].kind == "rule":
        return next((unit(parts, n) for n in after if parts[n].kind == "rule"), None)
    return range(own.stop, own.stop + 1) if len(after) else None
