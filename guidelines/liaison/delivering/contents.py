"""What a message says. It is made of the pack and nothing else, so it can hold nothing above the pack's class."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from guidelines.frame.times import in_zone
from guidelines.liaison.models import Pack, PackFile

MOST_IN_A_BODY = 100_000
"""Bytes of notes that stand in the message itself. Longer ones are in the file alone: mail programs cut them off."""


@dataclass(frozen=True)
class Contents:
    """A pack in the words of a message."""

    subject: str
    language: str
    text: str
    html: str
    file: PackFile
    """The file that was asked for."""
    notes: Any
    """The notes as `change_notes.schema.json` describes them; None where the pack has no JSON file."""


def contents(pack: Pack) -> Contents:
    """What every contact of this pack is sent: the same bytes today and at the next attempt."""
    files = {file.format: file for file in pack.files.all()}
    language = pack.question.get("language", "en")
    notes = json.loads(bytes(files["json"].content)) if "json" in files else None
    with translation.override(language):
        file = _leading(pack, files)
        words = {
            "title": " ".join(pack.title.split()),
            "introduction": pack.introduction,
            "embargo": _embargo(notes, files),
            "corrected": pack.corrects_id is not None,
            "file": file.name,
        }
        return Contents(
            subject=_subject(words),
            language=language,
            text=_body(files.get("md")) or render_to_string("liaison/mail.txt", words),
            html=_body(files.get("html")) or render_to_string("liaison/mail.html", {**words, "language": language}),
            file=file,
            notes=notes,
        )


def _leading(pack: Pack, files: dict[str, PackFile]) -> PackFile:
    """The file in the format named first; the others give the message its words."""
    wanted = next((files[name] for name in pack.formats if name in files), None)
    return wanted or next(iter(files.values()))


def _body(file: PackFile | None) -> str:
    fits = file is not None and len(file.content) <= MOST_IN_A_BODY
    return bytes(file.content).decode() if file is not None and fits else ""


def _subject(words: dict[str, Any]) -> str:
    """`Embargo until 22 Jun 2026, 00:00 PT: Guideline changes, …`."""
    title = str(words["title"])
    return f"{words['embargo']}: {title}" if words["embargo"] else title


def _embargo(notes: Any, files: dict[str, PackFile]) -> str:
    """Until when not all of it may be shared; empty where everything has begun."""
    until = [note for note in (notes or {}).get("notes", ()) if note.get("do_not_share_before")]
    if not until:
        return _("Embargo") if any("_embargo." in file.name for file in files.values()) else ""
    last = max(until, key=lambda note: str(note["do_not_share_before"]))
    moment = dt.datetime.fromisoformat(last["do_not_share_before"])
    return _("Embargo until %(moment)s") % {"moment": in_zone(moment, last["moment"]["time_zone"])}
