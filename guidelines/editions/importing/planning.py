"""Everything that can be known, and refused, before the first word is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from guidelines.editions.importing.documents import read_document
from guidelines.editions.importing.report import Report
from guidelines.editions.importing.sources import (
    KINDS,
    Change,
    Folder,
    Unreadable,
    is_left_out,
    read_folder,
    read_history,
)
from guidelines.editions.importing.trails import OVERWRITTEN, Trail, trails
from guidelines.text.guard import check_source
from guidelines.text.refusal import TextRefused


@dataclass(frozen=True)
class Plan:
    """What was read: the folder, the recorded changes, and what they tell about each document."""

    folder: Folder
    changes: list[Change]
    trails: list[Trail]

    def report(self) -> Report:
        """The counts of what was read."""
        report, folder = Report(), self.folder
        kinds = Counter(change.kind for change in self.changes)
        report.counts.update({kind: kinds[kind] for kind in KINDS})
        report.add("found", len(folder.files) + len(folder.left_out) + len(folder.links))
        report.add("left_out", len(folder.left_out))
        report.add("links", len(folder.links))
        report.add("changes", len(self.changes))
        report.add("documents", len(self.trails))
        for trail in self.trails:
            report.add(_standing(trail))
            report.add("overwritten", sum(change.kind == OVERWRITTEN for change in trail.changes))
        report.remarks += [_("%(path)s is left out by its name.") % {"path": path} for path in folder.left_out]
        report.remarks += [_("%(path)s is a link and was not followed.") % {"path": path} for path in folder.links]
        report.remarks += [
            _("%(path)s is not in the folder, and no deletion is recorded: it stays in force.") % {"path": trail.path}
            for trail in self.trails
            if trail.today is None and trail.changes[-1].text is not None
        ]
        return report


def _standing(trail: Trail) -> str:
    if trail.today is None:
        return "gone"
    return "with_history" if trail.changes else "without_history"


def plan(folder: Path, history: Path | None, named: Collection[str]) -> Plan:
    """Read everything, and refuse all of it when any of it can't be taken."""
    read = read_folder(folder, named)
    changes = read_history(history) if history else []
    found = [
        trail
        for trail in trails(read.files, changes)
        if trail.today is not None or not all(is_left_out(change.path, named) for change in trail.changes)
    ]
    faults = [fault for trail in found for fault in _faults(trail)]
    if faults:
        raise Unreadable(faults)
    return Plan(read, changes, found)


def _faults(trail: Trail) -> list[str]:
    """What no edition could hold. What only rendering shows is refused later, for that one document."""
    texts = [(f"{change.path}, {change.at:%Y-%m-%d %H:%M} UTC", change.text or "") for change in trail.changes]
    texts.append((trail.path, trail.today or ""))
    faults = []
    for name, text in texts:
        try:
            check_source(read_document(text, trail.path).text)
        except TextRefused as refusal:
            faults.append(f"{name}: {refusal.sentence}")
    return faults
