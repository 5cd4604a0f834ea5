"""A progress bar for commands that take a while."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

Item = TypeVar("Item")
WIDTH, REDRAW_SECONDS = 30, 0.1


class Output(Protocol):
    def write(self, msg: str = "", style_func: None = None, ending: str | None = None) -> None: ...

    def isatty(self) -> bool: ...


def progress(items: Sequence[Item], title: str, out: Output) -> Iterator[Item]:
    """Yield the items while drawing how far it is: a bar on a terminal, a line at each tenth elsewhere."""
    total, drawn, said = len(items), 0.0, 0
    for done, item in enumerate(items, start=1):
        yield item
        if out.isatty():
            if time.monotonic() - drawn > REDRAW_SECONDS or done == total:
                drawn = time.monotonic()
                bar = "█" * (WIDTH * done // total)
                out.write(f"\r{title} {bar:<{WIDTH}} {done}/{total}", ending="\n" if done == total else "")
        elif 10 * done // total > said:
            said = 10 * done // total
            out.write(f"{title}: {done} of {total}")
