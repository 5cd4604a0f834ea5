"""A database, static files and settings for one run: nothing of the machine's portal is touched.

Removed at the end, unless a folder is named in which they stay for the next run. On PostgreSQL that folder's name is
also the name of a database that stays.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import re
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


def ask(parser: argparse.ArgumentParser) -> None:
    """The options of every benchmark that is measured on generated guidelines."""
    parser.add_argument("--guidelines", type=int, default=2000, help="how many to generate (2000)")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="use the filled database of this folder; fill it first"
    )


@contextmanager
def scratch(keep: Path | None = None) -> Iterator[Path]:
    """The environment of a portal in a temporary folder; with DATABASE_URL in a database of its own on that server."""
    with _folder(keep) as folder, _own_database(keep):
        os.environ.update(
            DJANGO_SETTINGS_MODULE="sop_portal.settings",
            SOP_PORTAL_MODE=os.environ.get("SOP_PORTAL_MODE", "production"),
            SOP_PORTAL_VAR=str(folder),
            SOP_PORTAL_SECRET_KEY=secrets.token_urlsafe(50),
            SOP_PORTAL_HOSTS="localhost",
        )
        os.environ.pop("REDIS_URL", None)
        yield folder


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="sop-bench-") as folder:
            yield Path(folder)
        return
    keep.mkdir(parents=True, exist_ok=True)
    yield keep.resolve()


@contextmanager
def _own_database(keep: Path | None) -> Iterator[None]:
    given = os.environ.get("DATABASE_URL", "").strip()
    if not given:
        yield
        return
    name = f"sop_bench_{os.getpid()}" if keep is None else re.sub(r"\W", "_", keep.resolve().name)
    with psycopg.connect(given, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            os.environ["DATABASE_URL"] = urlsplit(given)._replace(path=f"/{name}").geturl()
            yield
        finally:
            if keep is None:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def filled(folder: Path, count: int) -> None:
    """Fill the database with generated guidelines, unless an earlier run did; its tables are brought up to date."""
    mark = folder / "filled"
    held = int(mark.read_text()) if mark.exists() else 0
    if held not in (0, count):
        sys.exit(f"{folder} holds {held} guidelines. Ask for as many, or name another folder.")
    # By a process of its own, so that what filling takes is no memory of the one that is measured.
    process = multiprocessing.get_context("fork").Process(target=_prepare if held else _fill, args=(count,))
    process.start()
    process.join()
    if process.exitcode:
        sys.exit("The scratch database could not be filled; why is written above. A kept folder must be removed first.")
    mark.write_text(str(count))


def _prepare(_count: int) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("prepare", stdout=sys.stderr)


def _fill(count: int) -> None:
    _prepare(count)

    from benchmarks.filling import fill

    fill(count, say)


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def main() -> None:
    """`python -m benchmarks.scratch --keep FOLDER`: only fill."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scratch", description=__doc__.splitlines()[0])
    ask(parser)
    asked = parser.parse_args()
    if asked.keep is None:
        parser.error("Name the folder in which the filled database stays: --keep FOLDER.")
    with scratch(asked.keep) as folder:
        filled(folder, asked.guidelines)
    say(f"{folder} is filled.")


if __name__ == "__main__":
    main()
