"""Word documents come in with their structure and their images; what Word alone knows is named in the report."""

from __future__ import annotations

import pytest

from guidelines.text.incoming import from_word
from guidelines.text.refusal import TextRefused
from tests.text.test_incoming_html import PNG
from tests.text.word_files import document, image, paragraph, relationships, run, table, word_file

_BOX = "<w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"
_NEW_BOX = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{_BOX}</wps:txbx></w:drawing></mc:Choice>'
_OLD_BOX = f"<mc:Fallback><w:pict><v:shape><v:textbox>{_BOX}</v:textbox></v:shape></w:pict></mc:Fallback>"


def report(body: str, parts: dict[str, str | bytes] | None = None) -> list[str]:
    return [remark.sentence for remark in from_word(word_file(body, parts)).report]


def test_headings_marks_lists_and_tables_are_kept() -> None:
    body = (
        paragraph("Counterfeits", style="Title")
        + paragraph("Scope", style="Heading2")
        + paragraph("Remove ", run("all", "<w:b/>"), run(" copies", "<w:b/><w:i/>"), " *now*.")
        + paragraph("one", item=(1, 0))
        + paragraph("two", item=(1, 1))
        + paragraph("seven", item=(1, 6))
        + paragraph("first", item=(2, 0))
        + paragraph("second", item=(2, 0))
        + table([["If", "Do"], ["a|b", "remove"]])
    )
    incoming = from_word(word_file(body))
    assert incoming.markdown == (
        "# Counterfeits\n\n## Scope\n\nRemove **all copies** \\*now\\*.\n\n- one\n  - two\n    - seven\n\n"
        "1. first\n2. second\n\n| If | Do |\n| --- | --- |\n| a\\|b | remove |\n"
    ).replace("**all copies**", "**all *copies***")
    assert [remark.sentence for remark in incoming.report] == [
        "1 table had no head row: its first row became the head."
    ]


def test_the_images_inside_are_taken_and_those_it_points_to_are_not() -> None:
    parts: dict[str, str | bytes] = {
        "word/media/a.png": PNG,
        "word/media/b.emf": b"\x01\x00\x00\x00",
        "word/_rels/document.xml.rels": relationships(
            {
                "img1": "media/a.png",
                "far": "http://127.0.0.1:9/x.png",
                "near": "file:///etc/passwd",
                "emf": "media/b.emf",
            }
        ),
    }
    body = (
        paragraph(image(alternative="A stamp"))
        + paragraph(image('r:link="far"', "Far"))
        + paragraph(image('r:link="near"', "Near"))
        + paragraph(image('r:embed="near"', "Nearer"))
        + paragraph(image('r:embed="emf"', "Drawn"))
    )
    incoming = from_word(word_file(body, parts))
    (kept,) = incoming.images
    assert (kept.data, kept.media_type, kept.alt) == (PNG, "image/png", "A stamp")
    assert incoming.markdown == f"![A stamp]({kept.placeholder})\n\nFar\n\nNear\n\nNearer\n\nDrawn\n"
    assert [remark.count for remark in incoming.report] == [3, 1]


@pytest.mark.slow
def test_what_only_word_knows_is_counted() -> None:
    body = (
        paragraph("Scope......1", style="TOC1")
        + paragraph(
            "a",
            "<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>",
            '<w:r><w:commentReference w:id="1"/></w:r>',
            run("red", '<w:color w:val="FF0000"/>') + run("black", '<w:color w:val="000000"/>'),
            run("line", '<w:u w:val="single"/>'),
            "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>",
        )
        + f"<w:p><w:r><mc:AlternateContent>{_NEW_BOX}{_OLD_BOX}</mc:AlternateContent></w:r></w:p>"
        + f"<w:p><w:r><mc:AlternateContent>{_NEW_BOX}</mc:AlternateContent></w:r></w:p>"
    )
    head = document(paragraph("Secret")).replace("w:document", "w:hdr")
    assert report(body, {"word/header1.xml": head}) == [
        "1 comment was left out.",
        "2 tracked changes were taken as accepted.",
        "1 text box was put into the running text. Look where it stands.",
        "1 text box was left out.",
        "1 header or footer of the pages was left out.",
        "1 line of a table of contents was left out: the portal makes its own.",
        "1 equation was left out.",
        "The colour of 1 passage was left out.",
        "The underline of 1 passage was left out.",
    ]
    assert from_word(word_file(body)).markdown == "anewredblackline\n\nboxed\n"


def test_footnotes_stand_at_the_end() -> None:
    note = '<w:footnote w:id="2">' + paragraph("The law says so.") + "</w:footnote>"
    notes = document(note).replace("w:document", "w:footnotes").replace("<w:body>", "").replace("</w:body>", "")
    incoming = from_word(
        word_file(paragraph("Fact", '<w:r><w:footnoteReference w:id="2"/></w:r>'), {"word/footnotes.xml": notes})
    )
    assert incoming.markdown == "Fact\\[1]\n\n1. The law says so.\n"
    assert [remark.sentence for remark in incoming.report] == ["1 footnote was put at the end of the text."]


def test_links_are_kept_and_those_into_the_document_are_not() -> None:
    body = paragraph(
        f'<w:hyperlink r:id="l1">{run("web")}</w:hyperlink> <w:hyperlink r:id="l2">{run("js")}</w:hyperlink>'
        f'<w:hyperlink w:anchor="part">{run("inside")}</w:hyperlink>'
    )
    parts = {"word/_rels/document.xml.rels": relationships({"l1": "https://a.b/c", "l2": "javascript:x"}, True)}
    incoming = from_word(word_file(body, parts))
    assert incoming.markdown == "[web](https://a.b/c)jsinside\n"
    assert [remark.count for remark in incoming.report] == [1, 1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "entity",
    [
        '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd">',
        '<!DOCTYPE d [<!ENTITY b "haha"><!ENTITY a "&b;&b;&b;&b;">]>',
    ],
)
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
def test_a_document_with_entities_is_refused(part: str, entity: str, encoding: str) -> None:
    evil = document(paragraph("&a;"), entity).replace("UTF-8", encoding).encode(encoding)
    with pytest.raises(TextRefused, match="entities"):
        from_word(word_file(paragraph("a"), {part: evil}))


def test_a_style_map_inside_a_document_is_not_followed() -> None:
    data = word_file(paragraph("a", style="Heading1"), {"mammoth/style-map": b"p => !"})
    assert from_word(data).markdown == "# a\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 cut off",
        word_file("")[:-30],
        word_file("", {"word/document.xml": "<x/>"}),
        word_file("", {"word/document.xml": b"no xml"}),
        word_file("<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='x'/></w:tcPr></w:tc></w:tr></w:tbl>"),
        word_file(paragraph(image('r:embed="gone"'))),
        word_file(paragraph('<w:r><w:footnoteReference w:id="7"/></w:r>')),
    ],
)
def test_a_broken_document_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(TextRefused, match="no Word document, or it is damaged"):
        from_word(data)


def test_an_older_document_or_one_with_a_password_is_told_apart() -> None:
    with pytest.raises(TextRefused, match="older Word file, or one with a password"):
        from_word(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
