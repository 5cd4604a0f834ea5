"""Across programmes: risks that several carry, topics that rise in two markets, opportunities that can be taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from guidelines.catalogue.models import Market, Topic
from guidelines.frame import clock
from guidelines.people.models import Person
from guidelines.programmes.models import Membership, Place, Programme, Risk
from guidelines.programmes.registers import RECENT, Line, lines
from guidelines.programmes.rights import steered_programmes, visible_programmes, visible_risks


@dataclass(frozen=True)
class Carried:
    """A line of the register with the programmes that carry it, as far as the reader sees them."""

    line: Line
    programmes: tuple[Programme, ...]
    may_be_taken: bool
    """Whether the reader steers a running programme that does not carry it."""


@dataclass(frozen=True)
class Rising:
    """A topic whose risks rose in two markets or more."""

    topic: Topic
    markets: tuple[Market, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Portfolio:
    shared: tuple[Carried, ...]
    rising: tuple[Rising, ...]
    offered: tuple[Carried, ...]


def portfolio_of(person: Person) -> Portfolio:
    """Everything open of running programmes that this person reads; a fixed number of queries."""
    running = {one.pk: one for one in visible_programmes(person).filter(ended_at=None)}
    risks = visible_risks(person).filter(closed_at=None, memberships__programme__in=running).distinct()
    found = lines(risks)
    carrying = _carrying(found, running)
    steered = set(steered_programmes(person).values_list("pk", flat=True))
    carried = [
        Carried(line, these, bool(steered - {one.pk for one in these}))
        for line in found
        for these in (carrying[line.risk.pk],)
    ]
    return Portfolio(
        shared=tuple(one for one in carried if len(one.programmes) > 1),
        rising=tuple(_rising(carried)),
        offered=tuple(one for one in carried if one.line.risk.is_offered),
    )


def _carrying(found: Iterable[Line], running: dict[int, Programme]) -> dict[int, tuple[Programme, ...]]:
    rows = Membership.objects.filter(risk__in=[line.risk for line in found], programme__in=running)
    by_risk = defaultdict(list)
    for risk, programme in rows.values_list("risk", "programme"):
        by_risk[risk].append(running[programme])
    return defaultdict(tuple, {risk: tuple(programmes) for risk, programmes in by_risk.items()})


def _rising(carried: list[Carried]) -> Iterable[Rising]:
    """Two risks at least must have risen within 90 days: one that is felt everywhere is no second sign."""
    since, markets = clock.now() - RECENT, _markets(carried)
    by_topic: dict[Topic, list[Carried]] = defaultdict(list)
    for one in carried:
        risk = one.line.risk
        if risk.kind == Risk.Kind.RISK and risk.topic and one.line.rose_since(since):
            by_topic[risk.topic].append(one)
    for topic, rose in sorted(by_topic.items(), key=lambda pair: pair[0].code):
        felt = {market.pk: market for one in rose for market in markets[one.line.risk.pk]}
        if len(rose) > 1 and len(felt) > 1:
            names = tuple(sorted(felt.values(), key=lambda market: market.name))
            yield Rising(topic, names, tuple(one.line for one in rose))


def _markets(carried: list[Carried]) -> dict[int, tuple[Market, ...]]:
    """Where each risk is felt: in its own market, or in all of its programmes."""
    programmes = {programme.pk for one in carried for programme in one.programmes}
    rows = Place.objects.filter(programme__in=programmes, ended_at=None).select_related("market")
    of_programme: dict[int, dict[int, Market]] = defaultdict(dict)
    for row in rows:
        of_programme[row.programme_id][row.market_id] = row.market
    found = {}
    for one in carried:
        own = one.line.risk.market
        places = {pk: market for programme in one.programmes for pk, market in of_programme[programme.pk].items()}
        found[one.line.risk.pk] = (own,) if own else tuple(places.values())
    return found
