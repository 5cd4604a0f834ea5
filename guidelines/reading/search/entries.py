"""The results as they are drawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from django.urls import reverse
from django.utils.http import RFC3986_SUBDELIMS
from django.utils.translation import gettext as _

from guidelines.reading.addressing import at_query
from guidelines.reading.models.search import Kind
from guidelines.reading.search.asking import Asked
from guidelines.reading.search.marking import Excerpt, Piece, excerpt
from guidelines.reading.search.results import Hit, Results

SAFE = f"{RFC3986_SUBDELIMS}/~:@"
"""What stands as it is in an address, as Django has it."""


@dataclass(frozen=True)
class Entry:
    """One line of the results."""

    hit: Hit
    url: str
    place: str
    """Which passage of the guideline it is: its rule, or the kind of passage."""
    title: Excerpt
    heading: Excerpt
    text: Excerpt
    action: str
    """The action, where the instruction does not begin with it."""
    leading: str
    """The beginning of the instruction that is the action."""
    instruction: Excerpt
    is_rule: bool
    standing: str
    """Suspended or temporary, for words in force now."""


def entries_of(results: Results) -> list[Entry]:
    return [_entry(hit, results.asked, results.at) for hit in results.hits]


def url_of(hit: Hit, at: dt.datetime | None) -> str:
    """The card of a rule, or the passage on the reading page, as it was at the instant asked for."""
    if hit.kind == Kind.RULE:
        return _address("rule", hit.policy_id, hit.rule) + at_query(at)
    address = _address("guideline", hit.policy_id) + at_query(at)
    return f"{address}#{hit.anchor}" if hit.anchor else address


def _address(name: str, *places: str) -> str:
    """What `reverse` says, which is asked once for each kind of address and not for each line."""
    return _shape(name, len(places)).format(*(quote(place, safe=SAFE) for place in places))


@cache
def _shape(name: str, places: int) -> str:
    marks = [f"XX-XX-{place:04}" if place == 0 else f"R{place:04}" for place in range(places)]
    address = reverse(name, args=marks)
    for mark in marks:
        address = address.replace(mark, "{}")
    return address


def _entry(hit: Hit, asked: Asked, at: dt.datetime | None) -> Entry:
    names_it = bool(hit.action) and hit.instruction.casefold().startswith(hit.action.casefold())
    leading = hit.instruction[: len(hit.action)] if names_it else ""
    is_title = hit.kind == Kind.TITLE
    return Entry(
        hit=hit,
        url=url_of(hit, at),
        place=place_of(hit),
        title=excerpt(hit.title, asked) if is_title else Excerpt((Piece(hit.title),)),
        heading=Excerpt() if is_title or hit.kind == Kind.CASE else excerpt(hit.heading, asked),
        text=excerpt(hit.text, asked, most=360),
        action="" if names_it else hit.action,
        leading=leading,
        instruction=excerpt(hit.instruction[len(leading) :], asked, most=200),
        is_rule=hit.kind == Kind.RULE,
        standing="" if at else hit.standing,
    )


def place_of(hit: Hit) -> str:
    """Which passage of its guideline it is."""
    if hit.kind == Kind.RULE:
        return hit.rule
    if hit.kind == Kind.CASE:
        return _("Case for %(rule)s") % {"rule": hit.rule} if hit.rule else _("Case")
    if hit.kind == Kind.TERM:
        return _("Term")
    return _("Section") if hit.kind == Kind.SECTION else ""
