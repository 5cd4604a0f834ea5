"""Text pasted from Word, Google Docs and the web comes in as the Markdown its writer would have typed."""

from __future__ import annotations

import base64

import pytest

from guidelines.text.incoming import from_html
from guidelines.text.rendering import render

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def markdown(html: str) -> str:
    return from_html(html).markdown


def report(html: str) -> list[str]:
    return [remark.sentence for remark in from_html(html).report]


def word_item(text: str, level: int, drawn: str = "·", family: str = "l0 lfo1") -> str:
    """An item as Word puts it onto the clipboard: a paragraph that names its level and draws its own bullet."""
    name, form = family.split()
    return (
        f"<p class=MsoListParagraphCxSpMiddle style='margin-left:1.0in;text-indent:-.25in;mso-list:{name} level{level} "
        f"{form}'><![if !supportLists]><span style='font-family:Symbol;mso-fareast-font-family:Symbol'>"
        f"<span style='mso-list:Ignore'>{drawn}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; "
        f"</span></span></span><![endif]>{text}<o:p></o:p></p>"
    )


def test_a_page_of_word_keeps_its_headings_bold_words_and_links() -> None:
    html = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
    <meta name=Generator content="Microsoft Word">
    <style><!-- p.MsoNormal {margin:0in} --></style><!--[if gte mso 9]><xml><o:x/></xml><![endif]--></head>
    <body lang=EN-US><!--StartFragment--><p class=MsoTitle>Counterfeits<o:p></o:p></p><h2>Scope<o:p></o:p></h2>
    <p class=MsoNormal>Remove <b style='mso-bidi-font-weight:normal'>all
    copies </b>and <i>warn</i>. See <a href="https://example.com/list_a(1)">the&nbsp;list</a>.<o:p></o:p></p>
    <p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoQuote>Said.</p><!--EndFragment--></body></html>"""
    assert markdown(html) == (
        "# Counterfeits\n\n## Scope\n\n"
        "Remove **all copies** and *warn*. See [the list](https://example.com/list_a%281%29).\n\nSaid.\n"
    )
    assert report(html) == []


def test_the_items_that_word_draws_become_nested_lists() -> None:
    html = (
        word_item("First", 1)
        + word_item("Inner <b>one</b>", 2, "o")
        + word_item("Deepest", 3, "§")
        + "\n"
        + word_item("Second", 1)
        + word_item("Step", 1, "1.", "l1 lfo2")
        + word_item("Substep", 2, "a.", "l1 lfo2")
        + word_item("Next step", 1, "2.", "l1 lfo2")
    )
    assert markdown(html) == (
        "- First\n  - Inner **one**\n    - Deepest\n- Second\n\n1. Step\n   1. Substep\n2. Next step\n"
    )


def test_a_numbered_heading_of_word_loses_the_number_that_word_drew() -> None:
    html = "<h1 style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>Scope</h1>"
    assert markdown(html) == "# Scope\n"


def test_two_lists_beside_one_another_stay_two() -> None:
    html = "<ul><li>a</ul><ul><li>b</ul><ol><li>c</ol><ol start=4><li>d<li>e</ol>"
    assert markdown(html) == "- a\n\n* b\n\n1. c\n\n4) d\n5) e\n"


def test_google_docs_says_bold_by_weight_and_wraps_all_of_it_in_a_bold_that_is_none() -> None:
    html = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-7f"><h2 dir="ltr"><span
    style="font-size:16pt;font-weight:400;color:#000000">Scope</span></h2><p dir="ltr"><span
    style="font-weight:700;">Never
    </span><span style="font-weight:400;font-style:italic;">ship</span><span style="text-decoration:line-through;"> it
    </span></p><ul><li dir="ltr" aria-level="1"><p
    role="presentation"><span>One</span></p></li><ul><li aria-level="2">
    <p><span>Two</span></p></li></ul><li aria-level="1"><p><span>Three</span></p></li></ul></b><br>"""
    assert markdown(html) == "## Scope\n\n**Never** *ship* ~~it~~\n\n- One\n  - Two\n- Three\n"
    assert report(html) == []


def test_google_docs_leads_links_of_an_exported_page_through_itself_and_is_led_past() -> None:
    html = '<a href="https://www.google.com/url?q=https://example.com/a&amp;sa=D&amp;source=editors">a</a>'
    assert markdown(html) == "[a](https://example.com/a)\n"


