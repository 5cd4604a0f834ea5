"""Fonts for PDFs: finds them on this machine, measures letters, and puts into a file those that it uses."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pydyf
from django.utils.translation import gettext as _
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from guidelines.frame.refusals import Unavailable

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")
FAMILIES = (("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"), ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"))
"""Both have every Vietnamese letter. What one lacks is looked for in the next, then in the fonts of other scripts."""
OTHER_SCRIPTS = "NotoSans*-Regular.ttf"
_KEPT = ("glyf", "loca", "head", "hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep")
"""What a PDF needs of a font."""


@lru_cache(maxsize=1)
def files() -> dict[str, Path]:
    """Every TrueType file on this machine by its name."""
    found = {}
    for folder in FOLDERS:
        for place, _folders, names in os.walk(Path(folder).expanduser()):
            found.update({name: Path(place) / name for name in sorted(names) if name.endswith(".ttf")})
    return found


@dataclass(frozen=True)
class Measures:
    """What setting text needs to know of a font. Lengths are thousandths of the size of the letters."""

    glyphs: dict[int, tuple[int, float]]
    """Number and width of the glyph of every character."""
    box: tuple[int, ...]
    ascent: int
    descent: int


@cache
def _measures(path: Path) -> Measures:
    with TTFont(path, lazy=True) as font:
        head, scale = font["head"], 1000 / font["head"].unitsPerEm
        advances, letters = font["hmtx"].metrics, font.getBestCmap() or {}
        return Measures(
            glyphs={code: (font.getGlyphID(name), advances[name][0] * scale) for code, name in letters.items()},
            box=tuple(round(edge * scale) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)),
            ascent=round(font["hhea"].ascent * scale),
            descent=round(font["hhea"].descent * scale),
        )


@lru_cache(maxsize=4096)
def _holders(character: str, bold: bool) -> Path | None:
    """The first file that has a character."""
    others = sorted(Path(name) for name in files() if Path(name).match(OTHER_SCRIPTS))
    names = [family[bold] for family in FAMILIES] + [family[0] for family in FAMILIES] + [str(name) for name in others]
    paths = (files()[name] for name in names if name in files())
    return next((path for path in paths if ord(character) in _measures(path).glyphs), None)


class Face:
    """One font inside one file, with the glyphs that were used of it."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self.measures = _measures(path)
        self.used: dict[int, tuple[str, float]] = {}
        """The letter and the width of every glyph."""

    def glyph(self, character: str) -> tuple[int, float]:
        """The number of a letter's glyph, and its width; of one that no font has, what stands for it."""
        number, width = self.measures.glyphs.get(ord(character), (0, 600.0))
        self.used[number] = character, width
        return number, width


class Fonts:
    """The fonts of one file."""

    def __init__(self) -> None:
        if not any(regular in files() for regular, _bold in FAMILIES):
            raise Unavailable(
                _("This machine can’t write PDFs: it has neither the font Noto Sans nor DejaVu Sans. Choose Word.")
            )
        self._faces: dict[Path, Face] = {}
        self._letters: dict[tuple[str, bool], tuple[Face, str, float]] = {}

    def letter(self, character: str, bold: bool) -> tuple[Face, str, float]:
        """The face that has a letter, its glyph in hexadecimal, and its width in thousandths."""
        known = self._letters.get((character, bold))
        if known is None:
            path = _holders(character, bold) or _holders("?", bold)
            assert path is not None
            face = self._faces.setdefault(path, Face(path, f"F{len(self._faces)}"))
            number, width = face.glyph(character)
            known = self._letters[character, bold] = face, f"{number:04x}", width
        return known

    def put_into(self, pdf: pydyf.PDF) -> pydyf.Dictionary:
        """The faces that were used, as a page's resources name them."""
        return pydyf.Dictionary({face.name: _embedded(pdf, face).reference for face in self._faces.values()})


def _embedded(pdf: pydyf.PDF, face: Face) -> pydyf.Dictionary:
    name = f"/NOTES{chr(ord('A') + int(face.name[1:]))}+{face.path.stem}"
    descriptor = _added(pdf, _descriptor(pdf, face, name))
    glyphs = sorted(face.used)
    letters = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": pydyf.Dictionary(
                {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}
            ),
            "CIDToGIDMap": "/Identity",
            "FontDescriptor": descriptor.reference,
            "W": pydyf.Array(part for glyph in glyphs for part in (glyph, f"[{face.used[glyph][1]:.0f}]")),
        }
    )
    names = _added(pdf, pydyf.Stream(list(_to_unicode(face)), compress=True))
    whole = {
        "Type": "/Font",
        "Subtype": "/Type0",
        "BaseFont": name,
        "Encoding": "/Identity-H",
        "DescendantFonts": pydyf.Array([_added(pdf, letters).reference]),
        "ToUnicode": names.reference,
    }
    return _added(pdf, pydyf.Dictionary(whole))


def _descriptor(pdf: pydyf.PDF, face: Face, name: str) -> pydyf.Dictionary:
    content = _subset(face)
    file = _added(pdf, pydyf.Stream([content], {"Length1": len(content)}, compress=True))
    return pydyf.Dictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": name,
            "Flags": 4,
            "FontBBox": pydyf.Array(face.measures.box),
            "ItalicAngle": 0,
            "Ascent": face.measures.ascent,
            "Descent": face.measures.descent,
            "CapHeight": 700,
            "StemV": 80,
            "FontFile2": file.reference,
        }
    )


def _subset(face: Face) -> bytes:
    """The font with the shapes that were used, under the numbers that they had."""
    options = Options(retain_gids=True, notdef_outline=True, hinting=False, layout_features=[], recalc_timestamp=False)
    with TTFont(face.path, recalcTimestamp=False) as font:
        for table in set(font.keys()) - set(_KEPT) - {"GlyphOrder", "post", "OS/2", "name", "cmap"}:
            del font[table]
        subsetter = Subsetter(options)
        subsetter.populate(gids=sorted(face.used))
        subsetter.subset(font)
        written = BytesIO()
        font.save(written)
    return written.getvalue()


def _to_unicode(face: Face) -> Iterator[str]:
    """Which letters the glyphs are, so that the text can be copied, searched and read aloud."""
    yield "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Notes def /CMapType 2 def"
    yield "1 begincodespacerange <0000> <ffff> endcodespacerange"
    glyphs = sorted(face.used)
    for start in range(0, len(glyphs), 100):
        part = glyphs[start : start + 100]
        yield f"{len(part)} beginbfchar"
        yield from (f"<{glyph:04x}> <{face.used[glyph][0].encode('utf-16-be').hex()}>" for glyph in part)
        yield "endbfchar"
    yield "endcmap CMapName currentdict /CMap defineresource pop end end"


def _added(pdf: pydyf.PDF, thing: Any) -> Any:
    pdf.add_object(thing)
    return thing
