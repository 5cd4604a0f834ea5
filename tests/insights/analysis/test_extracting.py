"""What one text names: read from the text as it is drawn, and from a draft as it is written."""

from __future__ import annotations

import pytest

from guidelines.insights.analysis.extracting import bases_of, named_in, rules_of
from guidelines.insights.analysis.usage import times_named
from guidelines.text.rendering import render

TEXT = """## Scope

Read [coded selling](term) first, then US-CC-0142 R3 and R5, and US-CC-0099.

/// rule | R1
if: A seller uses [coded selling](term); see US-SE-0001 R2.
do: Remove.
action: remove
severity: S2
label: counterfeit.declared
escalate: Brand Integrity, within 4 hours
basis: Brand protection policy 2.3; LGL-388
///

/// rule | R2
if: Anything else.
do: Leave it.
action: no_action
severity: S4
///

/// case | violating R1
“Mirror quality.”

As in US-CC-0001 R9.
///

/// term | coded selling
Naming a brand by symbols.
///
"""


def found() -> set[tuple[str, str, str, str]]:
    return {(one.kind, one.key, one.passage, one.rule) for one in named_in(render(TEXT, language="en"))}


def test_everything_a_text_names_is_found_where_it_stands() -> None:
    assert found() == {
        ("label", "counterfeit.declared", "rule", "R1"),
        ("action", "remove", "rule", "R1"),
        ("action", "no_action", "rule", "R2"),
        ("team", "brand integrity", "rule", "R1"),
        ("basis", "brand protection policy 2.3", "rule", "R1"),
        ("basis", "lgl-388", "rule", "R1"),
        ("rule", "us-se-0001 r2", "rule", "R1"),
        ("rule", "us-cc-0001 r9", "case", "R1"),
        ("rule", "us-cc-0142 r3", "text", ""),
        ("rule", "us-cc-0142 r5", "text", ""),
        ("rule", "us-cc-0099", "text", ""),
        ("term", "coded selling", "text", ""),
        ("term", "coded selling", "rule", "R1"),
        ("term", "coded selling", "term", ""),
    }


@pytest.mark.parametrize(
    ("kind", "words", "times"),
    [
        ("label", "counterfeit.declared", 1),
        ("label", "counterfeit.low_price", 0),
        ("action", "remove", 1),
        ("team", "Brand Integrity", 1),
        ("basis", "lgl-388", 1),
        ("basis", "LGL-38", 0),
        ("term", "Coded selling", 3),
        ("rule", "US-CC-0142 R3", 1),
        ("rule", "US-CC-0142 R5", 1),
        ("rule", "US-CC-0142", 1),
        ("rule", "US-CC-0142 R33", 0),
    ],
)
def test_a_draft_is_read_as_it_is_written(kind: str, words: str, times: int) -> None:
    assert times_named(TEXT, kind, words) == times


def test_a_basis_of_several_parts_is_several_bases() -> None:
    assert bases_of("Restricted goods policy 7.1;  LGL-120 ; ;") == ["Restricted goods policy 7.1", "LGL-120"]
    assert bases_of("") == []


def test_a_rule_keeps_its_digest_until_it_says_something_else() -> None:
    def digest(text: str) -> str:
        return rules_of(render(text, language="en"))[0].digest

    assert digest(TEXT) == digest(TEXT.replace("Anything else", "Something else").replace("## Scope", "## About"))
    for was, now in (
        ("A seller", "A buyer"),
        ("action: remove", "action: restrict"),
        ("LGL-388", "LGL-389"),
        ("S2", "S1"),
    ):
        assert digest(TEXT) != digest(TEXT.replace(was, now))
    assert [rule.cases for rule in rules_of(render(TEXT, language="en"))] == [1, 0]