def test_word_on_the_web_gives_every_item_a_list_of_its_own() -> None:
    def item(words: str, level: int) -> str:
        return (
            f'<div class="ListContainerWrapper SCXW1"><ul class="BulletListStyle1" role="list"><li data-listid="3" '
            f'data-aria-level="{level}"><p class="Paragraph"><span>{words}</span></p></li></ul></div>'
        )

    assert markdown(item("a", 1) + item("b", 2) + item("c", 1)) == "- a\n  - b\n- c\n"


def test_a_heading_of_word_on_the_web_is_a_paragraph_with_a_role() -> None:
    assert markdown('<p role="heading" aria-level="2"><span>Scope</span></p>') == "## Scope\n"


def test_a_page_of_the_web_keeps_what_it_says_and_loses_what_it_does() -> None:
    html = """<!doctype html><html><head><title>T</title></head><body><nav><a href="/">Home</a></nav><main>
    <h1 onclick="alert(1)">Returns</h1><p>Refund within <strong>30 days</strong>.<script>alert(2)</script>
    <a href="javascript:alert(3)">Go</a> <a href=" java&#10;script:alert(4)">now</a> <a href="../faq.html">FAQ</a></p>
    <dl><dt>Buyer</dt><dd>Who pays</dd></dl><form><button>Buy</button></form><iframe src="//ads"></iframe>
    <p style="display:none">psst</p><x-tip>Tip</x-tip></main></body></html>"""
    assert markdown(html) == "# Returns\n\nRefund within **30 days**. Go now FAQ\n\n**Buyer**\n\nWho pays\n\nTip\n"
    assert report(html) == [
        "1 embedded object (drawing, chart, film, form) was left out.",
        "1 hidden passage was left out.",
        "1 menu was left out.",
        "3 links became plain words: they lead to no web page or mail address.",
        "1 element of an unknown kind was taken as plain text.",
    ]


def test_a_table_has_a_head_and_one_line_in_a_cell() -> None:
    html = """<table><thead><tr><th><b>If</b></th><th>Do</th></tr></thead><tbody><tr><td>a|b</td><td><p>Remove</p>
    <ul><li>warn</li><li>log</li></ul></td></tr></tbody></table>"""
    assert markdown(html) == "| If | Do |\n| --- | --- |\n| a\\|b | Remove • warn • log |\n"
    assert report(html) == ["1 table cell had several lines or a list: they are one line now."]


def test_an_empty_head_gives_way_to_the_first_row_with_words() -> None:
    html = "<table><tr><th></th><th></th></tr><tr><td>If</td><td>Do</td></tr><tr><td>a</td><td></td></tr></table>"
    assert markdown(html) == "| If | Do |\n| --- | --- |\n| a |  |\n"


def test_merged_cells_are_split_and_named() -> None:
    html = (
        "<table><tr><th>Topic<th>Case<th>Do</tr><tr><td rowspan=2>Fraud<td>a<td>x</tr>"
        "<tr><td>b<td>y</tr><tr><td colspan=2>Other<td>z</tr></table>"
    )
    assert markdown(html) == (
        "| Topic | Case | Do |\n| --- | --- | --- |\n| Fraud | a | x |\n| Fraud | b | y |\n| Other |  | z |\n"
    )
    assert report(html) == ["2 merged table cells were split. What spanned rows is repeated in each."]


def test_a_table_drawn_as_a_frame_and_one_inside_a_cell_become_text() -> None:
    assert markdown("<table><tr><td><h2>Note</h2><p>Words</p></td></tr></table>") == "## Note\n\nWords\n"
    html = "<table><tr><th>a<th>b</tr><tr><td>c<td><table><tr><td>d<td>e</tr></table></tr></table>"
    assert "| c | d e |" in markdown(html)
    assert "1 table inside a table cell became text." in report(html)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a<br>b<br><br>c</p>", "a\\\nb\n\nc\n"),
        ("<p>in<b>side</b> and <b> at the edge </b>.</p>", "in**side** and **at the edge** .\n"),
        ("<p><b>two</b> <b>words</b></p>", "**two words**\n"),
        ("<blockquote><p>a</p><ul><li>b</ul></blockquote>", "> a\n>\n> - b\n"),
        ("<pre>a\n  ``` b</pre>", "````\na\n  ``` b\n````\n"),
        ("<p><code>a`b</code> <tt>c</tt></p>", "``a`b`` `c`\n"),
        ("<p>x<sup>2</sup> H<sub>2</sub>O 1<sup>st</sup></p>", "x² H₂O 1st\n"),
        ("<ul><li><p>a</p><p>b</p></li><li><pre>c</pre></li></ul>", "- a\n\n  b\n- ```\n  c\n  ```\n"),
        ("<input type=checkbox checked> done", "☑ done\n"),
        ("<p>a<hr>b", "a\n\n---\n\nb\n"),
        ("<li>stray<li>items", "- stray\n- items\n"),
        ("<p>e&#x301;&#8203;&shy;x&nbsp;y</p>", "éx y\n"),
        ("plain words", "plain words\n"),
        ("", ""),
        ("<p> </p><p><b> </b></p><ul><li></li></ul><table></table>", ""),
    ],
)
def test_small_things_are_written_as_our_markdown(html: str, expected: str) -> None:
    assert markdown(html) == expected


