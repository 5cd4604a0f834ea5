"""How long reading takes: the words of the rules that changed, with their cases, at 150 words a minute.

Slower than prose (200 to 250), because a rule is read to be acted on. A first edition counts all its rules.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from guidelines.text.pieces import split

WORDS_A_MINUTE = 150
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")


def words_of_rules(source: str, rules: Collection[str] | None) -> int:
    """The words of these rules and of the cases bound to them; None means every rule."""
    pieces = [piece for piece in split(source) if piece.kind in ("rule", "case") and piece.key]
    wanted = (piece.source for piece in pieces if rules is None or piece.key.split()[-1] in rules)
    return sum(len(_WORD.findall(source)) for source in wanted)


def minutes(words: int) -> int:
    """Whole minutes, at least one."""
    return max(1, round(words / WORDS_A_MINUTE))
