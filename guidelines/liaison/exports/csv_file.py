"""Change notes as CSV (RFC 4180): one line a change, made for spreadsheets and safe to open in one.

UTF-8 with a byte order mark: without it Excel reads the file in the code page of the machine and breaks Vietnamese.
"""

from __future__ import annotations

import csv
import io

from guidelines.frame.spreadsheets import harmless
from guidelines.liaison.documents import Document
from guidelines.liaison.exports.instants import local_time, utc_time
from guidelines.liaison.happenings import Kind
from guidelines.liaison.notes import Change, Note

COLUMNS = (
    "kind",
    "market",
    "domain",
    "policy_id",
    "edition",
    "citation",
    "title",
    "significance",
    "moment_local",
    "time_zone",
    "moment_utc",
    "do_not_share_before_utc",
    "temporary_until_utc",
    "edition_before",
    "edition_after",
    "compared_with",
    "change_note",
    "reason",
    "corrected",
    "decision_changes",
    "topics",
    "language",
)


def csv_file(document: Document) -> bytes:
    """The notes as rows under a line of column names."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in cells(note)] for note in document.notes)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def cells(note: Note) -> tuple[str, ...]:
    """One change, a text for every column."""
    embargo = utc_time(note.at) if note.kind is Kind.STARTS else ""
    return (
        note.kind.value,
        note.market,
        note.domain,
        note.policy_id,
        str(note.edition),
        note.citation,
        note.title,
        note.significance,
        local_time(note.at, note.zone),
        note.zone,
        utc_time(note.at),
        embargo,
        utc_time(note.expires_at) if note.expires_at else "",
        *(str(number or "") for number in (note.before, note.after, note.compared_with)),
        note.text,
        note.reason,
        note.corrected_words,
        "\n".join(_line(change) for change in note.changes),
        " ".join(note.topics),
        note.language,
    )


def _line(change: Change) -> str:
    """`R3 Action: Remove → Restrict`."""
    return f"{change.rule_words} {change.field_words}: {change.old_words or '–'} → {change.new_words or '–'}"
