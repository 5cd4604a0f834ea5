"""A text taken apart for its editor is the same text again; a changed field changes its block and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.text.blocks import take_apart
from guidelines.text.editing import (
    CASE_KINDS,
    EditPart,
    apart,
    moved,
    new_case,
    new_rule,
    new_term,
    parts_of,
    renumbered,
    rule_ids,
    written,
)
from guidelines.text.editing_fields import problems_of
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


@pytest.mark.slow
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
    assert part.raw == odd


def test_a_changed_field_changes_its_block_and_nothing_else() -> None:
    parts, at = named(SOURCE, "R2")
    parts[at] = parts[at].with_values({**parts[at].values, "severity": "S4"})
    assert written(parts) == SOURCE.replace("severity: S3", "severity: S4")


FIELD = st.text(alphabet="ab :/`\n-|1.", max_size=20)
WORDS = st.fixed_dictionaries(dict.fromkeys(KEYS, FIELD))


def refused(part: EditPart, typed: dict[str, str]) -> bool:
    return (
        bool(problems_of(part.kind, {**part.values, **typed}, typed))
        or not part.with_values({**part.values, **typed}).reads_back()
    )


def stripped(part: EditPart) -> dict[str, str]:
    return {name: value.strip() for name, value in part.values.items()}


@pytest.mark.slow
@given(WORDS, st.sets(st.sampled_from(KEYS), min_size=1))
def test_what_is_typed_into_a_rule_stays_in_that_rule(words: dict[str, str], names: set[str]) -> None:
    typed = {name: words[name] for name in names}
    parts, at = named(SOURCE, "R2")
    if refused(parts[at], typed):
        return
    before = stripped(parts[at])
    parts[at] = parts[at].with_values({**parts[at].values, **typed})
    again, at_again = named(written(parts), "R2")
    assert stripped(again[at_again]) == before | {name: value.strip() for name, value in typed.items()}
    assert [part.raw for n, part in enumerate(again) if n != at_again] == [
        part.raw for n, part in enumerate(parts) if n != at
    ]


@pytest.mark.slow
@given(
    st.fixed_dictionaries({"quote": FIELD, "why": FIELD}), st.fixed_dictionaries({"name": FIELD, "definition": FIELD})
)
def test_what_is_typed_into_a_case_or_a_term_stays_there(case: dict[str, str], term: dict[str, str]) -> None:
    source = "Text.\n\n/// case | edge R1\nA\n\nB\n///\n\n/// term | dupe\nA copy.\n///\n\nMore.\n"
    for at, typed in ((1, case), (2, term)):
        parts = list(parts_of(source))
        if refused(parts[at], typed):
            continue
        parts[at] = parts[at].with_values({**parts[at].values, **typed})
        again = parts_of(written(parts))
        assert [part.kind for part in again] == ["text", "case", "term", "text"]
        assert stripped(again[at]) == stripped(parts[at])
        assert [part.raw for part in again] == [part.raw for part in parts]


@pytest.mark.slow
@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_in_real_texts_a_changed_field_leaves_every_other_line_alone(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    parts = parts_of(source)
    for at, part in enumerate(parts):
        for name in part.values.keys() & {"if", "do", "escalate", "basis", "quote", "why", "definition"}:
            changed = part.with_values({**part.values, name: "Something else."})
            assert changed.reads_back()
            after = written([*parts[:at], changed, *parts[at + 1 :]])
            kept = [line for line in part.raw.split("\n") if line in changed.raw.split("\n")]
            assert len(kept) >= 2
            assert after.startswith(written(parts[:at]))
            assert after.endswith(written(parts[at + 1 :]))


def test_the_lines_of_other_fields_are_kept_to_the_letter() -> None:
    odd = "///  rule |R1\nif:\n  - a\n  - b\n\ndo:  X\n\n- c\n  - d\naction:   remove\n\n///\n\n\n"
    (part,) = parts_of(odd)
    assert part.values["if"] == "  - a\n  - b"
    after = part.with_values({**part.values, "severity": "S2", "basis": "LGL-1"})
    assert after.raw == odd.replace("remove\n\n", "remove\n\nseverity: S2\nbasis: LGL-1\n")
    listed = part.with_values({**part.values, "do": "- q\n- r"})
    assert "do:\n- q\n- r\naction:   remove" in listed.raw


def test_code_that_stands_in_one_field_does_not_lock_the_others() -> None:
    (part,) = parts_of("/// rule | R1\nif: A\ndo:\n```\naction: odd\n```\naction: remove\n///\n")
    assert part.values["action"] == "remove"
    assert not refused(part, {"if": "B"})
    assert refused(part, {"do": "```\nx\n```"})


@pytest.mark.parametrize(
    ("new", "typed", "sentence"),
    [
        (new_rule("R1"), {"if": "A\n///\nB"}, "begin with “///”"),
        (new_rule("R1"), {"do": "A\naction: remove"}, "name of a field"),
        (new_rule("R1"), {"id": "R0"}, "R1 to R9999"),
        (new_rule("R1"), {"label": "a.b\nc.d"}, "one line"),
        (new_rule("R1"), {"if": "```\nx\n```"}, "code between"),
        (new_case("R1"), {"quote": "/// rule | R9"}, "begin with “///”"),
        (new_case("R1"), {"quote": "A\n\nB"}, "one paragraph"),
        (new_case("R1"), {"quote": "", "why": "B"}, "what is seen first"),
        (new_case("R1"), {"rule": "R1 R2"}, "one rule"),
        (new_term("dupe"), {"name": " "}, "needs a name"),
    ],
)
def test_what_would_break_out_of_a_block_is_refused_with_a_sentence(
    new: EditPart, typed: dict[str, str], sentence: str
) -> None:
    found = problems_of(new.kind, {**new.values, **typed}, typed)
    assert set(found) <= set(typed)
    assert found
    assert all(sentence.casefold() in problem.casefold() for problem in found.values())


def test_a_rule_that_fields_could_not_hold_is_edited_as_markdown() -> None:
    for odd in (
        "/// rule | R1\nStray words.\nif: A\ndo: B\naction: c\n///\n",
        "/// rule | R1\nif: A\nif: B\ndo: C\n///\n",
    ):
        assert [part.kind for part in parts_of(odd)] == ["text"]


def stepped(parts: list[EditPart], at: int, step: int) -> list[EditPart]:
    return [parts[place] for place in moved(parts, at, step)]


def test_a_rule_moves_past_the_next_rule_with_its_cases() -> None:
    parts, at = named(SOURCE, "R2")
    after = stepped(parts, at, -1)
    assert order(after) == ["R2", "R1"]
    assert sorted(part.raw for part in after) == sorted(part.raw for part in parts)
    back = stepped(after, next(n for n, part in enumerate(after) if part.values.get("id") == "R2"), 1)
    assert order(back) == ["R1", "R2"]


def test_the_first_and_the_last_stay_where_they_are() -> None:
    parts, at = named(SOURCE, "R1")
    assert stepped(parts, at, -1) == parts
    parts, at = named(SOURCE, "R2")
    assert stepped(parts, at, 1) == parts


def test_moved_blocks_never_run_into_each_other() -> None:
    tight = "/// rule | R1\nif: A\ndo: B\naction: c\n///\n/// rule | R2\nif: A\ndo: B\naction: c\n///"
    parts, at = named(tight, "R2")
    again = take_apart(written(stepped([apart(part) for part in parts], at, -1)))
    assert again.problems == ()
    assert [part.id for part in again.parts] == ["R2", "R1"]  # type: ignore[union-attr]


def test_rules_brought_in_get_ids_of_their_own_with_their_cases() -> None:
    numbers = iter(("R8", "R9"))
    after = renumbered(SOURCE, lambda: next(numbers))
    assert rule_ids(after) == {8, 9}
    assert after.count("violating R8") == 2
    assert renumbered(after, lambda: "R1").count("R1\n") == 4


def test_new_blocks_are_read_as_what_they_are() -> None:
    made = (new_rule("R7"), new_case("R7", CASE_KINDS[1]), new_term("dupe"))
    assert [part.kind for part in parts_of(written(made))] == ["rule", "case", "term"]


def test_every_id_that_was_used_is_seen() -> None:
    assert rule_ids(SOURCE + "\n/// rule | R12\nunclosed") == {1, 2, 12}


def test_blank_lines_before_the_first_block_change_nothing() -> None:
    (part,) = parts_of("\n\n/// term | dupe\nA copy.\n///\n")
    assert part.values["definition"] == "A copy."
    assert part.with_values({**part.values, "definition": "A fake."}).raw == "\n\n/// term | dupe\nA fake.\n///\n"


HISTORY = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "site-policy" / "history.jsonl"


@pytest.mark.slow
@pytest.mark.skipif(not HISTORY.exists(), reason="the corpus lies beside the project in development and CI only")
def test_every_recorded_text_of_the_corpus_is_the_same_again() -> None:
    texts = [json.loads(line).get("text") or "" for line in HISTORY.read_text(encoding="utf-8").splitlines()]
    assert len(texts) > 100
    assert [text[:60] for text in texts if written(parts_of(text)) != text] == []
