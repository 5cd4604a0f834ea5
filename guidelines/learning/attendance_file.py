"""A vendor’s file of who came to a session: CSV with employee_id and attended. All of it is taken, or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.frame.refusals import Invalid
from guidelines.learning.models import Session
from guidelines.text.normal import normalise

MOST_BYTES = 512 * 1024
MOST_ROWS = 5000
ID, ATTENDED = "employee_id", "attended"
_WORDS = {
    **dict.fromkeys(("yes", "y", "1", "true", "x", "có", "co"), True),
    **dict.fromkeys(("no", "n", "0", "false", "không", "khong", ""), False),
}


@dataclass(frozen=True)
class WrongRow:
    """What is wrong with one line of the file."""

    line: int
    sentence: str


@dataclass(frozen=True)
class Attendance:
    """What the file says: who of those invited came, by key; and the lines that can't be taken."""

    attended: dict[int, bool]
    wrong: tuple[WrongRow, ...]


def read_attendance(raw: bytes, session: Session) -> Attendance:
    """The file, read against those who are invited. Refused as a whole where it is too large, not UTF-8 or no table."""
    invited = dict(session.invitations.standing().values_list("person__employee_id", "person_id"))
    attended: dict[int, bool] = {}
    wrong: list[WrongRow] = []
    for line, employee_id, word in _rows(_text(raw)):
        key = invited.get(employee_id.upper())
        if sentence := _wrong(employee_id, word, key, attended):
            wrong.append(WrongRow(line, sentence))
        elif key is not None:
            attended[key] = _WORDS[word.casefold()]
    if not attended and not wrong:
        raise Invalid(_("The file names nobody."))
    return Attendance(attended, tuple(wrong))


def _wrong(employee_id: str, word: str, key: int | None, attended: dict[int, bool]) -> str:
    if not employee_id:
        return _("The employee ID is missing.")
    if key is None:
        return _("Nobody with the employee ID %(id)s is invited. Invite them first.") % {"id": employee_id[:40]}
    if key in attended:
        return _("%(id)s stands in the file twice.") % {"id": employee_id[:40]}
    if word.casefold() not in _WORDS:
        return _("“%(word)s” is neither yes nor no.") % {"word": word[:40]}
    return ""


def _text(raw: bytes) -> str:
    if len(raw) > MOST_BYTES:
        sentence = _("That file has %(size)d KB; %(most)d KB can be read at once. Split it.")
        raise Invalid(sentence % {"size": len(raw) // 1024, "most": MOST_BYTES // 1024}, status=413)
    try:
        return normalise(raw.decode("utf-8-sig")).text
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        sentence = _("Line %(line)d is not UTF-8. Save the file as “CSV UTF-8” and choose it again.")
        raise Invalid(sentence % {"line": line}) from error


def _rows(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, employee ID and word of each row that is not empty."""
    first = text.partition("\n")[0]
    divider = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider)
    try:
        names = [name.strip().casefold() for name in next(reader, [])]
        if not {ID, ATTENDED} <= set(names):
            raise Invalid(_("The first line has to name the columns employee_id and attended."))
        places = names.index(ID), names.index(ATTENDED)
        for count, row in enumerate(reader):
            if count >= MOST_ROWS:
                raise Invalid(_("At most %(most)d lines can be read at once. Split the file.") % {"most": MOST_ROWS})
            cells = [cell.strip() for cell in row]
            if any(cells):
                employee_id, word = (cells[at] if at < len(cells) else "" for at in places)
                yield reader.line_num, employee_id, word
    except csv.Error as error:
        raise Invalid(_("Line %(line)d can’t be read as CSV.") % {"line": reader.line_num}) from error
