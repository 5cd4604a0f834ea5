"""The anatomy of the design, put around HTML that is already safe: numbers, anchors, tooltips, table frames.

What is added here is ours alone; every word of an author that goes into an attribute is escaped on its way.
"""

from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser

from guidelines.text.outline import Anchors, Heading, Levels
from guidelines.text.rendering.plain import visible_text
from guidelines.text.rendering.words import say

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LINK = '<svg class="i" aria-hidden="true"><use href="#i-link"/></svg>'


class Dresser:
    """Dresses the pieces of one document in reading order, so that its anchors and numbers follow one another."""

    def __init__(self, language: str, *, highest: int, first_number: int, tooltips: Mapping[str, str]) -> None:
        self.language = language
        self.outline: list[Heading] = []
        self.tooltips = tooltips
        self._levels = Levels(highest)
        self._anchors = Anchors()
        self._number = first_number - 1
        self._tables = 0
        self._tips = 0
        self._section = False

    def dress(self, html: str, *, about: str = "", tips: bool = True) -> str:
        """A piece with its frames; `about` names its tables where no heading does."""
        pass_through = _Pass(self, about=about, tips=tips)
        pass_through.feed(html)
        pass_through.close()
        return "".join(pass_through.out)

    def end(self) -> str:
        """What closes the last section."""
        return "</section>" if self._section else ""

    def heading(self, level: int, inner: str) -> str:
        """A heading with its number and its permalink; one of the first order opens a section."""
        text = visible_text(inner)
        level, anchor = self._levels.fit(level), self._anchors.take(text)
        number = None
        opening = numbered = ""
        label = say(self.language, "heading", text=text)
        if level == 2:
            self._number += 1
            number = self._number
            label = say(self.language, "section", number=number, text=text)
            numbered = f'<span class="no">{number}</span>'
            opening = f'{self.end()}<section aria-labelledby="{anchor}">'
            self._section = True
        self.outline.append(Heading(level, number, text, anchor))
        link = f'<a class="anchor" href="#{anchor}" aria-label="{escape(label)}">{_LINK}</a>'
        return f'{opening}<h{level} id="{anchor}">{numbered}{inner}{link}</h{level}>'

    def table(self, about: str) -> str:
        """The frame in which a wide table scrolls by itself."""
        self._tables += 1
        text = about or (self.outline[-1].text if self.outline else "")
        label = say(self.language, "table_in" if text else "table", number=self._tables, text=text)
        return f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label)}"><table class="table">'

    def tip(self, anchor: str) -> tuple[str, str]:
        """What goes around the use of a term: the link that shows the definition, and the definition."""
        self._tips += 1
        name = f"tt-{self._tips}"
        return (
            f'<span class="term"><a href="#{anchor}" aria-describedby="{name}">',
            f'</a><span role="tooltip" id="{name}">{self.tooltips[anchor]}</span></span>',
        )


class _Pass(HTMLParser):
    """Hands safe HTML through unchanged, but for headings, tables and uses of terms."""

    def __init__(self, dresser: Dresser, *, about: str, tips: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._dresser = dresser
        self._about = about
        self._tips = tips
        self._heading_from: int | None = None
        self._link_ends: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or ""
        if tag in _HEADINGS:
            self._heading_from = len(self.out)
        elif tag == "table":
            self.out.append(self._dresser.table(self._about))
        elif tag == "th":
            self.out.append(written.replace("<th", '<th scope="col"', 1))
        elif tag == "a":
            self._open_link(written, dict(attrs).get("href") or "")
        else:
            self.out.append(written)

    def _open_link(self, written: str, address: str) -> None:
        is_use = self._tips and self._heading_from is None and address[1:] in self._dresser.tooltips
        opening, closing = self._dresser.tip(address[1:]) if is_use and address[0] == "#" else (written, "</a>")
        self.out.append(opening)
        self._link_ends.append(closing)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HEADINGS and self._heading_from is not None:
            inner = "".join(self.out[self._heading_from :])
            del self.out[self._heading_from :]
            self._heading_from = None
            self.out.append(self._dresser.heading(int(tag[1]), inner))
        elif tag == "table":
            self.out.append("</table></div>")
        elif tag == "a":
            self.out.append(self._link_ends.pop() if self._link_ends else "")
        else:
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")
