"""Links and images of a text: where they lead, and what they say to those who can't see.

What is judged is what the renderer made, so that every way of writing a link counts and none in code does; the source
only tells the line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from django.utils.translation import gettext as _

from guidelines.text.attachments import attachment_names
from guidelines.text.checks.finding import Finding
from guidelines.text.fences import Fences
from guidelines.text.rendering.leading import Image

_INLINE_CODE = re.compile(r"`[^`\n]{1,400}`")
_GUIDELINE = re.compile(r"/g/([A-Za-z0-9._-]{1,60})(?:[/?#].*)?", re.DOTALL)
_NO_WORDS = re.compile(r"!\[\s{0,20}\]")


def link_findings(
    source: str, links: Iterable[str], places: Collection[str], known: Collection[str]
) -> Iterator[Finding]:
    """Links that lead nowhere. `places` are the anchors of the text, `known` the guidelines by ID and alias."""
    text = _without_code(source)
    for link in links:
        if link.startswith("#") and link[1:] not in places:
            sentence = _("The link to “#%(anchor)s” leads nowhere in this text.") % {"anchor": link[1:]}
            yield Finding(sentence, _line(text, link), _("Link a section, a rule or a term that is there."))
        named = _GUIDELINE.fullmatch(link)
        if named and named[1].upper() not in known:
            sentence = _("There is no guideline %(name)s.") % {"name": named[1]}
            yield Finding(sentence, _line(text, link), _("Check its policy ID."))


def guidelines_linked(links: Iterable[str]) -> set[str]:
    """The policy IDs and earlier numbers that the links of a text name."""
    return {named[1].upper() for named in map(_GUIDELINE.fullmatch, links) if named}


def image_findings(source: str, images: Collection[Image], missing: Collection[str]) -> Iterator[Finding]:
    """Images without words, and images that nobody put into this edition (`missing`, by name)."""
    text = _without_code(source)
    wordless = iter([text.count("\n", 0, found.start()) + 1 for found in _NO_WORDS.finditer(text)])
    for image in images:
        if not image.words:
            yield Finding(
                _("This image has no words for those who can’t see it."),
                next(wordless, None),
                _("Write what it shows between the square brackets."),
            )
    shown = dict.fromkeys(name for image in images for name in attachment_names(image.address))
    for name in shown:
        if name in missing:
            yield Finding(
                _("This image is not kept with the edition."),
                _line(text, name),
                _("Add it on the page of images, and put its line here."),
            )


def _without_code(source: str) -> str:
    """The same text with its code blanked: every line stays where it is."""
    lines = source.split("\n")
    fences, at = Fences(lines), 0
    while at < len(lines):
        end = fences.closing(at)
        if end is not None:
            lines[at : end + 1] = [""] * (end + 1 - at)
            at = end
        at += 1
    return _INLINE_CODE.sub(lambda code: " " * len(code[0]), "\n".join(lines))


def _line(text: str, words: str) -> int | None:
    """The first line on which the words stand, if the text has them as they are."""
    found = re.search(rf"{re.escape(words)}(?![\w-])", text)
    return None if found is None else text.count("\n", 0, found.start()) + 1
