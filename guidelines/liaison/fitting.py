"""What fits a filter: the one place that says so, for packs and feeds, for what comes next and for who was told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from guidelines.catalogue.models import Topic
from guidelines.editions.models import Edition
from guidelines.liaison.happenings import OF_ITS_SIGNIFICANCE, Kind
from guidelines.liaison.models import Feed, Subscription


@dataclass(frozen=True)
class Filter:
    """What is wanted. Nothing chosen means all of it."""

    markets: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    """With everything below them in the tree."""
    significance: str = ""


def fits(edition: Edition, wanted: Filter, kind: Kind = Kind.BEGAN) -> bool:
    """Whether the change is wanted. A withdrawal or an end always changes decisions: it is major."""
    guideline = edition.guideline
    significance = edition.significance if kind in OF_ITS_SIGNIFICANCE else "major"
    return (
        (not wanted.markets or guideline.market.code in wanted.markets)
        and (not wanted.domains or guideline.domain.code in wanted.domains)
        and (not wanted.topics or not wanted.topics.isdisjoint(edition.topic_codes))
        and wanted.significance in ("", significance)
    )


def filters_of(made: Iterable[Subscription | Feed]) -> dict[int, Filter]:
    """What each wants, by id, within its list's market and domain. One query, where a topic was chosen."""
    made = list(made)
    codes = {one.filter.get("topic") for one in made} - {"", None}
    below = with_subtopics(codes)
    return {one.pk: _filter(one, below) for one in made}


def _filter(made: Subscription | Feed, below: dict[str, frozenset[str]]) -> Filter:
    chosen, stakeholder = made.filter, made.stakeholder
    at_once = isinstance(made, Subscription) and made.rhythm == Subscription.Rhythm.AT_ONCE
    return Filter(
        markets=frozenset(chosen.get("markets") or [one.code for one in (stakeholder.market,) if one]),
        domains=frozenset(chosen.get("domains") or [one.code for one in (stakeholder.domain,) if one]),
        topics=below.get(chosen.get("topic") or "", frozenset()),
        significance="major" if at_once else chosen.get("significance") or "",
    )


def with_subtopics(codes: Iterable[str]) -> dict[str, frozenset[str]]:
    """Each topic with everything below it in the tree."""
    codes = set(codes)
    below: dict[str | None, list[str]] = defaultdict(list)
    for child, parent in Topic.objects.values_list("code", "parent__code") if codes else ():
        below[parent].append(child)
    return {code: frozenset(_under(code, below)) for code in codes}


def _under(code: str, below: dict[str | None, list[str]]) -> set[str]:
    found, open_ones = {code}, [code]
    while open_ones:
        children = [child for child in below[open_ones.pop()] if child not in found]
        found.update(children)
        open_ones += children
    return found
