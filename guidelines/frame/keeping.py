"""What a process keeps of the pages it drew: the latest used, within so many bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, Protocol, TypeVar

from guidelines.frame.holes import Packed

OVERHEAD = 1_500
"""Bytes that a page takes beside its text."""


class HasText(Protocol):
    @property
    def packed(self) -> Packed: ...


Page = TypeVar("Page", bound=HasText)


class Keeper(Generic[Page]):
    """Pages by what those have in common who see the same; `most` are bytes. Safe among threads."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.bytes = 0
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._lock = Lock()

    def get(self, those: Hashable) -> Page | None:
        """The page, from now on the latest used."""
        with self._lock:
            page = self._pages.get(those)
            if page is not None:
                self._pages.move_to_end(those)
            return page

    def put(self, those: Hashable, page: Page) -> None:
        with self._lock:
            self._drop(those)
            self._pages[those] = page
            self.bytes += _size(page)
            while self.bytes > self.most and self._pages:
                self._drop(next(iter(self._pages)))

    def drop(self, those: Hashable) -> None:
        with self._lock:
            self._drop(those)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.bytes = 0

    def kept(self) -> list[Page]:
        """All of them, the longest unused first."""
        with self._lock:
            return list(self._pages.values())

    def _drop(self, those: Hashable) -> None:
        page = self._pages.pop(those, None)
        if page is not None:
            self.bytes -= _size(page)


def _size(page: HasText) -> int:
    return len(page.packed.data) + OVERHEAD
