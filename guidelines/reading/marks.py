"""What rooms nearer the roof pin on the rules of a reading page: beside the words, never part of them.

The words of a page are the same for everybody and kept as ready strings. A mark stands under its rule's row, depends
on the instant and on other rows, and so belongs to the ETag of the page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from guidelines.editions.models import Edition
from guidelines.reading.texts import Text


@dataclass(frozen=True)
class Mark:
    """Something under the row of one rule. `shown` is frozen and prints in full; the template calls it `mark`."""

    rule: str
    template: str
    shown: object
    until: dt.datetime | None = None
    """When it goes by itself, so that no kept page shows it longer."""
    key: str = ""
    """Which mark it is: by it an open page knows whether one was added or has gone."""
    news: str = ""
    """What it says, for the bar over a page that was open before it was there."""


Source = Callable[[Edition, dt.datetime], Iterable[Mark]]
"""The marks on the words of an edition as they bind at an instant; one small query at most."""
Turns = Callable[[int, int, tuple[dt.datetime, dt.datetime]], Iterable[dt.datetime]]
"""When marks of a market and a domain go by themselves, between two instants; one small query."""

_sources: list[Source] = []
_turns: list[Turns] = []


def register(source: Source, turns: Turns) -> None:
    """Call it in `AppConfig.ready`; saying it twice changes nothing."""
    if source not in _sources:
        _sources.append(source)
        _turns.append(turns)


def turns_between(market: int, domain: int, near: tuple[dt.datetime, dt.datetime]) -> tuple[dt.datetime, ...]:
    return tuple(instant for turns in _turns for instant in turns(market, domain, near))


def named(marks: Iterable[Mark]) -> str:
    """What an open page remembers of them: “R3-12.R4-15”."""
    return ".".join(sorted(f"{mark.rule}-{mark.key}" for mark in marks))


def marks_on(edition: Edition, at: dt.datetime) -> tuple[Mark, ...]:
    return tuple(mark for source in _sources for mark in source(edition, at))


def marked(text: Text, marks: tuple[Mark, ...], request: HttpRequest) -> SafeString:
    """The decision table with every mark under its rule."""
    if not marks:
        return text.decide
    return format_html_join("", "{}", ((part,) for part in _parts(text, marks, request)))


def _parts(text: Text, marks: tuple[Mark, ...], request: HttpRequest) -> Iterator[SafeString]:
    for rule, part in text.decide_parts:
        yield part
        for mark in marks:
            if mark.rule == rule:
                yield render_to_string(mark.template, {"mark": mark.shown}, request)
