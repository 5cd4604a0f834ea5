"""Format: how a document becomes a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from guidelines.liaison.documents import Document


@dataclass(frozen=True)
class Format:
    extension: str
    name: str
    content_type: str
    write: Callable[[Document], bytes]
