"""The lists of the analysis as CSV, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse

from guidelines.frame.spreadsheets import harmless

MOST_ROWS = 50_000


def asks_for_csv(request: HttpRequest) -> bool:
    return request.GET.get("as") == "csv"


def csv_response(name: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """UTF-8 with a byte order mark: without it Excel reads the code page of the machine and breaks Vietnamese."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    for number, row in enumerate(rows):
        if number == MOST_ROWS:
            break
        writer.writerow([harmless("" if cell is None else str(cell)) for cell in row])
    response = HttpResponse(b"\xef\xbb\xbf" + text.getvalue().encode(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
