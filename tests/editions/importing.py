"""Folders and histories for the importer, and the command that reads them."""

from __future__ import annotations

import json
import shutil
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from guidelines.editions.models import Edition, Guideline

SAMPLES = Path(__file__).parent / "samples"


def samples_in(place: Path) -> tuple[Path, Path]:
    """A copy of the made-up policies and of their history, to change at will."""
    shutil.copytree(SAMPLES / "policies", place / "policies")
    shutil.copy(SAMPLES / "history.jsonl", place)
    return place / "policies", place / "history.jsonl"


def run(folder: Path, history: Path | None = None, **options: object) -> str:
    """What the command prints. Ann imports US product policies and Bob signs, unless said otherwise."""
    given = {"market": "US", "domain": "PR", "by": "A-001", "approved_by": "A-003", "history": history, **options}
    out = StringIO()
    call_command("import_guidelines", folder, stdout=out, stderr=StringIO(), **given)
    return out.getvalue()


def counted(report: str, sentence: str) -> int:
    """The number in front of a sentence of the report."""
    (line,) = [line for line in report.splitlines() if line.lstrip(" 0123456789,").startswith(sentence)]
    return int(line.split()[0].replace(",", ""))


def change(path: str, date: str, kind: str, text: str | None, **fields: str) -> dict[str, str | None]:
    """One recorded change."""
    return {"path": path, "date": date, "change": kind, "subject": f"{kind} {path}", "text": text, **fields}


def written(place: Path, changes: list[dict[str, str | None]], files: dict[str, str]) -> tuple[Path, Path]:
    """A folder with these files, and these changes as its history."""
    folder, history = place / "folder", place / "changes.jsonl"
    folder.mkdir(exist_ok=True)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    history.write_text("\n".join(json.dumps(line) for line in changes), encoding="utf-8")
    return folder, history


def editions_of(path: str) -> list[Edition]:
    return list(Guideline.objects.get(source_path=path).editions.order_by("number"))


def rows_of_every_table() -> dict[str, int]:
    counts = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
    return counts
