"""What is wrong in a text and blocks its submission, though not its saving."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """A sentence for the author, and the line it is about."""

    line: int
    sentence: str
