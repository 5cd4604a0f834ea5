"""The discussion of an edition as its pages show it: threads at their blocks, and those whose block is gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from guidelines.editions.models import Comment, Consultation, Edition, Suggestion
from guidelines.text.anchoring import Anchor, place_of
from guidelines.text.diffing import Run, word_runs
from guidelines.text.pieces import split


@dataclass(frozen=True)
class Thread:
    """A first comment with its replies. `place` is its piece of the text now; for the whole, or a lost one, None."""

    first: Comment
    replies: tuple[Comment, ...]
    place: int | None
    suggestion: Suggestion | None
    runs: tuple[Run, ...]
    """What the suggestion would change, word by word."""

    @property
    def is_open(self) -> bool:
        return self.first.resolved_at is None

    @property
    def is_blocking(self) -> bool:
        return self.is_open and self.first.blocks_approval

    @property
    def is_lost(self) -> bool:
        """Whether it spoke of a block that is no longer in the text."""
        return bool(self.first.block) and self.place is None


@dataclass(frozen=True)
class Discussion:
    threads: tuple[Thread, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    by_place: dict[int, tuple[Thread, ...]] = field(default_factory=dict)

    @property
    def general(self) -> tuple[Thread, ...]:
        """Threads about the edition as a whole."""
        return tuple(thread for thread in self.threads if not thread.first.block)

    @property
    def lost(self) -> tuple[Thread, ...]:
        return tuple(thread for thread in self.threads if thread.is_lost)

    @property
    def open_count(self) -> int:
        return sum(thread.is_open for thread in self.threads)

    @property
    def blocking(self) -> tuple[Thread, ...]:
        return tuple(thread for thread in self.threads if thread.is_blocking)

    @property
    def open_places(self) -> frozenset[int]:
        """The pieces with an open thread: none of them may be folded away."""
        return frozenset(place for place, threads in self.by_place.items() if any(t.is_open for t in threads))

    def at(self, places: Iterable[int]) -> list[Thread]:
        return [thread for place in places for thread in self.by_place.get(place, ())]


def discussion_of(edition: Edition) -> Discussion:
    """Everything said about an edition: two queries, however much it is."""
    rows = edition.comments.select_related("person", "resolved_by", "suggestion__decided_by").prefetch_related(
        "mentions"
    )
    replies: dict[int, list[Comment]] = defaultdict(list)
    firsts: list[Comment] = []
    for comment in rows:
        if comment.thread_id is None:
            firsts.append(comment)
        else:
            replies[comment.thread_id].append(comment)
    pieces = split(edition.source) if firsts else ()
    threads = []
    for first in firsts:
        place = place_of(Anchor(first.block, first.key, first.excerpt), pieces) if first.block else None
        suggestion = getattr(first, "suggestion", None)
        runs = word_runs(first.excerpt, suggestion.source) if suggestion else ()
        threads.append(Thread(first, tuple(replies[first.pk]), place, suggestion, runs))
    by_place: dict[int, list[Thread]] = defaultdict(list)
    for thread in threads:
        if thread.place is not None:
            by_place[thread.place].append(thread)
    consultations = edition.consultations.select_related("person", "asked_by")
    return Discussion(tuple(threads), tuple(consultations), {at: tuple(found) for at, found in by_place.items()})
