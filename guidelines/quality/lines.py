"""Areas as the pages show them: a line each, with its bar, its weeks, and what is said of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guidelines.frame.charts.interval_bar import Bar, interval_bar
from guidelines.frame.charts.over_time import OverTime, Point, Stretch, over_time
from guidelines.frame.charts.spark import spark
from guidelines.frame.charts.svg import round_most
from guidelines.frame.shares import percent
from guidelines.frame.times import written_day
from guidelines.people.sessions import Anyone
from guidelines.quality.addresses import url_of
from guidelines.quality.queries.areas import Area, Areas
from guidelines.quality.queries.asked import Question
from guidelines.quality.queries.beside import Confusion, Week, confusions_of, weeks_of
from guidelines.quality.queries.inside import Place
from guidelines.quality.queries.known import conditions_of
from guidelines.quality.statistics import Interval, trend, wilson
from guidelines.quality.words import Said, against, confused, trending

FEWEST_A_WEEK = 5
"""Checks below which a week stands in the table alone: its interval would hide all others in a chart."""


@dataclass(frozen=True)
class Common:
    """The commonest error of an area, in words, and how many of its errors it makes."""

    text: str
    errors: int


@dataclass(frozen=True)
class Line:
    """One area in a list."""

    area: Area
    url: str
    words: str
    """Of a rule what it asks about, else the title."""
    against: Said
    bar: SafeString
    spark: SafeString | str
    trending: Said
    common: Common | None


@dataclass(frozen=True)
class Lines:
    """The lines of a page with the end of their common scale."""

    lines: list[Line]
    most: float


def lines_of(person: Anyone, question: Question, areas: Sequence[Area]) -> Lines:
    """Everything a list shows of these areas: five queries, however many they are."""
    conditions = conditions_of(areas)
    weeks, confusions = weeks_of(person, question, areas), confusions_of(person, question, areas)
    most = round_most([area.rate.high for area in areas if area.is_known], fewest=0.1)
    highest = round_most(
        [errors / checks for of_one in weeks.values() for errors, checks in of_one if checks >= FEWEST_A_WEEK]
    )

    def line(area: Area) -> Line:
        words = conditions.get(area.ref) or area.title
        return _line(area, words, weeks[area.ref], confusions[area.ref], most, highest)

    return Lines([line(area) for area in areas], most)


def _line(area: Area, words: str, weeks: list[Week], confusions: list[Confusion], most: float, highest: float) -> Line:
    verdict, trending_ = against(area.rate, area.target), trending(trend(weeks))
    shares = [errors / checks if checks else None for errors, checks in weeks]
    first = confusions[0] if confusions else None
    return Line(
        area=area,
        url=url_of(area.ref),
        words=words,
        against=verdict,
        bar=bar_of(area.rate, most, area.target, verdict.tone),
        spark=spark(shares, most=highest, tone=trending_.tone),
        trending=trending_,
        common=Common(confused(first), first.errors) if first else None,
    )


def bar_of(rate: Interval, most: float, target: float | None, tone: str) -> SafeString:
    return interval_bar(Bar(rate.low, rate.estimate, rate.high, most=most, mark=target, tone=tone))


@dataclass(frozen=True)
class Figures:
    """The figures above a list of areas."""

    against: Said
    target: float | None
    above: int
    """Areas whose interval lies wholly above their target."""
    maybe: int
    """Areas whose rate lies above it, but not their whole interval."""
    disputed: float
    overturned: float


def figures_of(found: Areas, question: Question, only_market: int | None) -> Figures:
    total, target = found.total, None
    market = question.market.pk if question.market else only_market
    if market:
        target = found.targets.of(market, question.topic.code if question.topic else "")
    aimed = [area for area in found.known if area.target is not None]
    above = sum(1 for area in aimed if area.target is not None and area.rate.low > area.target)
    over = sum(1 for area in aimed if area.target is not None and area.rate.estimate > area.target)
    whole = total.all_checks or 1
    return Figures(
        against=against(total.rate, target),
        target=target,
        above=above,
        maybe=over - above,
        disputed=(total.disputed + total.overturned) / whole,
        overturned=total.overturned / whole,
    )


@dataclass(frozen=True)
class PlaceLine:
    """A site or team of an area."""

    place: Place
    bar: SafeString
    against: Said
    teams: tuple[PlaceLine, ...] = ()


def place_lines(places: Sequence[Place], target: float | None) -> list[PlaceLine]:
    every = [one for place in places for one in (place, *place.teams.values()) if one.checks]
    most = round_most([one.rate.high for one in every if one.checks >= 10], fewest=0.1)

    def line(place: Place) -> PlaceLine:
        verdict = against(place.rate, target)
        teams = tuple(line(team) for team in place.ordered_teams if team.checks)
        return PlaceLine(place, bar_of(place.rate, most, target, verdict.tone), verdict, teams)

    return [line(place) for place in places]


@dataclass(frozen=True)
class WeekLine:
    """One week in the table beside the chart."""

    start: dt.date
    errors: int
    checks: int
    rate: Interval


def weeks_table(weeks: Sequence[Week], starts: Sequence[dt.date]) -> list[WeekLine]:
    return [
        WeekLine(start, errors, checks, wilson(errors, checks))
        for start, (errors, checks) in zip(starts, weeks, strict=True)
    ]


def weeks_chart(weeks: Sequence[Week], starts: Sequence[dt.date], *, target: float | None) -> SafeString:
    """Twelve weeks of one area with their intervals."""
    told = [line for line in weeks_table(weeks, starts) if line.checks]
    drawn = [one for one in told if one.checks >= FEWEST_A_WEEK]
    points = [Point(starts.index(one.start), one.rate.estimate, one.rate.low, one.rate.high) for one in drawn]
    checks, errors = sum(one.checks for one in told), sum(one.errors for one in told)
    mean = errors / checks if checks else None
    facts = {"rate": percent(mean or 0), "checks": checks, "weeks": len(told)}
    described = (
        _("The rate of %(checks)d checks in %(weeks)d weeks is %(rate)s. The table below has every week.") % facts
    )
    label = _("Mean of the weeks: %(rate)s") % facts
    chart = OverTime(
        "weeks",
        _("Error rate by week"),
        described,
        [day_and_month(day) for day in starts],
        Stretch(points, label, mean),
        target=target,
    )
    return over_time(chart)


def day_and_month(day: dt.date) -> str:
    """`28 Feb`; in Vietnamese `28/02`."""
    written = written_day(day)
    return written[: written.rfind("/" if "/" in written else " ")]
