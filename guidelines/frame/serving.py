"""The supervisor behind `manage.py serve`: starts the server, says where it answers, and leaves no process behind.

Each child gets its own process session, so a Ctrl-C in the terminal reaches the supervisor alone. It sends every child
one SIGTERM, waits, and kills the sessions of those that did not go.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

SIGNALS_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 20.0
"""Seconds that children have to finish what they are doing."""
PULSE = 0.1
WORKER = "guidelines.frame.worker.Worker"
Say = Callable[[str], None]


class PortTaken(Exception):
    """Another program listens where the portal should."""


@dataclass(frozen=True)
class Child:
    """A program to keep running: the web server, or the worker beside it."""

    name: str
    command: tuple[str, ...]
    inherits: tuple[socket.socket, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    """What it is told beside what this process was told."""
    comes_back: bool = False
    """Whether it is started again when it ends by itself. Without the web server there is nothing to keep up."""


def listen(host: str, port: int) -> socket.socket:
    """The socket that the server will inherit. Opened here, so that a taken port is known before anything starts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        raise PortTaken(error.strerror) from error
    return listener


def web_server(listener: socket.socket, *, workers: int, threads: int, pool: Path | None = None) -> Child:
    """Gunicorn with threads, on a socket that is open already; its processes share pages in the file `pool`."""
    memory = Path("/dev/shm")  # noqa: S108 - heartbeats belong in memory, where a busy disk cannot stall them
    heartbeats = ("--worker-tmp-dir", str(memory)) if memory.is_dir() else ()
    options = ("--worker-class", WORKER, "--workers", str(workers), "--threads", str(threads), "--preload")
    quiet = ("--log-level", "warning", "--graceful-timeout", "15", "--no-control-socket")
    # From a proxy on this machine gunicorn would take the header SCRIPT_NAME, which a browser may have sent.
    trusting = ("--forwarder-headers", "")
    where = ("--bind", f"fd://{listener.fileno()}")
    command = (sys.executable, "-m", "gunicorn", *options, *quiet, *trusting, *heartbeats, *where, "sop_portal.wsgi")
    told = {"SOP_PORTAL_POOL_FILE": str(pool)} if pool else {}
    return Child("web server", command, (listener,), told)


def task_worker(name: str = "worker") -> Child:
    """`manage.py worker`, which does what waits in the background."""
    return Child(name, (sys.executable, sys.argv[0], "worker"), comes_back=True)


@dataclass
class Supervisor:
    """Runs children until told to stop or until one of them ends by itself."""

    children: Sequence[Child]
    say: Say
    patience: float = PATIENCE
    pause: float = 2.0
    """Seconds before a child that ended is started again."""
    signals: list[int] = field(default_factory=list)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def run(self) -> int:
        for signum in SIGNALS_TO_STOP:
            signal.signal(signum, lambda number, _frame: self.signals.append(number))
        try:
            for child in self.children:
                self._start(child)
            return self._watch()
        finally:
            self._stop()

    def _start(self, child: Child) -> None:
        files = [sock.fileno() for sock in child.inherits]
        self.running[child.name] = subprocess.Popen(  # noqa: S603 - commands come from code, never from a request
            child.command, pass_fds=files, start_new_session=True, env=os.environ | child.environment
        )
        for sock in child.inherits:
            sock.close()

    def _watch(self) -> int:
        while not self.signals:
            for child in self.children:
                code = self.running[child.name].poll()
                if code is None:
                    continue
                if not child.comes_back:
                    self.say(f"The {child.name} ended by itself (exit code {code}). Stopping.")
                    return 1
                self.say(f"The {child.name} ended by itself (exit code {code}). Starting it again.")
                kill_session(self.running[child.name].pid)
                sleep(self.pause)
                self._start(child)
            sleep(PULSE)
        return 0

    def _stop(self) -> None:
        """One SIGTERM to each, patience (another Ctrl-C ends it), then SIGKILL to what is left of each session."""
        interrupts = self.signals.count(signal.SIGINT)
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        end = monotonic() + self.patience
        while any(process.poll() is None for process in self.running.values()):
            if monotonic() > end or self.signals.count(signal.SIGINT) > interrupts:
                break
            sleep(PULSE)
        for process in self.running.values():
            kill_session(process.pid)
            process.wait()


def kill_session(leader: int) -> None:
    """Kill whatever still lives in the process group that a child leads."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return


def announce(address: str, *, host_header: str, connect: tuple[str, int], say: Say) -> None:
    """Say the address as soon as a page answers there. Runs beside the supervisor."""
    threading.Thread(target=_wait_and_say, args=(address, host_header, connect, say), daemon=True).start()


def _wait_and_say(address: str, host_header: str, connect: tuple[str, int], say: Say) -> None:
    """The socket is open before the server reads from it: one patient request is answered as soon as it does."""
    connection = http.client.HTTPConnection(*connect, timeout=120)
    try:
        connection.request("GET", "/", headers={"Host": host_header, "Connection": "close"})
        connection.getresponse().read()
    except OSError:
        return
    finally:
        connection.close()
    say(f"SOP Portal answers on {address}  (Ctrl-C stops it)")
