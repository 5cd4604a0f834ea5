"""A redline in a file shows words as they are read, and nothing that changed is lost."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.liaison.redlines import RedlineLine, redline_of
from tests.editions import making
from tests.liaison.making import again, at, first
from tests.liaison.opening import words
from tests.liaison.packing import EVERY, contents, made
from tests.people import World

RULE = (
    "/// rule | R1\nif: A **copy** of a [brand](term).\ndo: Remove.\naction: remove\nseverity: S2\nlabel: a.b_c\n///\n"
)


def only(old: str, new: str) -> RedlineLine:
    (line,) = redline_of(old, new)
    return line


def read(line: RedlineLine) -> str:
    """`[-gone-]` and `{+new+}` among the words that stay."""
    marks = {"del": "[-%s-]", "ins": "{+%s+}", "same": "%s"}
    return "".join(marks[run.op] % run.text for run in line.runs)


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        ("**Remove** the [listing](term).", "**Remove** the [offer](term).", "Remove the [-listing-]{+offer+}."),
        ("See [here](https://a.example).", "See [here](https://b.example).",
         "See here[- (https://a.example)-]{+ (https://b.example)+}."),
        ("You must ask.", "You **must** ask.", "You [-must-]{+must+} ask."),
        ("- Knives", "- Knives and `axes`", "Knives{+ and axes+}"),
        ("- Tools\n    - Sharp kitchen knives", "- Tools\n    - Sharp kitchen axes",
         "Tools\nSharp kitchen [-knives-]{+axes+}"),
        ("> Ask your lead first", "> Ask your lead now", "Ask your lead [-first-]{+now+}"),
        ("## Scope {audience: partner}", "## Reach {audience: partner}", "[-Scope-]{+Reach+}"),
        ("## Scope", "## Scope {audience: partner}", "Scope{+ {audience: partner}+}"),
        ("## Scope", "### Scope", "##{+#+} Scope"),
        ("1. First", "2. First", "[-1-]{+2+}. First"),
        ("See [the list][l].\n\n[l]: https://a.example", "See [our list][l].\n\n[l]: https://a.example",
         "See [-the-]{+our+} list."),
        ("One\\\ntwo", "One\\\nthree", "One\n[-two-]{+three+}"),
        ("![A vape](/attachments/1.png)", "![A pen](/attachments/1.png)", "A [-vape-]{+pen+}"),
        ("Price \\*\\*30", "Price \\*\\*40", "Price **[-30-]{+40+}"),
        ("<b>x</b> y", "<b>x</b> z", "<b>x</b> [-y-]{+z+}"),
    ],
)  # fmt: skip
def test_the_words_are_those_that_are_read(old: str, new: str, seen: str) -> None:
    assert read(only(old, new)) == seen


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        ("- Ask one", "1. Ask two", "[-Ask one-]{+Ask two+}"),
        ("- Ask\n    - one\n    - two", "- Ask\n    1. one\n    2. two now",
         "Ask\n[-one-]{+one+}\n[-two-]{+two now+}"),
        ("## Scope here", "### Scope there", "##{+#+} Scope [-here-]{+there+}"),
        ('See [it](https://a.example "one") now', 'See [it](https://a.example "two") then',
         'See it[- (https://a.example "one") now-]{+ (https://a.example "two") then+}'),
        ("Keep the brand now", "Keep the [brand](term) then", "Keep the [-brand now-]{+brand then+}"),
        ("/// note | Why\nOne two.\n///", "/// warning | Why\nOne three.\n///",
         "/// [-note-]{+warning+} | Why\nOne [-two-]{+three+}.\n///"),
    ],
)  # fmt: skip
def test_what_no_word_says_is_seen_where_a_word_changed_too(old: str, new: str, seen: str) -> None:
    assert read(only(old, new)) == seen


@pytest.mark.parametrize(("old", "new"), [("> 5", "5"), ("> 5", "< 5"), ("- 5", "+ 5"), ("# 3", "3"), ("1. a", "2. a")])
def test_a_sign_at_the_beginning_of_a_cell_or_a_field_is_a_word(old: str, new: str) -> None:
    table, rule = (
        "| What | How |\n| --- | --- |\n| {} items at once | {} |\n",
        RULE.replace("A **copy**", "{} copies {}"),
    )
    for form in (table, rule):
        line = only(form.format(old, "gone"), form.format(new, "kept"))
        assert line.old.startswith(old)
        assert line.new.startswith(new)


def test_a_table_shows_its_cells() -> None:
    old = "| What | How |\n| --- | --- |\n| **Vape** | Remove |\n"
    assert read(only(old, old.replace("Remove", "Keep"))) == "Vape | [-Remove-]{+Keep+}"


def test_a_rule_shows_the_words_of_its_fields_and_its_codes_as_they_are() -> None:
    new = RULE.replace("**copy**", "**close copy**").replace("a.b_c", "a.b_d")
    lines = {line.what: read(line) for line in redline_of(RULE, new)}
    assert lines["R1 if"] == "A {+close +}copy of a brand."
    assert lines["R1 label"].endswith("{+a.b_d+}")


@pytest.mark.parametrize("kind", ["case | violating R1", "term | Vape"])
def test_a_case_and_a_term_show_no_fence(kind: str) -> None:
    old = f"{RULE}\n/// {kind}\nA *pen*.\n///\n"
    line = only(old, old.replace("*pen*", "*device*"))
    assert (line.what, read(line)) == (kind.partition(" | ")[2], "A [-pen-]{+device+}.")


def test_a_case_that_is_bound_to_another_verdict_says_so() -> None:
    old = f"{RULE}\n/// case | violating R1\nA *pen* that is sold as one for children of six years.\n///\n"
    seen = read(only(old, old.replace("| violating", "| edge")))
    assert "[-violating-]{+edge+}" in seen
    assert "///" not in seen


def test_new_words_are_whole_and_without_marks() -> None:
    line = only("A.", "A.\n\n**All** of [it](https://a.example), as a [brand](term).")
    assert read(line) == "{+All of it (https://a.example), as a brand.+}"


def test_a_word_that_became_a_term_is_told() -> None:
    assert read(only("Keep the brand.", "Keep the [brand](term).")) == "Keep the {+[+}brand{+](term)+}."


PIECE = st.text(alphabet="ab *_`[]()!#>-|\\\n~x:/1.", max_size=60)


@settings(max_examples=300, deadline=None)
@given(PIECE, PIECE)
def test_whatever_is_written_no_change_is_lost_and_both_sides_read_as_they_do_alone(old: str, new: str) -> None:
    lines = redline_of(old, new)
    for line in lines:
        assert line.kind == "moved" or {run.op for run in line.runs} - {"same"}, "A change is seen."
    if old.split() != new.split() and old.strip() + new.strip():
        assert lines


@pytest.mark.slow
def test_a_redline_says_the_same_on_a_busy_machine() -> None:
    old = " ".join(f"w{n * n % 17}" for n in range(900))
    new = " ".join(f"w{n * n % 17}" if n % 4 else f"v{n % 7}" for n in range(900))
    whole = redline_of(old, new)
    assert len(whole[0].runs) > 400, "It is marked word by word."
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(4 * (os.cpu_count() or 1))]
    try:
        assert redline_of(old, new) == whole
    finally:
        for other in others:
            other.kill()
            other.wait()


@pytest.mark.slow
def test_no_format_shows_marks(world: World) -> None:
    guideline = first(world, dt.datetime(2037, 5, 1, tzinfo=dt.UTC)).guideline
    text = making.SOURCE.replace("Listings of branded goods", "**Offers** of [branded](https://brand.example) goods")
    again(world, guideline, at(16), source=text, change_note="The scope says offers.", significance="minor")
    files = contents(made(world.lia, formats=EVERY, redline=True))
    for name in ("pdf", "docx", "md", "html", "json"):
        said = words(name, files[name])
        assert "Offers" in said, name
        assert "**Offers" not in said, name
        assert "[branded]" not in said, name
        assert "https://brand.example" in said.replace("\n", ""), name
