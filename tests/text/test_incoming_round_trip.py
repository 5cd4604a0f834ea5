"""What comes in as HTML and is rendered again has the same headings, items, cells and words, whatever they are."""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guidelines.text.incoming import from_html
from guidelines.text.rendering import render
from tests.text.html_reading import read_html

_HOSTILE = (
    *("seller", "Điều", "30%", "link_in_bio", "_x_", "__init__", "*", "**b**", "a*b", "~~no~~", "~", "`code`", "``"),
    *("#", "###", "#tag", "-", "--", "---", "+", "=", "===", ">", ">>", "1.", "12)", "|", "a|b", "|---|", ":-", "///"),
    *("///", "////", "rule", "[a](b)", "[", "]", "![i](j)", "!", "<b>", "<br>", "<http://a.b>", "a<b", "<"),
    *("&amp;", "&", "&#8203", "&copy;", "\\", "\\\\", "a\\", "if:", "~~~", "```", "<<<<<<<", ">>>>>>>", "$x$", "{a}"),
    *("term)", "(x", '"q"', "'s", "http://a.b/c_d_e", "me@example.com", "^1", "[^1]", "==", "e\u0301", "a\u00a0b"),
)
WORDS = st.lists(st.sampled_from(_HOSTILE), min_size=1, max_size=5).map(" ".join)
_TAGS = ("b", "strong", "i", "em", "s", "span", "u", 'a href="https://example.com/a_(b)?c=1&amp;d=2"', "code")


@st.composite
def inlines(draw: st.DrawFn, tags: tuple[str, ...] = _TAGS) -> str:
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        words = escape(draw(WORDS), quote=False)
        tag = draw(st.sampled_from(["", "", *tags]))
        inner = f"<{tag}>{words}</{tag.split()[0]}>" if tag else words
        parts.append(inner + draw(st.sampled_from([" ", " ", "", "<br>"])))
    return "".join(parts)


@st.composite
def list_html(draw: st.DrawFn, depth: int = 0) -> str:
    tag = draw(st.sampled_from(["ul", "ol"]))
    items = []
    for _ in range(draw(st.integers(1, 3))):
        inner = draw(list_html(depth + 1)) if depth < 3 and draw(st.booleans()) else ""
        words = draw(inlines())
        items.append(f"<li>{f'<p>{words}</p>' if draw(st.booleans()) else words}{inner}</li>")
    return f"<{tag}>{''.join(items)}</{tag}>"


@st.composite
def table_html(draw: st.DrawFn) -> str:
    width = draw(st.integers(2, 4))
    cells = inlines(tags=("b", "i", "code"))
    rows = [[draw(cells) for _ in range(width)] for _ in range(draw(st.integers(1, 3)))]
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f"<table><tr>{head}</tr>{body}</table>"


BLOCKS = st.one_of(
    inlines().map(lambda words: f"<p>{words}</p>"),
    st.tuples(st.integers(1, 4), WORDS).map(lambda pair: f"<h{pair[0]}>{escape(pair[1], quote=False)}</h{pair[0]}>"),
    list_html(),
    table_html(),
    inlines().map(lambda words: f"<blockquote><p>{words}</p></blockquote>"),
    # The guard counts marks of quotes in code as well.
    WORDS.map(lambda words: f"<pre>{escape(words.replace('>', ''))}\n  x</pre>"),
)
DOCUMENTS = st.lists(BLOCKS, min_size=1, max_size=5).map("".join)


class _Headings(HTMLParser):
    """The words of the headings, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open = False
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch(r"h[1-6]", tag):
            self.found.append("")
            self._open = True
        self._hidden += ("class", "no") in attrs

    def handle_endtag(self, tag: str) -> None:
        if re.fullmatch(r"h[1-6]", tag):
            self._open = False
        if tag == "span" and self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if self._open and not self._hidden:
            self.found[-1] += data


def headings(html: str) -> list[str]:
    reader = _Headings()
    reader.feed(html)
    return [_letters(heading) for heading in reader.found]


def _letters(text: str) -> str:
    """Without the spaces: where words touch, marks may need one between them."""
    return re.sub(r"\s+", "", text)


def same(html: str) -> None:
    incoming = from_html(html)
    before, after = read_html(html.replace("<br>", " ")), read_html(render(incoming.markdown).html)
    assert _letters("".join(after.words)) == _letters("".join(before.words)).replace("e\u0301", "é")
    kept = [(depth, kind, _letters(text).replace("e\u0301", "é")) for depth, kind, text in before.items]
    assert [(depth, kind, _letters(text)) for depth, kind, text in after.items] == kept
    cells = [[[_letters(cell).replace("e\u0301", "é") for cell in row] for row in table] for table in before.tables]
    assert [[[_letters(cell) for cell in row] for row in table] for table in after.tables] == cells
    assert headings(render(incoming.markdown).html) == [h.replace("e\u0301", "é") for h in headings(html)]
    links = Counter(value for tag, name, value in before.attributes if (tag, name) == ("a", "href"))
    again = {
        value
        for tag, name, value in after.attributes
        if (tag, name) == ("a", "href") and value.startswith("https://example.com")
    }
    assert bool(again) == bool(links)
    assert incoming.report == from_html(html).report
    assert render(incoming.markdown).rules == ()


@pytest.mark.slow
@settings(max_examples=80)
@given(DOCUMENTS)
@example("<p><b>a</b><i>b</i><b>c</b></p>")
@example("<p>a<s>(b)</s>c</p>")
@example("<p>x!<a href='https://example.com'>y</a></p>")
@example("<p>\\<code>a`b</code>`</p>")
@example("<h2>C # #</h2>")
@example("<p><s>~</s></p>")
@example("<ul><li>a</li></ul><ul><li>b</li></ul><ol><li>c</li></ol><ol><li>d</li></ol>")
@example("<p><code>a</code><br><code>b</code></p>")
@example("<p>a</p><p>===</p><p>a<br>---</p><p>a|b<br>-|-</p>")
def test_a_document_reads_the_same_after_it_came_in(html: str) -> None:
    same(html)


@pytest.mark.slow
@settings(max_examples=80)
@given(st.text(max_size=400, alphabet=st.sampled_from("<>/abpiul trd=\"'&;#!-x\n`*_[]|~\\")))
def test_any_heap_of_letters_and_tags_comes_in_as_some_text(html: str) -> None:
    render(from_html(html).markdown)
