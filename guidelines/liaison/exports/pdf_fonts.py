"""The fonts of PDFs: found on this machine, and for each letter one that has it."""

from __future__ import annotations

import os
from functools import cache
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from guidelines.frame.refusals import Unavailable

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")
FAMILIES = (("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"), ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"))
"""Both have every Vietnamese letter. The first on this machine is the text's; what it lacks the others may have."""


def text_fonts() -> tuple[str, str]:
    """The names of the text's font and its bold. Says plainly when this machine has none."""
    regular, bold = _family()
    return _registered(regular), _registered(bold)


def marked(text: str) -> str:
    """Words as ReportLab's markup: nothing in them is markup, and letters of other scripts name their font."""
    runs = ((font, "".join(letters)) for font, letters in groupby(text, key=_font_of))
    spelt = (f'<font name="{font}">{escape(run)}</font>' if font else escape(run) for font, run in runs)
    return "".join(spelt).replace("\n", "<br/>")


def fits(text: str, font: str, size: float, width: float) -> bool:
    """Whether it is one line of so many points in this font alone."""
    return "\n" not in text and not any(map(_font_of, text)) and pdfmetrics.stringWidth(text, font, size) <= width


@cache
def _font_of(letter: str) -> str:
    """The font of a letter that the text's own lacks; empty for the text's own, and where no font has it."""
    if letter.isspace() or _has(_family()[0], letter):
        return ""
    found = (name for name in _others() if _has(name, letter))
    return next(map(_registered, found), "")


def _has(name: str, letter: str) -> bool:
    return ord(letter) in pdfmetrics.getFont(_registered(name)).face.charToGlyph


@cache
def _registered(name: str) -> str:
    """A font file as ReportLab knows it."""
    pdfmetrics.registerFont(TTFont(Path(name).stem, str(_files()[name])))
    return Path(name).stem


@cache
def _family() -> tuple[str, str]:
    for family in FAMILIES:
        if all(name in _files() for name in family):
            return family
    raise Unavailable(
        _("This machine can’t write PDFs: it has neither the font Noto Sans nor DejaVu Sans. Choose Word.")
    )


@cache
def _others() -> tuple[str, ...]:
    """Every other font that can be read, those for text first."""
    likely = [name for name in _files() if name.startswith(("NotoSans", "DejaVuSans")) and "-Regular" in name]
    return tuple(name for name in ["DejaVuSans.ttf", *sorted(likely)] if name in _files() and _readable(name))


def _readable(name: str) -> bool:
    try:
        return bool(_registered(name))
    except TTFError:  # outlines of another kind
        return False


@cache
def _files() -> dict[str, Path]:
    """Every TrueType file on this machine by its name."""
    found: dict[str, Path] = {}
    for folder in FOLDERS:
        for place, _folders, names in os.walk(Path(folder).expanduser()):
            found.update({name: Path(place) / name for name in sorted(names) if name.endswith(".ttf")})
    return found
