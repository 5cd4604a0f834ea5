"""The whole of a real policy repository comes in, word for word, and survives a kill half-way."""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep

import pytest
import yaml

from guidelines.audit.verify import verify
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.queries import in_force
from tests.editions.importing import SAMPLES, counted, rows_of_every_table, run
from tests.house.rules.sources import ROOT
from tests.people import World

CORPUS = ROOT.parent / "shared" / "corpus" / "site-policy"
DOCS, HISTORY = CORPUS / "docs", CORPUS / "history.jsonl"
pytestmark = pytest.mark.slow
needs_the_corpus = pytest.mark.skipif(not DOCS.is_dir(), reason=f"the shared corpus is not at {CORPUS}")

Text = tuple[str, str] | None


def words(raw: str | None, path: str) -> Text:
    """Title and text of a file, read here without any of the importer's code."""
    if raw is None:
        return None
    lines = unicodedata.normalize("NFC", re.sub("[\u200b-\u200d\u2060\ufeff]", "", raw)).splitlines()
    end = lines.index("---", 1) if lines[0] == "---" else -1
    title = yaml.safe_load("\n".join(lines[1:end]))["title"] if end > 0 else lines[0].removeprefix("# ")
    return title, "\n".join(lines[end + 1 :]).strip("\n")


def recorded() -> dict[str, list[tuple[dt.datetime, Text, str]]]:
    """By its last path, each document's changes: when, the words after it, and what was said."""
    found: dict[str, list[tuple[dt.datetime, Text, str]]] = {}
    for row in map(json.loads, HISTORY.read_text(encoding="utf-8").splitlines()):
        line = found.pop(row.get("from") or row["path"], [])
        line.append((dt.datetime.fromisoformat(row["date"]), words(row["text"], row["path"]), row["subject"]))
        found[row["path"]] = line
    return found


def stored(path: str, at: dt.datetime) -> Text:
    edition = in_force(Guideline.objects.get(source_path=path), at)
    return (edition.title, edition.source) if edition else None


def editions_expected() -> Iterator[tuple[str, Text, dt.datetime, str]]:
    for path, changes in recorded().items():
        before: Text = None
        for at, text, subject in changes:
            if text is not None and text != before:
                yield path, text, at, subject
            before = text


@needs_the_corpus
def test_a_real_body_of_policies_comes_in_word_for_word(world: World) -> None:
    people = {"domain": "CC", "by": "V-002", "approved_by": "V-003", "market": "VN"}
    report = run(DOCS, HISTORY, **people)
    expected = {
        "Markdown files in the folder": 54,
        "left out by their name": 4,
        "taken, with recorded changes": 32,
        "taken, without": 18,
        "documents with recorded changes that are no longer": 4,
        "recorded changes": 479,
        "changes that change no word": 132,
        "guidelines opened": 54,
        "from recorded changes": 343,
        "from files": 18,
        "editions withdrawn": 4,
    }
    assert {name: counted(report, name) for name in expected} == expected

    brought = Edition.objects.exclude(import_record__changed_at=None).order_by("guideline", "number")
    got = [
        (edition.guideline.source_path, (edition.title, edition.source), edition.effective_from, edition.change_note)
        for edition in brought.select_related("guideline")
    ]
    assert sorted(got, key=str) == sorted(editions_expected(), key=str)
    for path, changes in recorded().items():
        for at, text, _subject in changes:
            assert stored(path, at) == text
    for edition in Edition.objects.filter(import_record__changed_at=None).select_related("guideline"):
        path = edition.guideline.source_path
        assert (edition.title, edition.source) == words((DOCS / path).read_text(encoding="utf-8"), path)
    assert list(verify()) == []

    rows = rows_of_every_table()
    run(DOCS, HISTORY, **people)
    assert rows_of_every_table() == rows


def manage(place: Path, *command: str) -> subprocess.Popen[bytes]:
    """A `manage.py` of its own, on an SQLite database of its own."""
    environment = {"SOP_PORTAL_MODE": "test", "SOP_PORTAL_VAR": str(place), "PATH": "/usr/bin:/bin"}
    arguments = [sys.executable, str(ROOT / "manage.py"), *command]
    return subprocess.Popen(arguments, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def editions_in(place: Path) -> dict[int, list[tuple[int, str, str]]]:
    """By guideline: the number, state and digest of each edition."""
    found: dict[int, list[tuple[int, str, str]]] = {}
    query = "SELECT guideline_id, number, state, digest FROM editions_edition ORDER BY guideline_id, number"
    with closing(sqlite3.connect(place / "portal.sqlite3", timeout=20)) as database:
        for guideline, number, state, digest in database.execute(query):
            found.setdefault(guideline, []).append((number, state, digest))
    return found


def test_a_run_killed_half_way_leaves_no_half_guideline_and_can_be_repeated(tmp_path: Path) -> None:
    command = ["import_guidelines", str(SAMPLES / "policies"), "--history", str(SAMPLES / "history.jsonl")]
    command += ["--market", "US", "--domain", "PR", "--by", "A-001", "--approved-by", "A-003"]
    places = [tmp_path / "whole", tmp_path / "killed"]
    for place in places:
        place.mkdir()
    assert manage(places[0], "migrate", "-v0").wait() == 0
    assert manage(places[0], "shell", "-v0", "-c", "from tests.people import make_world; make_world()").wait() == 0
    (places[1] / "portal.sqlite3").write_bytes((places[0] / "portal.sqlite3").read_bytes())
    assert manage(places[0], *command).wait() == 0
    whole = editions_in(places[0])

    running = manage(places[1], *command)
    end = monotonic() + 60
    while len(editions_in(places[1])) < 3 and monotonic() < end:
        sleep(0.005)
    running.kill()
    assert running.wait() == -9
    killed = editions_in(places[1])
    assert 3 <= len(killed) < len(whole) == 6
    assert killed == {guideline: whole[guideline] for guideline in killed}

    assert manage(places[1], *command).wait() == 0
    assert editions_in(places[1]) == whole
    assert manage(places[1], "verify_audit").wait() == 0
