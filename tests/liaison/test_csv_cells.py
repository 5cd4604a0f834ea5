"""No cell of the CSV file can become a formula, however the file is opened, and it reads back as RFC 4180."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.frame.spreadsheets import harmless
from guidelines.liaison.exports.csv_file import COLUMNS
from tests.liaison.making import at, export, first
from tests.people import World

SIGNS = "=+-@＝＋－＠"
NOT_SEEN = " \t\r\n\v\f\u00a0\u2003\u200b\ufeff\"'`“”‘’"
nasty = st.text(st.sampled_from(SIGNS + NOT_SEEN + ";,|abR1\x00"), max_size=30) | st.text(max_size=30)


def begins_a_formula(cell: str) -> bool:
    """As the most careless spreadsheet would see it: blanks and double quotes do not count; an apostrophe does."""
    seen = cell.lstrip(NOT_SEEN.replace("'", ""))
    return seen[:1] in tuple(SIGNS)


def rows(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@pytest.mark.slow
@given(nasty)
def test_no_cell_begins_a_formula(cell: str) -> None:
    assert not begins_a_formula(harmless(cell))
    assert harmless(cell)[:1] not in ("\t", "\r")


@pytest.mark.slow
@given(st.lists(nasty, min_size=1, max_size=4))
def test_no_cell_begins_a_formula_where_semicolons_or_tabs_divide(cells: list[str]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow([harmless(cell) for cell in cells])
    for delimiter in ",;\t":
        found = [cell for row in rows(text.getvalue(), delimiter) for cell in row]
        assert [cell for cell in found if begins_a_formula(cell)] == []


@pytest.mark.slow
@given(nasty)
def test_only_apostrophes_are_added_and_plain_text_is_left_alone(cell: str) -> None:
    assert harmless(cell).replace("'", "") == cell.replace("'", "")


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        (" \u00a0=1+1", "' \u00a0=1+1"),
        ('"=1+1', "'\"=1+1"),
        ("＝cmd|' /C calc'!A0", "'＝cmd|' /C calc'!A0"),
        ("\tText", "'\tText"),
        ("\rText", "'\rText"),
        ("- R1 is new.\n- R2 is gone.", "'- R1 is new.\n'- R2 is gone."),
        ("S2; -5 days", "S2;' -5 days"),
        ("R3: 40% → 30%, not 20 - 30%", "R3: 40% → 30%, not 20 - 30%"),
        ("a@b.example = c", "a@b.example = c"),
        ("", ""),
    ],
)
def test_what_becomes_of_a_cell(cell: str, safe: str) -> None:
    assert harmless(cell) == safe


@pytest.mark.slow
def test_the_file_is_utf_8_with_a_mark_and_reads_back(world: World) -> None:
    hostile = '=HYPERLINK("http://evil.example","Trần, “Đỗ”")'
    edition = first(world, at(16), title=hostile, change_note="+1\r\n@x;=2")
    content = export(world.lia, "csv").content
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    header, row = rows(text, ",")
    assert text.endswith('"\r\n')
    assert tuple(header) == COLUMNS
    told = dict(zip(header, row, strict=True))
    assert told["title"] == "'" + hostile
    assert told["change_note"] == "'+1\n'@x;'=2"
    assert told["citation"] == f"{edition.guideline.policy_id} edition 1"
    assert (told["moment_local"], told["moment_utc"]) == ("2037-06-16T09:00:00-07:00", "2037-06-16T16:00:00Z")
