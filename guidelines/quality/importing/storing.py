"""A batch of rows on its way into the database: checks, verdicts, problems and counts in one transaction."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from guidelines.quality.importing.counting import count
from guidelines.quality.importing.moderators import Moderators
from guidelines.quality.importing.places import Places
from guidelines.quality.importing.plain_sql import held_keys, insert, stamps
from guidelines.quality.importing.rows import Check
from guidelines.quality.importing.tallies import Counted, Tallies
from guidelines.quality.importing.troubles import Trouble
from guidelines.quality.models import CheckedDecision, CheckImport

DECISIONS, CHANGES, PROBLEMS = "quality_checkeddecision", "quality_verdictchange", "quality_rowproblem"
_DECISION = (
    *("key", "source_id", "brought_by_id", "case_ref", "decided_at", "day", "moderator_id", "team_id", "site_id"),
    *("guideline_id", "edition_id", "rule_id", "severity", "decided_action", "right_action", "error_class"),
    "first_outcome",
)


@dataclass
class Batch:
    """Rows that were read and are not stored yet."""

    checks: dict[str, Check] = field(default_factory=dict)
    """By their identity: the first of each in the batch."""
    problems: list[tuple[int, list[str], Trouble]] = field(default_factory=list)
    cells: dict[int, list[str]] = field(default_factory=dict)
    """The cells of each check, should it turn out to be a problem."""
    rows: int = 0
    again: int = 0
    """Rows that say what an earlier one of the batch says."""

    def takes(self, check: Check, cells: list[str]) -> bool:
        """Whether the check fits in; else the batch has to be stored first: it changes what is in it."""
        first = self.checks.get(check.key)
        if first is None:
            self.checks[check.key] = check
            self.cells[check.line] = cells
        elif _facts(first) != _facts(check):
            self.problems.append((check.line, cells, other_facts(check)))
        elif first.outcome != check.outcome:
            return False
        elif check.quiet:
            self.problems.append((check.line, cells, check.quiet))
        else:
            self.again += 1
        return True


def other_facts(check: Check) -> Trouble:
    """Told of a restricted rule as if it led nowhere, like all that is told of it."""
    return replace(check.quiet, code="other_facts") if check.quiet else Trouble("other_facts")


@dataclass
class Stored:
    """What became of a batch."""

    taken: int = 0
    known: int = 0
    changed: int = 0
    problems: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    days: set[dt.date] = field(default_factory=set)
    """The first and the last day of what was taken."""


class Storing:
    """Writes the batches of one import."""

    def __init__(self, job: CheckImport, moderators: Moderators) -> None:
        self._job, self._moderators, self._places = job, moderators, Places()

    def write(self, batch: Batch, at: dt.datetime) -> Stored:
        """Within the transaction of the caller."""
        tallies, done = Tallies(), Stored(known=batch.again)
        held = held_keys(list(batch.checks))
        self._known(batch, held, tallies, done, at)
        known = set(held)
        new = [check for key, check in batch.checks.items() if key not in known]
        self._new(new, tallies, done)
        batch.problems += [(check.line, batch.cells[check.line], check.quiet) for check in new if check.quiet]
        self._problems(batch.problems)
        done.problems = len(batch.problems)
        count(tallies)
        return done

    def _new(self, checks: list[Check], tallies: Tallies, done: Stored) -> None:
        subjects = self._moderators.subjects({check.moderator for check in checks})
        rows, came, stamp = [], (self._job.source_id, self._job.pk), stamps()
        for check in checks:
            site, team = self._places.find(check.site, check.team, Counter() if check.quiet else done.unknown)
            bound = check.bound
            facts = (bound.guideline, bound.edition, bound.rule_id, bound.severity)
            said = (check.decided, check.right, check.error_class)
            who = (subjects[check.moderator], team, site)
            tallies.add(Counted(*facts, check.day, site, team, *said), check.outcome)
            moment = (stamp(check.decided_at), check.day)
            rows.append((check.key, *came, check.case, *moment, *who, *facts, *said, check.outcome))
        insert(DECISIONS, _DECISION, rows)
        days = [check.day for check in checks if not check.quiet]
        done.taken = len(days)
        if days:
            done.days = {min(days), max(days)}

    def _known(self, batch: Batch, held: list[str], tallies: Tallies, done: Stored, at: dt.datetime) -> None:
        """Rows that another file brought: with another verdict they are a new fact, with other facts a problem."""
        changes = []
        for key, stored in _stored(held):
            check = batch.checks[key]
            is_other = _facts(check) != (stored.guideline_id, stored.rule_id, *_said(stored))
            if trouble := other_facts(check) if is_other else check.quiet:
                batch.problems.append((check.line, batch.cells[check.line], trouble))
            if not is_other and stored.outcome == check.outcome:
                done.known += 0 if check.quiet else 1
            elif not is_other:
                done.changed += 0 if check.quiet else 1
                counted = _counted(stored)
                tallies.add(counted, stored.outcome, -1)
                tallies.add(counted, check.outcome)
                changes.append((stored.pk, check.outcome, self._job.pk, stamps()(at)))
        if changes:
            insert(CHANGES, ("decision_id", "outcome", "brought_by_id", "at"), changes)

    def _problems(self, problems: list[tuple[int, list[str], Trouble]]) -> None:
        if not problems:
            return
        rows = [
            (self._job.pk, line, _json([clean(cell) for cell in cells]), trouble.code, _json(trouble.as_facts()))
            for line, cells, trouble in problems
        ]
        insert(PROBLEMS, ("brought_by_id", "line", "cells", "code", "facts"), rows)


def clean(cell: str) -> str:
    """A cell as it can be stored: PostgreSQL takes no NUL, and a table of problems no novel."""
    return cell.replace("\x00", "�")[:1000]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True)


def _stored(keys: Iterable[str]) -> list[tuple[str, CheckedDecision]]:
    if not keys:
        return []
    rows = CheckedDecision.objects.filter(key__in=[uuid.UUID(key) for key in keys]).with_outcome().order_by("pk")
    return [(row.key.hex, row) for row in rows]


def _facts(check: Check) -> tuple[object, ...]:
    """What must be the same when a row comes again; the instant, the case and the moderator are its identity."""
    return (check.bound.guideline, check.bound.rule_id, check.decided, check.right, check.error_class)


def _said(stored: CheckedDecision) -> tuple[str, str, str]:
    return (stored.decided_action, stored.right_action, stored.error_class)


def _counted(stored: CheckedDecision) -> Counted:
    where = (stored.guideline_id, stored.edition_id, stored.rule_id, stored.severity, stored.day)
    return Counted(*where, stored.site_id, stored.team_id, *_said(stored))
