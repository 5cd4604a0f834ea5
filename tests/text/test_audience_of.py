"""What an audience is told of a text: everything it may hear, and not a word more."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.text.audience import Audience, narrowest
from guidelines.text.audience_of import projected, stretches
from guidelines.text.diffing import decision_changes, diff
from guidelines.text.rendering import render, visible_text
from tests.text.planting import INTERNAL, PARTNER, PUBLIC, RESTRICTED, planted
from tests.text.sources import SOURCES


@pytest.mark.slow
@given(planted(), st.sampled_from(Audience), st.sampled_from(Audience))
def test_an_audience_hears_every_canary_it_may_and_none_above_its_class(
    made: tuple[str, dict[str, Audience]], audience: Audience, guideline: Audience
) -> None:
    source, canaries = made
    told = projected(source, audience, guideline=guideline)
    may = {word for word, told_to in canaries.items() if audience.hears(narrowest(told_to, guideline))}
    assert {word for word in canaries if word in told} == may


@pytest.mark.slow
@given(planted(), st.sampled_from(Audience))
def test_what_is_told_reads_without_new_problems_and_is_told_again_as_it_is(
    made: tuple[str, dict[str, Audience]], audience: Audience
) -> None:
    source, _canaries = made
    told = projected(source, audience, guideline=PUBLIC)
    assert projected(told, audience, guideline=PUBLIC) == told
    before = {problem.sentence for problem in render(source).problems}
    assert {problem.sentence for problem in render(told).problems} <= before


@pytest.mark.slow
@given(planted(), planted(), st.sampled_from(Audience))
def test_a_redline_and_its_decisions_of_what_is_told_hold_nothing_above_the_class(
    before: tuple[str, dict[str, Audience]], after: tuple[str, dict[str, Audience]], audience: Audience
) -> None:
    olds, news = before[1], {f"new{word}": told_to for word, told_to in after[1].items()}
    renamed = after[0].replace("canary", "newcanary").replace("cnry", "newcnry")
    told = [projected(source, audience, guideline=PUBLIC) for source in (before[0], renamed)]
    shown = repr((diff(*told), decision_changes(*told), render(told[1])))
    above = {word for word, told_to in news.items() if not audience.hears(told_to)}
    above |= {f" {word}" for word, told_to in olds.items() if not audience.hears(told_to)}
    assert not {word for word in above if word in shown}


MARKS = (
    "audience: partner\n",
    "audience: nobody\n",
    " {audience: partner}",
    " {audience: x}",
    "/// case | edge\n",
    "///\n",
)


@pytest.mark.slow
@given(SOURCES, st.lists(st.tuples(st.integers(0, 400), st.sampled_from(MARKS)), max_size=4), st.sampled_from(Audience))
def test_telling_of_any_text_ends_and_tells_lines_of_it_alone(
    source: str, marks: list[tuple[int, str]], audience: Audience
) -> None:
    for at, mark in marks:
        source = source[:at] + mark + source[at:]
    told = projected(source, audience, guideline=PUBLIC)
    assert projected(told, audience, guideline=PUBLIC) == told
    assert set(told.split("\n")) <= {*source.split("\n"), ""}
    if audience is RESTRICTED:
        assert told == source


TEXT = """Preamble.

## Scope {audience: partner}

All sellers.

### Thresholds {audience: internal}

Act at 40%.

### Examples

Seen by partners.

/// rule | R1
if: A fake.
do: Remove.
action: remove
audience: partner
///

/// rule | R2
if: A price below 40%.
do: Restrict.
action: restrict
///

/// case | edge R2
audience: partner
Wide, but its rule is not.
///

## Teams

