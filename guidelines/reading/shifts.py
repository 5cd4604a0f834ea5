"""Since your last shift: the net difference between the words in force then and now, and what begins soon.

Net means that only both ends count: a rule that was changed and changed back shows nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q

from guidelines.editions.action_names import ActionNames
from guidelines.editions.comparing import Comparison, compare
from guidelines.editions.deciding_rows import DecisionRow, decisions
from guidelines.editions.models import Edition, Guideline, Significance, Suspension
from guidelines.people.models import Person
from guidelines.reading.models import LibraryRow
from guidelines.reading.notes import NoteBlock, note_blocks
from guidelines.reading.queries.duties import duties
from guidelines.reading.queries.library import is_restricted, own_rows, starting_soon
from guidelines.reading.queries.path import is_new

FIRST_SHIFT = dt.timedelta(days=7)
"""How far back somebody sees who had no shift before."""
MOST = 40
"""So many guidelines are compared on one page, those with something to acknowledge first."""


@dataclass(frozen=True)
class Change:
    """One guideline whose words differ between two instants, or that waits to be acknowledged."""

    guideline: Guideline
    before: Edition | None
    now: Edition | None
    row: LibraryRow | None
    """The stretch in which the present words are in force."""
    comparison: Comparison | None
    """None where nothing was in force at one end, and where both say the same."""
    new_rules: tuple[DecisionRow, ...]
    """The rules of a guideline that had nothing in force before."""
    is_duty: bool
    until: dt.datetime | None
    is_late: bool
    suspension: Suspension | None = None
    """The one that runs over the present words."""
    is_reworded: bool = False
    """Whether both carry the decisions of one major edition, so that rules have other words alone."""

    @property
    def decides(self) -> bool:
        """Whether somebody decides differently."""
        if self.now is None or self.before is None:
            return True
        return bool(self.comparison and self.comparison.decisions and not self.is_reworded) or self.is_duty

    @property
    def note(self) -> tuple[NoteBlock, ...]:
        """What changed in the author's words, all of it: it is acknowledged here."""
        return note_blocks(self.now.change_note, ()) if self.now else ()

    @property
    def is_minor(self) -> bool:
        return self.now is not None and self.now.significance == Significance.MINOR and not self.decides


@dataclass(frozen=True)
class Coming:
    """What begins within seven days, and what it will decide differently."""

    row: LibraryRow
    decisions: tuple[DecisionRow, ...]
    """Against the words in force now."""
    is_minor: bool
    """Whether nobody decides differently from now: rules have other words alone."""


@dataclass(frozen=True)
class Updates:
    """Everything between two instants, as one set."""

    since: dt.datetime
    changes: tuple[Change, ...]
    coming: tuple[Coming, ...]
    left_out: int
    """How many more guidelines changed than are compared here."""

    @property
    def duties(self) -> tuple[Edition, ...]:
        return tuple(change.now for change in self.changes if change.is_duty and change.now)

    @property
    def editions(self) -> tuple[Edition, ...]:
        """Those in force now, whose change notes are shown."""
        return tuple(change.now for change in self.changes if change.now)

    @property
    def restricted_to_come(self) -> tuple[Guideline, ...]:
        """The guidelines of what begins soon that name their readers, of whom this person is one."""
        return tuple(coming.row.guideline for coming in self.coming if is_restricted(coming.row))

    @property
    def digest(self) -> str:
        """What proves which changes were on the screen: sha256 over both ends of each."""
        ends = [[c.guideline.policy_id, *(e.digest if e else "" for e in (c.before, c.now))] for c in self.changes]
        return "set:" + hashlib.sha256(json.dumps(sorted(ends)).encode()).hexdigest()


def updates_for(person: Person, since: dt.datetime, now: dt.datetime, language: str) -> Updates:
    """What this person must know; a fixed number of queries, and a comparison for each guideline that changed."""
    asked = duties(person, now)
    # Of a new joiner older words stand on their path, and not here.
    asked = asked.filter(major__effective_from__gt=person.joined_at) if is_new(person, now) else asked
    waiting = {row.guideline_id: row for row in asked[:MOST]}
    touched = _touched(person, since, now)
    chosen = [*waiting, *(pk for pk in touched if pk not in waiting)][:MOST]
    ends = _ends(person, chosen, since, now)
    known = _editions(waiting, ends)
    found, names = [], ActionNames()
    for pk in chosen:
        before, current = ends.get(pk, (None, None))
        duty = waiting.get(pk)
        if duty is not None and pk not in touched:
            current, base = duty, duty.major.base_id if duty.major else None
            change = _change(known.get(base), known[duty.edition_id], duty, duty, now, language, names)
        else:
            ended, binding = (known[row.edition_id] if row else None for row in (before, current))
            change = _change(ended, binding, current, duty, now, language, names)
            change = replace(change, is_reworded=_same_decisions(before, current)) if change else None
        found += [change] if change else []
    return Updates(
        since, tuple(_halted(found, now)), _coming(person, now, names), len({*waiting, *touched}) - len(chosen)
    )


