"""Areas: rules, sections, guidelines or topics with their counts, the ones that surely struggle first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.utils.text import slugify

from guidelines.catalogue.models import Topic
from guidelines.editions.models import Edition, Guideline
from guidelines.people.sessions import Anyone
from guidelines.quality.queries.asked import Kind, Question
from guidelines.quality.queries.tallies import Cell, Tally, cells_of
from guidelines.quality.queries.targets import TargetBook, target_book
from guidelines.quality.statistics import Interval, Prior, fit
from guidelines.text.folding import fold
from guidelines.text.sections import sections_of_rules

FEWEST = 30
"""Checks below which a rate is no ground to act on: such areas stand in a list of their own."""
HOURS_KEPT = 24


@dataclass(frozen=True)
class Ref:
    """Which area: its kind and the names in its address."""

    kind: Kind
    names: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(self.names)


@dataclass
class Area:
    """One area with its counts. `surely` is the rate it surpasses but for a doubt of one in twenty."""

    ref: Ref
    title: str
    market_id: int
    guideline: Guideline | None = None
    language: str = ""
    """Of the title, where it is a guideline's."""
    tally: Tally = field(default_factory=Tally)
    editions: dict[int, int] = field(default_factory=dict)
    """Key → number of the editions by which its decisions were judged."""
    parts: dict[int, set[str]] = field(default_factory=dict)
    """The rules that belong to it, by the key of the edition that judged."""
    rules: dict[int, set[str]] = field(default_factory=dict)
    """The same by the key of the guideline, whatever the edition."""
    codes: set[str] = field(default_factory=set)
    """Of its topics."""
    target: float | None = None
    surely: float = 0.0
    estimate: float = 0.0

    @property
    def rate(self) -> Interval:
        return self.tally.rate

    @property
    def is_known(self) -> bool:
        return self.tally.checks >= FEWEST

    @property
    def is_whole(self) -> bool:
        """Whether it holds every rule of its editions."""
        return self.ref.kind in (Kind.GUIDELINE, Kind.TOPIC)

    def holds(self, edition_id: int, rule_id: str) -> bool:
        return rule_id in self.parts.get(edition_id, ())

    @property
    def numbers(self) -> list[int]:
        return sorted(self.editions.values())

    @property
    def rule_id(self) -> str:
        return self.ref.names[1] if self.ref.kind == Kind.RULE else ""

    @property
    def severity(self) -> str:
        """The gravest of its rules; empty where none has one."""
        return min((severity for severity in self.tally.severities if severity), default="")


@dataclass(frozen=True)
class Areas:
    """The answer to a question: what is known, what has too few checks, and all of it together."""

    known: list[Area]
    few: list[Area]
    total: Tally
    prior: Prior
    targets: TargetBook


def areas_of(person: Anyone, question: Question) -> Areas:
    """Every area of the kind with a check in the period. Six queries, whatever their number."""
    cells = cells_of(person, question)
    targets, names = target_book(), _Names(cells)
    if question.topic:
        wanted = _under(question.topic, targets)
        cells = [cell for cell in cells if wanted & set(names.codes(cell))]
    found = _gathered(question.kind, cells, names)
    prior = fit((area.tally.errors, area.tally.checks) for area in found)
    for area in found:
        _weigh(area, prior, targets)
    total = Tally()
    for cell in cells:
        total.add(cell)
    ranked = sorted((area for area in found if area.is_known), key=lambda area: (-area.surely, str(area.ref)))
    few = [area for area in found if not area.is_known and area.tally.checks]
    return Areas(ranked, sorted(few, key=lambda area: (-area.estimate, str(area.ref))), total, prior, targets)


def area_of(person: Anyone, question: Question, ref: Ref) -> tuple[Area | None, Areas]:
    """One area among those of its kind: the others say how far its rate is to be trusted."""
    found = areas_of(person, question)
    return next((area for area in (*found.known, *found.few) if area.ref == ref), None), found


def _under(topic: Topic, targets: TargetBook) -> set[str]:
    """The codes of a topic and of all below it."""
    found, below = {topic.code}, {topic.code}
    while below:
        below = {code for code, parent in targets.parents.items() if parent in below} - found
        found |= below
    return found


