"""Sweeps: what the worker looks for by itself, so that nothing waits for a wake-up that was lost."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from django.core.cache import caches

from guidelines.frame import clock

logger = logging.getLogger(__name__)
_PULSE = "worker-pulse"
_PULSE_SECONDS = 24 * 3600


@dataclass
class Sweep:
    """A function that does what is due and returns soon; run again and again, by several workers at once."""

    name: str
    function: Callable[[], object]
    seconds: float
    next: float = field(default=0.0)


_sweeps: dict[str, Sweep] = {}


def register(name: str, function: Callable[[], object], *, seconds: float) -> None:
    """Have the worker call `function` every so many seconds. Call it in `AppConfig.ready`."""
    _sweeps[name] = Sweep(name, function, seconds)


def sweep_due() -> None:
    """Run every sweep whose time has come. One that fails is logged and does not keep the others."""
    for sweep in _sweeps.values():
        if monotonic() < sweep.next:
            continue
        sweep.next = monotonic() + sweep.seconds
        try:
            sweep.function()
        except Exception:
            logger.exception("The sweep %s failed and is run again.", sweep.name)


def sweep_all() -> None:
    """Run every sweep now, and let what fails fail: for tests and for the command line."""
    for sweep in _sweeps.values():
        sweep.function()


def beat() -> None:
    """Say that a worker is at work."""
    caches["shared"].set(_PULSE, clock.now(), _PULSE_SECONDS)


def last_beat() -> dt.datetime | None:
    """When a worker was last heard of; None where none was for a day."""
    heard: dt.datetime | None = caches["shared"].get(_PULSE)
    return heard
