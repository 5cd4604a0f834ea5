"""An attempt has an end: whoever sends one byte a second must not hold a worker, or outlive its lease."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from guidelines.frame.jobs import LEASE

SECONDS = LEASE.total_seconds() / 5
"""How long one attempt may take from its connection on."""


@contextmanager
def hung_up_in_time(connected: socket.socket | None, seconds: float = SECONDS) -> Iterator[None]:
    """After so many seconds the connection is closed, whatever it is at, and reading or writing fails."""

    def hang_up() -> None:
        with suppress(OSError):
            if connected is not None:
                socket.socket.shutdown(connected, socket.SHUT_RDWR)  # below TLS, which another thread is using

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
