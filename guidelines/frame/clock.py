"""The clock every deed reads. The demo alone sets it back, to live a year's story in the order it happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_pretended: ContextVar[dt.datetime | None] = ContextVar("pretended", default=None)


def now() -> dt.datetime:
    """The instant it is, in UTC."""
    return _pretended.get() or timezone.now()


def is_pretended() -> bool:
    """Whether the story of the demo is being told."""
    return _pretended.get() is not None


@contextmanager
def pretend(instant: dt.datetime) -> Iterator[None]:
    """Let `now` answer with this instant in this thread. For the demo's story only."""
    token = _pretended.set(instant)
    try:
        yield
    finally:
        _pretended.reset(token)
