"""Where the links of a text that comes in may lead: the same places as all links, and never into the old document."""

from urllib.parse import parse_qs, urlsplit

from guidelines.text.incoming.remarks import Remarks
from guidelines.text.links import safe_href

# What would end the address in Markdown, or a cell of a table.
_WRITTEN = str.maketrans({character: f"%{ord(character):02X}" for character in "()[]<>\"'`|*{}^"})
_NOTES = ("#_ftn", "#_edn", "#footnote", "#endnote", "#_Toc", "#cmnt", "#_msocom")


def target(href: str, remarks: Remarks) -> str:
    """The address as it may stand in Markdown; empty when the words lose their link."""
    href = _unwrapped(href.strip())
    if href.startswith("#"):
        if not href.startswith(_NOTES) and len(href) > 1:
            remarks.note("inner_links")
        return ""
    safe = safe_href(href)
    if safe is None or safe.startswith("/"):
        # An address without a site belongs to the site the text came from.
        remarks.note("links")
        return ""
    return safe.translate(_WRITTEN)


def _unwrapped(href: str) -> str:
    """Google Docs leads every link of an exported document through an address of its own."""
    if not href.startswith(("https://www.google.com/url?", "http://www.google.com/url?")):
        return href
    try:
        return parse_qs(urlsplit(href[:4000]).query, max_num_fields=20).get("q", [href])[0]
    except ValueError:
        return href
