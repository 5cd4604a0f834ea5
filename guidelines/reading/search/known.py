"""What every search needs to know beforehand, kept by each process: the lists of the filters, the heaps, the synonyms.
And what was found before, as long as it is right.

One small query at each search tells whether it is still so; it is asked before what it vouches for, so that a deed in
between makes what is kept look older than it is, never newer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from guidelines.editions.queries import FOR_EVER
from guidelines.frame import clock
from guidelines.frame.plain_sql import rows
from guidelines.frame.stored import instant_from, instant_to
from guidelines.people.roles import Capability
from guidelines.people.scopes import Holdings
from guidelines.reading.search.answers import MOST_DRAWN, Answers
from guidelines.reading.search.facets import Heaps, Names, known_heaps
from guidelines.reading.search.looking import Beginnings
from guidelines.reading.services import stamping

MOST_READERS = 500
"""For how many combinations of roles the heaps are kept."""

MOST_WORDS = 20_000
"""For how many beginnings the words that begin so are kept."""

# Lists change by deeds that stamp every page. Heaps are added or taken away, or all made anew under new keys. Lists of
# synonyms are added whole, and ended; a new one has a higher key than any that ended. Passages change by deeds that are
# stamped, or are all made anew under new keys.
_STATE = """
SELECT (SELECT event FROM reading_stamp WHERE policy_id = ''),
    (SELECT MAX(id) FROM reading_searchheap), (SELECT COUNT(*) FROM reading_searchheap),
    (SELECT SUM(id) FROM reading_synonymlist WHERE ended_at IS NULL),
    (SELECT COUNT(*) FROM reading_synonymlist WHERE ended_at IS NULL),
    (SELECT event FROM reading_stamp WHERE policy_id = %s), (SELECT MAX(id) FROM reading_searchrow)
"""
_NEXT_TURN = """
SELECT MIN(since) FROM reading_libraryrow WHERE until > %s AND since > %s
UNION ALL SELECT MIN(until) FROM reading_libraryrow WHERE until > %s
"""
_SYNONYMS = """
SELECT kept.market_id, one.list_id, one.text, one.folded FROM reading_synonym one
JOIN reading_synonymlist kept ON kept.id = one.list_id WHERE kept.ended_at IS NULL ORDER BY one.id
"""


@dataclass(frozen=True)
class SynonymsKept:
    """One list of synonyms in use: texts, each with its words folded."""

    market: int
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Known:
    """The lists, the heaps and the synonyms, as they are now."""

    stamp: int
    """The newest deed on lists."""
    names: Names
    heaps: Heaps
    synonyms: Mapping[str, tuple[SynonymsKept, ...]]
    """For each expression that stands in some list, folded: the lists in use that hold it, in order."""
    since: dt.datetime
    turn: dt.datetime
    """From when until when it is right, if no deed comes: the next instant at which an edition begins or ends."""
    answers: Answers = field(default_factory=Answers)
    drawn: Answers = field(default_factory=lambda: Answers(MOST_DRAWN))
    beginnings: Beginnings = field(default_factory=lambda: Beginnings(MOST_WORDS))
    _readable: dict[Holdings, Heaps] = field(default_factory=dict)

    def heaps_of(self, held: Holdings) -> Heaps:
        """The heaps in which somebody who holds this may read what is in force now.

        Readers read in their markets and domains, and whoever reads drafts somewhere reads everywhere: they alone get
        `heaps` itself. The heaps of all others are counted out, even where they are all there are: another may come.
        """
        if held.may_somewhere(Capability.READ_ALL) or held.may(Capability.READ, None, None):
            return self.heaps
        found = self._readable.get(held)
        if found is None:
            there = self.heaps.kept
            mine = {place: held.may(Capability.READ, *place) for place in {heap.place for heap in there.values()}}
            found = Heaps({pk: heap for pk, heap in there.items() if mine[heap.place]})
            if len(self._readable) >= MOST_READERS:
                self._readable.clear()
            self._readable[held] = found
        return found


_kept: list[tuple[tuple[Any, ...], Known]] = []
"""The newest, and what the database said of it."""


def known(now: dt.datetime | None = None) -> Known:
    """What is right now: one query, and four more where something changed."""
    now = now or clock.now()
    (state,) = rows(_STATE, (stamping.SEARCH,))
    for said, kept in _kept[-1:]:
        if said == state and kept.since <= now < kept.turn:
            return kept
    found = _read(state[0] or 0, now)
    _kept[:] = [(state, found)]
    return found


def clear() -> None:
    """Forget it all, as a new process does."""
    _kept.clear()


def _read(stamp: int, now: dt.datetime) -> Known:
    names = Names.read()
    return Known(stamp, names, Heaps(known_heaps(names)), _synonyms(), now, _next_turn(now))


def _next_turn(now: dt.datetime) -> dt.datetime:
    at = instant_to(now)
    turns = [instant_from(turn) for (turn,) in rows(_NEXT_TURN, (at, at, at))]
    return min((turn for turn in turns if turn), default=FOR_EVER)


def _synonyms() -> dict[str, tuple[SynonymsKept, ...]]:
    lists: dict[int, tuple[int, list[tuple[str, str]]]] = {}
    for market, list_id, text, folded in rows(_SYNONYMS):
        lists.setdefault(list_id, (market, []))[1].append((text, folded))
    found: dict[str, tuple[SynonymsKept, ...]] = {}
    for _pk, (market, texts) in sorted(lists.items()):
        kept = SynonymsKept(market, tuple(texts))
        for _text, folded in texts:
            found[folded] = (*found.get(folded, ()), kept)
    return found
