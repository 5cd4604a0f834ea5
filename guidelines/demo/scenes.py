"""What a story is made of: dated scenes, each one deed of one person on one edition. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Deed(StrEnum):
    """The deeds a scene can show; each is one call of a service."""

    OPEN = "open"
    SAVE = "save"
    REBASE = "rebase"
    SUBMIT = "submit"
    RECALL = "recall"
    REQUEST_CHANGES = "request_changes"
    APPROVE = "approve"
    PUBLISH = "publish"
    CANCEL = "cancel"
    ENFORCE_NOW = "enforce_now"
    RATIFY = "ratify"
    WITHDRAW = "withdraw"
    DISCARD = "discard"


@dataclass(frozen=True)
class Scene:
    """One deed at its moment."""

    at: dt.datetime
    deed: Deed
    policy_id: str
    number: int
    by: str
    """The name of whoever acts."""
    note: str = ""
    text: str = ""
    """The file of the words that are opened, saved or rebased; empty copies what is in force."""
    share: float = 1.0
    """How much of the way from the words before to that file this save has come."""
    begins: dt.datetime | None = None
    """The moment in force of a publication that is made ahead."""
    fates: Mapping[int, str] = field(default_factory=dict)
    """What becomes of each edition that is already scheduled, by number."""
