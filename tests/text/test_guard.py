"""Whatever is sent up to the limits is answered in time or refused with a sentence; ordinary text always passes."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.text import limits
from guidelines.text.refusal import TextRefused
from guidelines.text.rendering import render

_SECONDS = 3.0

ORDINARY = {
    "a rule across the page": "above\n\n-------\n\nbelow",
    "a rule of spaced dashes": "above\n\n- - - - - - - - - - - - - - - - - - - - - - -\n\nbelow",
    "a long rule": "above\n\n" + "-" * 400 + "\n\nbelow",
    "a table of 300 links": "| Policy | Link |\n|---|---|\n"
    + "".join(f"| US-CC-{n:04} | [Policy {n}](/US-CC-{n:04}) |\n" for n in range(300)),
    "a table with links in every cell": "|a|b|c|d|\n|-|-|-|-|\n" + ("|" + "[x](/y) [z](/q)|" * 4 + "\n") * 100,
    "a table of 2,000 rows": "| a | b | c |\n|---|---|---|\n" + "| one | two words | https://example.com/x |\n" * 2000,
    "lists six deep": "".join("  " * n + f"- level {n}\n" for n in range(6)) * 20,
    "ordinary bold text": "Some **bold** and *light* words, `code` and [links](/x). " * 100,
    "bold paragraphs": ("Some **bold** and *light* words in a sentence. " * 8 + "\n\n") * 200,
    "300 links in a paragraph": " ".join(f"[Policy {n}](/US-CC-{n:04} 'Title')" for n in range(300)),
    "brackets in prose": "He wrote [sic] and [...] and array[0][1] and ![ once. " * 50,
    "an ascii drawing in code": "```\n" + "[[[[ **** ____ <<<< - - - -\n" * 400 + "```",
    "a long paragraph": "word " * 12_000,
    "256 KB of prose": ("The seller shows the goods and says what they are. " * 8 + "\n\n") * 630,
    "200 rules": "".join(
        f"/// rule | R{n}\nif: **Odd** with a [link](/x).\n\n- one\n- two\ndo: Restrict it.\naction: restrict\n///\n\n"
        for n in range(1, 201)
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("source", ORDINARY.values(), ids=ORDINARY)
def test_ordinary_text_is_never_refused(source: str) -> None:
    started = time.process_time()
    render(source)
    assert time.process_time() - started < _SECONDS


REPEATED = [
    *("[", "![", "![[](", "[^1]", "<a ", "[a](", '[a](b "', "[a][", "](", "]", "[a](<b>", "[x][a] ", "a]("),
    *(
        "*a ",
        "**a ",
        "***a ",
        "*",
        "_a ",
        "__a_ ",
        "~~a ",
        "a*b",
        "*a **b ***c ~~d `e [f] ",
        "*a**b***c",
        "**a *b* c** ",
    ),
    *("`", "`a ``b ", "\\", "\\*", "&amp;", "&", "<", "<a@", "<http://a> ", "<a@b.c> ", "a  \n", "a\\\n", "x\n", "é"),
    *(
        "- ",
        "> ",
        "* ",
        "1. ",
        "> - ",
        "1. - > a\n",
        "- a\n",
        "- a\n\n",
        "1. a\n",
        "> a\n",
        "# a\n",
        "a\n\n",
        "a\n===\n",
    ),
    *("```\n", "```x\n", "~~~\n", "> ```\n", "    a\n", "---\n", "- - -\n", "[a]: b\n", "[a]: /b\n\n[a] ", "a\n: b\n"),
    *("|", "|a", "a|b\n", "a|b\n-|-\n", "a|b\n-|-\nc|d\n\n", "| a | b |\n|---|---|\n| c | d |\n", "|-", "a\n-|\n"),
    *("/// rule | R1\n", "///\n", "/// x\n", "/// case | edge\na\n\nb\n///\n", "/// case | edge\n```a\n", "if: a\n"),
    *("<div>\n", "<!-- ", "<?", "<![CDATA[", "{% x %}", "\t", " ", "\n", "\u00a0", "[a](term) "),
]


CROWDED = {
    "three long quotes of headings": ("> # a\n" * 3900 + "\nx\n\n") * 3,
    "two long lists of headings": ("- # a\n" * 3900 + "\nx\n\n") * 2,
    "two long lists": ("- a\n" * 3900 + "\nx\n\n") * 2,
    "a hundred lists of headings": ("- # a\n" * 50 + "\nx\n\n") * 110,
    "the same heading 3,900 times": "# a\n" * 3900,
    "headings in cases": "".join("/// case | edge\n" + "# a\n" * 8 + "///\n\n" for _ in range(1300)),
    "headings in quotes in cases": "/// case | edge\n> # a\n\n///\n\n" * 1400,
}


@pytest.mark.slow
@pytest.mark.parametrize("source", CROWDED.values(), ids=CROWDED)
def test_many_things_beside_one_another_are_answered_in_time_or_refused(source: str) -> None:
    assert _answer(source) < _SECONDS


@pytest.mark.slow
def test_a_list_of_four_thousand_items_is_allowed_and_two_are_not() -> None:
    items = "- a\n" * 3900
    assert render(items).html.count("<li>") == 3900
    with pytest.raises(TextRefused) as refused:
        render(f"{items}\nAnd these:\n\n{items}")
    assert refused.value.line is not None
    assert refused.value.line > 3903


def _shapes(unit: str, size: int) -> dict[str, str]:
    paragraph = unit * max(1, 2000 // len(unit))
    line = (unit * max(1, 70 // len(unit))).rstrip("\n") + "\n"
    nest = "".join("  " * depth + "- " + unit.strip("\n") + "\n" for depth in range(limits.NESTING))
    return {
        "one run": unit * (size // len(unit)),
        "paragraphs": (paragraph + "\n\n") * max(1, size // (len(paragraph) + 2)),
        "lines": line * (size // len(line)),
        "nested": nest * max(1, size // len(nest)),
        "rules": "".join(
            f"/// rule | R{n}\nif: {unit}{unit}\ndo: {unit}\naction: x\n///\n\n"
            for n in range(1, min(limits.RULES, size // (3 * len(unit) + 45)) + 1)
        ),
    }


def _answer(source: str) -> float:
    """Seconds of this process; a refusal has its sentence."""
    started = time.process_time()
    refusal = None
    try:
        render(source)
    except TextRefused as refused:
        refusal = refused
    assert refusal is None or (refusal.sentence.endswith(".") and refusal.status == 422)
    return time.process_time() - started


@pytest.mark.slow
@pytest.mark.parametrize("unit", REPEATED)
def test_a_run_of_anything_is_answered_in_time_or_refused(unit: str) -> None:
    for shape, source in _shapes(unit, 1_500).items():
        assert _answer(source) < _SECONDS, shape


@pytest.mark.slow
@pytest.mark.parametrize("unit", REPEATED)
def test_a_run_of_anything_up_to_the_largest_source_is_answered_in_time_or_refused(unit: str) -> None:
    for size in (24_000, limits.SOURCE_BYTES):
        for shape, source in _shapes(unit, size).items():
            assert _answer(source) < _SECONDS, (shape, size)


@pytest.mark.slow
@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(REPEATED), min_size=1, max_size=4).map("".join),
    st.lists(st.sampled_from(REPEATED), max_size=3).map("".join),
    st.integers(1, 4_000),
)
def test_runs_of_mixed_marks_are_answered_in_time_or_refused(unit: str, ending: str, size: int) -> None:
    assert _answer(unit * max(1, size // len(unit)) + ending) < _SECONDS


@pytest.mark.slow
@settings(max_examples=150)
@given(st.text(alphabet="ab*_`~[]()!<>#-+|:/\\ \n\t1.&;\"'", max_size=300))
def test_any_text_is_rendered_or_refused(source: str) -> None:
    _answer(source)


REFUSED = {
    "too large": ("a" * (limits.SOURCE_BYTES + 1), None),
    "too large in bytes": ("đ\n\n" * (limits.SOURCE_BYTES // 4 + 1), None),
    "a control character": ("one\ntwo\x00", 2),
    "a marker of ours": ("one\n\x02wzxhzdk:0\x03", 2),
    "a mark of direction by its number": ("one\ntwo &#x202E;eerht", 2),
    "a mark of direction by its decimal number": ("[a](/b '&#0008238;c')", 1),
    "a soft hyphen by its name": ("one\n\nR&shy;3", 3),
    "half a surrogate pair": ("one \ud800", 1),
    "nested lists on a line": ("fine\n" + "- " * 500 + "x", 2),
    "nested quotes on a line": ("fine\n\n" + ">" * 60 + " x", 3),
    "nested lists over lines": ("".join("  " * depth + "- x\n" for depth in range(20)), 13),
    "nested emphasis": ("*a **b " * 4000, 1),
    "brackets": ("fine\n\n" + "![[](" * 9000, 3),
    "a paragraph": ("fine\n\n" + "word " * 14_000, 3),
    "a table of too many rows": ("|a|b|\n|-|-|\n" + "|c|d|\n" * 2001, None),
    "a table of too many columns": ("a|" * 100 + "\n" + "-|" * 100, 2),
    "too many rules": ("".join(f"/// rule | R{n}\nif: a\ndo: b\naction: c\n///\n" for n in range(1, 502)), None),
    "a long address used often": ("[a]: /" + "x" * 3000 + "\n\n" + "[a] " * 3000, None),
}


@pytest.mark.parametrize("source", ["R&amp;D &nbsp; &#169; &euro;", "&#x202e", "&shy", "&shyness;", "a&b;c"])
def test_other_references_are_as_harmless_as_they_were(source: str) -> None:
    assert not set(render(source).html) & {"\u202e", "\u00ad"}


@pytest.mark.parametrize(("source", "line"), REFUSED.values(), ids=REFUSED)
def test_too_much_is_refused_with_a_sentence_and_its_line(source: str, line: int | None) -> None:
    with pytest.raises(TextRefused) as refused:
        render(source)
    assert refused.value.sentence.endswith(".")
    if line is not None:
        assert refused.value.line == line


def test_twelve_levels_are_allowed_and_thirteen_are_not() -> None:
    def nested(levels: int) -> str:
        return "".join("  " * depth + f"- level {depth}\n" for depth in range(levels))

    assert "level 11" in render(nested(12)).html
    with pytest.raises(TextRefused):
        render(nested(13))


@pytest.mark.slow
def test_five_hundred_rules_are_allowed() -> None:
    source = "".join(f"/// rule | R{n}\nif: a\ndo: b\naction: c\n///\n" for n in range(1, 501))
    assert len(render(source).rules) == 500


@pytest.mark.slow
def test_a_long_definition_is_not_written_out_at_every_use() -> None:
    source = "/// term | x\n" + "word " * 10_000 + "\n///\n\n" + ("[x](term) " * 20 + "\n\n") * 100
    assert len(render(source).html) < 2_000_000
