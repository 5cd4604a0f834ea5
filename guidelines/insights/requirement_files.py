"""Requirements as a file: one row each, as CSV (RFC 4180) or a workbook, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidelines.frame.spreadsheets import harmless
from guidelines.insights.requirement_queries import RequirementLine
from guidelines.liaison.exports.office import zipped_again

MOST_IN_A_CELL = 32_767
"""What Excel takes; what people write here is far shorter."""
COLUMNS = (
    *("number", "standing", "kind", "need", "business_reason", "markets", "domain", "policy_id", "owner"),
    *("opened_utc", "age_days", "due", "late_by_days", "insights", "answered_in", "delivered_utc", "evidence"),
    *("evidence_link", "declined_utc", "reason"),
)
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_WIDTHS = {"need": 60, "business_reason": 60, "evidence": 60, "reason": 40}


def written(lines: Iterable[RequirementLine], extension: str, named: frozenset[int]) -> bytes:
    """The bytes of the file; `named` are the guidelines of which its reader may know."""
    rows = _rows(lines, named)
    return _csv(rows) if extension == "csv" else _xlsx(rows)


def _rows(lines: Iterable[RequirementLine], named: frozenset[int]) -> Iterator[tuple[str, ...]]:
    for line in lines:
        one = line.requirement
        guideline = one.guideline.policy_id if one.guideline and one.guideline_id in named else ""
        answered_in = str(one.answered_in) if one.answered_in and line.shows_edition else ""
        yield (
            *(str(one.pk), line.standing.value, one.kind, one.need, one.why, _codes(line)),
            *(one.domain.code if one.domain else "", guideline, one.owner.name),
            *(_utc(one.opened_at), str(line.days), one.due_on.isoformat() if one.due_on else ""),
            *(str(line.late_by or ""), str(line.insights), answered_in, _utc(one.delivered_at), one.evidence),
            *(one.evidence_link, _utc(one.declined_at), one.reason),
        )


def _codes(line: RequirementLine) -> str:
    return " ".join(sorted(place.market.code for place in line.requirement.markets.all()))


def _utc(moment: Any) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else ""


def _csv(rows: Iterable[tuple[str, ...]]) -> bytes:
    """With a byte order mark: without it Excel breaks Vietnamese."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _xlsx(rows: Iterable[tuple[str, ...]]) -> bytes:
    """Every cell is text: nothing in it is ever worked out."""
    from openpyxl import Workbook  # here, and below: every start would wait for it

    book, title = Workbook(write_only=True), _("Requirements")
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(COLUMNS):
        sheet.column_dimensions[chr(ord("A") + number)].width = _WIDTHS.get(column, 16)
    sheet.append([_cell(sheet, column, bold=True) for column in COLUMNS])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    file = BytesIO()
    book.save(file)
    return zipped_again(file.getvalue(), title, get_language() or "en")


def _cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    cell = WriteOnlyCell(sheet, harmless(text)[:MOST_IN_A_CELL])
    cell.data_type, cell.alignment = "s", Alignment(vertical="top", wrap_text=True)
    if bold:
        cell.font = Font(bold=True)
    return cell
