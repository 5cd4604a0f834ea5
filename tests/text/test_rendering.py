"""A guideline's text on the page: headings, sections, tables, terms, and where blocks stood."""

from concurrent.futures import ThreadPoolExecutor
from itertools import chain, count

import pytest
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.text.outline import Anchors, Heading
from guidelines.text.rendering import Rendered, render, sections, visible_text
from tests.text.html_reading import read_html

_LINK_ICON = '<svg class="i" aria-hidden="true"><use href="#i-link"/></svg>'
_RULE = "/// rule | R3\nif: A [dupe](term) with a logo.\ndo: Restrict.\naction: restrict\n///\n"
_CASE = '/// case | violating{rule}\n"Half price."\n\nNo proof.\n///\n'
_TERM = "/// term | dupe\nA cheaper product with a *similar* look.\n///\n"


def test_a_section_has_a_number_an_anchor_and_a_permalink() -> None:
    assert render("## Scope\n\nText.").html == (
        '<section aria-labelledby="scope"><h2 id="scope"><span class="no">1</span>Scope'
        f'<a class="anchor" href="#scope" aria-label="Link to section 1, Scope">{_LINK_ICON}</a></h2>\n'
        "<p>Text.</p>\n</section>"
    )


def test_sections_are_numbered_after_the_decision_table() -> None:
    outline = render(f"## Scope\n\n{_RULE}\n## Escalation\n\n### By mail\n").outline
    assert [(heading.number, heading.text) for heading in outline] == [
        (2, "Scope"),
        (3, "Escalation"),
        (None, "By mail"),
    ]


def test_a_vietnamese_guideline_is_labelled_in_vietnamese() -> None:
    html = render("## Điều kiện hoàn tiền\n\n|a|b|\n|-|-|\n|1|2|", language="vi").html
    assert 'id="dieu-kien-hoan-tien"' in html
    assert 'aria-label="Liên kết đến mục 1, Điều kiện hoàn tiền"' in html
    assert 'aria-label="Bảng 1, Điều kiện hoàn tiền"' in html


@given(st.lists(st.sampled_from(["Scope", "scope", "Scope 2", "Scope-2", "Scope 2 2", "!", "R3", "Section", "Other"])))
def test_anchors_take_the_first_number_that_is_free(texts: list[str]) -> None:
    """However often a heading comes again: links to a guideline must not move."""
    expected: list[str] = []
    for text in texts:
        slug = {"!": "section", "R3": "section-r3"}.get(text, text.lower().replace(" ", "-"))
        numbered = (f"{slug}-{number}" for number in count(2))
        expected.append(next(anchor for anchor in chain([slug], numbered) if anchor not in expected))
    anchors = Anchors()
    assert [anchors.take(text) for text in texts] == expected


@pytest.mark.parametrize(
    ("source", "levels"),
    [
        ("# A\n## B\n### C", [2, 3, 4]),
        ("### A\n#### B\n### C", [2, 3, 2]),
        ("### A\n## B", [2, 2]),
        ("## A\n##### B\n###### C\n## D", [2, 3, 4, 2]),
        ("A\n===\n\nB\n---", [2, 3]),
        ("# A\n## B\n### C\n#### D\n##### E\n###### F", [2, 3, 4, 5, 6, 6]),
    ],
)
def test_headings_begin_at_the_second_level_and_never_jump_one(source: str, levels: list[int]) -> None:
    assert [heading.level for heading in render(source).outline] == levels


def test_a_heading_inside_a_list_or_a_rule_divides_nothing() -> None:
    rendered = render("- # loud\n\n/// rule | R1\nif: # louder\ndo: b\naction: c\n///")
    assert rendered.outline == ()
    assert "<strong>loud</strong>" in rendered.html
    assert rendered.rules[0].condition == "<strong>louder</strong>"


