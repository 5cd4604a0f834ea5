"""The one form in which text is stored: NFC, `\\n` line ends, nothing invisible."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# What Unicode calls default ignorable: joiners, spaces without width, marks of direction, soft hyphens, fillers, tags.
# They go because two texts that look the same must have the same digest, and because marks of direction show words in
# another order than they are stored. The price is that a joined emoji falls into its parts; guidelines in a script
# that needs joiners or is written from right to left would need another rule. U+FE0E and U+FE0F stay: they choose
# between the plain and the coloured form of a sign, which can be seen.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""The invisible characters, as the inside of a class of a regular expression."""
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
# U+FFFE and U+FFFF are no characters: XML has no way to write them, so that no Word file or workbook could hold them.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# Half a surrogate pair cannot be written as UTF-8, so it could be neither stored nor digested.
_BROKEN = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Normalised:
    """A text ready to be stored, and one sentence for each kind of thing that was changed to make it so."""

    text: str
    changes: tuple[str, ...]


def _byte_order_mark(text: str) -> tuple[str, str]:
    if not text.startswith("\ufeff"):
        return text, ""
    return text[1:], _("Removed the byte order mark at the start of the text.")


def _line_ends(text: str) -> tuple[str, str]:
    text, count = _LINE_ENDS.subn("\n", text)
    said = ngettext(
        "Changed the end of %(count)d line to the usual one.",
        "Changed the ends of %(count)d lines to the usual one.",
        count,
    )
    return text, said % {"count": count} if count else ""


def _invisible(text: str) -> tuple[str, str]:
    text, count = _INVISIBLE.subn("", text)
    said = ngettext("Removed %(count)d invisible character.", "Removed %(count)d invisible characters.", count)
    return text, said % {"count": count} if count else ""


def _controls(text: str) -> tuple[str, str]:
    text, count = _CONTROLS.subn("", text)
    said = ngettext("Removed %(count)d control character.", "Removed %(count)d control characters.", count)
    return text, said % {"count": count} if count else ""


def _broken(text: str) -> tuple[str, str]:
    text, count = _BROKEN.subn("\ufffd", text)
    said = ngettext(
        "Replaced %(count)d broken character by “%(sign)s”. Type it again.",
        "Replaced %(count)d broken characters by “%(sign)s”. Type them again.",
        count,
    )
    return text, said % {"count": count, "sign": "\ufffd"} if count else ""


def _composed(text: str) -> tuple[str, str]:
    if unicodedata.is_normalized("NFC", text):
        return text, ""
    return unicodedata.normalize("NFC", text), _("Joined letters and their marks into single characters (Unicode NFC).")


# NFC comes last: a letter and its mark may stand side by side only once the invisible character between them is gone.
_STEPS: tuple[Callable[[str], tuple[str, str]], ...] = (
    _byte_order_mark,
    _line_ends,
    _invisible,
    _controls,
    _broken,
    _composed,
)


def normalise(raw: str) -> Normalised:
    """The text as it is stored, and what was changed, in plain sentences."""
    text, changes = raw, []
    for step in _STEPS:
        text, change = step(text)
        if change:
            changes.append(change)
    return Normalised(text, tuple(changes))


def one_line(raw: str) -> str:
    """A name or another short text as it is stored: normal, with one space between its words."""
    return " ".join(normalise(raw).text.split())
