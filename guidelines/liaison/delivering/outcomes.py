"""What became of an attempt: the far side took the message, or it did not, for a reason."""

from __future__ import annotations

import datetime as dt

from guidelines.liaison.models import Reason

NO_REST = dt.timedelta()


class NotTaken(Exception):
    """The far side does not have the message, or did not say that it has.

    `words` are the far side's own; `for_good` says that trying again would change nothing; `rest` is how long it asked
    to be left alone.
    """

    def __init__(
        self, reason: Reason, words: str = "", *, for_good: bool = False, rest: dt.timedelta = NO_REST
    ) -> None:
        super().__init__(reason, words)
        self.reason, self.words, self.for_good, self.rest = reason, one_line(words), for_good, rest


def one_line(words: str, most: int = 300) -> str:
    """Words of a stranger, fit to be shown in a list."""
    printable = "".join(letter if letter.isprintable() else " " for letter in words)
    return " ".join(printable.split())[:most]
