"""Reading what is to be imported: a folder of files, and the recorded changes to them as one line for each document."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

LEFT_OUT = {"readme", "license", "contributing", "code_of_conduct"}
"""Files that tell about the folder and are no policies, by their name in lower case without its ending."""
KINDS = {"added", "modified", "renamed", "deleted"}


class Unreadable(Exception):
    """Something that cannot be imported, with a sentence for each fault. Nothing was written."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))


@dataclass(frozen=True)
class Change:
    """One recorded change to one file. `text` is the whole file after it, None when it was deleted."""

    path: str
    at: dt.datetime
    kind: str
    before: str
    subject: str
    text: str | None


@dataclass
class Line:
    """One document through all its names: its changes in time, and its text in the folder today."""

    changes: list[Change] = field(default_factory=list)
    today: str | None = None
    path: str = ""

    @property
    def paths(self) -> list[str]:
        """Every name it had, the newest first, each once."""
        return list(dict.fromkeys([self.path, *(change.path for change in reversed(self.changes))]))


def read_folder(folder: Path, named: Iterable[str] = ()) -> tuple[dict[str, str], list[str]]:
    """The Markdown files by their path in the folder, and the paths that were left out."""
    if not folder.is_dir():
        raise Unreadable([_("%(folder)s is not a folder.") % {"folder": folder}])
    wanted, files, left_out, faults = set(named), {}, [], []
    for file in sorted(folder.rglob("*.md")):
        path = file.relative_to(folder).as_posix()
        if file.stem.lower() in LEFT_OUT and path not in wanted:
            left_out.append(path)
            continue
        try:
            files[path] = file.read_bytes().decode("utf-8")
        except UnicodeDecodeError as fault:
            faults.append(_("%(path)s is not UTF-8 (byte %(at)d). Save it as UTF-8.") % {"path": path, "at": fault.start})
    faults += [_("%(path)s is not in the folder.") % {"path": path} for path in sorted(wanted - set(files))]
    if faults:
        raise Unreadable(faults)
    return files, left_out


def read_history(file: Path) -> list[Change]:
    """Every recorded change, in the order of time."""
    try:
        rows = file.read_bytes().decode("utf-8").split("\n")
    except OSError:
        raise Unreadable([_("%(file)s cannot be read.") % {"file": file}]) from None
    except UnicodeDecodeError as fault:
        raise Unreadable([_("%(file)s is not UTF-8 (byte %(at)d).") % {"file": file, "at": fault.start}]) from None
    changes, faults = [], []
    for number, row in enumerate(rows, start=1):
        if row.strip():
            try:
                changes.append(_change(json.loads(row)))
            except (ValueError, KeyError, TypeError, AttributeError) as fault:
                faults.append(_("Line %(line)d of the history cannot be read: %(fault)s") % {"line": number, "fault": fault})
    if faults:
        raise Unreadable(faults)
    return sorted(changes, key=lambda change: change.at)


def _change(row: dict[str, str | None]) -> Change:
    kind, at = str(row["change"]), dt.datetime.fromisoformat(str(row["date"]))
    if kind not in KINDS:
        raise ValueError(f"unknown change {kind!r}")
    if at.tzinfo is None:
        raise ValueError(f"the date {row['date']!r} has no offset from UTC")
    text = row.get("text")
    if (text is None) != (kind == "deleted"):
        raise ValueError("a change has a text unless it is a deletion")
    return Change(str(row["path"]), at.astimezone(dt.UTC), kind, row.get("from") or "", str(row.get("subject") or ""), text)


def lines(files: dict[str, str], changes: list[Change]) -> list[Line]:
    """Each document with its changes: renames are followed, and a rename from a path never seen is an addition."""
    by_path: dict[str, Line] = {}
    found: list[Line] = []
    for change in changes:
        line = by_path.pop(change.before, None) if change.kind == "renamed" else None
        line = by_path.get(change.path) or line
        if line is None:
            line = Line()
            found.append(line)
        line.changes.append(change)
        line.path = change.path
        by_path[change.path] = line
    for path, text in files.items():
        line = by_path.get(path)
        if line is None:
            line = Line(path=path)
            found.append(line)
        line.today = text
    return found
