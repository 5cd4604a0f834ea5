"""What may be asked in an address, read strictly: an unknown name or an odd value is told, never passed over."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from guidelines.api.problems import Problem
from guidelines.frame.times import EARLIEST_YEAR, LATEST_YEAR, BadInstant, instant

INSTANTS = ("2026-03-01T10:00Z", "2026-03-01T10:00:00-08:00")
MOST, USUAL = 100, 50
CODE = r"[A-Za-z0-9_.]{1,60}"


@dataclass(frozen=True)
class Parameter:
    """One name in the query: how it is read, and how the document tells it."""

    name: str
    tells: str
    read: Callable[[str, str], Any]
    schema: dict[str, Any] = field(default_factory=dict)
    many: bool = False
    default: Any = None
    required: bool = False


def read_all(query: QueryDict, parameters: Sequence[Parameter]) -> dict[str, Any]:
    """The value of every parameter an endpoint has; the first that is wrong is a problem."""
    known = {parameter.name for parameter in parameters}
    for name in query:
        if name not in known:
            raise _unknown(name, sorted(known))
    return {parameter.name: _read(query, parameter) for parameter in parameters}


def _unknown(name: str, known: list[str]) -> Problem:
    if not known:
        sentence = _("There is no parameter “%(name)s” here, nor any other.") % {"name": name[:40]}
    else:
        sentence = _("There is no parameter “%(name)s” here. There are: %(known)s.") % {
            "name": name[:40],
            "known": ", ".join(known),
        }
    return Problem("bad-parameter", sentence, parameter=name[:40])


def _read(query: QueryDict, parameter: Parameter) -> Any:
    texts = query.getlist(parameter.name)
    if any("\x00" in text for text in texts):
        raise wrong(parameter.name, _("“%(name)s” holds a character nobody can type (NUL).") % {"name": parameter.name})
    if parameter.many:
        if len(texts) > MOST:
            raise wrong(parameter.name, _("“%(name)s” stands there too often.") % {"name": parameter.name})
        return tuple(dict.fromkeys(parameter.read(parameter.name, text) for text in texts))
    if len(texts) > 1:
        raise wrong(parameter.name, _("“%(name)s” stands there twice. Say it once.") % {"name": parameter.name})
    if parameter.required and not texts:
        raise wrong(parameter.name, _("“%(name)s” is missing.") % {"name": parameter.name})
    return parameter.read(parameter.name, texts[0]) if texts else parameter.default


def wrong(name: str, sentence: str, examples: Sequence[str] = ()) -> Problem:
    """A value that can't be taken, with values that can."""
    problem = Problem("bad-parameter", sentence, parameter=name)
    if examples:
        problem.more["examples"] = list(examples)
    return problem


def read_instant(name: str, text: str) -> dt.datetime:
    try:
        return instant(text)
    except BadInstant as refusal:
        raise wrong(name, refusal.sentence, INSTANTS) from refusal


def read_code(name: str, text: str) -> str:
    """A code from a list: letters, digits, dots and underscores."""
    if not re.fullmatch(CODE, text):
        sentence = _("“%(text)s” is no code of “%(name)s”.") % {"text": text[:60], "name": name}
        raise wrong(name, sentence)
    return text


def read_place(name: str, text: str) -> str:
    """The code of a market or domain, whose letters are capitals."""
    return str(read_code(name, text)).upper()


def read_day(name: str, text: str) -> dt.date:
    """A day of the calendar, within the years that every market's time has."""
    try:
        day = dt.date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        day = None
    if day is None or not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise wrong(
            name, _("“%(text)s” is not a day. Write it like 2026-06-08.") % {"text": text[:40]}, ("2026-06-08",)
        )
    return day


def one_of(name: str, tells: str, *choices: str) -> Parameter:
    """A parameter that is one of a few words."""

    def read(name: str, text: str) -> str:
        if text not in choices:
            raise wrong(name, _("“%(name)s” is one of: %(all)s.") % {"name": name, "all": ", ".join(choices)}, choices)
        return text

    return Parameter(name, tells, read, {"type": "string", "enum": list(choices)})


def read_limit(name: str, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= MOST:
        raise wrong(name, _("“%(name)s” is a number from 1 to %(most)d.") % {"name": name, "most": MOST}, (str(USUAL),))
    return int(text)


def read_text(name: str, text: str) -> str:
    return text


AT = Parameter(
    "at",
    "The instant to answer for, with its offset; now where left out. What begins later than in seven days is not told.",
    read_instant,
    {"type": "string", "format": "date-time", "examples": list(INSTANTS)},
)
LIMIT = Parameter(
    "limit",
    "How many items at most.",
    read_limit,
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    default=USUAL,
)
CURSOR = Parameter("cursor", "Where to go on, as `next` says it. Not to be made up.", read_text, {"type": "string"})
MARKET = Parameter(
    "market",
    "Only these markets; may stand there several times.",
    read_place,
    {"type": "string", "examples": ["US"]},
    many=True,
)
DOMAIN = Parameter(
    "domain",
    "Only these domains; may stand there several times.",
    read_place,
    {"type": "string", "examples": ["CC"]},
    many=True,
)
TOPIC = Parameter(
    "topic",
    "Only what is filed under one of these topics or below it; may stand there several times.",
    read_code,
    {"type": "string", "examples": ["counterfeit"]},
    many=True,
)
