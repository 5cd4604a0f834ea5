"""The other end of the wire, a process of its own: some connections that stay open, and the next request on each.

`python -m benchmarks.client` reads a line of JSON for each turn and answers with one. It imports nothing of Django's,
so that it starts quickly and takes little of the machine that it shares with the servers.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from time import perf_counter
from typing import Any

END = b"\r\n\r\n"
WITHOUT_BODY = (204, 304)


@dataclass(eq=False)
class Line:
    """One connection, and the request that is on it."""

    socket: socket.socket
    address: str = ""
    since: float = 0.0
    heard: bytearray = field(default_factory=bytearray)
    head: bytes = b""
    length: int = -1
    """Bytes of the whole answer, once its head is there."""

    def ask(self, address: str, headers: str) -> None:
        self.address, self.heard, self.head, self.length = address, bytearray(), b"", -1
        self.since = perf_counter()
        self.socket.sendall(f"GET {address} HTTP/1.1\r\n{headers}\r\n".encode())

    def hear(self) -> bool:
        """Take what came; whether the answer is whole."""
        came = self.socket.recv(262_144)
        if not came:
            raise ConnectionError(f"The server closed the connection while {self.address} was asked for.")
        self.heard += came
        if self.length < 0 and END in self.heard:
            self.head = bytes(self.heard[: self.heard.index(END)])
            body = 0 if self.status in WITHOUT_BODY else int(self.header("content-length"))
            self.length = len(self.head) + len(END) + body
        return len(self.heard) == self.length

    @property
    def status(self) -> int:
        return int(self.head[9:12])

    def header(self, name: str) -> str:
        for line in self.head.decode("latin-1").split("\r\n")[1:]:
            given, _, value = line.partition(": ")
            if given.lower() == name:
                return value
        return ""


def turn(
    port: int, connections: int, headers: str, requests: list[tuple[str, str]], pause: float = 0.0
) -> dict[str, Any]:
    """Send all requests, an address with headers of its own each, over so many connections; what came back.

    After each answer a connection rests for `pause` seconds on average, between half of it and half as much again.
    """
    resting, lengths = dict[Line, float](), Random(1)
    waiting, taken, sizes, statuses, etags = iter(requests), list[float](), list[int](), Counter[int](), {}
    began = perf_counter()
    with selectors.DefaultSelector() as ready:
        _open(ready, port, connections, headers, waiting)
        while ready.get_map():
            for key, _ in ready.select(max(0.0, min(resting.values()) - perf_counter()) if resting else None):
                line = key.data
                if not line.hear():
                    continue
                taken.append(perf_counter() - line.since)
                sizes.append(line.length - len(line.head) - len(END))
                statuses[line.status] += 1
                etags[line.address] = line.header("etag")
                resting[line] = perf_counter() + pause * lengths.uniform(0.5, 1.5)
            for line in [line for line, until in resting.items() if until <= perf_counter()]:
                del resting[line]
                _next(ready, line, headers, waiting)
    seconds = perf_counter() - began
    return {"seconds": seconds, "taken": taken, "sizes": sizes, "statuses": statuses, "etags": etags}


def _open(
    ready: selectors.BaseSelector, port: int, connections: int, headers: str, waiting: Iterator[tuple[str, str]]
) -> None:
    for _ in range(connections):
        line = Line(socket.create_connection(("127.0.0.1", port), timeout=60))
        line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ready.register(line.socket, selectors.EVENT_READ, line)
        _next(ready, line, headers, waiting)


def _next(ready: selectors.BaseSelector, line: Line, headers: str, waiting: Iterator[tuple[str, str]]) -> None:
    """The next request on this connection; without one it is closed."""
    request = next(waiting, None)
    if request is None:
        ready.unregister(line.socket)
        line.socket.close()
    else:
        line.ask(request[0], headers + request[1])


if __name__ == "__main__":
    for asked in sys.stdin:
        print(json.dumps(turn(**json.loads(asked))), flush=True)
