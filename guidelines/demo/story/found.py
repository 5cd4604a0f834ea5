"""Found: one deed on an insight or a requirement in the demo’s year. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """One deed on an insight or a requirement, at its moment."""

    at: dt.datetime
    deed: str
    key: str
    by: str = ""
    """Empty for what the portal found itself."""
    where: str = ""
    text: str = ""
    rule: str = ""
    severity: str = ""
    kind: str = ""
    why: str = ""
    to: str = ""
    """A person, or the key of another insight."""
    of: tuple[str, ...] = ()
    due: dt.date | None = None
    number: int = 0
