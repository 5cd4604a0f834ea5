"""Characters of a text that Markdown would read as markup, written so that they are only characters."""

import re

# An underscore between letters or digits is never markup: `counterfeit.low_price` stays readable.
_ANYWHERE = re.compile(r"[\\`*\[]|(?<=\[[ xX])\]|<(?=\S)|~(?=~|$)|(?<=~)~|^~|(?<![^\W_])_|_(?![^\W_])")
_IN_LINK = re.compile(rf"{_ANYWHERE.pattern}|\]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_START = re.compile(r"(?:#{1,6}(?=\s|$)|[-+](?=[\s-]|$)|>|=+\s*$|\||[-:][-:|\s]*$|/{3,})")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def escape(text: str, *, in_link: bool = False) -> str:
    """Text as it may stand inside a line, or inside the words of a link."""
    return _ENTITY.sub("&amp;", (_IN_LINK if in_link else _ANYWHERE).sub(lambda found: "\\" + found[0], text))


def escape_start(escaped: str) -> str:
    """Escaped text as it may begin a line, where more is markup: headings, items, quotes, rules and blocks of ours."""
    if _START.match(escaped):
        return "\\" + escaped
    return _NUMBER.sub(r"\1\\\2", escaped, count=1) if _NUMBER.match(escaped) else escaped


def as_alternative(text: str) -> str:
    """Words about an image, in one line, without what would end them or be read as code."""
    plain = " ".join(text.split()).translate(_IN_ALTERNATIVE)
    return plain[:300].rstrip()


_IN_ALTERNATIVE = str.maketrans({"[": "(", "]": ")", "\\": "/", "`": "'", "|": "/", "<": "(", ">": ")"})
