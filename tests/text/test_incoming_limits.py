"""Whatever is sent comes in within three seconds or is refused with a sentence."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from guidelines.text.incoming import Incoming, from_html, from_markdown, from_word
from guidelines.text.refusal import TextRefused
from tests.text.word_files import W, document, paragraph, run, word_file

_SECONDS = 3.0
_MB = 1024 * 1024

_HTML = [
    *("<b>", "<b", "<", "</b>", "<!--", "<!", "<?", "<p>x", "<li>x", "<ul><li>x", "<div>", "<table><tr><td>x"),
    *("<td>x", "<a href='", "<a b=\"c' ", "&", "&#", "&#x", "&amp;", "<i><b>x</i>", "<br>", "<p><b>a</b> ", "x ", "*"),
    *("[", "\\", "`", "| ", "a\n", "<img src='data:image/png;base64,", "<img src=data:image/png;base64,AAAA>", "<pre>"),
    *("<span style='color:red'>x</span>", "<span style='a:b;", "<ol><li>a</li></ol>", "<code>`</code>", "<h1>#"),
    *("<p style='mso-list:l0 level1 lfo1'>a", "<td colspan=60 rowspan=2000>x</td></tr><tr>", "<b>a</b><i>b</i>"),
    *("<s>a</s>b", "<script>", "<style>x</style>", "<blockquote>x", "<a href=http://x>a</a>", "<font color=red><p>x"),
    *(
        "<input type=checkbox>",
        "<sup>1</sup>",
        "<dt>a<dd>b",
        "\u00a0",
        "\u200b",
        "é",
        "<x-y>a",
        "<p>x<p>y</b>",
        "<b></p>",
    ),
    *("<div class=ListContainerWrapper><ul><li data-aria-level=3>x</ul></div>", "<p>a<br><br>", "&#" + "9" * 6000),
]
_MARKDOWN = ["![", "![a](", "![a](data:", "![a](b) ", "---\n", "<", "<b ", "`", "```\n", "![a][", "![a](b 'c", "a\n"]


def answer(read: Callable[[], Incoming]) -> float:
    """Seconds of processor time until there is a text or a sentence; anything else fails."""
    started = time.process_time()
    with suppress(TextRefused):
        read()
    return time.process_time() - started


@pytest.mark.slow
@pytest.mark.parametrize("size", [_MB // 4, 10 * _MB])
@pytest.mark.parametrize("unit", _HTML, ids=lambda unit: unit[:20])
def test_any_html_is_answered_in_time(unit: str, size: int) -> None:
    assert answer(lambda: from_html(unit * (size // len(unit)))) < _SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("unit", _MARKDOWN)
def test_any_markdown_is_answered_in_time(unit: str) -> None:
    assert answer(lambda: from_markdown(unit * (10 * _MB // len(unit)))) < _SECONDS


_WORD = {
    "paragraphs": lambda: word_file(paragraph("a") * 10_000),
    "runs": lambda: word_file("<w:p>" + run("a", "<w:b/>") * 13_000 + "</w:p>"),
    "breaks": lambda: word_file("<w:p><w:r>" + "<w:br/>" * 54_000 + "</w:r></w:p>"),
    "empty tables": lambda: word_file("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>" * 13_000),
    "items": lambda: word_file("".join(paragraph("a", item=(1, n % 9)) for n in range(7_000))),
    "open fields": lambda: word_file(
        "<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 12_000 + run("x") * 6_000 + "</w:p>"
    ),
    "nested": lambda: word_file("<w:p>" + "<w:ins>" * 5_000 + run("x") + "</w:ins>" * 5_000 + "</w:p>"),
    "nested tables": lambda: word_file("<w:tbl><w:tr><w:tc>" * 18 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 18),
    "attributes": lambda: word_file("<w:p " + " ".join(f'w:a{n}="1"' for n in range(200_000)) + "/>"),
    "8 MB of text": lambda: word_file(paragraph("a " * 3_900_000)),
    "30 MB of text": lambda: word_file(paragraph("a " * 15_000_000)),
    "comments": lambda: word_file(
        paragraph("x"),
        {"word/comments.xml": f'<w:comments xmlns:w="{W}">' + '<w:comment w:id="1"/>' * 50_000 + "</w:comments>"},
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("made", _WORD.values(), ids=_WORD)
def test_any_word_document_is_answered_in_time(made: Callable[[], bytes]) -> None:
    data = made()
    assert answer(lambda: from_word(data)) < _SECONDS


@pytest.mark.slow
def test_a_megabyte_of_tags_is_refused_at_once() -> None:
    assert answer(lambda: from_html("<b>" * 350_000)) < 1
    with pytest.raises(TextRefused, match="too much for one guideline"):
        from_html("<b>" * 350_000)


def test_tags_without_end_lose_no_words() -> None:
    assert from_html("<b>" * 5_000 + "word" + "</b>" * 5_000 + " more").markdown == "**word** more\n"


@pytest.mark.slow
def test_a_zip_that_grows_without_bound_is_refused_before_it_is_unpacked() -> None:
    for parts in ({"word/media/a.png": b"\0" * 70_000_000}, {f"x/{n}": b"" for n in range(1_001)}):
        with pytest.raises(TextRefused, match="too large when it is unpacked") as refused:
            from_word(word_file(paragraph("a"), parts))
        assert refused.value.status == 413


def test_a_part_that_claims_to_be_small_gives_no_more_than_it_claims() -> None:
    data = bytearray(word_file("", {"word/document.xml": document(paragraph("a" * 4_000_000))}))
    # The sizes in the directory and before the part, written over with one kilobyte.
    size = len(document(paragraph("a" * 4_000_000))).to_bytes(4, "little")
    assert data.count(size) == 2
    lied = bytes(data).replace(size, (1024).to_bytes(4, "little"))
    with pytest.raises(TextRefused, match="damaged"):
        from_word(lied)
