"""Where the links of a rendered text lead, and which images it shows, as the renderer saw it."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from guidelines.text.rendering.rendered import Rendered


@dataclass(frozen=True)
class Image:
    """An image with the address it comes from and its words for those who can't see it."""

    address: str
    words: str


@dataclass(frozen=True)
class Leading:
    """`places` are the anchors of the text; `links` and `images` stand in the order of the text, rules after it."""

    places: frozenset[str]
    links: tuple[str, ...]
    images: tuple[Image, ...]


def leading(rendered: Rendered) -> Leading:
    """Every place, link and image of a document with its rules, cases and terms."""
    collector = _Collector()
    for html in _parts(rendered):
        collector.feed(html)
        collector.close()
        collector.reset()
    collector.places |= {rule.anchor for rule in rendered.rules}  # their table is made by the page
    return Leading(frozenset(collector.places), tuple(dict.fromkeys(collector.links)), tuple(collector.images))


def _parts(rendered: Rendered) -> Iterator[str]:
    yield rendered.html
    for rule in rendered.rules:
        yield from (rule.condition, rule.do, rule.escalate, rule.basis)
    for case in rendered.cases:
        if case.rule:  # one without a rule stands in the text
            yield from (case.quote, case.why)


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.places: set[str] = set()
        self.links: list[str] = []
        self.images: list[Image] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if attributes.get("id"):
            self.places.add(attributes["id"])
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        if tag == "img":
            self.images.append(Image(attributes.get("src", ""), attributes.get("alt", "").strip()))