def _weigh(area: Area, prior: Prior, targets: TargetBook) -> None:
    errors, checks = area.tally.errors, area.tally.checks
    area.target = targets.strictest(area.market_id, area.codes)
    area.estimate = prior.estimate(errors, checks)
    if area.is_known:
        area.surely = prior.surely(errors, checks)


def _gathered(kind: Kind, cells: Iterable[Cell], names: _Names) -> list[Area]:
    found: dict[Ref, Area] = {}
    for cell in cells:
        for ref in names.refs(kind, cell):
            area = found.get(ref) or found.setdefault(ref, names.area(ref, cell))
            area.tally.add(cell)
            area.parts.setdefault(cell.edition_id, set()).add(cell.rule_id)
            area.rules.setdefault(cell.guideline_id, set()).add(cell.rule_id)
            area.editions[cell.edition_id] = names.editions[cell.edition_id].number
            area.codes |= {ref.names[1]} if kind == Kind.TOPIC else set(names.codes(cell))
    return list(found.values())


class _Names:
    """The guidelines and editions that some counts name."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        cells = list(cells)
        guidelines = Guideline.objects.select_related("market", "domain")
        self.guidelines = guidelines.in_bulk({cell.guideline_id for cell in cells})
        rows = Edition.objects.only("number", "title", "topic_codes", "digest", "guideline_id", "state")
        self.editions = rows.in_bulk({cell.edition_id for cell in cells})
        self.topics = {topic.code: topic for topic in Topic.objects.all()}
        self._sections: dict[int, dict[str, str]] = {}

    def codes(self, cell: Cell) -> list[str]:
        codes: list[str] = self.editions[cell.edition_id].topic_codes
        return codes

    def refs(self, kind: Kind, cell: Cell) -> list[Ref]:
        """The areas that a cell belongs to: a guideline may lie under several topics."""
        policy_id = self.guidelines[cell.guideline_id].policy_id
        if kind == Kind.TOPIC:
            market = self.guidelines[cell.guideline_id].market.code
            return [Ref(kind, (market, code)) for code in self.codes(cell)]
        if kind == Kind.SECTION:
            return [Ref(kind, (policy_id, section_name(self.section(cell))))]
        return [Ref(kind, (policy_id, cell.rule_id) if kind == Kind.RULE else (policy_id,))]

    def area(self, ref: Ref, cell: Cell) -> Area:
        guideline = self.guidelines[cell.guideline_id]
        if ref.kind == Kind.TOPIC:
            topic = self.topics.get(ref.names[1])
            return Area(ref, topic.local_name if topic else ref.names[1], guideline.market_id)
        title = self.section(cell) if ref.kind == Kind.SECTION else self.editions[cell.edition_id].title
        return Area(ref, title, guideline.market_id, guideline, guideline.language)

    def section(self, cell: Cell) -> str:
        """The heading above a rule, in the edition that judged the decision."""
        if cell.edition_id not in self._sections:
            self._read_sections()
        return self._sections[cell.edition_id].get(cell.rule_id, "")

    def _read_sections(self) -> None:
        """Of all editions at once: those that this process has not read come with one query."""
        keys = {_section_key(edition): edition.pk for edition in self.editions.values()}
        kept: dict[str, dict[str, str]] = cache.get_many(keys)
        missing = [pk for key, pk in keys.items() if key not in kept]
        texts: dict[int, Any] = dict(Edition.objects.filter(pk__in=missing).values_list("pk", "source"))
        read = {key: sections_of_rules(texts[pk]) for key, pk in keys.items() if key not in kept}
        cache.set_many(read, HOURS_KEPT * 3600)
        self._sections = {pk: read.get(key) or kept.get(key) or {} for key, pk in keys.items()}


def _section_key(edition: Edition) -> str:
    return f"quality-sections:{hashlib.sha256(edition.digest.encode()).hexdigest()}"


def section_name(heading: str) -> str:
    """What a section is called in an address."""
    return slugify(fold(heading))[:80] or "-"
