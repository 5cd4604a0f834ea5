"""A passage shown apart from its document: its links lead back to the page, and its images wait to be asked for."""

from collections.abc import Collection
from html import escape
from html.parser import HTMLParser

from django.utils.safestring import SafeString

from guidelines.text.rendering.safety import safe

_EYE = '<svg class="i" aria-hidden="true"><use href="#i-eye"/></svg>'


def apart(html: SafeString, *, page: str, here: Collection[str] = (), mark: str = "") -> SafeString:
    """A passage of safe HTML whose links to its own document lead to `page`, but for the anchors that are `here`.

    `mark` goes before the ids of its tooltips, where several passages share a page.
    """
    if not ("#" in html or "<span" in html):
        return html
    passage = _Apart(page, frozenset(here), mark)
    return safe(passage.of(html))


def curtained(html: SafeString, asking: str) -> SafeString:
    """A passage of safe HTML with each image behind a curtain, which the words `asking` open, without a script."""
    return safe(_Curtained(asking).of(html)) if "<img" in html else html


class _Passing(HTMLParser):
    """Hands safe HTML through as it is."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []

    def of(self, html: str) -> str:
        self.feed(html)
        self.close()
        return "".join(self.out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")


class _Apart(_Passing):
    def __init__(self, page: str, here: frozenset[str], mark: str) -> None:
        super().__init__()
        self._page, self._here, self._mark = page, here, mark

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written, given = self.get_starttag_text() or "", dict(attrs)
        address, tip = given.get("href") or "", given.get("aria-describedby") or given.get("id") or ""
        if tag == "a" and address[:1] == "#" and address[1:] not in self._here:
            written = written.replace('href="#', f'href="{escape(self._page)}#', 1)
        if self._mark and tip.startswith("tt-"):
            written = written.replace(f'"{tip}"', f'"{escape(self._mark)}{tip}"', 1)
        self.out.append(written)


class _Curtained(_Passing):
    """An image leaves its paragraph and its link, for neither may hold what can be opened; the link keeps its words."""

    def __init__(self, asking: str) -> None:
        super().__init__()
        self._asking = asking
        self._paragraph: int | None = None
        self._links = 0
        self._waiting: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            alt = dict(attrs).get("alt") or ""
            self._waiting.append(self._curtain(self.get_starttag_text() or "", alt))
            if self._links:
                self.out.append(escape(alt))
            if self._paragraph is None and not self._links:
                self._draw()
            return
        super().handle_starttag(tag, attrs)
        self._links += tag == "a"
        if tag == "p":
            self._paragraph = len(self.out)

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        self._links -= tag == "a"
        if tag == "p":
            self._end_paragraph()
        elif tag == "a" and self._paragraph is None:
            self._draw()

    def _end_paragraph(self) -> None:
        """Its images follow it; one that held nothing else goes."""
        begun = self._paragraph or 0
        if self._waiting and not "".join(self.out[begun:-1]).strip():
            del self.out[begun - 1 :]
        self._paragraph = None
        self._draw()

    def _draw(self) -> None:
        self.out += self._waiting
        self._waiting = []

    def _curtain(self, image: str, alt: str) -> str:
        told = f'<p class="hint">{escape(alt)}</p>' if alt else ""
        button = f'<span class="btn small">{_EYE}{escape(self._asking)}</span>'
        return f'<details class="media"><summary>{image}{button}</summary>{told}</details>'
