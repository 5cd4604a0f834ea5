"""Files of people as they come: separators, encodings, headings, lines that are wrong."""

import pytest

from guidelines.frame.refusals import Invalid
from guidelines.people.importing.reading import PAGE_BYTES, PAGE_ROWS, File, read


def read_(text: str | bytes) -> File:
    return read(text if isinstance(text, bytes) else text.encode(), most_bytes=PAGE_BYTES, most_rows=PAGE_ROWS)


def refusal(text: str | bytes) -> Invalid:
    with pytest.raises(Invalid) as caught:
        read_(text)
    return caught.value


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_with_and_without_bom(mark: str, end: str, between: str) -> None:
    text = mark + end.join([f"employee_id{between}name", f"a-1{between}Lê Thị Hồng", ""])
    row = read_(text).rows[0]
    assert (row.line, row.employee_id, row.name, row.email) == (2, "a-1", "Lê Thị Hồng", "")


def test_headings_in_any_case_and_order() -> None:
    row = read_(" Name , EMPLOYEE_ID\nAnn,A-1\n").rows[0]
    assert (row.employee_id, row.name) == ("A-1", "Ann")


def test_quoted_cells_keep_their_separators_and_lines_their_numbers() -> None:
    rows = read_('employee_id,name\n\nA-1,"Rivera, Ann\nMaria"\nA-2,Bo\n').rows
    assert [(row.line, row.name) for row in rows] == [(3, "Rivera, Ann Maria"), (5, "Bo")]


def test_names_are_stored_in_one_form_of_unicode() -> None:
    assert read_("employee_id,name\nA-1,Le\u0302\u200b\n").rows[0].name == "Lê"


def test_the_same_words_have_the_same_digest_whatever_the_line_ends() -> None:
    assert read_("employee_id\nA-1\n").digest == read_("\ufeffemployee_id\r\nA-1\r\n").digest
    assert read_("employee_id\nA-1\n").digest != read_("employee_id\nA-2\n").digest


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The first line must name the columns"),
        ("name\nAnn\n", "The first line must name the columns"),
        ("employee_id,salary\nA-1,1\n", "There is no column “salary”."),
        ("employee_id,name,Name\nA-1,a,b\n", "The column name is there twice."),
        ('employee_id,name\nA-1,Ann\nA-2,"Bo\n', "Line 3 can’t be read"),
        ("employee_id,name\nA-1,Ann\n".encode("utf-16"), "Line 1 is not UTF-8."),
        (b"employee_id,name\nA-1,Ann\nA-2,Jos\xe9\n", "Line 3 is not UTF-8."),
    ],
)
def test_files_that_cannot_be_read_say_why(text: str | bytes, sentence: str) -> None:
    said = refusal(text)
    assert sentence in said.sentence
    assert said.status == 422


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    said = refusal(b"x" * (PAGE_BYTES + 1))
    assert said.status == 413
    assert "KB" in said.sentence


def test_a_file_with_too_many_lines_is_refused() -> None:
    heading, line = "employee_id\n", "A-1\n"
    assert len(read_(heading + line * PAGE_ROWS).rows) == PAGE_ROWS
    assert refusal(heading + line * (PAGE_ROWS + 1)).status == 413


def test_lines_with_too_many_or_too_few_cells_are_named() -> None:
    problems = read_("employee_id,name\nA-1\nA-2,Bo,extra\nA-3,Cy\n").problems
    assert [(problem.line, problem.sentence) for problem in problems] == [
        (2, "This line has 1 cells, the heading has 2."),
        (3, "This line has 3 cells, the heading has 2."),
    ]
