"""A text taken apart into slides and parts, and its HTML into blocks for files."""

from __future__ import annotations

from guidelines.learning.exports.written import blocks, text_of
from guidelines.learning.slides import slides


def test_a_line_of_three_dashes_begins_a_slide_but_not_inside_code() -> None:
    found = slides("# One\n\n```\n---\n```\n\n---\n\n# Two\nText\n---  \n\nThree\n", is_deck=True)
    assert [slide.title for slide in found] == ["One", "Two", ""]
    assert "<code>---" in found[0].parts[0].html
    assert [slide.number for slide in found] == [1, 2, 3]


def test_a_handout_is_one_slide_cut_at_its_headings() -> None:
    (only,) = slides("Before\n\n# One\n\nText\n\nTwo\n---\n\nMore **words**\n", is_deck=False)
    assert [(part.level, part.title) for part in only.parts] == [(0, ""), (1, "One"), (2, "Two")]
    assert "<strong>words</strong>" in only.parts[2].html


def test_nothing_that_is_typed_becomes_html() -> None:
    (slide,) = slides(
        "# <script>x</script>\n\n<img src=x onerror=y> [a](javascript:x) ![b](https://x.y/z.png)", is_deck=True
    )
    assert "<script" not in slide.parts[0].html
    assert "<img" not in slide.parts[0].html
    assert "javascript" not in slide.parts[0].html
    assert slide.title == "<script>x</script>"  # escaped where it is shown


def test_an_empty_slide_is_left_out() -> None:
    assert [slide.title for slide in slides("# A\n\n---\n\n---\n\n# B", is_deck=True)] == ["A", "B"]


def test_html_is_read_as_blocks_with_their_marks_and_depth() -> None:
    (slide,) = slides(
        "Text *a* **b**\n\n3. x\n4. y\n   - z\n\n> q\n\n| h |\n|---|\n| c |\n\n```\nk\n  l\n```\n", is_deck=True
    )
    found = blocks(slide.parts[0].html)
    assert [(one.kind, one.depth, one.mark) for one in found] == [
        ("p", 0, ""),
        ("li", 1, "3."),
        ("li", 1, "4."),
        ("li", 2, "•"),
        ("p", 0, ""),
        ("row", 0, ""),
        ("row", 0, ""),
        ("pre", 0, ""),
    ]
    assert [(run.text, run.bold, run.italic) for run in found[0].runs if run.text.strip()] == [
        ("Text ", False, False),
        ("a", False, True),
        ("b", True, False),
    ]
    assert found[4].is_quote
    assert text_of(found[5].cells[0]) == "h"
    assert text_of(found[7].runs) == "k\n  l"
