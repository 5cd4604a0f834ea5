"""The text of a draft as a form: one block after the other, each with its own fields, posted and read back.

Of each block the form holds its Markdown and what that was when the page was drawn (`was`). Whoever changed the
Markdown meant the Markdown; else fields that are there count, and those that were not sent are as they were.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote_plus

from django.http import QueryDict
from django.utils.translation import gettext as _

from guidelines.text import limits
from guidelines.text.editing import EditPart, apart, parts_of, same, written
from guidelines.text.editing_fields import problems_of

FORMS, TEXT = "forms", "text"
MOST_POSTED = 400_000
"""Characters of a source as a form without a script posts it: twice, and within what a form may hold."""
_KEY = re.compile(r"b\d{1,5}")
_WAS = re.compile(r"(\d{1,4})\.([0-9a-f]{16})")


@dataclass(frozen=True)
class TypedBlock:
    """One block as it was typed, why some of it can't be written, and whether it was unfolded (None: nobody said)."""

    part: EditPart
    key: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    is_open: bool | None = None


@dataclass(frozen=True)
class TypedBlocks:
    """What was typed, block by block. Not `whole` when some of the page did not arrive."""

    blocks: tuple[TypedBlock, ...]
    is_whole: bool = True

    @property
    def parts(self) -> tuple[EditPart, ...]:
        return tuple(block.part for block in self.blocks)

    @property
    def source(self) -> str:
        return written(self.parts)

    @property
    def sentences(self) -> list[str]:
        """What stands in the way of saving, each with its block."""
        if not self.is_whole:
            return [_("The page did not arrive whole, so nothing was saved. Send it again.")]
        return [
            _("%(block)s: %(sentence)s") % {"block": named(block.part), "sentence": sentence}
            for block in self.blocks
            for sentence in block.problems.values()
        ]

    def apart(self) -> TypedBlocks:
        """The same with a blank line after each."""
        return replace(self, blocks=tuple(replace(block, part=apart(block.part)) for block in self.blocks))


def named(part: EditPart) -> str:
    """What people call a block."""
    values = part.values
    if part.kind == "case":
        return _("Case of %(rule)s") % {"rule": values["rule"] or "?"}
    return values.get("id") or values.get("name") or _("Text")


def blocks_of(source: str) -> TypedBlocks:
    """A source as blocks nobody has typed in yet."""
    return TypedBlocks(tuple(TypedBlock(part) for part in parts_of(source)))


def fits_a_form(source: str) -> bool:
    """Whether a browser without a script could send this text block by block."""
    return len(quote_plus(source)) <= MOST_POSTED


def was(part: EditPart) -> str:
    """What a page remembers of the Markdown it was drawn with."""
    return f"{len(part.gap)}.{_seal(part.body)}"


def _seal(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def typed_blocks(data: QueryDict) -> TypedBlocks:
    """The blocks of a posted form, in the order they were posted in."""
    keys = list(dict.fromkeys(key for key in data.getlist("order") if _KEY.fullmatch(key)))
    unfolded = frozenset(data.getlist("open")) if "open" in data else None
    seals = {key: _WAS.fullmatch(data.get(f"{key}-was", "")) for key in keys}
    # No page is drawn with more blank lines than a source can hold.
    possible = sum(int(seal[1]) for seal in seals.values() if seal) <= limits.SOURCE_BYTES
    blocks = [block for key in keys for block in _typed(key, data, unfolded, seals[key] if possible else None)]
    arrived = possible and all(f"{key}-{name}" in data for key in keys for name in ("md", "was"))
    found = TypedBlocks(tuple(blocks), is_whole=arrived and data.get("blocks") == str(len(keys)))
    return found if keys == sorted(keys, key=lambda key: int(key[1:])) else found.apart()


def _typed(
    key: str, data: QueryDict, unfolded: frozenset[str] | None, seal: re.Match[str] | None
) -> Iterable[TypedBlock]:
    """The block of a key; several where its Markdown now holds more than one, none where it was emptied."""
    body = _lines(data.get(f"{key}-md", ""))
    is_open = key in unfolded if unfolded is not None else None
    raw = body + "\n" * (int(seal[1]) if seal else 2)
    if seal is None or seal[2] != _seal(body):
        parts = parts_of(raw) if body.strip() else ()
        return [TypedBlock(part, "" if n else key, is_open=is_open) for n, part in enumerate(parts)]
    found = parts_of(raw)
    if len(found) != 1 or not found[0].fields:
        return [TypedBlock(EditPart("text", raw), key, is_open=is_open)]
    return [_with_fields(found[0], key, data, is_open=is_open)]


def _with_fields(part: EditPart, key: str, data: QueryDict, *, is_open: bool | None) -> TypedBlock:
    values = {name: _posted(key, name, value, data) for name, value in part.fields}
    changed = {name: value for name, value in values.items() if not same(value, part.values[name])}
    problems = problems_of(part.kind, values, changed) if changed else {}
    if not problems and not (after := part.with_values(values)).reads_back():
        problems = {"": _("These words can’t be written as fields. Write them in the Markdown of the block.")}
    if problems:
        return TypedBlock(replace(part, fields=tuple(values.items())), key, problems, is_open=True)
    return TypedBlock(after, key, is_open=is_open)


def _posted(key: str, name: str, before: str, data: QueryDict) -> str:
    if name == "escalate" and (f"{key}-team" in data or f"{key}-when" in data):
        team, when = escalation(before)
        typed = data.get(f"{key}-team", team).strip(), data.get(f"{key}-when", when).strip()
        return before if typed == (team, when) else ", ".join(word for word in typed if word)
    return _lines(data.get(f"{key}-{name}", before))


def escalation(value: str) -> tuple[str, str]:
    """To whom, and when: what stands before the first comma, and after it."""
    team, _comma, when = value.partition(",")
    return team.strip(), when.strip()


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
