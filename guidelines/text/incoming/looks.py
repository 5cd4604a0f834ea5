"""What the look of an element means: bold, slanted, struck out, coloured, hidden."""

import re
from dataclasses import dataclass
from functools import lru_cache

from guidelines.text.incoming.tree import Element

_NUMBERS = re.compile(r"\d{1,3}")
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")
_PLAIN_COLOURS = frozenset(
    {"", "auto", "black", "white", "windowtext", "inherit", "initial", "transparent", "none", "currentcolor", "unset"}
)
_GREY = 48
"""Colours whose parts are nearer than this are black, grey or white: the paper of the old document, no emphasis."""


@dataclass(frozen=True, slots=True)
class Look:
    """What an element says of its look; None where it says nothing."""

    bold: bool | None = None
    slanted: bool | None = None
    struck: bool | None = None
    underlined: bool = False
    coloured: bool = False
    hidden: bool = False


def look_of(element: Element) -> Look:
    """The look by tag and by style; the style wins."""
    attributes = element.attributes
    style = _look(attributes.get("style", ""), attributes.get("color", ""))
    tag = _TAGS.get(element.name)
    if "hidden" in attributes:
        return Look(hidden=True)
    if tag is None:
        return style
    return Look(
        bold=tag.bold if style.bold is None else style.bold,
        slanted=tag.slanted if style.slanted is None else style.slanted,
        struck=tag.struck or style.struck,
        underlined=tag.underlined or style.underlined,
        coloured=tag.coloured or style.coloured,
        hidden=style.hidden,
    )


_TAGS = {
    **dict.fromkeys(("b", "strong"), Look(bold=True)),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), Look(slanted=True)),
    **dict.fromkeys(("s", "strike", "del"), Look(struck=True)),
    "u": Look(underlined=True),
    "mark": Look(coloured=True),
}


@lru_cache(maxsize=1024)
def _look(style: str, colour: str) -> Look:
    said = properties(style)
    decoration = said.get("text-decoration", "") + " " + said.get("text-decoration-line", "")
    background = said.get("background-color") or said.get("background") or ""
    return Look(
        bold=_is_bold(said.get("font-weight", "")),
        slanted={"italic": True, "oblique": True, "normal": False}.get(said.get("font-style", "")),
        struck=True if "line-through" in decoration else None,
        underlined="underline" in decoration,
        coloured=_is_colour(said.get("color") or colour.lower()) or _is_colour(background),
        hidden=said.get("display") == "none" or said.get("visibility") == "hidden" or said.get("mso-hide") == "all",
    )


@lru_cache(maxsize=1024)
def properties(style: str) -> dict[str, str]:
    """The properties of a `style` attribute, in small letters."""
    pairs = (part.partition(":") for part in style.lower().split(";"))
    return {name.strip(): value.strip().removesuffix("!important").strip() for name, _, value in pairs}


def _is_bold(weight: str) -> bool | None:
    if weight.isascii() and weight.isdigit():
        return int(weight[:4]) >= 600
    return {"bold": True, "bolder": True, "normal": False, "lighter": False}.get(weight)


def _is_colour(value: str) -> bool:
    """Whether a colour is one that a writer may have meant something by."""
    if value in _PLAIN_COLOURS or value.startswith(("var(", "url(")):
        return False
    found = _HEX.fullmatch(value)
    if found:
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        parts = [int(digits[at : at + 2], 16) for at in (0, 2, 4)]
    elif value.startswith("rgb"):
        numbers = _NUMBERS.findall(value[:60])
        if len(numbers) > 3 and value.replace(" ", "").endswith(",0)"):
            return False  # nothing can be seen of it
        parts = [int(number) for number in numbers[:3]]
    else:
        return value.isalpha() and "gray" not in value and "grey" not in value
    return bool(parts) and max(parts) - min(parts) >= _GREY
