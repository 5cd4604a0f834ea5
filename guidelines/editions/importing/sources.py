"""Reading what is to be imported: a folder of Markdown files, and a file with the changes recorded to them."""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from guidelines.editions.models import Guideline
from guidelines.frame import clock
from guidelines.text.limits import SOURCE_BYTES
from guidelines.text.normal import normalise

LEFT_OUT = {"readme", "license", "contributing", "code_of_conduct"}
"""Files that tell about the folder and are no policies, by their name in lower case without its ending."""
KINDS = ("added", "modified", "renamed", "deleted")
EARLIEST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
MOST_BYTES = 4 * SOURCE_BYTES
"""A larger file is refused unread: no text within the limit shrinks from there when it is normalised."""
_LONGEST_PATH = Guideline._meta.get_field("source_path").max_length or 0


class Unreadable(Exception):
    """Something that can't be imported, with a sentence for each fault. Nothing was written."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))


class _Fault(Exception):
    """One thing wrong with one file or one line."""


@dataclass(frozen=True)
class Folder:
    """The files by their path in the folder, and the paths that were passed by."""

    files: dict[str, str]
    left_out: tuple[str, ...]
    links: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One recorded change to one file. `text` is the whole file after it, None when it was deleted."""

    path: str
    at: dt.datetime
    kind: str
    text: str | None
    subject: str = ""
    before: str = ""
    note: str = ""


def is_left_out(path: str, named: Iterable[str]) -> bool:
    return PurePosixPath(path).stem.lower() in LEFT_OUT and path not in named


def read_folder(folder: Path, named: Iterable[str] = ()) -> Folder:
    """Every Markdown file below the folder. Links are not followed: they may lead anywhere."""
    if not folder.is_dir():
        raise Unreadable([_("%(folder)s is not a folder.") % {"folder": folder}])
    wanted, files = set(named), dict[str, str]()
    left_out, links, faults = list[str](), list[str](), list[str]()
    for file in _markdown_files(folder, faults):
        path = _path(file.relative_to(folder).as_posix())
        if file.is_symlink():
            links.append(path)
        elif is_left_out(path, wanted):
            left_out.append(path)
        else:
            try:
                files[_checked(path)] = _text_of(file)
            except _Fault as fault:
                faults.append(f"{path}: {fault}")
    faults += [_("%(path)s is not in the folder.") % {"path": path} for path in sorted(wanted - set(files))]
    if faults:
        raise Unreadable(faults)
    return Folder(files, tuple(left_out), tuple(links))


def _markdown_files(folder: Path, faults: list[str]) -> Iterator[Path]:
    """In the order of their paths. Hidden folders, such as Git's own, hold no policies."""

    def unreadable(fault: OSError) -> None:
        faults.append(_("%(path)s can’t be read: %(why)s.") % {"path": fault.filename, "why": fault.strerror})

    found = []
    for place, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(place, name) for name in names if name.lower().endswith(".md")]
    yield from sorted(found)


def _text_of(file: Path) -> str:
    try:
        about = file.stat()
        if not stat.S_ISREG(about.st_mode):
            raise _Fault(_("this is not an ordinary file."))
        if about.st_size > MOST_BYTES:
            raise _Fault(_("this file is larger than %(limit)d KB. Split it.") % {"limit": MOST_BYTES // 1024})
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as fault:
        raise _Fault(_("not UTF-8 (byte %(at)d). Save it as UTF-8.") % {"at": fault.start}) from None
    except OSError as fault:
        raise _Fault(_("can’t be read: %(why)s.") % {"why": fault.strerror}) from None


def _path(raw: str) -> str:
    """A path as it is stored. Letters may be composed differently in the folder and in the record."""
    return normalise(raw).text


def _checked(path: str) -> str:
    if not path or "\ufffd" in path:
        raise _Fault(_("the name is missing or not UTF-8. Rename the file."))
    if len(path) > _LONGEST_PATH:
        raise _Fault(_("the path has more than %(limit)d characters. Shorten it.") % {"limit": _LONGEST_PATH})
    return path


def read_history(file: Path) -> list[Change]:
    """Every recorded change, in the order of time; changes of one instant stay in the order of the file."""
    try:
        rows = file.read_bytes().decode("utf-8-sig").split("\n")
    except OSError as fault:
        raise Unreadable([_("%(file)s can’t be read: %(why)s.") % {"file": file, "why": fault.strerror}]) from None
    except UnicodeDecodeError as fault:
        raise Unreadable([_("%(file)s is not UTF-8 (byte %(at)d).") % {"file": file, "at": fault.start}]) from None
    changes, faults, now = [], [], clock.now()
    for number, row in enumerate(rows, start=1):
        try:
            if row.strip():
                changes.append(_change(row, now))
        except _Fault as fault:
            faults.append(_("Line %(line)d of the history: %(fault)s") % {"line": number, "fault": fault})
    if faults:
        raise Unreadable(faults)
    return sorted(changes, key=lambda change: change.at)


def _change(row: str, now: dt.datetime) -> Change:
    try:
        fields = json.loads(row)
    except (ValueError, RecursionError):
        raise _Fault(_("this is not JSON.")) from None
    if not isinstance(fields, dict):
        raise _Fault(_("this is not an object with names and values."))
    kind, text = _word(fields, "change"), fields.get("text")
    if kind not in KINDS:
        raise _Fault(_("“change” must be one of %(kinds)s.") % {"kinds": ", ".join(KINDS)})
    if not isinstance(text, str | None) or (text is None) != (kind == "deleted"):
        raise _Fault(_("“text” must be the whole file after the change, and null after a deletion."))
    return Change(
        path=_checked(_path(_word(fields, "path"))),
        at=_instant(_word(fields, "date"), now),
        kind=kind,
        text=text,
        subject=normalise(_word(fields, "subject")).text,
        before=_path(_word(fields, "from")),
        note=normalise(_word(fields, "note")).text,
    )


def _word(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name) or ""
    if not isinstance(value, str):
        raise _Fault(_("“%(name)s” must be a text.") % {"name": name})
    return value


def _instant(text: str, now: dt.datetime) -> dt.datetime:
    try:
        at = dt.datetime.fromisoformat(text)
        if at.tzinfo is None:
            raise _Fault(_("the date “%(text)s” does not say which time zone.") % {"text": text})
        at = at.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise _Fault(_("“%(text)s” is not a date such as 2026-03-01T10:00Z.") % {"text": text[:40]}) from None
    if not EARLIEST <= at <= now:
        raise _Fault(_("the date “%(text)s” is not between the year 1900 and now.") % {"text": text})
    return at
