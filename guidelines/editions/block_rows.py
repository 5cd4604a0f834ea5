"""The blocks of a draft as they are drawn in its editor, and the lists their fields draw on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from guidelines.catalogue.models import Action, EscalationTeam, LabelCode
from guidelines.editions.block_form import TypedBlock, escalation, named, was
from guidelines.editions.models import NOTE_AUDIENCES, Edition
from guidelines.editions.readiness import NOBODY
from guidelines.frame.icons import SEVERITY_WORDS
from guidelines.text import classes
from guidelines.text.audience import Audience
from guidelines.text.checks.finding import Finding
from guidelines.text.editing import CASE_KINDS, EditPart
from guidelines.text.structure import headings

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_`#>]+")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_LETTER = re.compile(r"\w")
LONGEST_TITLE = 90
READ_FOR_TITLE = 1000
"""Characters of a block that are looked at for its title: to look for links and headings costs the square of them."""


@dataclass(frozen=True)
class BlockRow:
    """One block on the page. Its names in the form begin with `key`."""

    key: str
    part: EditPart
    problems: Mapping[str, str]
    became: str
    """What became of the rule since the base: new, changed, moved, or nothing to say."""
    is_open: bool
    place: int
    """Its place among the rules, or among all blocks."""
    is_about: bool
    """Whether it is the one that was just made or moved."""
    action_name: str = ""

    @property
    def values(self) -> dict[str, str]:
        return self.part.values

    @property
    def was(self) -> str:
        return was(self.part)

    @property
    def name(self) -> str:
        """What buttons and labels call it."""
        return self.values.get("id") or self.title or named(self.part)

    @property
    def title(self) -> str:
        """Its first words, without the marks of Markdown; a cut stands between two words."""
        values = self.values
        words = {"rule": values.get("if"), "case": values.get("quote"), "term": values.get("name")}
        text = words[self.part.kind] if self.part.kind in words else _headings(self.part.body[:READ_FOR_TITLE])
        whole = " ".join(_MARKS.sub("", _LINK.sub(r"\1", (text or "")[:READ_FOR_TITLE])).split())
        if len(whole) <= LONGEST_TITLE:
            return whole
        return f"{whole[:LONGEST_TITLE].rpartition(' ')[0] or whole[:LONGEST_TITLE]} …"

    @property
    def other_problems(self) -> list[str]:
        """Those of no field, and of fields that have no place for it."""
        return [
            sentence
            for name, sentence in self.problems.items()
            if name in ("", "id", "action", "severity", "label", "kind", "audience")
        ]

    @property
    def audiences(self) -> tuple[str, ...]:
        """The classes it says: its own, or those of the headings in it."""
        own = self.values.get("audience")
        if own is not None:
            return (own,) if own not in ("", Audience.INTERNAL) else ()
        said = (classes.of_heading(heading.text).audience for heading in headings(self.part.body))
        return tuple(dict.fromkeys(one.value for one in said if one))

    @property
    def team(self) -> str:
        return escalation(self.values["escalate"])[0]

    @property
    def when(self) -> str:
        return escalation(self.values["escalate"])[1]

    @property
    def names_nobody(self) -> bool:
        """Whether the field says in words that no team is asked."""
        return self.team.rstrip(".").casefold() in NOBODY

    @property
    def has_long_escalation(self) -> bool:
        """Whether it is written in more than a line, and so edited as a whole."""
        return "\n" in self.values["escalate"]

    @property
    def height(self) -> int:
        """Lines of the box its Markdown is edited in."""
        return max(4, min(18, self.part.body.count("\n") + len(self.part.body) // 70 + 2))


@dataclass(frozen=True)
class Lists:
    """What the fields of a rule draw on."""

    actions: tuple[tuple[str, str], ...]
    labels: tuple[str, ...]
    teams: tuple[str, ...]
    rules: tuple[str, ...]
    """The rules a case can be bound to: those of the text."""
    severities: tuple[tuple[str, str], ...]
    case_kinds: tuple[tuple[str, str], ...]

    @property
    def action_names(self) -> dict[str, str]:
        return dict(self.actions)

    @property
    def audiences(self) -> tuple[tuple[str, str], ...]:
        """The classes a part can choose; internal, which everything is, has no code."""
        public, partner, internal = (str(name) for _code, name in NOTE_AUDIENCES)
        return ("", internal), (Audience.PARTNER.value, partner), (Audience.PUBLIC.value, public)

    @property
    def audience_codes(self) -> tuple[str, ...]:
        return tuple(code for code, _name in self.audiences)

    @property
    def severity_codes(self) -> tuple[str, ...]:
        return tuple(code for code, _name in self.severities)


def lists_for(edition: Edition, parts: Sequence[EditPart]) -> Lists:
    guideline = edition.guideline
    words = SEVERITY_WORDS.get(guideline.language[:2], SEVERITY_WORDS["en"])
    teams = EscalationTeam.objects.in_use().filter(Q(market=None) | Q(market=guideline.market_id))
    return Lists(
        actions=tuple((action.code, action.named_in(guideline.language)) for action in Action.objects.in_use()),
        labels=tuple(LabelCode.objects.in_use().values_list("code", flat=True)),
        teams=tuple(team.named_in(guideline.language) for team in teams),
        rules=tuple(part.values["id"] for part in parts if part.kind == "rule"),
        severities=tuple((code, words[code]) for code in ("S1", "S2", "S3", "S4")),
        case_kinds=tuple(zip(CASE_KINDS, (_("Violating"), _("Not violating"), _("Edge")), strict=True)),
    )


def rows_of(
    blocks: Sequence[TypedBlock], became: Mapping[str, str], lists: Lists, about: TypedBlock | None = None
) -> list[BlockRow]:
    """The blocks as they are drawn; `about` is the one that was just made or moved."""
    rows, rules, actions = [], 0, lists.action_names
    for n, block in enumerate(blocks):
        values = block.part.values
        is_rule = block.part.kind == "rule"
        rules += is_rule
        rows.append(
            BlockRow(
                key=f"b{n}",
                part=block.part,
                problems=block.problems,
                became=became.get(values["id"], "") if is_rule else "",
                is_open=block is about or bool(block.problems) or _is_open(block),
                place=rules if is_rule else n + 1,
                is_about=block is about,
                action_name=actions.get(values["action"], values["action"]) if is_rule else "",
            )
        )
    return rows


@dataclass(frozen=True)
class Spot:
    """A finding of the checks and the block it was found in; no key where it is in none."""

    finding: Finding
    key: str


def spots_of(findings: Iterable[Finding], blocks: Sequence[TypedBlock], *, drawn: bool) -> list[Spot]:
    """Where the findings are. `drawn` says that the page will have new keys; else it has those it was sent with."""
    ends, line = [], 0
    for n, block in enumerate(blocks):
        line += block.part.raw.count("\n")
        ends.append((line, f"b{n}" if drawn else block.key))
    return [Spot(finding, _key_at(finding.line, ends)) for finding in findings]


def _key_at(line: int | None, ends: Sequence[tuple[int, str]]) -> str:
    return next((key for end, key in ends if line is not None and line <= end), "")


def counts(parts: Sequence[EditPart]) -> dict[str, int]:
    """How many rules, cases and words a text has."""
    kinds = [part.kind for part in parts]
    return {"rules": kinds.count("rule"), "cases": kinds.count("case"), "words": sum(map(_words, parts))}


def _words(part: EditPart) -> int:
    codes = ("id", "kind", "rule", "action", "severity", "label", "audience")
    texts = [value for name, value in part.fields if name not in codes] if part.fields else [part.body]
    return sum(1 for text in texts for word in text.split() if _LETTER.search(word))


def _headings(body: str) -> str:
    """The headings of a stretch of text; its first words where it has none."""
    return " · ".join(_HEADING.findall(classes.unmarked(body))) or body


def _is_open(block: TypedBlock) -> bool:
    """As it was left; before anybody said, prose and what is not finished are open."""
    if block.is_open is not None:
        return block.is_open
    needed = {"rule": ("if", "do", "action"), "case": ("quote",), "term": ("definition",)}.get(block.part.kind, ())
    return block.part.kind == "text" or any(not block.part.values.get(name, "").strip() for name in needed)
