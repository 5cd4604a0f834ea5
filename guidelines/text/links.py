"""The one filter for where links and images of a guideline may lead; it stands before both sanitisers."""

import html
import re

_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff\\]")
_WEB = re.compile(r"https?://[^/?#@:\s][^/?#@\s]*(?:[/?#][^\s]*)?", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s@:/]+@[^\s@:/]+", re.IGNORECASE)
_SITE = re.compile(r"/(?!/)[^\s]*")
_SECTION = re.compile(r"#[^\s]*")


def safe_href(address: str) -> str | None:
    """The address as it may stand in `href`, or nothing when the link has to lose it."""
    plain = _plain(address)
    if plain is None or not any(kind.fullmatch(plain) for kind in (_WEB, _MAIL, _SITE, _SECTION)):
        return None
    return plain


def safe_src(address: str) -> str | None:
    """The source of an image: our own site only, as the page's Content-Security-Policy demands."""
    plain = _plain(address)
    return plain if plain is not None and _SITE.fullmatch(plain) else None


def _plain(address: str) -> str | None:
    """The address with its entities read, as a browser reads it; entities that hide entities are read as well."""
    plain = address.strip(" \t\n")
    for _ in range(4):
        if not _ENTITY.search(plain):
            break
        plain = _ENTITY.sub(lambda entity: html.unescape(entity[0]), plain)
    else:
        return None
    # Spaces inside an address are written %20; browsers drop tabs and line ends, so `java\nscript:` never gets here.
    plain = plain.replace(" ", "%20")
    return None if _FORBIDDEN.search(plain) else plain
