"""A text taken apart for its editor is the same text again; a changed field changes its block and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.text.blocks import take_apart
from guidelines.text.editing import (
    CASE_KINDS,
    EditPart,
    moved,
    new_case,
    new_rule,
    new_term,
    parts_of,
    problems_of,
    rule_ids,
    spaced,
    written,
)
from guidelines.text.fields import KEYS
from tests.editions.making import SOURCE

DEMO = sorted((Path(__file__).resolve().parents[2] / "guidelines" / "demo" / "texts").rglob("*.md"))
LINES = st.sampled_from(
    [
        "",
        "Text.",
        "## Scope",
        "/// rule | R1",
        "/// rule | R2",
        "/// case | violating R1",
        "/// term | dupe",
        "///",
        "if: It is seen.",
        "do: Remove it.",
        "action: remove",
        "note: odd",
        "```",
        "- item",
    ]
)


def named(source: str, name: str) -> tuple[list[EditPart], int]:
    parts = list(parts_of(source))
    return parts, next(n for n, part in enumerate(parts) if part.values.get("id") == name)


def order(parts: list[EditPart]) -> list[str]:
    return [part.values["id"] for part in parts if part.kind == "rule"]


@given(st.lists(LINES, max_size=25).map("\n".join))
def test_any_text_is_the_same_again(source: str) -> None:
    assert written(parts_of(source)) == source


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_every_text_of_the_demo_is_the_same_again_and_can_be_edited_by_fields(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    parts = parts_of(source)
    assert written(parts) == source
    assert sum(part.kind == "rule" for part in parts) == source.count("/// rule |")


def test_an_untouched_block_keeps_its_source_to_the_letter() -> None:
    odd = "///   rule|R1\nif:   Odd   spacing.\ndo: X.\naction: remove\n\n///\n\n\n"
    (part,) = parts_of(odd)
    assert part.with_values(part.values) is part
    assert part.with_body(part.body) is part
    assert part.raw == odd


def test_a_changed_field_changes_its_block_and_nothing_else() -> None:
    parts, at = named(SOURCE, "R2")
    parts[at] = parts[at].with_values({**parts[at].values, "severity": "S4"})
    assert written(parts) == SOURCE.replace("severity: S3", "severity: S4")


FIELD = st.text(alphabet="ab :/`\n-|", max_size=20)


@given(st.fixed_dictionaries(dict.fromkeys(KEYS, FIELD)))
def test_what_is_typed_into_a_rule_stays_in_that_rule(typed: dict[str, str]) -> None:
    values = {"id": "R2", **typed}
    if problems_of("rule", values):
        return
    parts, at = named(SOURCE, "R2")
    parts[at] = parts[at].with_values(values)
    again, at_again = named(written(parts), "R2")
    assert {k: v.strip() for k, v in again[at_again].values.items()} == {k: v.strip() for k, v in values.items()}
    assert [part.raw for n, part in enumerate(again) if n != at_again] == [
        part.raw for n, part in enumerate(parts) if n != at
    ]


@pytest.mark.parametrize(
    ("kind", "values", "sentence"),
    [
        ("rule", {"id": "R1", "if": "A\n///\nB"}, "begin with “///”"),
        ("rule", {"id": "R1", "do": "A\naction: remove"}, "name of a field"),
        ("rule", {"id": "R0"}, "R1 to R9999"),
        ("rule", {"id": "R1", "label": "a.b\nc.d"}, "one line"),
        ("rule", {"id": "R1", "if": "```\nx\n```"}, "code between"),
        ("case", {"kind": "edge", "quote": "/// rule | R9"}, "begin with “///”"),
        ("term", {"name": " "}, "needs a name"),
    ],
)
def test_what_would_break_out_of_a_block_is_refused_with_a_sentence(
    kind: str, values: dict[str, str], sentence: str
) -> None:
    assert any(sentence in problem for problem in problems_of(kind, values))


def test_a_rule_that_fields_could_not_hold_is_edited_as_markdown() -> None:
    for odd in (
        "/// rule | R1\nStray words.\nif: A\ndo: B\naction: c\n///\n",
        "/// rule | R1\nif: A\nif: B\ndo: C\n///\n",
    ):
        assert [part.kind for part in parts_of(odd)] == ["text"]


def test_a_rule_moves_past_the_next_rule_with_its_cases() -> None:
    parts, at = named(SOURCE, "R2")
    after = moved(parts, at, -1)
    assert order(after) == ["R2", "R1"]
    assert sorted(part.raw for part in after) == sorted(part.raw for part in parts)
    back = moved(after, order(after).index("R2") + 1, 1)
    assert order(back) == ["R1", "R2"]


def test_the_first_and_the_last_stay_where_they_are() -> None:
    parts, at = named(SOURCE, "R1")
    assert moved(parts, at, -1) == parts
    parts, at = named(SOURCE, "R2")
    assert moved(parts, at, 1) == parts


def test_moved_blocks_never_run_into_each_other() -> None:
    tight = "/// rule | R1\nif: A\ndo: B\naction: c\n///\n/// rule | R2\nif: A\ndo: B\naction: c\n///"
    parts, at = named(tight, "R2")
    again = take_apart(written(moved(spaced(parts), at, -1)))
    assert again.problems == ()
    assert [part.id for part in again.parts] == ["R2", "R1"]  # type: ignore[union-attr]


def test_new_blocks_are_read_as_what_they_are() -> None:
    made = (new_rule("R7"), new_case("R7", CASE_KINDS[1]), new_term("dupe"))
    assert [part.kind for part in parts_of(written(made))] == ["rule", "case", "term"]


def test_every_id_that_was_used_is_seen() -> None:
    assert rule_ids(SOURCE + "\n/// rule | R12\nunclosed") == {1, 2, 12}


@pytest.mark.parametrize("body", ["", "  \n"])
def test_markdown_that_is_emptied_takes_its_block_away(body: str) -> None:
    parts, at = named(SOURCE, "R2")
    parts[at] = parts[at].with_body(body)
    assert "R2\nif" not in written(parts)
