"""Servers to be measured, started as `manage.py serve` starts the portal, and the CPU that all their processes took."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Any

from django.conf import settings
from django.db import connection

from guidelines.frame.pool import shared_by_one_server
from guidelines.frame.serving import kill_session, listen, web_server

PORTAL, YARDSTICK = "sop_portal.wsgi", "benchmarks.bare"
HOST = "localhost"
HEADERS = (
    f"Host: {HOST}\r\n"
    "X-Forwarded-Proto: https\r\n"
    "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n"
    "Accept-Encoding: gzip, deflate, br\r\n"
    "Accept-Language: en\r\n"
)
"""Of every request, as the proxy with TLS that stands in front hands it on."""


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]

    def cpu(self) -> float:
        """Seconds of CPU so far of its processes, and of PostgreSQL's; SQLite works inside the web process."""
        roots = [self.process.pid, *([_postgresql()] if connection.vendor == "postgresql" else [])]
        return sum(cpu_of_tree(root) for root in roots)


@contextmanager
def served(application: str, log: Path, port: int = 0) -> Iterator[Server]:
    """A server with the settings of the portal's own; everything of it is gone at the end."""
    with shared_by_one_server(log.with_suffix(".pool")) as pool, _started(application, log, port, pool) as server:
        yield server


@contextmanager
def _started(application: str, log: Path, port: int, pool: Path | None) -> Iterator[Server]:
    listener = listen("127.0.0.1", port)
    port = listener.getsockname()[1]
    workers, threads = settings.SERVE["workers"], settings.SERVE["threads"]
    child = web_server(listener, workers=workers, threads=threads, pool=pool)
    *command, _portal = child.command
    with log.open("ab") as lines:
        process = subprocess.Popen(
            [*command, application],
            pass_fds=[listener.fileno()],
            start_new_session=True,
            stdout=lines,
            stderr=lines,
            env=os.environ | child.environment,
        )
    listener.close()
    try:
        _wait_for(port, process, log)
        yield Server(port, process)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
        kill_session(process.pid)
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until a page answers. The socket is open already, so the first request waits for the server."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        asking.request("GET", "/", headers={"Host": HOST, "Connection": "close"})
        asking.getresponse().read()
    except OSError as error:
        raise RuntimeError(f"The server did not answer:\n{log.read_text()[-2000:]}") from error
    finally:
        asking.close()
    sleep(1)  # the other worker starts too


def _postgresql() -> int:
    """PostgreSQL's first process, the parent of all others; it must run on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return _stat(cursor.fetchone()[0])[0]


def cpu_of_tree(root: int) -> float:
    """Seconds of CPU of a process and of all below it, those that ended and were waited for among them."""
    children, spent = defaultdict[int, list[int]](list), dict[int, int]()
    for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
        try:
            parent, spent[pid] = _stat(pid)
        except (FileNotFoundError, ProcessLookupError):
            continue
        children[parent].append(pid)
    family = [root]
    for pid in family:
        family += children[pid]
    return sum(spent.get(pid, 0) for pid in family) / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> tuple[int, int]:
    """The parent of a process, and its ticks of CPU with those of its children that ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[1]), sum(map(int, fields[11:15]))


class Client:
    """The process that sends the requests."""

    def __init__(self, cookie: str, connections: int, pause: float = 0.0) -> None:
        self._pause = pause
        self._headers, self._connections = f"{HEADERS}Cookie: {cookie}\r\n", connections
        command = [sys.executable, "-m", "benchmarks.client"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.communicate()

    def turn(self, server: Server, requests: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Send these requests, each an address and headers of its own; see `client.turn`."""
        asked = {
            "port": server.port,
            "connections": self._connections,
            "headers": self._headers,
            "pause": self._pause,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({**asked, "requests": requests}) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("The client ended; why is written above.")
        found: dict[str, Any] = json.loads(answer)
        return found
