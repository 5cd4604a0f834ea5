"""What the processes of one server share of the pages they drew: a file that begins and ends with the server.

A process that starts anew, or that has not met a page yet, takes it from here instead of drawing it. Nothing here is
needed: what cannot be read is drawn, and what cannot be written is not shared. The file is emptied at every start, so
it never holds a page of an older release, or of a database that was put back since.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

WAIT = 0.2
"""Seconds to wait for another process that writes; then the page is just not shared."""
ROOM_MADE = 8
"""When the file is full, the oldest of so many parts of the pages goes."""
_BYTES = (
    "SELECT (page_count - freelist_count) * page_size"
    " FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()"
)


@contextmanager
def shared_by_one_server(path: Path) -> Iterator[Path | None]:
    """An empty file that only the portal's own user can read, gone at the end; None where no file can be written."""
    try:
        _empty(path)
    except (OSError, sqlite3.Error):
        yield None
        return
    try:
        yield path
    finally:
        _remove(path)


def _empty(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove(path)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")  # readers never wait for whoever writes
        connection.execute("CREATE TABLE pool (number INTEGER PRIMARY KEY, name TEXT UNIQUE, data BLOB)")


def _remove(path: Path) -> None:
    """With what SQLite keeps beside it."""
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


class Pool:
    """Bytes by name, the latest put staying longest; `most` are bytes of the file. Safe among threads and processes."""

    def __init__(self, path: Path | None, most: int) -> None:
        self.path, self.most = path, most
        self._own = threading.local()

    def get(self, name: str) -> bytes | None:
        with suppress(sqlite3.Error):
            connection = self._connection()
            if connection:
                row = connection.execute("SELECT data FROM pool WHERE name = ?", [name]).fetchone()
                return row[0] if row else None
        return None

    def put(self, name: str, data: bytes) -> None:
        with suppress(sqlite3.Error):
            connection = self._connection()
            if connection:
                connection.execute("INSERT OR REPLACE INTO pool (name, data) VALUES (?, ?)", [name, data])
                if connection.execute(_BYTES).fetchone()[0] > self.most:
                    self._make_room(connection)

    def _make_room(self, connection: sqlite3.Connection) -> None:
        oldest, newest = connection.execute("SELECT MIN(number), MAX(number) FROM pool").fetchone()
        connection.execute("DELETE FROM pool WHERE number <= ?", [oldest + (newest - oldest) // ROOM_MADE])

    def _connection(self) -> sqlite3.Connection | None:
        """Of this thread: a connection must not pass from one to another, nor into a process that is forked."""
        if self.path is None:
            return None
        kept: _Kept | None = getattr(self._own, "kept", None)
        if kept is None or kept.pid != os.getpid():
            address = self.path.as_uri() + "?mode=rw"
            connection = sqlite3.connect(address, timeout=WAIT, isolation_level=None, check_same_thread=False, uri=True)
            kept = self._own.kept = _Kept(os.getpid(), connection)
            connection.execute("PRAGMA synchronous = OFF")
        return kept.connection


@dataclass(frozen=True)
class _Kept:
    """A connection that is closed when its thread ends, which may be in another thread."""

    pid: int
    connection: sqlite3.Connection

    def __del__(self) -> None:
        self.connection.close()
