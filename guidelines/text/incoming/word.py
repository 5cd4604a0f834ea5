"""Word documents: mammoth reads them, and what it passes over is counted beside it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from guidelines.text.incoming.package import damaged, opened
from guidelines.text.incoming.page import read_html
from guidelines.text.incoming.pictures import EMBEDDED
from guidelines.text.incoming.remarks import Remarks
from guidelines.text.incoming.values import Incoming
from guidelines.text.refusal import TextRefused

_LIST = "ul|ol > li > "
_STYLES = "\n".join(
    (
        "p[style-name='Title'] => h1:fresh",
        "p[style-name^='toc '] => !",
        "p[style-name^='TOC '] => !",
        "p[style-name='Quote'] => blockquote > p:fresh",
        "p[style-name='Intense Quote'] => blockquote > p:fresh",
        "p[style-name='HTML Preformatted'] => pre:separator('\\n')",
        # Of itself mammoth knows five levels; Word has nine.
        *(f"p:unordered-list({level}) => {_LIST * (level - 1)}ul > li:fresh" for level in range(6, 10)),
        *(f"p:ordered-list({level}) => {_LIST * (level - 1)}ol > li:fresh" for level in range(6, 10)),
    )
)


def from_word(data: bytes) -> Incoming:
    """A .docx file. Nothing it names outside itself is fetched or opened; no style map inside it is followed."""
    import mammoth  # here, and below: every start would wait for it

    package = opened(data)
    remarks, images = Remarks(), _Images()
    try:
        html = mammoth.convert_to_html(
            package.file,
            style_map=_STYLES,
            convert_image=images.convert,
            include_embedded_style_map=False,
            external_file_access=False,
        ).value
    except TextRefused:
        raise
    except Exception as error:  # a broken document fails in mammoth in every way there is
        raise damaged() from error
    _note(package.counts, package.running_heads, remarks)
    return read_html(html, remarks, images.kept)


class _Images:
    """Gathers the images of a document; mammoth is given their numbers."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []

    def convert(self, image: Any) -> list[Any]:
        from mammoth.html import element

        attributes = {"src": "", "alt": image.alt_text or ""}
        try:
            with image.open() as content:
                self.kept.append(content.read())
            attributes["src"] = f"{EMBEDDED}{len(self.kept) - 1}"
        except (KeyError, ValueError, OSError):
            pass  # it is linked, or missing: its words are kept
        return [element("img", attributes)]


def _note(found: Counter[str], running_heads: int, remarks: Remarks) -> None:
    """What mammoth passes over without a word."""

    counts = {
        "comments": found["commentReference"],
        "tracked": found["tracked"],
        "footnotes": found["footnoteReference"] + found["endnoteReference"],
        "text_boxes": found["boxes"],
        "text_boxes_lost": max(0, found["newer boxes"] - found["boxes"]),
        "running_heads": running_heads,
        "contents": found["contents"],
        "equations": found["oMath"],
        "objects": found["chart"] + found["relIds"] + found["OLEObject"],
        "colours": found["colours"],
        "underlines": found["underlines"],
    }
    for kind, count in counts.items():
        if count:
            remarks.note(kind, count)
