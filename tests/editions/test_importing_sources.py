"""What can't be imported is refused with a sentence before anything is written."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from guidelines.editions.importing.documents import read_document
from guidelines.editions.importing.sources import Unreadable, read_folder, read_history
from guidelines.editions.importing.trails import Trail, trails
from guidelines.editions.models import Edition, Guideline
from tests.editions.importing import change, run, samples_in, written
from tests.people import World

DAY = "2024-01-{:02}T09:00:00Z"


WRONG_OPTIONS: list[tuple[dict[str, object], str]] = [
    ({"market": "XX"}, "There is no market XX. In the list: US, VN."),
    ({"domain": "XX"}, "There is no domain XX. In the list: CC, PR, SE."),
    ({"by": "A-999"}, "Nobody who works here has the employee ID or mail address A-999."),
    ({"approved_by": "A-001"}, "Whoever imports can’t approve. Name two people."),
    ({"by": "A-004"}, "Mo Diallo is not a policy manager of United States, Product."),
    ({"approved_by": "A-002"}, "Art Cole is not a policy reviewer of United States, Product."),
    ({"domain": "SE"}, "Ann Rivera is not a policy manager of United States, Seller."),
    ({"by": "S-001"}, "Sam Root is not a policy manager of United States, Product."),
    ({"effective_from": "2025-01-01T10:00"}, "does not say which time zone"),
    ({"effective_from": "soon"}, "“soon” is not a moment this portal can read"),
    ({"effective_from": "0001-01-01T00:00Z"}, "is not a moment this portal can read"),
    ({"also": ["gone.md"]}, "gone.md is not in the folder."),
]


def test_a_wrong_option_gets_its_sentence_and_nothing_is_written(world: World, tmp_path: Path) -> None:
    folder, history = samples_in(tmp_path)
    for options, sentence in WRONG_OPTIONS:
        with pytest.raises(CommandError) as refusal:
            run(folder, history, **options)
        assert sentence in str(refusal.value)
        assert refusal.value.returncode == 1
    assert not Guideline.objects.exists()


def test_nothing_is_written_when_one_file_is_not_utf8_or_too_large(world: World, tmp_path: Path) -> None:
    folder, history = samples_in(tmp_path)
    (folder / "latin.md").write_bytes("Giá".encode("latin-1"))
    (folder / "huge.md").write_bytes(b"a" * 5_000_000)
    (folder / "long.md").write_bytes(b"word " * 60_000)
    with pytest.raises(CommandError) as refusal:
        run(folder, history)
    assert str(refusal.value).splitlines() == [
        "huge.md: this file is larger than 1024 KB. Split it.",
        "latin.md: not UTF-8 (byte 2). Save it as UTF-8.",
        "Nothing was imported.",
    ]
    (folder / "latin.md").unlink()
    (folder / "huge.md").unlink()
    with pytest.raises(CommandError, match=r"long\.md: This text is larger than 256 KB\."):
        run(folder, history)
    assert not Guideline.objects.exists()


@pytest.mark.slow
def test_a_document_that_cannot_be_rendered_is_refused_whole_and_the_others_come_in(
    world: World, tmp_path: Path
) -> None:
    nested = "\n".join("  " * depth + "- item" for depth in range(40))
    changes = [
        change("bad.md", DAY.format(1), "added", "Good at first."),
        change("bad.md", DAY.format(2), "modified", nested),
        change("good.md", DAY.format(3), "added", "Good."),
    ]
    folder, history = written(tmp_path, changes, {"bad.md": nested, "good.md": "Good."})
    with pytest.raises(CommandError, match=r"bad\.md \(2024-01-02 09:00 UTC\): "):
        run(folder, history)
    assert list(Edition.objects.values_list("guideline__source_path", flat=True)) == ["good.md"]
    changes[1]["text"] = "Mended."
    run(*written(tmp_path, changes, {"bad.md": "Mended."}))
    assert Edition.objects.filter(guideline__source_path="bad.md").count() == 2


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "Line 2 of the history: this is not JSON."),
        ("[" * 100_000, "Line 2 of the history: this is not JSON."),
        ("[]", "Line 2 of the history: this is not an object with names and values."),
        ('{"change": "moved"}', "Line 2 of the history: “change” must be one of added, modified, renamed, deleted."),
        ('{"change": "added"}', "Line 2 of the history: “text” must be the whole file after the change"),
        ('{"change": "added", "text": 5}', "Line 2 of the history: “text” must be the whole file after the change"),
        ('{"change": "deleted", "text": "x"}', "Line 2 of the history: “text” must be"),
        ('{"change": "added", "text": "x", "path": 5}', "Line 2 of the history: “path” must be a text."),
        ('{"change": "added", "text": "x"}', "Line 2 of the history: the name is missing or not UTF-8."),
        (json.dumps(change("a" * 301, DAY.format(1), "added", "x")), "the path has more than 300 characters"),
        (json.dumps(change("a.md", "2024-01-01", "added", "x")), "the date “2024-01-01” does not say which time zone"),
        (json.dumps(change("a.md", "soon", "added", "x")), "“soon” is not a date"),
        (json.dumps(change("a.md", "0001-01-01T00:00+09:00", "added", "x")), "is not a date"),
        (json.dumps(change("a.md", "2999-01-01T00:00Z", "added", "x")), "is not between the year 1900 and now"),
    ],
)
def test_a_bad_line_of_the_history_is_named(line: str, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    file.write_text(json.dumps(change("a.md", DAY.format(1), "added", "x")) + "\r\n" + line + "\n", encoding="utf-8")
    with pytest.raises(Unreadable) as refusal:
        read_history(file)
    assert sentence in str(refusal.value)


def test_a_folder_or_history_that_is_not_there_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"gone is not a folder\."):
        read_folder(tmp_path / "gone")
    with pytest.raises(Unreadable, match="can’t be read: No such file"):
        read_history(tmp_path / "gone.jsonl")


def test_links_are_not_followed_and_hidden_folders_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "other.md").write_text("other")
    folder, _ = written(tmp_path, [], {"a.md": "A", ".git/b.md": "B", "c.MD": "C", "d.txt": "D"})
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(folder / "pipe.md")
    with pytest.raises(Unreadable, match=r"pipe\.md: this is not an ordinary file\."):
        read_folder(folder)
    (folder / "pipe.md").unlink()
    read = read_folder(folder)
    assert (list(read.files), read.links) == (["a.md", "c.MD"], ("link.md",))


def test_a_name_composed_differently_is_the_same_name(tmp_path: Path) -> None:
    folder, history = written(
        tmp_path,
        [change("hàng-giả.md", DAY.format(1), "added", "Một")],
        {unicodedata.normalize("NFD", "hàng-giả.md"): "Một"},
    )
    (trail,) = trails(read_folder(folder).files, read_history(history))
    assert (trail.path, len(trail.changes), trail.today) == ("hàng-giả.md", 1, "Một")


def followed(tmp_path: Path, *changes: dict[str, str | None]) -> list[Trail]:
    return trails({}, read_history(written(tmp_path, list(changes), {})[1]))


def test_lines_in_any_order_are_read_in_the_order_of_time(tmp_path: Path) -> None:
    second, first = (change("a.md", DAY.format(day), "modified", str(day)) for day in (2, 1))
    (trail,) = followed(tmp_path, second, first)
    assert [line.text for line in trail.changes] == ["1", "2"]


def test_two_documents_can_swap_their_names(tmp_path: Path) -> None:
    a, b = followed(
        tmp_path,
        change("a.md", DAY.format(1), "added", "A"),
        change("b.md", DAY.format(2), "added", "B"),
        change("b.md", DAY.format(3), "renamed", "A", **{"from": "a.md"}),
        change("a.md", DAY.format(3), "renamed", "B", **{"from": "b.md"}),
    )
    assert (a.path, b.path) == ("b.md", "a.md")
    assert [[line.text for line in trail.changes] for trail in (a, b)] == [["A", "A"], ["B", "B"]]


def test_a_name_left_and_given_anew_in_one_instant_is_another_document(tmp_path: Path) -> None:
    old, new = followed(
        tmp_path,
        change("a.md", DAY.format(1), "added", "A"),
        change("a.md", DAY.format(2), "added", "new"),
        change("b.md", DAY.format(2), "renamed", "A", **{"from": "a.md"}),
    )
    assert (old.path, new.path) == ("b.md", "a.md")


@pytest.mark.parametrize(
    ("raw", "title", "text"),
    [
        ("\ufeffA\r\n\tb\u200b\n", "From its name", "A\n\tb"),
        ("---\ntitle: '  Two\n  lines '\n---\nA", "Two lines", "A"),
        ("---\ntitle: 2024\n---\n\nA\n", "2024", "A"),
        ("---\ntitle: [a, b]\n---\nA", "From its name", "A"),
        ("---\n---\nA", "From its name", "A"),
        ("---\n- a\n---\nA", "From its name", "---\n- a\n---\nA"),
        ("---\ntitle: [a\n---\nA", "From its name", "---\ntitle: [a\n---\nA"),
        ("---\na: &a b\nc: *a\n---\nA", "From its name", "---\na: &a b\nc: *a\n---\nA"),
        ("---\na: " + "[" * 5000 + "\n---\nA", "From its name", "---\na: " + "[" * 5000 + "\n---\nA"),
        ("# A title #\n\nText", "A title", "# A title #\n\nText"),
        ("## Scope\n\nText", "From its name", "## Scope\n\nText"),
        ("", "From its name", ""),
        ("---\ntitle: T\n---\n", "T", ""),
        ("---\ntitle: T\n...\nA", "T", "A"),
        ('---\ntitle: "T\\0\\u200bU"\n---\nA', "TU", "A"),
    ],
)
def test_a_file_is_taken_apart(raw: str, title: str, text: str) -> None:
    document = read_document(raw, "a/from-its-name.md")
    assert (document.title, document.text) == (title, text)
    again = read_document(document.text, "a/from-its-name.md")
    assert again.text == document.text


def test_a_title_that_is_no_text_or_too_long_is_kept_beside_the_words() -> None:
    assert read_document("---\ntitle: [a, b]\n---\nA", "a.md").front_matter == {"title": ["a", "b"]}
    long = read_document(f"---\ntitle: {'word ' * 50}\nc: d\n---\nA", "a.md")
    assert len(long.title) == 200
    assert long.front_matter == {"title": ("word " * 50).strip(), "c": "d"}
    assert read_document("---\ntitle: T\nc: d\n---\nA", "a.md").front_matter == {"c": "d"}


@pytest.mark.parametrize("mark", ["{%", "{{", "<!--", "<a ", "---\n"])
def test_counting_oddities_walks_the_text_once(mark: str) -> None:
    read_document(mark * (250_000 // len(mark)), "a.md")


def test_liquid_and_raw_html_are_counted_and_addresses_are_not() -> None:
    document = read_document(
        "{% if a %}{{ b }} <b>c</b> <br/> <!-- d --> <https://e.example> <f@g.example> 1 < 2", "a.md"
    )
    assert (document.liquid, document.raw_html) == (2, 4)
