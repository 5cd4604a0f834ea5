"""The text of a draft as a form: one block after the other, each with its own fields, posted and read back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import QueryDict

from guidelines.catalogue.models import Action, EscalationTeam, LabelCode
from guidelines.editions.models import Edition
from guidelines.text.diffing import decision_changes
from guidelines.text.editing import CASE_KINDS, EditPart, parts_of, problems_of, written

MOST_BLOCKS = 3000
FORMS, TEXT = "forms", "text"
SEVERITIES = ("", "S1", "S2", "S3", "S4")
_KEY = re.compile(r"b\d{1,5}")
_POSTED = {"kind": "case-kind"}
"""Fields of a block that have another name in the form: every block has a kind there."""


@dataclass(frozen=True)
class TypedBlocks:
    """What was typed block by block, and why some of it can't be written as it is."""

    parts: tuple[EditPart, ...]
    problems: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        return written(self.parts)


@dataclass(frozen=True)
class BlockRow:
    """One block on the page. Its names in the form begin with `key`."""

    key: str
    part: EditPart
    title: str
    became: str
    """What became of the rule since the base: added, changed, moved, or nothing to say."""
    is_open: bool

    @property
    def values(self) -> dict[str, str]:
        return self.part.values


@dataclass(frozen=True)
class Lists:
    """What the fields of a rule draw on."""

    actions: tuple[tuple[str, str], ...]
    labels: tuple[str, ...]
    teams: tuple[str, ...]
    severities: tuple[str, ...] = SEVERITIES
    case_kinds: tuple[str, ...] = CASE_KINDS

    @property
    def action_codes(self) -> tuple[str, ...]:
        return tuple(code for code, _ in self.actions)


def lists_for(edition: Edition) -> Lists:
    guideline = edition.guideline
    teams = EscalationTeam.objects.in_use().filter(Q(market=None) | Q(market=guideline.market_id))
    return Lists(
        actions=tuple((action.code, action.named_in(guideline.language)) for action in Action.objects.in_use()),
        labels=tuple(LabelCode.objects.in_use().values_list("code", flat=True)),
        teams=tuple(team.named_in(guideline.language) for team in teams),
    )


def typed_blocks(data: QueryDict) -> TypedBlocks:
    """The blocks as they were posted, in their order on the page. A block nobody touched keeps its source exactly."""
    keys = [key for key in data.getlist("order")[:MOST_BLOCKS] if _KEY.fullmatch(key)]
    parts, problems = [], []
    for key in dict.fromkeys(keys):
        part, wrong = _typed(key, data)
        parts.append(part)
        problems += wrong
    return TypedBlocks(tuple(parts), tuple(problems))


def _typed(key: str, data: Mapping[str, str]) -> tuple[EditPart, list[str]]:
    part = _as_sent(_lines(data.get(f"{key}-raw", "")), data.get(f"{key}-kind", ""))
    body = data.get(f"{key}-md")
    by_markdown = part if body is None else part.with_body(_lines(body))
    if by_markdown is not part or not part.fields:
        return by_markdown, []
    values = {name: _lines(data.get(f"{key}-{_POSTED.get(name, name)}", value)) for name, value in part.fields}
    if values == part.values:
        return part, []
    wrong = problems_of(part.kind, values)
    if wrong:
        return EditPart(part.kind, part.raw, tuple(values.items())), wrong
    return part.with_values(values), []


def _as_sent(raw: str, kind: str) -> EditPart:
    found = parts_of(raw)
    if len(found) == 1 and found[0].kind == kind:
        return found[0]
    return EditPart("text", raw)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def rows_of(parts: Sequence[EditPart], edition: Edition, opened: str = "") -> list[BlockRow]:
    """The blocks as they are drawn; `opened` is the key of the one that was just made or moved."""
    before = edition.base.source if edition.base else ""
    became = {change.rule: change.kind for change in decision_changes(before, written(parts))} if before else {}
    return [
        BlockRow(
            key=f"b{n}",
            part=part,
            title=_title(part),
            became=became.get(part.values.get("id", ""), "") if part.kind == "rule" else "",
            is_open=f"b{n}" == opened or _is_unfinished(part),
        )
        for n, part in enumerate(parts)
    ]


def _title(part: EditPart) -> str:
    values = part.values
    words = {"rule": values.get("if"), "case": values.get("quote"), "term": values.get("name")}.get(part.kind)
    return " ".join((words or part.body).replace("#", " ").split())[:90]


def _is_unfinished(part: EditPart) -> bool:
    needed = {"rule": ("if", "do", "action"), "case": ("quote",), "term": ("definition",)}.get(part.kind, ())
    return any(not part.values.get(name, "").strip() for name in needed)