def _touched(person: Person, since: dt.datetime, now: dt.datetime) -> list[int]:
    """The guidelines where words began or ended in between, the latest first."""
    began, ended = Q(since__gt=since, since__lte=now), Q(until__gt=since, until__lte=now)
    rows = own_rows(person, now).filter(began | ended).order_by("-since").values_list("guideline_id", flat=True)
    return list(dict.fromkeys(rows))


def _ends(
    person: Person, guidelines: list[int], since: dt.datetime, now: dt.datetime
) -> dict[int, tuple[LibraryRow | None, LibraryRow | None]]:
    """By guideline, the stretches that hold the two instants."""
    at_an_end = Q(since__lte=since, until__gt=since) | Q(since__lte=now, until__gt=now)
    rows = own_rows(person, now).filter(at_an_end, guideline__in=guidelines).select_related("market", "major")
    found: dict[int, tuple[LibraryRow | None, LibraryRow | None]] = {}
    for row in rows.defer("major__source"):
        before, current = found.get(row.guideline_id, (None, None))
        before = row if row.since <= since < row.until else before
        current = row if row.since <= now < row.until else current
        found[row.guideline_id] = (before, current)
    return found


def _same_decisions(before: LibraryRow | None, current: LibraryRow | None) -> bool:
    """Whether both carry those of one major edition: what changed in between was minor."""
    return before is not None and current is not None and before.major_id == current.major_id is not None


def _editions(
    waiting: dict[int, LibraryRow], ends: dict[int, tuple[LibraryRow | None, LibraryRow | None]]
) -> dict[int | None, Edition]:
    """The editions that are compared, with their words, by key."""
    wanted = {row.edition_id for pair in ends.values() for row in pair if row}
    for row in waiting.values():
        wanted |= {row.edition_id, *([row.major.base_id] if row.major and row.major.base_id else [])}
    editions = Edition.objects.filter(pk__in=wanted).issued()
    return {edition.pk: edition for edition in editions.select_related("guideline__market", "guideline__owner")}


def _change(
    before: Edition | None,
    binding: Edition | None,
    row: LibraryRow | None,
    duty: LibraryRow | None,
    now: dt.datetime,
    language: str,
    names: ActionNames,
) -> Change | None:
    """What became of one guideline; None where both ends say the same and nothing is asked."""
    comparison = None
    if before and binding and before.pk != binding.pk:
        comparison = compare(before, binding, language, names=names)
    if comparison and comparison.is_same:
        comparison = None
    if duty is None and comparison is None and (before is None) == (binding is None):
        return None
    until = duty.major.acknowledge_until if duty and duty.major else None
    one = binding or before
    assert one is not None
    return Change(
        guideline=one.guideline,
        before=before,
        now=binding,
        row=row,
        comparison=_apart(comparison, one.guideline) if comparison else None,
        new_rules=() if before or not binding else decisions("", binding.source, one.guideline.language, names),
        is_duty=duty is not None,
        until=until,
        is_late=until is not None and until <= now,
    )


def _halted(changes: list[Change], now: dt.datetime) -> Iterable[Change]:
    """The same changes, each with the suspension that runs over its words: one query."""
    running = Suspension.objects.running(now).filter(edition__in=[change.now.pk for change in changes if change.now])
    halts = {row.edition_id: row for row in running}
    return (replace(change, suspension=halts.get(change.now.pk)) if change.now else change for change in changes)


def _apart(comparison: Comparison, guideline: Guideline) -> Comparison:
    """With anchors that are of one guideline only, and without what did not change: several stand on one page."""
    blocks = (
        replace(block, anchor=f"{guideline.policy_id.lower()}-{block.anchor}")
        for block in comparison.blocks
        if block.number
    )
    return replace(comparison, blocks=tuple(blocks))


def _coming(person: Person, now: dt.datetime, names: ActionNames) -> tuple[Coming, ...]:
    rows = starting_soon(person, now=now, most=MOST)
    binding = LibraryRow.objects.in_force(now).filter(guideline__in=[row.guideline_id for row in rows])
    old = {row.guideline_id: row for row in binding.select_related("edition")}
    new = dict(Edition.objects.filter(pk__in=[row.edition_id for row in rows]).values_list("pk", "source"))

    def coming(row: LibraryRow) -> Coming:
        before = old.get(row.guideline_id)
        source = before.edition.source if before else ""
        differing = decisions(source, new[row.edition_id], row.language, names)
        return Coming(row, differing, _same_decisions(before, row))

    return tuple(coming(row) for row in rows)
