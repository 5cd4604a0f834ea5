"""Which lines of a source are code: between two fences of ``` or ~~~ nothing is a block and nothing is a field."""

import re

_OPENING = re.compile(r"( {0,3})(`{3,}(?=[^`]*$)|~{3,})")
BLOCK_LINE = re.compile(r"/{3,}(?:[ \t]*$|[ \t]*\S)")
"""A line that opens or closes a block of ours."""


class Fences:
    """Finds the end of fenced code in the lines of one source, in time that grows with their number."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._barren: dict[tuple[str, bool], tuple[int, int]] = {}

    def opens(self, at: int) -> bool:
        """Whether the line is a fence that may open code."""
        return _OPENING.match(self._lines[at]) is not None

    def closing(self, at: int, *, within_block: bool = False) -> int | None:
        """The line that closes the code opened on a line, if there is one.

        Within a block, and in an item of a list, code ends at the next line that opens a block at the latest: a fence
        somebody forgot to close must not swallow the rules after it.
        """
        opening = _OPENING.match(self._lines[at])
        if opening is None:
            return None
        character, length = opening[2][0], len(opening[2])
        stops = within_block or bool(opening[1])
        shortest, until = self._barren.get((character, stops), (length + 1, 0))
        if length >= shortest and at < until:
            return None
        end = self._search(at + 1, character, length, stops=stops)
        if isinstance(end, _Nowhere):
            self._barren[character, stops] = (length, end.until)
            return None
        return end

    def _search(self, start: int, character: str, length: int, *, stops: bool) -> "int | _Nowhere":
        closing = re.compile(rf" {{0,3}}{re.escape(character)}{{{length},}}[ \t]*")
        for number in range(start, len(self._lines)):
            line = self._lines[number]
            if closing.fullmatch(line):
                return number
            if stops and BLOCK_LINE.match(line) and line.strip("/ \t"):
                return _Nowhere(number)
        return _Nowhere(len(self._lines))


class _Nowhere:
    """No closing fence before a line."""

    def __init__(self, until: int) -> None:
        self.until = until
