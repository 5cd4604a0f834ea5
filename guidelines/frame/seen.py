"""The mark of what a form was opened on: of two authors of one thing, the later is told of the other."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.utils.translation import gettext as _

from guidelines.frame.refusals import Outdated


def mark(*facts: Any) -> str:
    """What tells one state of a row from another: the same for the same facts."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def refuse_outdated(seen: str, *, kept: str, wished: str) -> None:
    """Nobody writes over another unawares. A second click, which wishes what is kept, is not refused."""
    if kept not in (seen, wished):
        raise Outdated(
            _("Somebody else changed this meanwhile. Yours is kept below, with theirs beside it where they differ.")
        )