Escalate to Brand Integrity.
"""


def test_partners_hear_what_says_so_and_stands_in_what_says_so() -> None:
    told = projected(TEXT, PARTNER, guideline=PARTNER)
    assert told.split("\n\n") == [
        "## Scope {audience: partner}",
        "All sellers.",
        "### Examples",
        "Seen by partners.",
        "/// rule | R1\nif: A fake.\ndo: Remove.\naction: remove\naudience: partner\n///",
    ]
    assert projected(TEXT, PUBLIC, guideline=PUBLIC) == ""
    assert projected(TEXT, INTERNAL) == TEXT


def test_nobody_beyond_its_class_hears_of_a_guideline() -> None:
    for audience, guideline in itertools.product(Audience, Audience):
        told = projected(TEXT, audience, guideline=guideline)
        assert bool(told) == (audience.hears(guideline) and audience is not PUBLIC)


def test_a_text_that_says_nothing_is_for_insiders() -> None:
    assert projected("## Scope\n\nAll.", PARTNER, guideline=PARTNER) == ""
    assert projected("## Scope\n\nAll.", INTERNAL) == "## Scope\n\nAll."


def test_a_use_of_a_term_that_is_not_told_is_a_plain_word() -> None:
    source = "# A {audience: partner}\n\nNo [coded selling](term).\n\n/// term | coded selling\nWords.\n///"
    assert projected(source, PARTNER, guideline=PARTNER) == "# A {audience: partner}\n\nNo coded selling."


@pytest.mark.parametrize(
    "hidden",
    [
        "/// rule | R99999\naudience: restricted\nif: hidden\n///",
        "/// rule | R1\nif: hidden\n",
        "/// rule | R1\naudience: everyone\nif: hidden\ndo: a\naction: a\n///",
        "/// rule | R1\nAudience: restricted\nif: hidden\ndo: a\naction: a\n///",
        "/// case | edge\naudience: partner\naudience: public\nhidden\n///",
        "/// term | x\naudience:\nhidden\n///",
        "### hidden {audience: partners}",
        "### hidden {Audience: internal}",
        "### hidden {audience internal} here",
    ],
)
def test_what_is_not_understood_is_told_to_nobody_outside(hidden: str) -> None:
    source = f"## A {{audience: partner}}\n\nSeen.\n\n{hidden}\n"
    told = projected(source, PARTNER, guideline=PARTNER)
    assert "hidden" not in told
    assert "Seen." in told or "if: hidden" in source
    assert render(source).problems


def test_each_part_names_its_class() -> None:
    named = [(one.kind, one.name, one.audience) for one in stretches(TEXT)]
    assert named == [
        ("text", "", INTERNAL),
        ("heading", "Scope {audience: partner}", PARTNER),
        ("heading", "Thresholds {audience: internal}", INTERNAL),
        ("heading", "Examples", PARTNER),
        ("rule", "R1", PARTNER),
        ("rule", "R2", INTERNAL),
        ("case", "R2", INTERNAL),
        ("heading", "Teams", INTERNAL),
    ]


def test_a_class_is_said_and_not_read() -> None:
    page = render(TEXT)
    assert "audience" not in visible_text(page.html)
    assert [heading.anchor for heading in page.outline] == ["scope", "thresholds", "examples", "teams"]
    assert not page.problems
    assert page.cases[0].text == "Wide, but its rule is not."


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("## A {audience: all}", 1, "“all” is no audience"),
        ("Text\n\nA {audience: all}\n---", 3, "“all” is no audience"),
        ("## A {audience = all}", 1, "at the end of its heading"),
        ("> ## A {audience: partner}", 1, "divides nothing"),
        ("/// rule | R1\nif: a\ndo: b\naction: c\naudience: all\n///", 5, "“all” is no audience"),
        ("/// case | edge\nSeen\n\naudience: all\n///", 4, "“all” is no audience"),
        ("/// term | x\naudience:\nSeen\n///", 2, "“” is no audience"),
        ("/// case | edge\naudience: public\naudience: public\nSeen\n///", 3, "there twice"),
    ],
)
def test_a_class_that_is_no_class_is_a_problem_with_its_line(source: str, line: int, said: str) -> None:
    found = render(source).problems
    assert [problem.line for problem in found] == [line]
    assert said in found[0].sentence
