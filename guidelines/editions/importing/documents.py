"""One source file as the portal takes it: front matter apart, text as it stands, oddities counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import yaml

from guidelines.text.normal import normalise

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_LIQUID = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_RAW_HTML = re.compile(r"</?[A-Za-z][^<>\n]*>|<!--.*?-->", re.DOTALL)
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Document:
    """A title and a text, both normalised; the rest of the front matter; and what a person may want to know."""

    title: str
    text: str
    front_matter: dict[str, Any]
    liquid: int
    raw_html: int
    mended: tuple[str, ...]

    @property
    def words(self) -> tuple[str, str]:
        return self.title, self.text


def read_document(raw: str, path: str) -> Document:
    """Take a file apart. YAML that cannot be read stays in the text, so nothing is lost."""
    normalised = normalise(raw)
    front_matter, text = _split(normalised.text)
    return Document(
        title=_title(front_matter, text, path),
        text=text,
        front_matter={key: value for key, value in front_matter.items() if key != "title"},
        liquid=len(_LIQUID.findall(text)),
        raw_html=len(_RAW_HTML.findall(text)),
        mended=normalised.changes,
    )


def _split(text: str) -> tuple[dict[str, Any], str]:
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, text
    try:
        # BaseLoader keeps every value as the text it is: no dates, no numbers, no objects.
        found = yaml.load(match[1], Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return {}, text
    if found is not None and not isinstance(found, dict):
        return {}, text
    return found or {}, text[match.end() :].lstrip("\n")


def _title(front_matter: dict[str, Any], text: str, path: str) -> str:
    named = front_matter.get("title")
    if isinstance(named, str) and named.strip():
        title = " ".join(named.split())
    elif heading := _HEADING.search(text):
        title = heading[1]
    else:
        title = PurePosixPath(path).stem.replace("-", " ").replace("_", " ").capitalize()
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"
