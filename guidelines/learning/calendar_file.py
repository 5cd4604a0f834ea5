"""A session as a calendar file (RFC 5545): one event with the same UID for life, its times in UTC.

Lines end in CRLF and are folded at 75 octets, never inside a character. A session that was called off is a file with
METHOD:CANCEL, which takes it out of the calendar again. Whoever takes the file reads the session's page; it names no
guideline that is restricted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from guidelines.learning.models import Session

MIME = "text/calendar; charset=utf-8"
OCTETS = 75
"""RFC 5545, 3.1: the longest line, without its end."""


def calendar_file(session: Session, *, url: str, taught: Iterable[str] = ()) -> bytes:
    """The file. `taught` are the editions it names; `url` is the page of the session, whole."""
    method = "CANCEL" if session.called_off_at else "PUBLISH"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//SOP Portal//Training//EN",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        *_event(session, url, taught),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def _event(session: Session, url: str, taught: Iterable[str]) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{session.uid}"
    yield f"SEQUENCE:{session.sequence}"
    yield f"DTSTAMP:{utc(session.changed_at)}"
    yield f"CREATED:{utc(session.planned_at)}"
    yield f"LAST-MODIFIED:{utc(session.changed_at)}"
    yield f"DTSTART:{utc(session.starts_at)}"
    yield f"DTEND:{utc(session.ends_at)}"
    yield f"SUMMARY:{text(session.topic)}"
    yield f"DESCRIPTION:{text(_description(session, taught))}"
    if session.place or session.link:
        yield f"LOCATION:{text(session.place or session.link)}"
    yield f"URL:{url}"
    yield f"ORGANIZER;CN={quoted(session.trainer.name)}:{_address(session)}"
    yield f"STATUS:{'CANCELLED' if session.called_off_at else 'CONFIRMED'}"
    yield "TRANSP:OPAQUE"
    yield "END:VEVENT"


def _description(session: Session, taught: Iterable[str]) -> str:
    parts = [session.about, "\n".join(taught), session.link]
    if session.called_off_at:
        parts.insert(0, _("Called off: %(reason)s") % {"reason": session.reason})
    return "\n\n".join(part for part in parts if part)


def _address(session: Session) -> str:
    """Whom to write to. A trainer without a mailbox has an address that can't be one (RFC 2606)."""
    return f"mailto:{session.trainer.email or 'nobody@trainer.invalid'}"


def utc(instant: dt.datetime) -> str:
    """`20260613T070000Z`: form 2 of RFC 5545, 3.3.5."""
    return instant.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def text(words: str) -> str:
    """Words as a TEXT value (3.3.11): backslash, semicolon, comma and line ends are escaped; no other control stays."""
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    whole = escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(letter for letter in whole if letter == "\t" or (letter >= " " and letter != "\x7f"))


def quoted(words: str) -> str:
    """Words as the value of a parameter (3.2): in quotation marks, which therefore can't stand in it."""
    return '"' + "".join(letter for letter in words if letter >= " " and letter not in '"\x7f') + '"'


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets, each but the first with a space before it (3.1)."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    return "\r\n".join([*pieces, piece])
