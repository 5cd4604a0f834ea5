"""An empty test database on SQLite, migrated once and copied from then on: the migrations take longer than many tests.

Its name holds what it was made from, so that a changed migration or another library makes a new one.
"""

import hashlib
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management.sql import emit_post_migrate_signal
from django.db.backends.sqlite3.creation import DatabaseCreation

ROOT = Path(__file__).parents[1]


def made_from() -> str:
    """A short name for everything that decides what an empty database holds."""
    mark = hashlib.sha256(f"{sys.version} {django.VERSION} {sqlite3.sqlite_version}".encode())
    for path in (*sorted(ROOT.glob("guidelines/*/migrations/*.py")), ROOT / "requirements/dev.lock"):
        mark.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return mark.hexdigest()[:16]


def copied(make: Callable[..., str]) -> Callable[..., str]:
    """Django's `create_test_db`, which copies a database that it migrated earlier wherever there is one."""

    def create_test_db(creation: DatabaseCreation, *arguments: Any, **options: Any) -> str:
        name = Path(creation._get_test_db_name())
        kept = name.parent / f"migrated-{made_from()}.sqlite3"
        _clear(name)
        if not kept.exists():
            made = make(creation, *arguments, **options)
            _keep(name, kept)
            return made
        shutil.copyfile(kept, name)
        connection = creation.connection
        connection.close()
        settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = str(name)
        connection.ensure_connection()
        # What follows migrations follows them here too: triggers, permissions, what is derived.
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
        return str(name)

    return create_test_db


def _keep(made: Path, kept: Path) -> None:
    """Put a whole copy beside it under its own name at once: other processes do the same meanwhile."""
    for old in set(kept.parent.glob("migrated-*.sqlite3")) - {kept}:
        old.unlink(missing_ok=True)
    unfinished = kept.with_name(f"{made.name}.copy")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("VACUUM INTO ?", [str(unfinished)])
    unfinished.rename(kept)


def _clear(name: Path) -> None:
    """Take away what an earlier run left there; a log of another database beside a new one can't be read."""
    for left in (name, Path(f"{name}-wal"), Path(f"{name}-shm")):
        left.unlink(missing_ok=True)
