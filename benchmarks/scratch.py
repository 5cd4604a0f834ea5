"""A database, static files and settings for one run, removed at the end: nothing of the machine's portal is touched."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


@contextmanager
def scratch() -> Iterator[None]:
    """The environment of a portal in a temporary folder; with DATABASE_URL in a database of its own on that server."""
    with tempfile.TemporaryDirectory(prefix="sop-bench-") as folder, _own_database():
        os.environ.update(
            DJANGO_SETTINGS_MODULE="sop_portal.settings",
            SOP_PORTAL_MODE=os.environ.get("SOP_PORTAL_MODE", "production"),
            SOP_PORTAL_VAR=folder,
            SOP_PORTAL_SECRET_KEY=secrets.token_urlsafe(50),
            SOP_PORTAL_HOSTS="localhost",
        )
        os.environ.pop("REDIS_URL", None)
        yield


@contextmanager
def _own_database() -> Iterator[None]:
    given = os.environ.get("DATABASE_URL", "").strip()
    if not given:
        yield
        return
    name = f"sop_bench_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            os.environ["DATABASE_URL"] = urlsplit(given)._replace(path=f"/{name}").geturl()
            yield
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
