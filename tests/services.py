"""The programs that tests start and stop: where they are on this machine, and servers of one's own."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import psycopg
import redis

REDIS = shutil.which("redis-server")
MSGFMT = shutil.which("msgfmt")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def postgresql_programs() -> Path | None:
    """The folder of `initdb` and `postgres`; Debian keeps them off the PATH, a folder for each version."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    folders = [*reversed(debian), *([Path(found).resolve().parent] if found else [])]
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: who it runs as instead, in the words of `subprocess`."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def own_postgresql(programs: Path) -> Iterator[str]:
    """The DATABASE_URL of a cluster in a temporary folder, stopped and removed at the end whatever happens."""
    person = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="sop-pg-"))
    if person:
        os.chown(folder, person["user"], person["group"])
    try:
        with _postgresql_in(folder, programs, person):
            yield f"postgresql://sop@{str(folder).replace('/', '%2F')}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _postgresql_in(folder: Path, programs: Path, person: dict[str, Any]) -> Iterator[None]:
    data = folder / "data"
    make = [programs / "initdb", "--username=sop", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run([*make, f"--pgdata={data}"], check=True, cwd=folder, stdout=subprocess.DEVNULL, **person)
    # Nothing here outlives a power cut, so nothing needs to wait for the disk.
    careless = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
    serve = [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "max_connections=200"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [*serve, *careless], cwd=folder, stdout=log, stderr=log, start_new_session=True, **person
        )
    try:
        _wait_until(lambda: psycopg.connect(host=str(folder), user="sop", dbname="postgres").close(), psycopg.Error)
        yield
    finally:
        server.send_signal(signal.SIGQUIT)  # PostgreSQL's "immediate" shutdown
        server.wait(timeout=30)


@contextmanager
def own_redis() -> Iterator[str]:
    """The REDIS_URL of an empty Redis on a Unix socket: no port to collide with another run."""
    folder = Path(tempfile.mkdtemp(prefix="sop-redis-"))
    socket = folder / "redis.sock"
    command = [str(REDIS), "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        with redis.from_url(f"unix://{socket}") as client:
            _wait_until(client.ping, redis.ConnectionError)
        yield f"unix://{socket}"
    finally:
        server.terminate()
        server.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until(it_answers: Callable[[], object], not_yet: type[Exception], seconds: float = 30) -> None:
    end = monotonic() + seconds
    while True:
        try:
            it_answers()
        except not_yet:
            if monotonic() > end:
                raise
            sleep(0.05)
        else:
            return
