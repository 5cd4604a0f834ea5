"""Following each document through its changes and names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby

from guidelines.editions.importing.sources import Change

OVERWRITTEN = "overwritten"
"""The kind of a change nobody recorded: another document was renamed onto this one, which ends it."""


@dataclass
class Trail:
    """One document through all its names: its changes in time, and its text in the folder today."""

    path: str
    changes: list[Change] = field(default_factory=list)
    today: str | None = None
    has_path: bool = True
    """Whether its last name is still its own."""

    @property
    def own_path(self) -> str:
        """Its path of today, or nothing where another document has taken it."""
        return self.path if self.has_path else ""

    @property
    def paths(self) -> list[str]:
        """Every name it had, the newest first, each once."""
        names = [self.path, *(change.path for change in reversed(self.changes))]
        return [name for name in dict.fromkeys(names) if self.has_path or name != self.path]

    def take(self, change: Change) -> None:
        """Append a change. Two at one instant can't both be in force: the later follows a microsecond after."""
        at = change.at
        if self.changes and at <= self.changes[-1].at:
            at = self.changes[-1].at + dt.timedelta(microseconds=1)
        self.changes.append(replace(change, at=at))


def trails(files: dict[str, str], changes: Iterable[Change]) -> list[Trail]:
    """Each document with its changes, the oldest document first: renames are followed, a name comes back to its own."""
    by_path: dict[str, Trail] = {}
    found: list[Trail] = []
    for _at, together in groupby(changes, key=lambda change: change.at):
        _follow(list(together), by_path, found)
    for path, text in files.items():
        if path not in by_path:
            by_path[path] = Trail(path)
            found.append(by_path[path])
        by_path[path].today = text
    return found


def _follow(together: list[Change], by_path: dict[str, Trail], found: list[Trail]) -> None:
    """The changes of one instant. All renames leave their old names before any takes a new one: two may swap."""
    leaving = {change.before: by_path.pop(change.before, None) for change in together if change.kind == "renamed"}
    for change in together:
        trail = _renamed(change, leaving, by_path) if change.kind == "renamed" else None
        # A rename from a path never seen is an addition.
        trail = trail or by_path.get(change.path)
        if trail is None:
            trail = Trail(change.path)
            found.append(trail)
        trail.path = change.path
        trail.take(change)
        by_path[change.path] = trail


def _renamed(change: Change, leaving: dict[str, Trail | None], by_path: dict[str, Trail]) -> Trail | None:
    """The document that was renamed. One that stood at its new name is overwritten, and ends."""
    moved = leaving.pop(change.before, None) or by_path.pop(change.before, None)
    overwritten = by_path.get(change.path)
    if moved and overwritten:
        overwritten.has_path = False
        if overwritten.changes[-1].text is not None:
            overwritten.take(replace(change, kind=OVERWRITTEN, text=None))
    return moved