def test_equal_headings_get_anchors_of_their_own() -> None:
    anchors = [heading.anchor for heading in render("## Scope\n## Scope\n## Scope 2\n## !\n## ?").outline]
    assert anchors == ["scope", "scope-2", "scope-2-2", "section", "section-2"]


@pytest.mark.parametrize("text", ["R3", "Def dupe", "Decide", "Changed", "tt 1", "at R3", "Main"])
def test_a_heading_never_takes_an_anchor_the_page_needs(text: str) -> None:
    (heading,) = render(f"## {text}").outline
    assert heading.anchor.startswith("section-")


@pytest.mark.slow
@given(st.lists(st.sampled_from(["Scope", "Live", "Scope 2", "R3", "Đồ"]), max_size=6), st.integers(0, 6))
def test_a_new_heading_leaves_other_anchors_as_they_were(texts: list[str], at: int) -> None:
    def anchors(headings: list[str]) -> list[str]:
        return [heading.anchor for heading in render("\n".join(f"## {text}" for text in headings)).outline]

    before = anchors(texts)
    after = anchors([*texts[:at], "Another thing", *texts[at:]])
    after.remove("another-thing")
    assert after == before
    assert len(set(before)) == len(before)


def test_a_heading_is_its_words_in_the_outline() -> None:
    (heading,) = render("## **Live** `code` & [link](/x) <b>\n").outline
    assert heading == Heading(2, 1, "Live code & link <b>", "live-code-link-b")


def test_a_quote_in_a_heading_cannot_leave_its_label() -> None:
    html = render('## A "quoted" <tag> onclick=x\n').html
    assert 'aria-label="Link to section 1, A &quot;quoted&quot; &lt;tag&gt; onclick=x"' in html


def test_a_wide_table_scrolls_in_a_named_region() -> None:
    html = render("## Prices\n\n| Kind | Price |\n|---|---|\n| Bag | 40 |").html
    assert '<div class="scroll" tabindex="0" role="region" aria-label="Table 1, Prices"><table class="table">' in html
    assert '<th scope="col">Kind</th>' in html


def test_a_head_without_words_is_no_head() -> None:
    assert "<td></td>" in render("| | a |\n|---|---|\n| b | c |").html


def test_a_use_of_a_term_shows_its_definition() -> None:
    html = render(f"A [dupe](term) and a [Dupe](term).\n\n{_TERM}").html
    tip = '<span role="tooltip" id="tt-{}"><b>dupe.</b> A cheaper product with a similar look.</span></span>'
    assert f'<span class="term"><a href="#def-dupe" aria-describedby="tt-1">dupe</a>{tip.format(1)}' in html
    assert f'<span class="term"><a href="#def-dupe" aria-describedby="tt-2">Dupe</a>{tip.format(2)}' in html


def test_no_id_of_a_page_is_there_twice() -> None:
    rendered = render(
        f"## A [dupe](term)\n\n[dupe](term)\n\n{_RULE}\n{_CASE.format(rule=' R3')}\n## A\n\n{_TERM}\n[dupe](term)"
    )
    rule, case = rendered.rules[0], rendered.cases[0]
    html = rendered.html + rule.condition + rule.do + case.quote + case.why
    ids = [value for _, name, value in read_html(html).attributes if name == "id"]
    assert len(ids) == len(set(ids))
    described = {value for _, name, value in read_html(html).attributes if name == "aria-describedby"}
    assert described <= set(ids)


def test_all_terms_are_listed_where_the_first_of_them_stood() -> None:
    html = render(f"Before.\n\n{_TERM}\nBetween.\n\n/// term | rep\nA [dupe](term).\n///\n").html
    definitions = '<dl class="defs"><dt id="def-dupe">dupe</dt><dd>A cheaper product with a <em>similar</em> look.</dd>'
    assert html.index("Before") < html.index(definitions) < html.index("Between")
    assert '<dt id="def-rep">rep</dt><dd>A <a href="#def-dupe">dupe</a>.</dd></dl>' in html
    assert html.count("<dl") == 1


