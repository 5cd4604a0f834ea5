"""One source file as the portal takes it: front matter apart, text as it stands, oddities counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import yaml

from guidelines.editions.drafts import LONGEST
from guidelines.text.normal import normalise

# Each pattern walks the text once, whatever stands in it: no mark may start a search that another repeats.
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"\A\s*#[ \t]+(\S.*)")
_LIQUID = re.compile(r"\{%[^{}]*%\}|\{\{[^{}]*\}\}")
_RAW_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])[^<>\n]*>|<!--")
_LONGEST_TITLE = LONGEST["title"][1]
_NESTED = re.compile(r"[\[{]|[-?] (?=[-?] )")
_LARGEST_FRONT_MATTER = 16 * 1024
_MOST_NESTED = 200
"""Marks that may open one YAML value inside another; its reader pays for their square."""


@dataclass(frozen=True)
class Document:
    """A title and a text, both normalised; the rest of the front matter; and what a person may want to know."""

    title: str
    text: str
    front_matter: dict[str, Any]
    front_matter_unread: bool
    """It is there and is no plain list of names and values: then it stays in the text, so that nothing is lost."""
    title_shortened: bool
    liquid: int
    raw_html: int
    mended: tuple[str, ...]

    @property
    def words(self) -> tuple[str, str]:
        return self.title, self.text

    @property
    def is_empty(self) -> bool:
        """No text: nothing a moderator could follow."""
        return not self.text.strip()


def read_document(raw: str, path: str) -> Document:
    """Take a file apart. Empty lines before and after the text are no part of its words."""
    normalised = normalise(raw)
    match = _FRONT_MATTER.match(normalised.text)
    found = _plain_values(match[1]) if match else {}
    rest = normalised.text[match.end() :] if match and found is not None else normalised.text
    text = rest.strip("\n")
    title, front_matter, shortened = _title(found or {}, text, path)
    return Document(
        title=title,
        text=text,
        front_matter=front_matter,
        front_matter_unread=found is None,
        title_shortened=shortened,
        liquid=len(_LIQUID.findall(text)),
        raw_html=len(_RAW_HTML.findall(text)),
        mended=normalised.changes,
    )


class _PlainLoader(yaml.BaseLoader):
    """Every value as the text it is: no dates, no numbers, no objects, and no references that multiply."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("references are not taken")
        return super().compose_node(parent, index)


def _plain_values(front_matter: str) -> dict[str, Any] | None:
    """The names and values, or None where they can't be read as such."""
    if len(front_matter) > _LARGEST_FRONT_MATTER or len(_NESTED.findall(front_matter)) > _MOST_NESTED:
        return None
    try:
        found = yaml.load(front_matter, Loader=_PlainLoader) or {}  # noqa: S506 - a BaseLoader makes text only
    except (yaml.YAMLError, RecursionError):
        return None
    return _storable(found) if isinstance(found, dict) else None


def _storable(value: Any) -> Any:
    """The value with every text in it normalised: an escape may have brought back what normalising removed."""
    if isinstance(value, dict):
        return {normalise(str(name)).text: _storable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_storable(part) for part in value]
    return normalise(str(value)).text


def _title(front_matter: dict[str, Any], text: str, path: str) -> tuple[str, dict[str, Any], bool]:
    """The title, the rest of the front matter, and whether the title was shortened.

    A title that is no text, or too long, is kept in the front matter as it was.
    """
    named = front_matter.get("title")
    if isinstance(named, str) and named.strip():
        title = " ".join(named.split())
    elif heading := _HEADING.match(text):
        title = heading[1].rstrip("# \t")
    else:
        title = PurePosixPath(path).stem.replace("-", " ").replace("_", " ").capitalize()
    short = title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"
    is_whole = isinstance(named, str) and short == " ".join(named.split())
    rest = {name: value for name, value in front_matter.items() if name != "title" or not is_whole}
    return short, rest, short != title
