"""The settings of both databases."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from sop_portal import environment as env


def postgresql(url: str, mode: str) -> dict[str, Any]:
    """The database that DATABASE_URL names. Time limits keep one bad request from holding everybody's locks."""
    try:
        parsed = dj_database_url.parse(url, conn_max_age=0 if mode == "test" else 60, conn_health_checks=True)
    except ValueError as error:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read. Write postgresql://user:password@host/name."
        ) from error
    given: dict[str, Any] = {**parsed}
    if given["ENGINE"] != "django.db.backends.postgresql" or not given["NAME"]:
        raise ImproperlyConfigured(
            "DATABASE_URL must name a PostgreSQL database: postgresql://user:password@host/name."
        )
    limits = {
        "statement_timeout": env.number("SOP_PORTAL_STATEMENT_SECONDS", 30),
        "lock_timeout": env.number("SOP_PORTAL_LOCK_SECONDS", 10),
        "idle_in_transaction_session_timeout": 60,
    }
    options = given.setdefault("OPTIONS", {})
    options["prepare_threshold"] = 5  # for cursors that bind on the server: guidelines/frame/plain_sql.py
    options["options"] = " ".join(
        [f"-c {name}={seconds}s" for name, seconds in limits.items()] + [options.get("options", "")]
    )
    return given


def sqlite(folder: Path, mode: str) -> dict[str, Any]:
    """One file: readers never wait (WAL), writers queue from their first statement on (immediate, busy timeout)."""
    folder.mkdir(parents=True, exist_ok=True)
    # Approvals are evidence: in production a commit outlives a power cut. Elsewhere nothing waits for the disk.
    synchronous = {"production": "FULL", "demo": "NORMAL", "test": "OFF"}[mode]
    # recursive_triggers: rows that an OR REPLACE deletes fire the triggers that refuse to delete them.
    # cache_size: 32 MB of pages for each connection. With the 2 MB of SQLite a search among many guidelines reads the
    # same pages of its index from the disk's cache over and over, which took a fifth of its time.
    pragmas = (
        f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA recursive_triggers=ON;"
        "PRAGMA cache_size=-32000;"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "portal.sqlite3",
        # Kept between requests, as on PostgreSQL: to open the file anew cost more than all the rest of a read.
        "CONN_MAX_AGE": 0 if mode == "test" else 60,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": pragmas,
        },
        # In memory, threads that write meet "table is locked"; a file behaves as the product's does.
        "TEST": {"NAME": folder / "test.sqlite3"},
    }
