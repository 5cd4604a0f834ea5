"""When two insights say the same: the same words about the same rule, however they are spelled. Pure."""

from __future__ import annotations

import hashlib
import re

from guidelines.text.folding import fold

_WORD = re.compile(r"\w+")


def likeness(text: str, *, market: int, domain: int | None, guideline: int | None, rule_id: str) -> str:
    """64 characters that are the same for the same place, rule and words; case, marks and punctuation aside."""
    words = " ".join(_WORD.findall(fold(text))) or text
    place = f"{guideline or 0}|{rule_id}" if guideline else f"|{market}|{domain or 0}"
    return hashlib.sha256(f"{place}|{words}".encode()).hexdigest()
