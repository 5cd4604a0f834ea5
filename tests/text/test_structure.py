"""Lists, tables and words mean on the page what they mean in CommonMark."""

import re
from functools import cache
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from guidelines.text.rendering import render
from tests.text.html_reading import Reading, read_html

_CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
_DOCUMENTS = sorted(_CORPUS.glob("*/docs/**/*.md"))
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_COMMONMARK = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])

needs_corpus = pytest.mark.skipif(not _DOCUMENTS, reason=f"no real policies at {_CORPUS}: nothing to compare with")


@cache
def _readings(document: Path) -> tuple[Reading, Reading]:
    """The document as we show it, and as CommonMark does."""
    source = _FRONT_MATTER.sub("", document.read_text(encoding="utf-8"), count=1)
    return read_html(render(source).html), read_html(_COMMONMARK.render(source))


@pytest.mark.slow
@needs_corpus
@pytest.mark.parametrize("document", _DOCUMENTS, ids=lambda path: path.stem)
def test_a_real_policy_says_on_the_page_what_commonmark_says(document: Path) -> None:
    ours, theirs = _readings(document)
    assert ours.items == theirs.items
    assert ours.tables == theirs.tables
    assert ours.words == theirs.words


@pytest.mark.slow
@needs_corpus
def test_the_corpus_holds_lists_and_tables_to_compare() -> None:
    readings = [_readings(document)[0] for document in _DOCUMENTS]
    assert len(_DOCUMENTS) > 100
    assert sum(len(reading.items) for reading in readings) > 900
    assert max(depth for reading in readings for depth, _, _ in reading.items) >= 2
    assert sum(len(reading.tables) for reading in readings) > 5


@pytest.mark.parametrize(
    ("source", "items"),
    [
        ("Text before:\n- one\n- two", [(1, "ul", "one"), (1, "ul", "two")]),
        ("- one\n  - two\n- three", [(1, "ul", "one"), (2, "ul", "two"), (1, "ul", "three")]),
        (
            "1. one\n   - two\n   - three\n2. four",
            [(1, "ol", "one"), (2, "ul", "two"), (2, "ul", "three"), (1, "ol", "four")],
        ),
        ("- one\n\n  more of one\n- two", [(1, "ul", "one more of one"), (1, "ul", "two")]),
        ("* one\n- two", [(1, "ul", "one"), (1, "ul", "two")]),
        ("- one\n1. two", [(1, "ul", "one"), (1, "ol", "two")]),
        ("1) one\n2) two", [(1, "ol", "one"), (1, "ol", "two")]),
        ("-   wide\n    - nested", [(1, "ul", "wide"), (2, "ul", "nested")]),
        ("- one\nlazy", [(1, "ul", "one lazy")]),
        ("- one\n\nText between.\n\n- two", [(1, "ul", "one"), (1, "ul", "two")]),
        ("> - quoted\n>   - nested", [(1, "ul", "quoted"), (2, "ul", "nested")]),
        ("In the year\n2019. was no list", []),
        ("- one\n\n      code of one\n- two", [(1, "ul", "one code of one"), (1, "ul", "two")]),
        ("- [ ] open\n- [x] done", [(1, "ul", "☐ open"), (1, "ul", "☑ done")]),
        ("- [a link](/x) and [x] later\n- [a] [ ] b", [(1, "ul", "a link and [x] later"), (1, "ul", "[a] [ ] b")]),
        ("-one\n-two", []),
    ],
)
def test_a_list_has_the_items_its_author_wrote(source: str, items: list[tuple[int, str, str]]) -> None:
    assert read_html(render(source).html).items == items


def test_an_ordered_list_keeps_its_first_number() -> None:
    assert '<ol start="4">' in render("4. four\n5. five").html


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |", [["a", "b"], ["1", "2"]]),
        ("a | b\n--|--\n1 | 2\n3 | 4", [["a", "b"], ["1", "2"], ["3", "4"]]),
        ("| a | b |\n|---|---|\n| one \\| two | `x\\|y` |", [["a", "b"], ["one | two", "x|y"]]),
        ("| a | b |\n|---|---|\n| 1 |", [["a", "b"], ["1", ""]]),
        ("- item\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |", [["a", "b"], ["1", "2"]]),
    ],
)
def test_a_table_has_the_cells_its_author_wrote(source: str, rows: list[list[str]]) -> None:
    assert read_html(render(source).html).tables == [rows]


def test_alignment_is_an_attribute_and_never_a_style() -> None:
    html = render("| a | b |\n|:-:|--:|\n| 1 | 2 |").html
    assert '<td align="center">1</td>' in html
    assert '<td align="right">2</td>' in html
    assert "style" not in html


def test_a_hash_without_a_space_is_no_heading() -> None:
    assert render("#counterfeit is a hashtag").outline == ()


@pytest.mark.parametrize(
    "source", ["<b onclick='x'>bold</b>", "<!-- a note -->", "<div>\n- a\n</div>", "{% data x %} and {{ y }}"]
)
def test_raw_html_and_liquid_are_shown_as_the_text_they_are(source: str) -> None:
    words = " ".join(read_html(render(source).html).words)
    assert words == " ".join(source.replace("\n- a", " a").split())


def test_code_shows_every_character_that_was_written() -> None:
    html = render("```\n<b> &amp; *x*\n```\n\nand `a &lt; <i>`").html
    assert "<pre><code>&lt;b&gt; &amp;amp; *x*\n</code></pre>" in html
    assert "<code>a &amp;lt; &lt;i&gt;</code>" in html
