"""The rendered redline: nothing of either side is lost, invented, or able to act."""

from __future__ import annotations

import random
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.text.pieces import split
from guidelines.text.rendering.fragments import Fragments
from guidelines.text.rendering.marking import marked, plain
from tests.editions.making import SOURCE


def redlined(old: str, new: str, seconds: float = 1.0) -> str:
    return marked(Fragments(old).html(old), Fragments(new).html(new), seconds)


class _Visible(HTMLParser):
    """The text a browser shows, without what stands in one kind of mark."""

    def __init__(self, without: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self._without, self._depth, self.open = "", without, 0, []

    def handle_starttag(self, tag, attrs):  # type: ignore[no-untyped-def]
        if tag in ("img", "br", "hr"):
            self.text += f"<{tag} {dict(attrs).get('src', '')}>" if not self._depth else ""
            return
        self.open.append(tag)
        self._depth += tag == self._without
        if dict(attrs).get("class") == "address":
            self._depth += 1

    def handle_endtag(self, tag):  # type: ignore[no-untyped-def]
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag
        self._depth -= tag == self._without
        if tag == "span" and self._depth:
            self._depth -= 1

    def handle_data(self, data):  # type: ignore[no-untyped-def]
        if not self._depth:
            self.text += data


def visible(html: str, without: str = "") -> str:
    reader = _Visible(without)
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return " ".join(reader.text.split())


def holds(old: str, new: str, seconds: float = 1.0) -> str:
    """The redline of two texts; fails unless it holds both sides' words exactly."""
    html = redlined(old, new, seconds)
    squeezed = [re.sub(r"\s", "", text) for text in (visible(html, "del"), visible(html, "ins"))]
    sides = [re.sub(r"\s", "", visible(Fragments(side).html(side))) for side in (new, old)]
    assert squeezed == sides
    return html


def test_changed_words_are_marked_inside_their_emphasis() -> None:
    html = holds("Less than **30%** of its price.", "Less than **40%** of its usual price.")
    assert "<del><strong>30%</strong></del><strong><ins>40%</ins></strong>" in html
    assert "<ins> usual</ins>" in html


def test_a_link_that_leads_elsewhere_shows_both_addresses() -> None:
    html = redlined("See [proof](/a) now.", "See [proof](/b) now.")
    assert '<del> <span class="address">(/a)</span></del>' in html
    assert '<ins> <span class="address">(/b)</span></ins>' in html
    assert "address" not in redlined("See [proof](/a).", "See [proof](/a) now.")


def test_an_image_that_was_exchanged_is_shown_with_the_one_before() -> None:
    html = redlined("![The label](/x.png)", "![The label](/y.png)")
    assert re.search(r'<del><img[^>]*src="/x.png"[^>]*></del><ins><img[^>]*src="/y.png"', html)


def test_new_items_stand_in_their_list() -> None:
    html = holds("- one\n- two\n  - deep", "- one\n- two\n  - deep\n  - deeper")
    assert "<li><ins>deeper</ins></li>" in html


def test_a_phrase_is_one_change_and_not_a_comb() -> None:
    html = holds("Remove the listing at once.", "Restrict its seller at once.")
    assert html.count("<del>") == html.count("<ins>") == 1


def test_a_crossed_out_word_of_the_author_is_no_mark() -> None:
    assert "<del>" not in plain(Fragments("").html("An ~~old~~ word."))
    assert "<s>old</s>" in plain(Fragments("").html("An ~~old~~ word."))


def test_what_is_all_new_or_all_gone_is_marked_whole() -> None:
    assert holds("", "New words.") == "<p><ins>New words.</ins></p>"
    assert holds("Gone words.", "") == "<p><del>Gone words.</del></p>"
    assert redlined("", "") == ""


def test_without_time_both_sides_stand_whole() -> None:
    html = holds("One two three.", "One four three.", seconds=0)
    assert visible(html, "del") == "One four three."


ACTS = re.compile(r"\son\w+\s*=|javascript:|style")
ATTACKS = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "![x](javascript:alert(1))",
    '[x](/a "onmouseover=alert(1)")',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "`</ins><script>alert(1)</script>`",
    "<ins>mine</ins><del>yours</del>",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("other", ["", "Some words.", "<b>x</b>"])
def test_nothing_in_changed_words_can_act(attack: str, other: str) -> None:
    for html in (redlined(attack, other), redlined(other, attack), redlined(f"A {attack}", f"B {attack}")):
        tags = re.findall(r"<(/?)([a-zA-Z]+)([^>]*)>", html)
        assert {name for _, name, _ in tags} <= {"p", "ins", "del", "a", "img", "code", "span", "s", "em", "strong"}
        assert not [attrs for _, _, attrs in tags if ACTS.search(unescape(re.sub(r'title="[^"]*"', "", attrs)))]


WORDS = st.sampled_from(
    ["one", "two", "**bold**", "*soft*", "`code`", "[link](/a)", "[link](/b)", "ấn", "bản", "&", "<b>"]
)
TEXT = st.lists(WORDS, max_size=12).map(" ".join)
ITEMS = st.lists(TEXT.filter(bool), min_size=1, max_size=4).map(lambda items: "- " + "\n- ".join(items))
BLOCK = st.one_of(TEXT, ITEMS)


@pytest.mark.slow
@given(BLOCK, BLOCK)
def test_every_redline_holds_the_words_of_both_sides(old: str, new: str) -> None:
    holds(old, new)


@pytest.mark.slow
def test_pieces_of_a_guideline_shuffled_against_each_other() -> None:
    pieces = [piece.source for piece in split(SOURCE) if piece.kind in ("text", "heading", "item")]
    for seed in range(20):
        old, new = (random.Random(seed + n).choice(pieces) for n in (0, 100))
        holds(old, new)
