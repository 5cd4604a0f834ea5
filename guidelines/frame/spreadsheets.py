"""Cells that are safe to open in a spreadsheet."""

import re

# A spreadsheet may skip what cannot be seen or only quotes, and reads full-width signs like the plain ones. A file
# with commas that is opened where semicolons or tabs divide is cut at those and at line ends, so they count as well.
_SKIPPED = r"[\s\"'`´‘’“”„‚«»\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x1f]"
_SIGN = r"[=+\-@＝＋－＠]"
_DANGER = re.compile(rf"^(?={_SKIPPED}*{_SIGN}|[\t\r])|(?<=[;\t\r\n])(?=(?:(?![\r\n]){_SKIPPED})*{_SIGN})")


def harmless(cell: str) -> str:
    """The text with an apostrophe wherever a spreadsheet could begin to read a formula."""
    return _DANGER.sub("'", cell)
