"""Rules, cases and terms are read as written; what is wrong with them is said, and no word is lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.text.rendering import Rendered, render, visible_text

RULE = """/// rule | R3
if: A branded item at less than 40% of its usual price:

- no proof of origin
- no invoice
do: Restrict commerce features.
Do not remove.
action: restrict
severity: S3
label: counterfeit.low_price
escalate: Brand Integrity, within 4 hours
basis: Brand protection policy 2.3; LGL-388
///
"""
CASE = """/// case | violating R3
"Factory overrun, half price."

The host names a source.

It cannot be checked.
///
"""
TERM = "/// term | coded selling\nNaming a brand through *symbols*.\n///\n"


def _problems(source: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.sentence) for problem in render(source).problems]


def _everything(rendered: Rendered) -> str:
    """Every word a reader is given, wherever it stands."""
    rules = [
        f"{r.id} {r.condition_text} {r.do_text} {r.action} {r.severity} {r.label} {r.escalate_text} {r.basis_text}"
        for r in rendered.rules
    ]
    cases = [f"{case.kind} {case.rule} {case.text}" for case in rendered.cases]
    terms = [f"{term.name} {term.text}" for term in rendered.terms]
    return " ".join([visible_text(rendered.html), *rules, *cases, *terms])


def test_a_rule_has_the_fields_its_author_wrote() -> None:
    (rule,) = render(RULE).rules
    assert (rule.id, rule.anchor, rule.line) == ("R3", "r3", 1)
    assert (rule.action, rule.severity, rule.label) == ("restrict", "S3", "counterfeit.low_price")
    assert rule.condition_text == "A branded item at less than 40% of its usual price: no proof of origin no invoice"
    assert "<li>no invoice</li>" in rule.condition
    assert rule.do == "Restrict commerce features.\nDo not remove."
    assert rule.escalate == "Brand Integrity, within 4 hours"
    assert rule.basis_text == "Brand protection policy 2.3; LGL-388"
    assert render(RULE).problems == ()


def test_a_case_is_its_first_paragraph_and_the_reason() -> None:
    (case,) = render(RULE + CASE).cases
    assert (case.kind, case.rule, case.number) == ("violating", "R3", 1)
    assert case.quote == '"Factory overrun, half price."'
    assert case.why == "<p>The host names a source.</p>\n<p>It cannot be checked.</p>"


@pytest.mark.parametrize(
    ("head", "kind"), [("violating", "violating"), ("not violating", "not_violating"), ("edge", "edge")]
)
def test_a_case_violates_or_does_not_or_is_an_edge(head: str, kind: str) -> None:
    (case,) = render(f"{RULE}/// case | {head} R3\nx\n///").cases
    assert (case.kind, case.rule) == (kind, "R3")


def test_a_term_has_its_name_and_definition() -> None:
    (term,) = render(TERM).terms
    assert (term.name, term.anchor) == ("coded selling", "def-coded-selling")
    assert term.definition == "Naming a brand through <em>symbols</em>."


def test_rules_keep_their_order_whatever_their_ids() -> None:
    source = "".join(f"/// rule | {name}\nif: a\ndo: b\naction: c\n///\n" for name in ("R6", "R1", "R20"))
    assert [rule.id for rule in render(source).rules] == ["R6", "R1", "R20"]


_OK = "if: a\ndo: b\naction: c\n"
WRONG = {
    "an unknown key": (f"/// rule | R1\n{_OK}reason: x\n///", 5, "reason:"),
    "a known key in capitals": (f"/// rule | R1\n{_OK}Severity: S1\n///", 5, "Severity:"),
    "a field given twice": (f"/// rule | R1\n{_OK}do: other\n///", 5, "twice"),
    "text before the first field": (f"/// rule | R1\nwords\n{_OK}///", 2, "no field"),
    "an unknown block": ("text\n\n/// note | x\nwords\n///", 3, "no such block"),
    "a forgotten bar": (f"/// rule R1\n{_OK}///", 1, "no such block"),
    "a missing ID": (f"/// rule\n{_OK}///", 1, "needs an ID"),
    "a bad ID": (f"/// rule | 3\n{_OK}///", 1, "needs an ID"),
    "R0": (f"/// rule | R0\n{_OK}///", 1, "needs an ID"),
    "R10000": (f"/// rule | R10000\n{_OK}///", 1, "needs an ID"),
    "a doubled ID": (f"/// rule | R1\n{_OK}///\n/// rule | R1\n{_OK}///", 6, "another R1"),
    "an unclosed block": (f"text\n\n/// rule | R1\n{_OK}", 3, "not closed"),
    "a block inside a block": (f"/// rule | R1\n{_OK}/// case | edge\nx\n///\n///", 1, "not closed"),
    "a closing line too many": ("text\n\n///", 3, "none is open"),
    "no condition": ("/// rule | R1\ndo: b\naction: c\n///", 1, "if:"),
    "an empty action": ("/// rule | R1\nif: a\ndo: b\naction:\n///", 1, "action:"),
    "a bad severity": (f"/// rule | R1\n{_OK}severity: S5\n///", 5, "no severity"),
    "an action of many words": ("/// rule | R1\nif: a\ndo: b\naction: do it now\n///", 4, "one code"),
    "a case of a rule that is not there": ("/// case | edge R9\nx\n///", 1, "no rule R9"),
    "a case of no kind": ("/// case | bad R1\nx\n///", 1, "A case is"),
    "an empty case": ("/// case | edge\n\n///", 1, "empty"),
    "a term without a name": ("/// term\nx\n///", 1, "needs a name"),
    "a doubled term": ("/// term | Hàng giả\nx\n///\n/// term | hang gia\ny\n///", 4, "defined above"),
    "a term without words": ("/// term | x\n///", 1, "no definition"),
    "a use of no term": ("text\n\n[dupe](term)", 3, "dupe"),
    "code that never ends": ("text\n\n```\ncode", 3, "never ends"),
}


@pytest.mark.parametrize(("source", "line", "words"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_once_with_its_line_and_loses_no_word(source: str, line: int, words: str) -> None:
    problems = _problems(source)
    assert [at for at, _ in problems] == [line], problems
    assert words in problems[0][1]
    assert problems[0][1].endswith(".")
    shown = _everything(render(source)).lower()
    written = re.findall(
        r"\w+", re.sub(r"(?m)^(if|do|action|severity):|^/// (rule|case|term)\b.*|`+|\(term\)", "", source)
    )
    assert [word for word in written if word.lower() not in shown] == []


def test_a_capitalised_word_and_a_colon_is_a_sentence() -> None:
    source = "/// rule | R1\nif: a\nNote: the seller must be asked.\ndo: b\naction: c\n///"
    assert _problems(source) == []
    assert "Note: the seller" in render(source).rules[0].condition_text


def test_a_key_or_a_fence_inside_code_is_code() -> None:
    source = "/// rule | R1\nif: a\n\n```\ndo: not this\n///\n```\ndo: b\naction: c\n///\n\nafter"
    rendered = render(source)
    assert rendered.problems == ()
    assert rendered.rules[0].do_text == "b"
    assert "do: not this" in rendered.rules[0].condition_text
    assert visible_text(rendered.html).endswith("after")


def test_a_block_in_a_code_sample_is_no_block() -> None:
    rendered = render(f"Write:\n\n```\n{RULE}```\n")
    assert rendered.rules == ()
    assert rendered.problems == ()
    assert "/// rule | R3" in visible_text(rendered.html)


def test_a_forgotten_code_fence_does_not_swallow_the_next_rule() -> None:
    forgotten = "/// rule | R1\nif: a\ndo: ```\naction: c\n\n```\n///\n\n"
    source = forgotten + "/// rule | R2\nif: a\n```\nx\n```\ndo: b\naction: c\n///\n"
    assert [rule.id for rule in render(source).rules] == ["R1", "R2"]


_ENDINGS = st.sampled_from(
    ["- one\n- two", "1. one\n   - deep", "> quote", "| a | b |\n|---|---|\n| 1 | 2 |", "text", "    code", "- [ ] box",
     "*open", "`open", "[open", "# heading", "- one\n\n  - two\n\n    three", "<div>", "a\n\n- b\n\n", "***"]
)  # fmt: skip
_BLOCKS = st.tuples(st.sampled_from(["prose", "rule", "case", "term"]), _ENDINGS)


@pytest.mark.slow
@settings(max_examples=150)
@given(st.lists(_BLOCKS, min_size=1, max_size=8), st.sampled_from(["\n", "\n\n"]))
def test_blocks_never_swallow_one_another(blocks: list[tuple[str, str]], gap: str) -> None:
    source, rules, cases, terms = "", [], [], []
    for number, (kind, ending) in enumerate(blocks, start=1):
        mark = f"mark{number}x"
        if kind == "prose":
            source += f"{mark} {ending}\n{gap}"
        elif kind == "rule":
            source += f"/// rule | R{number}\nif: {mark}\n\n{ending}\ndo: do{mark}\n\n{ending}\naction: act\n///{gap}"
            rules.append((f"R{number}", mark))
        elif kind == "case":
            source += f"/// case | edge\n{mark}\n\n{ending}\n///{gap}"
            cases.append(mark)
        else:
            source += f"/// term | term {number}\n{mark}\n\n{ending}\n///{gap}"
            terms.append(mark)
    rendered = render(source)
    assert [(rule.id, rule.condition_text.split()[0]) for rule in rendered.rules] == rules
    assert all(rule.do_text.startswith("domark") and rule.action == "act" for rule in rendered.rules)
    assert all("domark" not in rule.condition_text and "///" not in rule.do_text for rule in rendered.rules)
    assert [case.text.split()[0] for case in rendered.cases] == cases
    assert [term.text.split()[0] for term in rendered.terms] == terms
    prose = [f"mark{number}x" for number, (kind, _) in enumerate(blocks, start=1) if kind == "prose"]
    words = visible_text(rendered.html).split()
    assert [word for word in words if word in prose] == prose
    assert [p for p in rendered.problems if "never ends" not in p.sentence] == []


@pytest.mark.slow
@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            ["/// rule | R1", "/// rule | R2", "/// rule", "/// case | edge", "/// term | t", "///", "/// x", "if: aa",
             "do: bb", "action: cc", "severity: dd", "zz: ee", "ff", "", "```", "- gg", "[hh](term)", "label: i i"]
        ),
        max_size=14,
    )
)  # fmt: skip
def test_no_word_is_lost_however_broken_the_blocks(lines: list[str]) -> None:
    shown = _everything(render("\n".join(lines)))
    for word in ("aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh"):
        written = sum(line.count(word) for line in lines)
        assert shown.count(word) >= written, word