@pytest.mark.parametrize(
    "words",
    [
        *("# no heading", "- no item", "+ no item", "1. no item", "12) no item", "> no quote", "/// rule | R1", "///"),
        *("===", "---", "***", "~~~", "```", "| a | b |", "*no* **marks** ~~here~~", "__no__ _marks_", "`no code`"),
        *("[no](link)", "![no](image)", "[ ] no box", "<b>no tag</b>", "<http://no.link>", "&amp;", "\\* \\", "a\\"),
        *("[label]: /no", "<<<<<<< theirs", "- - -", "[^1]", "if: no field", "a [x] b", "# C#", ":---|---:"),
    ],
)
def test_characters_that_markdown_would_read_stay_characters(words: str) -> None:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    for html in (f"<p>{escaped}</p>", f"<p>before<br>{escaped}</p>", f"<ul><li>{escaped}</li></ul>"):
        rendered = render(markdown(html))
        shown = rendered.html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert words in shown
        assert rendered.problems == ()
        assert rendered.rules == ()


def test_only_images_that_came_along_are_taken_and_no_address_is_followed() -> None:
    data = base64.b64encode(PNG).decode()
    incoming = from_html(
        f'<p>a<img alt="A [small] seal" src="data:image/gif;base64,{data}"></p>'
        '<img src="file:///etc/passwd" alt="Secret"><img src="http://127.0.0.1:9/x.png"><img src="embedded:0">'
        '<img src="data:image/svg+xml;base64,PHN2Zz4=" alt="S">'
    )
    (image,) = incoming.images
    assert (image.data, image.media_type, image.alt) == (PNG, "image/png", "A (small) seal")
    assert incoming.markdown == f"a![A (small) seal]({image.placeholder})\n\nSecret S\n"
    assert incoming.with_addresses({image.placeholder: "/attachments/x.png"}).startswith(
        "a![A (small) seal](/attachments/x.png)"
    )
    assert incoming.with_addresses({}).startswith("aA (small) seal\n")
    assert [remark.count for remark in incoming.report] == [3, 1]


def test_comments_tracked_changes_colours_and_footnotes_of_pasted_pages_are_named() -> None:
    html = """<p>a<a class=msocomanchor href="#_msocom_1">[AB1]</a><del cite="mailto:x" datetime="2026">old</del>
    <ins cite="mailto:x" datetime="2026">new</ins> <span style='color:red'>red <span
    style='color:red'>hot</span></span>
    <u>under</u> <span style="color:#333">grey</span> <a href="#_ftn1" name="_ftnref1">[1]</a> <a
    href="#part2">below</a></p>
    <div style='mso-element:comment-list'><div style='mso-element:comment'><p>a comment</p></div></div>
    <p class=MsoToc1>Scope....3</p><div
    style='mso-element:footnote-list'><p><a href="#_ftnref1">[1]</a> A note</p></div>"""
    assert markdown(html) == "a new red hot under grey \\[1] below\n\n\\[1] A note\n"
    assert report(html) == [
        "1 comment was left out.",
        "2 tracked changes were taken as accepted.",
        "1 line of a table of contents was left out: the portal makes its own.",
        "1 link to another place of the old document became plain words.",
        "The colour of 1 passage was left out.",
        "The underline of 1 passage was left out.",
    ]


def test_a_list_deeper_than_a_guideline_may_hold_moves_up() -> None:
    html = "<ul><li>a" * 20
    assert render(markdown(html)).html.count("<ul>") == 12
    assert "nested too deeply" in report(html)[0]
