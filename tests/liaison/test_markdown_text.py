"""Markdown: whatever a title, a note or a rule says, it stays text and the document keeps its shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from guidelines.liaison.exports.markdown_file import escaped
from tests.liaison.making import at, export, first
from tests.people import World

HOSTILE = (
    "# A `title` | <script>alert(1)</script> [x](javascript:1) *b* _i_ &amp; ![i](u) ~~s~~ https://evil.example \\"
)
anything = st.text(st.sampled_from("#*_`[]()<>|~&!\\{}$^=+-.:1 \tabc@/"), max_size=40) | st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40
)


def tokens(text: str) -> list[Token]:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)


def words(token: Token) -> str:
    """What a reader sees of one line; anything but text is markup that should not be there."""
    assert {child.type for child in token.children or []} <= {"text", "text_special"}
    return "".join(child.content for child in token.children or [])


@pytest.mark.slow
@given(anything)
@pytest.mark.parametrize("before", ["", "# ", "### US-PR-0001: "])
def test_a_line_reads_as_the_text_it_was(before: str, text: str) -> None:
    said = " ".join(text.split())
    parsed = tokens(before + escaped(text))
    if not said and not before:
        assert parsed == []
        return
    kinds = [token.type for token in parsed]
    assert kinds == (
        ["heading_open", "inline", "heading_close"] if before else ["paragraph_open", "inline", "paragraph_close"]
    )
    assert words(parsed[1]) == before.lstrip("# ") + said if said else True


@pytest.mark.slow
@given(anything)
def test_a_cell_stays_one_cell(text: str) -> None:
    parsed = tokens(f"| a | b |\n| --- | --- |\n| {escaped(text)} | z |")
    cells = [words(token) for token in parsed if token.type == "inline"]
    assert cells == ["a", "b", " ".join(text.split()), "z"]


def test_addresses_are_not_linked_by_those_who_link_what_looks_like_one() -> None:
    assert escaped("https://evil.example www.evil.example a@b.example") == (
        "https\\://evil.example www\\.evil.example a\\@b.example"
    )


@pytest.mark.slow
def test_a_document_with_hostile_words_keeps_its_headings(world: World) -> None:
    edition = first(
        world, at(16), title=HOSTILE, change_note=f"{HOSTILE}\n# Not a heading\n\n    not code\n- no list\n---"
    )
    parsed = tokens(export(world.lia, "md").content.decode())
    headings = [words(parsed[n + 1]) for n, token in enumerate(parsed) if token.type == "heading_open"]
    assert headings == [
        "Guideline changes, United States, 1 Jun 2037 to 30 Jun 2037",
        "Product",
        f"{edition.guideline.policy_id} edition 1: {HOSTILE}",
    ]
    kinds = {token.type for token in parsed}
    assert kinds.isdisjoint(
        {"html_block", "code_block", "fence", "bullet_list_open", "ordered_list_open", "hr", "blockquote_open"}
    )
    inside = {child.type for token in parsed for child in token.children or []}
    assert inside <= {"text", "text_special", "hardbreak", "softbreak"}
