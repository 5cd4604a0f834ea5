"""Anchors made of words."""

import re

from guidelines.text.folding import fold

_WORDS = re.compile(r"[^\W_]+")


def slugify(text: str, separator: str = "-") -> str:
    """The folded words of a text, joined: `Điều kiện hoàn tiền` → `dieu-kien-hoan-tien`.

    Empty when the text holds no letter and no digit; whoever needs an anchor then numbers it. Takes the separator
    second, as Python-Markdown's table of contents calls it.
    """
    return separator.join(_WORDS.findall(fold(text)))
