"""A report as a row of blocks: what every format writes in its own way. Pure: the same report gives the same blocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from guidelines.frame.times import date_in_zone, written_day
from guidelines.programmes.words import difference_words, number_words, standing_words, trend_words, value_words


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Text:
    text: str
    is_fact: bool = False


@dataclass(frozen=True)
class Table:
    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    """Of a hundred."""


Block = Heading | Text | Table


@dataclass(frozen=True)
class Written:
    """A report ready for every format."""

    title: str
    language: str
    head: str
    file_stem: str
    blocks: tuple[Block, ...]


def written(said: dict[str, Any], digest: str = "") -> Written:
    """The blocks of what a report says; without a digest it is a preview, and says so."""
    with translation.override(said["language"]):
        title = _("%(programme)s: report %(number)d") % {
            "programme": said["programme"]["name"],
            "number": said["number"],
        }
        head = title if digest else f"{title} · {_('Preview, not issued')}"
        stem = f"programme-{said['programme']['id']}-report-{said['number']}"
        return Written(title, said["language"], head, stem, tuple(_blocks(said, digest)))


def _blocks(said: dict[str, Any], digest: str) -> Iterator[Block]:
    yield from (Text(line, is_fact=True) for line in _facts(said, digest))
    yield Heading(_("What the owner says"))
    yield from (Text(part.strip()) for part in said["narrative"].split("\n\n") if part.strip())
    yield Heading(_("Figures"))
    yield _figures(said)
    yield from (Text(f"{figure['name']}: {figure['definition']}", is_fact=True) for figure in said["figures"])
    yield Heading(_("Milestones"))
    yield _milestones(said["milestones"]) if said["milestones"] else Text(_("No milestone is planned."))
    for heading, key, none in (
        (_("Risks"), "risks", _("No risk is open.")),
        (_("Opportunities"), "opportunities", _("No opportunity is open.")),
    ):
        yield Heading(heading)
        yield _register(heading, said[key]) if said[key] else Text(none)


def _facts(said: dict[str, Any], digest: str) -> Iterator[str]:
    days = {"first": day_words(said["starts"]), "last": day_words(said["ends"]), "zone": said["zone"]}
    yield _("%(first)s to %(last)s, days of %(zone)s") % days
    yield _("Owner: %(name)s") % {"name": said["programme"]["owner"]}
    yield "; ".join(said["programme"]["places"])
    yield _("Aim: %(aim)s") % {"aim": said["programme"]["aim"]}
    if said["corrects"]:
        yield _("This report corrects report %(number)d.") % {"number": said["corrects"]}
    if said["compared_with"]:
        yield _("Figures are compared with report %(number)d.") % {"number": said["compared_with"]}
    moment = dt.datetime.fromisoformat(said["as_of"])
    yield _("State of the record: %(day)s.") % {"day": date_in_zone(moment, said["zone"])}
    yield _("Restricted guidelines are counted nowhere in it.")
    if digest:
        yield _("Digest of its content: %(digest)s") % {"digest": digest}


def _figures(said: dict[str, Any]) -> Table:
    rows = (
        (
            figure["name"],
            value_words(figure["value"], figure["unit"]),
            _of(figure),
            value_words(figure["before"], figure["unit"]) if said["compared_with"] else "–",
            difference_words(figure["difference"], figure["unit"]),
        )
        for figure in said["figures"]
    )
    head = (_("Figure"), _("Value"), _("Counted of"), _("Report before"), _("Difference"))
    return Table(_("Figures"), head, tuple(rows), (34, 16, 18, 16, 16))


def _of(figure: dict[str, Any]) -> str:
    if figure["denominator"] is not None:
        return _("%(part)s of %(all)s") % {
            "part": number_words(figure["numerator"]),
            "all": number_words(figure["denominator"]),
        }
    if figure["value"] is None:
        return "–"
    count = len(figure["rows"])
    return ngettext("%(n)d row", "%(n)d rows", count) % {"n": count}


def _milestones(found: list[dict[str, Any]]) -> Table:
    rows = tuple(
        (one["name"], day_words(one["planned"]), day_words(one["now"]), str(standing_words(one["standing"])))
        for one in found
    )
    return Table(_("Milestones"), (_("Milestone"), _("Plan"), _("Now"), _("State")), rows, (46, 18, 18, 18))


def _register(name: str, found: list[dict[str, Any]]) -> Table:
    rows = tuple(
        (
            one["code"],
            f"{one['title']}\n{one['response']}",
            f"{one['score']} ({one['likelihood']} × {one['impact']}), {trend_words(one['trend'], one['before'])}",
            "\n".join(_action(action) for action in one["actions"]) or "–",
            f"{one['owner']}, {day_words(one['next_check'])}",
        )
        for one in found
    )
    head = (_("Code"), _("What may happen"), _("Score"), pgettext("programme", "Actions"), _("Owner, next check"))
    return Table(name, head, rows, (8, 30, 18, 26, 18))


def _action(action: dict[str, Any]) -> str:
    facts = {"text": action["text"], "day": day_words(action["done_on"] or action["due"])}
    if action["done_on"]:
        return _("%(text)s, done %(day)s") % facts
    return (_("%(text)s, late since %(day)s") if action["standing"] == "late" else _("%(text)s, by %(day)s")) % facts


def day_words(day: str) -> str:
    """A day of the content, as people of its language write it."""
    return written_day(dt.date.fromisoformat(day))
