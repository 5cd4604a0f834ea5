"""The one way to search: through the person's rights, on whatever database is in use."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.translation import get_language

from guidelines.frame import clock
from guidelines.people.sessions import Anyone
from guidelines.reading.queries.library import Choices
from guidelines.reading.search.asking import Asked, asked
from guidelines.reading.search.citing import cited_rows
from guidelines.reading.search.correcting import corrected
from guidelines.reading.search.facets import Heap, choices, counted
from guidelines.reading.search.hits import hits_of
from guidelines.reading.search.known import Known, known
from guidelines.reading.search.looking import MOST, Look
from guidelines.reading.search.marking import as_looked_for
from guidelines.reading.search.results import PER_PAGE, Filters, First, Hit, Results
from guidelines.reading.search.shelves import Shelf, shelf_at, shelf_now
from guidelines.reading.search.synonyms import with_synonyms


def search(
    person: Anyone,
    query: str,
    *,
    at: dt.datetime | None = None,
    markets: tuple[str, ...] = (),
    domains: tuple[str, ...] = (),
    topics: tuple[str, ...] = (),
    page: int = 1,
    order: str = "match",
    exact: bool = False,
) -> Results:
    """One page of the passages in force, now or at an instant, that fit the question and that the person may read.

    `order` is `match` or `newest`. A page past the last is the last. Synonyms are looked for as well, and where nothing
    is found the nearest words; not so with `exact`.
    """
    now, filters = clock.now(), Filters(markets, domains, topics)
    there = known(now)
    shelf = shelf_now(person, now, there) if at is None else shelf_at(person, at, now, there)
    question = asked(query, done=True)
    question = question if exact else with_synonyms(question, person, there)
    for ask, nearest in _ways(question, person, shelf, there, corrects=at is None and not exact):
        results = ask.results(filters, there, page, newest=order == "newest")
        if results.unfiltered:
            return replace(results, at=at, corrected=nearest, drawn=None if at else there.drawn)
    elsewhen = counted(_Asking(question, shelf_now(person, now, there)).heaps()) if at and not exact else 0
    return replace(results, at=at, elsewhen=elsewhen)


def first_hits(person: Anyone, query: str, *, most: int) -> First:
    """The first passages in force now that fit, without counting the others; what is cited comes first.

    Where nothing fits, those for the nearest words that are there, and these words.
    """
    now = clock.now()
    there = known(now)
    question, shelf = with_synonyms(asked(query), person, there), shelf_now(person, now, there)
    for ask, nearest in _ways(question, person, shelf, there):
        if found := ask.page(1, Filters(), newest=False, most=most):
            return First(found, nearest, ask.asked.others)
    return First((), "", ())


def _ways(
    question: Asked, person: Anyone, shelf: Shelf, there: Known, *, corrects: bool = True
) -> Iterator[tuple[_Asking, str]]:
    """What is asked one after the other until something is found: the question, the same with short words as
    beginnings, and with the typing errors put right; of this the words."""
    yield _Asking(question, shelf, cited_rows(shelf, question)), ""
    if loose := question.loosened():
        yield _Asking(loose, shelf), ""
    if corrects and (text := corrected(question, shelf.look)):
        yield _Asking(with_synonyms(asked(text), person, there), shelf), text


@dataclass(frozen=True)
class _Asking:
    """A question on a shelf, and the rows that it cites, each with its heap."""

    asked: Asked
    shelf: Shelf
    cited: Mapping[int, int] = field(default_factory=dict)

    def results(self, filters: Filters, there: Known, page: int, *, newest: bool) -> Results:
        heaps = self.heaps()
        more = sum(heap.held for heap in heaps) > MOST
        total = counted(self.heaps(filters) if more and filters else heaps, filters)
        pages = max(1, -(-min(total, MOST) // PER_PAGE))
        page = min(max(page, 1), pages)
        hits = self.page(page, filters, newest=newest) if total else ()
        return Results(
            asked=self._for_marking(),
            hits=hits,
            total=min(total, MOST),
            more=total > MOST,
            facets=self._facets(heaps, filters, there, is_counted=not more),
            uncounted=more,
            page=page,
            pages=pages,
            unfiltered=counted(heaps),
            direct=self.direct(hits),
            stamp=there.stamp,
            whole_word=self._everywhere.whole_word,
        )

    def _for_marking(self) -> Asked:
        begun = self.shelf.beginnings.of(set(self.asked.short))
        return as_looked_for(self.asked, {word for word, forms in begun.items() if word in forms})

    def _facets(self, heaps: Sequence[Heap], filters: Filters, there: Known, *, is_counted: bool) -> Choices:
        language = (get_language() or "en")[:2]
        if is_counted:
            return choices(heaps, filters, there.names, language)
        return self.shelf.heaps.uncounted(filters, there.names, language)

    def heaps(self, filters: Filters | None = None) -> list[Heap]:
        """How many passages fit in which heap: one query, from which everything is counted."""
        counts = Counter(self.cited.values())
        if self.asked.units:
            counts.update(self._rest(filters).counts())
        return self.shelf.heaps.holding(counts)

    def page(self, number: int, filters: Filters, *, newest: bool, most: int = PER_PAGE) -> tuple[Hit, ...]:
        """First which rows, then their words: a database that sorts thousands should not carry the texts."""
        start = (number - 1) * most
        left = set(self.shelf.heaps.under(filters)) if filters else None
        cited = [pk for pk, heap in self.cited.items() if left is None or heap in left]
        ids = cited[start : start + most]
        if self.asked.units and len(ids) < most:
            rest, start = self._rest(filters), max(0, start - len(cited))
            ids += (rest.newest if newest else rest.best)(start, most - len(ids))
        return hits_of(ids, cited)

    def direct(self, hits: tuple[Hit, ...]) -> Hit | None:
        """The passage the question cites, where it is the only one."""
        return next((hit for hit in hits if hit.cited), None) if len(self.cited) == 1 else None

    def _rest(self, filters: Filters | None) -> Look:
        return self.shelf.look(self.asked, filters).without(list(self.cited)) if filters else self._everywhere

    @cached_property
    def _everywhere(self) -> Look:
        return self.shelf.look(self.asked).without(list(self.cited))
