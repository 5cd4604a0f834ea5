"""What stands inside the blocks: emphasis, code, links, images, written by Python-Markdown with a fixed list."""

import re
from string import punctuation
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import AutomailInlineProcessor, SubstituteTagInlineProcessor

from guidelines.text.links import safe_href, safe_src
from guidelines.text.slugs import slugify
from guidelines.text.structure import LINE, Piece, References, tree

DEFINITION = "def-"
"""Prefix of a term's anchor."""
TERM = "term"
"""The address that marks a use of a defined term: `[coded selling](term)`."""
_MAIL = r"<([^<> !]+@[^@<> ]+)>"


class Writer:
    """Turns pieces of one document into HTML that still has to be made safe; made anew for every document."""

    def __init__(self, references: References, terms: frozenset[str]) -> None:
        self._terms = terms
        self._markdown = _markdown()
        self._markdown.references = {
            label.lower(): (target["href"], target.get("title", "")) for label, target in references.items()
        }
        self.lost_terms: list[tuple[int, str]] = []

    def html(self, piece: Piece) -> str:
        """The HTML of a piece."""
        self._markdown.htmlStash.reset()
        root: Element = tree(piece)
        for step in self._markdown.treeprocessors:
            changed = step.run(root)
            root = root if changed is None else changed
        self._aim(root, piece.line)
        output = self._markdown.serializer(root).strip().removeprefix("<div>").removesuffix("</div>")
        if output == "<div />":
            return ""
        for finish in self._markdown.postprocessors:
            output = finish.run(output)
        return output.strip()

    def _aim(self, element: Element, line: int) -> None:
        """Let links and images lead where they may, in the whole tree below."""
        for child in element:
            here = int(child.get(LINE) or line)
            self._aim(child, here)
            if child.tag == "a":
                self._aim_link(child, here)
            elif child.tag == "img":
                _aim_image(child)
            elif child.tag == "th" and not "".join(child.itertext()).strip() and not len(child):
                child.tag = "td"

    def _aim_link(self, link: Element, line: int) -> None:
        address = link.attrib.pop("href", "")
        if address == TERM:
            name = "".join(link.itertext())
            anchor = DEFINITION + slugify(name)
            target = f"#{anchor}" if anchor in self._terms else None
            if target is None:
                self.lost_terms.append((line, name))
        else:
            target = safe_href(address)
        if target is None:
            link.tag = "span"
            link.attrib.clear()
        else:
            link.set("href", target)


def _aim_image(image: Element) -> None:
    source = safe_src(image.get("src") or "")
    if source is not None:
        image.set("src", source)
        image.set("alt", image.get("alt") or "")
        return
    image.tag, image.text = "span", image.get("alt") or ""
    image.attrib.clear()


class _Mail(AutomailInlineProcessor):
    """An address in angle brackets, readable in the source of the page: nothing here is public."""

    # The name is Python-Markdown's, and its own subclasses differ from their parent in the same way.
    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        link = Element("a", {"href": f"mailto:{m[1].removeprefix('mailto:')}"})
        link.text = m[1]
        return link, m.start(0), m.end(0)


def _markdown() -> Markdown:
    """Python-Markdown with raw HTML off and nothing that reads attributes from the text."""
    markdown = Markdown(
        extensions=["pymdownx.tilde"], extension_configs={"pymdownx.tilde": {"subscript": False}}, output_format="html"
    )
    markdown.inlinePatterns.deregister("html")
    # As in CommonMark, any punctuation can be escaped, not only what Python-Markdown lists.
    markdown.ESCAPED_CHARS = list(punctuation)
    markdown.inlinePatterns.register(_Mail(_MAIL, markdown), "automail", 110)
    markdown.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "hard_break", 185)
    return markdown
