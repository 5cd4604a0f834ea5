"""The web process. A request that cannot be read never reaches Django: gunicorn answers it, here with our headers."""

import gc
from time import sleep
from typing import Any

from gunicorn.http.errors import ParseException
from gunicorn.workers.gthread import ThreadWorker

from guidelines.frame.headers import ALWAYS

LINES = "".join(f"{name}: {value}\r\n" for name, value in (*ALWAYS.items(), ("Cache-Control", "private, no-store")))


HEARD = 32 * 1024 * 1024
"""Bytes of a refused body that are taken and thrown away, so that whoever sends all before listening hears why."""
PIECE = 64 * 1024
HESITATION = 0.0001
"""Seconds for each connection that a worker has: more than it takes another to wake up, less than anybody feels."""
MANY = 10
"""Connections, of which a worker's waiting grows no longer."""


ALLOCATED = 20_000
"""Objects that are new before the collector looks for rings among them. A page makes some thousands and lets all go
without it; with Python's 700 it looked several times a page, which took a tenth of the CPU."""


class Worker(ThreadWorker):
    """Gunicorn's worker with threads."""

    def init_process(self) -> None:
        """What was loaded by now stays as long as the process: the collector looks at it no more."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(ALLOCATED)
        super().init_process()

    def accept(self, listener: Any) -> None:
        """Every worker hears of a new connection; who has more of them waits longer, so that all have alike."""
        if self.cfg.workers > 1:
            sleep(min(self.nr_conns, MANY) * HESITATION)
        super().accept(listener)

    def handle_request(self, req: Any, conn: Any) -> Any:
        keeps = super().handle_request(req, conn)
        left = HEARD
        try:
            while left > 0 and (piece := req.body.read(PIECE)):
                left -= len(piece)
        except (OSError, ParseException):
            return False
        return keeps

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        super().handle_error(req, _Answering(client), addr, exc)


class _Answering:
    """A connection on which gunicorn writes one whole answer."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def sendall(self, answer: bytes) -> None:
        status, rest = answer.split(b"\r\n", 1)
        self._connection.sendall(b"\r\n".join((status, LINES.encode() + rest)))
