"""Every format, opened by a second program and held against the same content; and what each may not tell."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import docx
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from guidelines.editions import services
from guidelines.frame.refusals import Unavailable
from guidelines.liaison.briefs import Brief
from guidelines.liaison.documents import Document
from guidelines.liaison.exports import FORMATS, pdf_fonts
from guidelines.liaison.exports.csv_file import COLUMNS
from guidelines.liaison.exports.xlsx_file import MOST_IN_A_CELL
from guidelines.people.models import Person
from tests.editions import making
from tests.liaison.making import again, asked, at, coming, elsewhere, first, notes, vietnamese
from tests.liaison.opening import csv_rows, plainly, sheets, words
from tests.people import World

EMBARGO = "1 change starts later. Do not share this before 26 Jun 2037, 09:00 PT."
NO_DAY = "D:20000101000000+00'00'"
VIETNAMESE = "Ấn bản ghi rõ: người bán phải xuất trình giấy tờ; ỡ ễ ậ Ự."


def a_month(world: World) -> Document:
    """Changes, one of them still to come."""
    guideline = first(world, at(2), title="Copies of “brands”").guideline
    again(world, guideline, at(9), change_note="R2 is stricter.\n\n- R1 stays.\nSo does R3.")
    coming(world, guideline, at(26), title="Stricter still")
    return notes(world.lia, asked(later=True))


@pytest.mark.slow
@pytest.mark.parametrize("extension", FORMATS)
def test_every_format_holds_the_whole_content(world: World, extension: str) -> None:
    document = a_month(world)
    text = words(extension, FORMATS[extension].write(document))
    for expected in content(document, extension):
        assert plainly(expected) in text, expected


def content(document: Document, extension: str) -> Iterator[str]:
    """What every file must say; those for machines name instants and kinds instead of sentences about them."""
    machine = extension in ("csv", "json", "xlsx")
    for note in document.notes:
        yield note.policy_id if extension == "html" else note.citation
        yield note.title
        yield from filter(None, note.text.split("\n"))
        if not machine:
            yield from (note.edition_words, note.moment_words, note.embargo_words, note.before_words)
        for change in note.changes:
            yield from (change.old, change.new) if extension == "json" else (change.old_words, change.new_words)
    if not machine:
        yield from (document.title, *document.lines)


def everything(world: World, document: Document) -> dict[str, bytes]:
    return {extension: form.write(document) for extension, form in FORMATS.items()}


def test_asked_twice_every_format_is_the_same_to_the_byte(world: World) -> None:
    document = a_month(world)
    assert everything(world, document) == everything(world, notes(world.lia, asked(later=True)))


@pytest.mark.slow
@pytest.mark.parametrize("extension", [one for one in FORMATS if one != "csv"])
def test_an_embargo_is_said_on_top_of_every_format(world: World, extension: str) -> None:
    document = a_month(world)
    assert document.embargo == EMBARGO
    assert plainly(EMBARGO) in words(extension, FORMATS[extension].write(document))


@pytest.mark.slow
def test_csv_and_excel_name_the_moment_before_which_nothing_may_be_shared(world: World) -> None:
    document = a_month(world)
    assert [row["do_not_share_before_utc"] for row in csv_rows(FORMATS["csv"].write(document))][-1] == (
        "2037-06-26T16:00:00Z"
    )
    head, *rows = sheets(FORMATS["xlsx"].write(document))["Change notes"]
    assert tuple(head) == COLUMNS
    assert rows[-1][head.index("do_not_share_before_utc")] == "2037-06-26T16:00:00Z"


@pytest.mark.slow
@pytest.mark.parametrize("extension", ["pdf", "docx", "xlsx", "md", "html"])
def test_vietnamese_comes_through_whole(world: World, extension: str) -> None:
    vietnamese(world, at(9), change_note=VIETNAMESE, title="Hàng giả, hàng nhái: “xịn” hay không?")
    document = notes(world.van, asked("VN", language="vi"))
    text = words(extension, FORMATS[extension].write(document))
    for expected in (VIETNAMESE, "Hàng giả, hàng nhái: “xịn” hay không?", document.title):
        assert plainly(expected) in text


def test_letters_written_in_parts_are_put_together_in_the_pdf(world: World) -> None:
    first(world, at(9), change_note="giấy tờ".encode().decode() + " giấy")
    assert "giấytờgiấy" in words("pdf", FORMATS["pdf"].write(notes(world.lia, asked())))


@pytest.mark.slow
def test_scripts_that_the_first_font_lacks_are_looked_for_in_the_others(world: World) -> None:
    first(world, at(9), change_note="ของปลอม, подделка, πλαστό, ✓")
    text = words("pdf", FORMATS["pdf"].write(notes(world.lia, asked())))
    for expected in ("ของปลอม", "подделка", "πλαστό", "✓"):
        assert expected in text


def test_a_pdf_tells_its_title_and_language_and_nothing_else(world: World) -> None:
    document = a_month(world)
    reader = PdfReader(io.BytesIO(FORMATS["pdf"].write(document)))
    told = {name: value for name, value in (reader.metadata or {}).items() if value}
    assert told == {"/Title": document.title, "/CreationDate": NO_DAY, "/ModDate": NO_DAY, "/Trapped": "/False"}
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert not {"/AcroForm", "/OpenAction", "/AA", "/Names"} & set(reader.trailer["/Root"])


def test_a_pdf_shows_its_title_and_opens_with_its_outline(world: World) -> None:
    document = a_month(world)
    reader = PdfReader(io.BytesIO(FORMATS["pdf"].write(document)))
    root = reader.trailer["/Root"]
    assert str(root["/ViewerPreferences"]["/DisplayDocTitle"]).lower() == "true"
    assert root["/PageMode"] == "/UseOutlines"
    above = [one.title for one in reader.outline if not isinstance(one, list)]
    below = [one.title for group in reader.outline if isinstance(group, list) for one in group]
    assert above == [document.title, *(section.name for section in document.sections)]
    assert below == [f"{note.citation}: {note.title}" for note in document.notes]


def test_every_page_says_title_and_embargo_on_top_and_its_number_below(world: World) -> None:
    elsewhere(world, world.seller, at(10))
    document = a_month(world)
    pages = [plainly(page.extract_text()) for page in PdfReader(io.BytesIO(FORMATS["pdf"].write(document))).pages]
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert str(number) in page
        assert plainly(document.title) in page
        assert plainly(document.embargo) in page


def test_a_word_wider_than_the_page_is_broken(world: World) -> None:
    first(world, at(9), change_note="W" * 1500 + "\n\nR1 R2" + "i" * 1500, title="M" * 160)
    reader = PdfReader(io.BytesIO(FORMATS["pdf"].write(notes(world.lia, asked()))))
    text = plainly("".join(page.extract_text() for page in reader.pages))
    assert "i" * 500 in text
    assert text.count("W") >= 1500


@pytest.mark.slow
def test_a_field_longer_than_a_page_goes_on_on_the_next(world: World) -> None:
    long = " ".join(f"word{n}" for n in range(3000))
    source = making.SOURCE.replace("Remove the listing. Warn the seller.", long)
    first(world, at(9), source=source)
    text = words("pdf", FORMATS["pdf"].write(notes(world.lia, asked())))
    assert all(f"word{n}" in text for n in range(3000))


def test_where_no_font_is_there_the_refusal_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    document = a_month(world)
    monkeypatch.setattr(pdf_fonts, "FOLDERS", ())
    for kept in (pdf_fonts._files, pdf_fonts._family):
        kept.cache_clear()
    try:
        with pytest.raises(Unavailable, match="neither the font Noto Sans nor DejaVu Sans"):
            FORMATS["pdf"].write(document)
    finally:
        for kept in (pdf_fonts._files, pdf_fonts._family):
            kept.cache_clear()


def test_word_has_real_headings_tables_and_a_running_line_and_no_links(world: World) -> None:
    document = a_month(world)
    content = FORMATS["docx"].write(document)
    word = docx.Document(io.BytesIO(content))
    headings = [(p.style.name, p.text) for p in word.paragraphs if p.style and p.style.name.startswith("Heading")]
    assert headings[:3] == [
        ("Heading 1", document.title),
        ("Heading 2", document.sections[0].name),
        ("Heading 3", f"{document.notes[0].citation}: {document.notes[0].title}"),
    ]
    assert [cell.text for cell in word.tables[0].rows[0].cells] == ["Rule", "What changed", "Before", "Now"]
    assert sum(len(table.rows) - 1 for table in word.tables) == sum(len(note.changes) for note in document.notes)
    assert word.sections[0].header.paragraphs[0].text == f"{document.title} · {document.embargo}"
    assert "hyperlink" not in zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()


@pytest.mark.slow
@pytest.mark.parametrize("extension", ["docx", "xlsx"])
def test_office_files_tell_title_and_language_and_no_time(world: World, extension: str) -> None:
    document = a_month(world)
    with zipfile.ZipFile(io.BytesIO(FORMATS[extension].write(document))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[1:] == sorted(archive.namelist()[1:])
        core = archive.read("docProps/core.xml").decode()
        told = re.findall(r"<[^/!?][^>]*>([^<]+)<", core)
        assert told == [document.title, "en"]
        assert "Application" not in archive.read("docProps/app.xml").decode()
        assert not [name for name in archive.namelist() if name.endswith((".jpeg", ".png"))]


def test_excel_keeps_its_head_in_sight_and_filters_and_works_nothing_out(world: World) -> None:
    first(world, at(9), title='=HYPERLINK("https://x.test")', change_note="#N/A")
    again(world, first(world, at(10), title="@SUM(1)").guideline, at(11), change_note="+1 for R2")
    content = FORMATS["xlsx"].write(notes(world.lia, asked()))
    sheet = load_workbook(io.BytesIO(content))["Change notes"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:V4")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "inlineStr"}
    titles = [row[list(COLUMNS).index("title")] for row in sheets(content)["Change notes"][1:]]
    assert titles[0] == '\'=HYPERLINK("https://x.test")'
    assert sheet.column_dimensions["G"].width == 40


def test_a_text_too_long_for_a_cell_is_cut_and_says_so(world: World) -> None:
    long = "word " * 9000
    first(world, at(9), source=making.SOURCE.replace("Remove the listing. Warn the seller.", long.strip()))
    rows = sheets(FORMATS["xlsx"].write(notes(world.lia, asked())))["Change notes"]
    cell = rows[1][list(COLUMNS).index("decision_changes")]
    assert len(cell) == MOST_IN_A_CELL
    assert cell.endswith("(cut here: a cell holds no more; the other formats hold all of it)")


def test_characters_that_no_office_file_holds_are_taken_out_as_they_are_written(world: World) -> None:
    edition = first(world, at(9))
    services.withdraw(edition, by=world.bob, note="Wrong\x0b team\x1b\ufffe.", backdate_to=at(12))
    for extension, file in everything(world, notes(world.lia, asked())).items():
        assert plainly("Wrong team.") in words(extension, file), extension


def test_such_characters_in_an_introduction_are_replaced_in_every_format_that_has_one(world: World) -> None:
    document = notes(world.lia, asked(), Brief(introduction="Wrong\x0bteam\x1b \ufffe."))
    for extension, file in everything(world, document).items():
        assert (plainly("Wrong\ufffdteam\ufffd \ufffd.") in words(extension, file)) is (extension != "csv"), extension


def test_the_person_of_another_market_gets_an_empty_file_that_opens(world: World, lan: Person) -> None:
    document = notes(lan, asked("VN", language="vi"))
    for extension, file in everything(world, document).items():
        words(extension, file)
