"""`python -m benchmarks.packs`: a pack of 1,000 changes in every format, each in a process of its own: time and memory.

The yardstick of the same run: the content of the pack written as JSON and read again by the standard library.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict

CHANGES = 1000
FORMATS = ("pdf", "docx", "xlsx", "html", "md", "csv", "json")
LIMITS = {"pdf": 10.0, "docx": 10.0}
OTHERWISE = 2.0
MEGABYTES = 300


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.packs", description=__doc__.splitlines()[0])
    parser.add_argument("--changes", type=int, default=CHANGES)
    parser.add_argument("--new", type=int, default=100, help="of 100 changes, how many are of new guidelines (100)")
    parser.add_argument("--one", choices=FORMATS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measured(asked.one, asked.changes, asked.new)))
        return
    print(f"{asked.changes} changes, {asked.new} in 100 of new guidelines. Seconds of CPU, MB at most.")
    for name in FORMATS:
        again = [sys.executable, "-m", "benchmarks.packs", "--one", name, "--changes", str(asked.changes)]
        done = subprocess.run([*again, "--new", str(asked.new)], capture_output=True, text=True, check=True)
        found = json.loads(done.stdout.splitlines()[-1])
        limit = LIMITS.get(name, OTHERWISE)
        kept = "kept" if found["seconds"] < limit and found["megabytes"] < MEGABYTES else "MISSED"
        print(
            f"{name:5} {found['seconds']:6.2f} s (limit {limit:.0f}, {kept}), {found['megabytes']:4.0f} MB,"
            f" file {found['bytes'] / 1e6:5.1f} MB, {found['seconds'] / found['yardstick']:6.1f} x the yardstick"
        )


def measured(name: str, changes: int, new: int) -> dict[str, float]:
    """One format in this process: the document is made before the clock runs."""
    import django

    django.setup()
    from guidelines.liaison.exports import FORMATS as FORMS

    document = notes(changes, new)
    begun = time.process_time()
    json.loads(json.dumps([asdict(note) for note in document.notes], default=str))
    between = time.process_time()
    content = FORMS[name].write(document)
    done = time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": done - between, "yardstick": between - begun, "megabytes": memory, "bytes": len(content)}


def notes(changes: int, new: int):  # type: ignore[no-untyped-def]  # models can be named only after the set-up
    """A document of generated changes, without a database: new guidelines, and editions that change one rule."""
    from benchmarks.writing import manuscript
    from guidelines.catalogue.models import Domain, Market
    from guidelines.editions.models import Edition, Guideline
    from guidelines.liaison.briefs import FOR_US
    from guidelines.liaison.documents import Document, Section
    from guidelines.liaison.happenings import Happening, Kind
    from guidelines.liaison.heard import Heard
    from guidelines.liaison.notes import Telling, write_note
    from guidelines.liaison.queries import Differences
    from guidelines.liaison.questions import Question
    from guidelines.text.diffing import decision_changes

    at = dt.datetime(2037, 6, 2, 16, tzinfo=dt.UTC)
    market, domain = Market(pk=1, code="US", time_zone="America/Los_Angeles"), Domain(pk=1, code="PR")
    written = []
    for number in range(changes):
        words = manuscript(4 * number).editions
        guideline = Guideline(pk=number, market=market, domain=domain, policy_id=f"US-PR-{number:04}", language="en")
        kept = [
            Edition(pk=2 * number + n, guideline=guideline, number=n + 1, title=one.title, change_note=one.change_note)
            for n, one in enumerate(words)
        ]
        is_new = number % 100 < new
        before, after = (None, kept[0]) if is_new else (kept[0], kept[1])
        old, now = ("", words[0].source) if is_new else (words[0].source, words[1].source)
        happening = Happening(Kind.BEGAN, at, after, before, after, before)
        telling = Telling(FOR_US, {}, {after.pk: Heard(after.change_note)})
        written.append(write_note(happening, Differences(decision_changes(old, now)), telling))
    question = Question(dt.date(2037, 6, 1), dt.date(2037, 6, 30), ("US",))
    section = Section("Product", tuple(written), changes)
    return Document(question, FOR_US, "Guideline changes", "For internal teams", (), "", (section,), changes)


if __name__ == "__main__":
    import os

    os.environ.setdefault("SOP_PORTAL_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sop_portal.settings")
    main()
