"""Files by name and encoding, and Markdown from elsewhere."""

from __future__ import annotations

import base64

import pytest

from guidelines.text.incoming import from_file, from_markdown
from guidelines.text.refusal import TextRefused
from guidelines.text.rendering import render
from tests.text.test_incoming_html import PNG
from tests.text.word_files import paragraph, word_file


@pytest.mark.parametrize(
    ("name", "data", "markdown"),
    [
        ("a.docx", word_file(paragraph("Điều kiện")), "Điều kiện\n"),
        ("a.MD", "# Điều kiện\r\n".encode(), "# Điều kiện\n"),
        ("a.md", "\ufeff# A\n".encode(), "# A\n"),
        ("a.txt", "# A\n".encode("utf-16"), "# A\n"),
        ("a.html", "<p>Điều kiện</p>".encode(), "Điều kiện\n"),
        ("a.htm", '<meta charset="windows-1258"><p>Đ\u1ea7'.replace("\u1ea7", "").encode("cp1258"), "Đ\n"),
        ("a.html", b"<meta http-equiv=x content='text/html; charset=iso-8859-1'><p>\x93caf\xe9\x94", "“café”\n"),
        ("a.html", "<p>é</p>".encode("utf-16"), "é\n"),
    ],
)
def test_a_file_is_read_in_the_encoding_it_names(name: str, data: bytes, markdown: str) -> None:
    assert from_file(name, data).markdown == markdown


@pytest.mark.parametrize(
    ("name", "data", "sentence", "status"),
    [
        ("a.md", "Điều".encode("cp1258", "replace") + b"\xff", "Save it as UTF-8", 422),
        ("a.html", b"<p>caf\xe9", "Save it as UTF-8", 422),
        ("a.html", b"<meta charset=rot13><p>a", "“rot13”, which is not known here", 422),
        ("a.html", b"<meta charset=punycode><p>a", "which is not known here", 422),
        ("a.exe", b"MZ", "Choose a Word document", 422),
        ("a", b"", "Choose a Word document", 422),
        ("a.md", b"a" * (10 * 1024 * 1024 + 1), "larger than 10 MB", 413),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(name: str, data: bytes, sentence: str, status: int) -> None:
    with pytest.raises(TextRefused, match=sentence) as refused:
        from_file(name, data)
    assert refused.value.status == status


def test_markdown_stays_as_it_is_and_its_rules_are_rules() -> None:
    source = "## Scope\n\n/// rule | R1\nif: a\ndo: b\naction: remove\n///\n\n- a\n\n  ~~~\n  ![x](y.png)\n  ~~~\n"
    incoming = from_markdown(source)
    assert incoming.markdown == source
    assert incoming.report == ()
    assert [rule.id for rule in render(incoming.markdown).rules] == ["R1"]


def test_front_matter_is_left_out_and_named() -> None:
    incoming = from_markdown("---\ntitle: A\ntags:\n  - b\n---\n# A\n")
    assert incoming.markdown == "# A\n"
    assert [remark.sentence for remark in incoming.report] == ["The front matter (3 lines) was left out."]


@pytest.mark.parametrize("source", ["---\n\nProse here.\n\n---\n\nMore.\n", "# A\n\n---\na: b\n---\n", "---\na: b\n"])
def test_a_rule_across_the_page_is_no_front_matter(source: str) -> None:
    assert from_markdown(source).markdown == source


def test_images_that_markdown_only_names_leave_their_descriptions() -> None:
    data = base64.b64encode(PNG).decode()
    own = f"/attachments/{'a' * 64}.png"
    incoming = from_markdown(
        f'![A *b*](img/a.png "t") ![c](<my file.png>) ![d][ref] `![e](f.png)` ![own]({own}) '
        f"![g](data:image/png;base64,{data})"
    )
    (image,) = incoming.images
    assert incoming.markdown == f"A \\*b\\* c d `![e](f.png)` ![own]({own}) ![g]({image.placeholder})\n"
    assert [remark.count for remark in incoming.report] == [3]


def test_html_in_markdown_is_named_because_it_is_shown_as_it_was_typed() -> None:
    (remark,) = from_markdown("a<br>b <sub>c</sub>\n\n```\n<br>\n```\n").report
    assert remark.count == 3