def test_where_rules_stood_a_line_points_to_the_decision_table() -> None:
    html = render(f"Text.\n\n{_RULE}{_RULE.replace('R3', 'R1')}\nMore.\n\n{_TERM}").html
    line = '<a id="at-r3" href="#r3">R3</a>, <a id="at-r1" href="#r1">R1</a>: see section 1, Decide.'
    assert f'<p class="hint pointer">{line}</p>' in html


def test_rules_that_open_the_document_need_no_such_line() -> None:
    assert render(_RULE + _TERM).html.startswith("<dl")


def test_a_case_goes_with_its_rule_and_is_shown_in_the_text_only_without_one() -> None:
    rendered = render(_RULE + _CASE.format(rule=" R3") + _TERM + _CASE.format(rule=""))
    assert [case.rule for case in rendered.cases] == ["R3", ""]
    assert rendered.html.count("<figure") == 1
    assert (
        '<div class="pair"><figure class="tone-danger"><figcaption>'
        '<svg class="i" aria-hidden="true"><use href="#i-x"/></svg>Violating</figcaption>'
        '<blockquote>"Half price."</blockquote><p>No proof.</p></figure></div>'
    ) in rendered.html


def test_a_rule_in_another_block_can_use_a_link_defined_below() -> None:
    rule = render("/// rule | R1\nif: See [the list][l].\ndo: b\naction: c\n///\n\n[l]: /lists\n").rules[0]
    assert rule.condition == 'See <a href="/lists">the list</a>.'


def test_what_was_rendered_can_be_stored_and_is_safe_again() -> None:
    rendered = render(f"## Scope\n\nText [nope](term).\n\n{_RULE}{_CASE.format(rule=' R3')}{_TERM}")
    again = Rendered.from_json(rendered.to_json())
    assert again == rendered
    assert isinstance(again.html, SafeString)
    assert isinstance(again.rules[0].condition, SafeString)
    assert isinstance(again.cases[0].why, SafeString)
    assert isinstance(again.terms[0].definition, SafeString)


def test_visible_text_is_what_a_person_reads() -> None:
    html = render(f"## Scope\n\nA [dupe](term) &amp; more\n- ![Tag](/t.png) one\n- two\n\n{_TERM}").html
    assert visible_text(html) == ("Scope A dupe & more Tag one two dupe A cheaper product with a similar look.")


def test_sections_are_what_stands_under_each_heading() -> None:
    found = sections(render(f"Before.\n\n## Scope\n\nText.\n\n### Live\n\nMore.\n\n{_RULE}"))
    assert [(part.heading.anchor if part.heading else "", part.text) for part in found] == [
        ("", "Before."),
        ("scope", "Text."),
        ("live", "More."),
    ]


def test_nothing_is_rendered_from_nothing() -> None:
    assert render("") == Rendered(SafeString(""), (), (), (), (), ())
    assert render("\n \n").html == ""


@pytest.mark.parametrize("source", ["a\r\n\r\n- b\r\n- c\r\n"])
def test_line_ends_of_a_form_are_line_ends(source: str) -> None:
    assert render(source) == render(source.replace("\r\n", "\n"))


@pytest.mark.slow
def test_threads_render_the_same_as_one_after_another() -> None:
    sources = [
        f"## S{n}\n\nA [t{n}](term) **b{n}** [l{n}][r]\n\n[r]: /x{n}\n\n/// term | t{n}\nd{n}\n///\n" for n in range(60)
    ]
    expected = [render(source) for source in sources]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(render, sources)) == expected


@pytest.mark.slow
@settings(max_examples=80)
@given(st.text(alphabet="ab#-*|>[]()`~ \n/ructif:R1_!<&", max_size=200))
def test_every_page_is_well_formed(source: str) -> None:
    rendered = render(source)
    for html in (rendered.html, *(rule.condition for rule in rendered.rules)):
        ids = [value for _, name, value in read_html(html).attributes if name == "id"]
        assert len(ids) == len(set(ids))
