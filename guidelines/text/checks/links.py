"""Links and images of a text: where they lead, and what they say to those who can't see."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from guidelines.text.attachments import attachment_names
from guidelines.text.checks.finding import Finding

_CODE = re.compile(r"```.*?```|`[^`\n]{1,400}`", re.DOTALL)
_SECTION = re.compile(r"\]\(#([^)\s]{1,200})\)")
_GUIDELINE = re.compile(r"\]\(/g/([A-Za-z0-9._-]{1,60})/")
_NO_ALT = re.compile(r"!\[\s{0,20}\]\(")


def link_findings(source: str, anchors: Collection[str], known: Collection[str]) -> Iterator[Finding]:
    """Links that lead nowhere. `anchors` are the places of the text, `known` the guidelines by ID and alias."""
    text = _without_code(source)
    for found in _SECTION.finditer(text):
        if found[1] not in anchors:
            sentence = _("The link to “#%(anchor)s” leads nowhere in this text.") % {"anchor": found[1]}
            yield Finding(sentence, _line(text, found), _("Link a section, a rule or a term that is there."))
    for found in _GUIDELINE.finditer(text):
        if found[1].upper() not in known:
            sentence = _("There is no guideline %(name)s.") % {"name": found[1]}
            yield Finding(sentence, _line(text, found), _("Check its policy ID."))


def guidelines_linked(source: str) -> set[str]:
    """The policy IDs and earlier numbers that the links of a text name."""
    return {found.upper() for found in _GUIDELINE.findall(_without_code(source))}


def image_findings(source: str, missing: Collection[str]) -> Iterator[Finding]:
    """Images without words, and images that nobody put into this edition (`missing`, by name)."""
    text = _without_code(source)
    for found in _NO_ALT.finditer(text):
        yield Finding(
            _("This image has no words for those who can't see it."),
            _line(text, found),
            _("Write what it shows between the square brackets."),
        )
    for name in attachment_names(source):
        if name in missing:
            at = source.index(name)
            yield Finding(
                _("This image is not kept with the edition."),
                source.count("\n", 0, at) + 1,
                _("Add it on the page of images, and put its line here."),
            )


def _without_code(source: str) -> str:
    """The same text with its code blanked: every line stays where it is."""
    return _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), source)


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1
