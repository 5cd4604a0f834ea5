"""A mail server and a webhook that take messages, keep what they took, and misbehave by a plan."""

from __future__ import annotations

import asyncio
import email
import hashlib
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller

Plan = Callable[[str, int], str]
"""What happens to the n-th copy of a key, counted from 0: one of the faults below, or nothing."""
MAIL_FAULTS = ("refused", "slow", "dropped", "answer lost")
HTTP_FAULTS = ("500", "503", "429", "slow", "dropped", "answer lost")
SLOW = 0.2


def behave(_key: str, _copy: int) -> str:
    return ""


def misbehave(faults: tuple[str, ...], most: int, share: float = 0.4) -> Plan:
    """Some faults for some keys, always the same for the same key, and never more than `most` in a row."""

    def plan(key: str, copy: int) -> str:
        chance = random.Random(f"{key}:{copy}")
        return chance.choice(faults) if copy < most and chance.random() < share else ""

    return plan


@dataclass
class Copy:
    """One message that was taken."""

    key: str
    to: str
    digest: str
    """Of what was said, without the marks between the parts of a mail, which are new at every attempt."""
    at: float
    answered: bool
    """Whether the far side said that it took it."""
    content: bytes
    headers: dict[str, str]


@dataclass
class Sink:
    plan: Plan = behave
    taken: list[Copy] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    retry_after: str = "1"
    keep: bool = True
    """Whether the messages themselves are kept, or only their digests."""

    def fault(self, key: str) -> str:
        fault = self.plan(key, self.seen[key])
        self.seen[key] += 1
        if fault:
            self.faults[fault] += 1
        return fault

    def take(
        self,
        key: str,
        to: str,
        content: bytes,
        headers: dict[str, str],
        *,
        answered: bool,
        said: bytes = b"",
        at: float = 0,
    ) -> None:
        digest = hashlib.sha256(said or content).hexdigest()
        kept = content if self.keep else b""
        copy = Copy(key, to, digest, time.time(), answered, kept, headers)
        self.taken.append(copy)
        return copy


class MailHandler:
    """What the mail server does with a message, once it has read all of it."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - its name there
        mail = email.message_from_bytes(envelope.content)
        key = mail["Message-ID"].strip("<>").partition("@")[0]
        fault = self.sink.fault(key)
        if fault == "refused":
            return "451 Not now"
        if fault == "forbidden":
            return "550 No such mailbox"
        if fault == "slow":
            await asyncio.sleep(SLOW)
        lost = fault == "answer lost"
        if fault != "dropped":
            said = b"".join(part.get_payload(decode=True) or b"" for part in mail.walk())
            to, headers = envelope.rcpt_tos[0], dict(mail.items())
            self.sink.take(key, to, envelope.content, headers, answered=not lost, said=said)
        if fault in ("dropped", "answer lost"):
            server.transport.abort()
        return "250 Taken"


@contextmanager
def mail_sink(plan: Plan = behave) -> Iterator[tuple[Sink, int]]:
    """A mail server on loopback, and its port."""
    sink = Sink(plan)
    controller = Controller(MailHandler(sink), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield sink, controller.port
    finally:
        controller.stop()


class Hook(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    sink: Sink

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        key = self.headers["Idempotency-Key"]
        fault = self.sink.fault(key)
        if fault.isdecimal():
            self.answer(int(fault), b"no")
            return
        if fault == "slow":
            time.sleep(SLOW)
        if fault != "dropped":
            copy = self.sink.take(key, self.path, content, dict(self.headers.items()), answered=False)
        if fault in ("dropped", "answer lost"):
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            with suppress(OSError):
                self.answer(200, b"taken")
                copy.answered = True

    def answer(self, status: int, words: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(words)))
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.send_header("Retry-After", self.sink.retry_after)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(words)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing: what happened is in the sink."""


class Quiet(ThreadingHTTPServer):
    def handle_error(self, *_request: Any) -> None:
        """A sender that was killed hangs up. Nothing to say."""


@contextmanager
def http_sink(plan: Plan = behave) -> Iterator[tuple[Sink, int]]:
    """A webhook on loopback, and its port."""
    sink = Sink(plan)
    server = Quiet(("127.0.0.1", 0), type("OwnHook", (Hook,), {"sink": sink}))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield sink, server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
