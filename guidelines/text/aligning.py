"""Which piece of the old text became which piece of the new one, and which pieces moved.

Same words first (Myers' algorithm over whole pieces), then names (rule ID, heading, term), then the same words at
another place, then likeness of what stands between two pieces already paired. Every step has a bound that depends on
the texts alone, so the same pair of texts is aligned the same way on every machine, however busy. Myers' search is
bounded too, for texts no person wrote: its limits are called seconds, and counted in steps.
"""

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from diff_match_patch import diff_match_patch

from guidelines.text.likeness import Likeness, Pairs
from guidelines.text.pieces import Piece

SECONDS_FOR_SAME_PIECES = 0.3
# Code points from here on stand for whole pieces or words; above the surrogates all are free.
_FIRST_CODE = 0xE000


@dataclass(frozen=True)
class Alignment:
    """Old place → new place of every piece that is in both texts, and the old places of those that moved."""

    pairs: Pairs
    moved: frozenset[int]


def align(old: Sequence[Piece], new: Sequence[Piece]) -> Alignment:
    """The alignment of two texts; the other way round it is the same with the sides exchanged."""
    if [piece.source for piece in old] > [piece.source for piece in new]:
        other = align(new, old)
        return Alignment({b: a for a, b in other.pairs.items()}, frozenset(other.pairs[b] for b in other.moved))
    pairs = _same(old, new)
    _pair_by_name(old, new, pairs)
    _pair_alike_elsewhere(old, new, pairs)
    moved = _moved(old, pairs)
    _pair_by_likeness(old, new, pairs, moved)
    return Alignment(pairs, moved)


STEPS_A_SECOND = 3_000_000
"""How many steps a search takes in a second of work on a plain machine."""


class _Worked(threading.local):
    steps = 0


_worked = _Worked()


def worked() -> float:
    """The seconds of work that this thread's searches took so far, by their steps: no clock of the machine says it."""
    return _worked.steps / STEPS_A_SECOND


class _End:
    """Stands where the search holds its clock against a moment: it is past after so many steps.

    The search asks once in a round, and each round of it takes two steps more than the last.
    """

    def __init__(self, seconds: float) -> None:
        self._left = int(seconds * STEPS_A_SECOND)
        self._round = 0

    def begin(self) -> None:
        self._round = 0

    def __lt__(self, _moment: float) -> bool:
        self._round += 2
        self._left -= self._round
        _worked.steps += self._round
        return self._left < 0


class _Search(diff_match_patch):
    def diff_bisect(self, text1: str, text2: str, deadline: _End) -> Any:
        deadline.begin()
        return super().diff_bisect(text1, text2, deadline)


def common_runs(old: Sequence[str], new: Sequence[str], seconds: float) -> list[tuple[int, int]]:
    """Myers' difference of two sequences as (op, length): 0 in both, -1 only in the old, 1 only in the new one.

    The same for the same sequences and seconds, on every machine.
    """
    codes: dict[str, str] = {}
    coded = ["".join(codes.setdefault(text, chr(_FIRST_CODE + len(codes))) for text in side) for side in (old, new)]
    _worked.steps += len(old) + len(new)
    found = _Search().diff_main(*coded, False, _End(max(seconds, 0.001)))
    return [(op, len(text)) for op, text in found]


def _same(old: Sequence[Piece], new: Sequence[Piece]) -> Pairs:
    """Pieces with the same source in the same order. What occurs on one side only is left out of the search."""
    shared = {piece.source for piece in old} & {piece.source for piece in new}
    left = [n for n, piece in enumerate(old) if piece.source in shared]
    right = [n for n, piece in enumerate(new) if piece.source in shared]
    runs = common_runs([old[n].source for n in left], [new[n].source for n in right], SECONDS_FOR_SAME_PIECES)
    pairs: Pairs = {}
    a = b = 0
    for op, length in runs:
        if op == 0:
            pairs.update(zip(left[a : a + length], right[b : b + length], strict=True))
        a += length if op <= 0 else 0
        b += length if op >= 0 else 0
    return pairs


def _unpaired(old: Sequence[Piece], new: Sequence[Piece], pairs: Pairs) -> tuple[list[int], list[int]]:
    taken = set(pairs.values())
    return [n for n in range(len(old)) if n not in pairs], [n for n in range(len(new)) if n not in taken]


def _pair_by_name(old: Sequence[Piece], new: Sequence[Piece], pairs: Pairs) -> None:
    """A rule, heading or term is the one of the same name, wherever it stands and whatever it says."""
    waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
    left, right = _unpaired(old, new, pairs)
    for n in reversed(left):
        if old[n].key and old[n].kind in ("rule", "heading", "term"):
            waiting[old[n].kind, old[n].key].append(n)
    for n in right:
        if same_name := waiting.get((new[n].kind, new[n].key)):
            pairs[same_name.pop()] = n


def _pair_alike_elsewhere(old: Sequence[Piece], new: Sequence[Piece], pairs: Pairs) -> None:
    """The same words at another place, where there is no doubt which."""
    left, right = _unpaired(old, new, pairs)
    was, now = ({texts[n].source: n for n in places} for texts, places in ((old, left), (new, right)))
    once = [Counter(texts[n].source for n in places) for texts, places in ((old, left), (new, right))]
    for source, n in was.items():
        if source in now and once[0][source] == once[1][source] == 1:
            pairs[n] = now[source]


def _moved(old: Sequence[Piece], pairs: Pairs) -> frozenset[int]:
    """The pieces to lift out so that the rest keeps its order: as few rules as possible, then as few others."""
    ordered = sorted(pairs)
    rank = {b: n for n, b in enumerate(sorted(pairs.values()))}
    ranks = [rank[pairs[a]] for a in ordered]
    start, stop = 0, len(ranks)
    while start < stop and ranks[start] == start:
        start += 1
    while stop > start and ranks[stop - 1] == stop - 1:
        stop -= 1
    weights = [len(ranks) + 1 if old[a].kind == "rule" else 1 for a in ordered[start:stop]]
    kept = _heaviest_rising([r - start for r in ranks[start:stop]], weights)
    return frozenset(ordered[start + n] for n in range(stop - start) if n not in kept)


def _heaviest_rising(ranks: Sequence[int], weights: Sequence[int]) -> set[int]:
    """Places of the rising subsequence with the greatest weight; `ranks` is a permutation of 0, 1, 2, …"""
    # A Fenwick tree: best[k] is the heaviest subsequence that ends in a rank below, with its last place.
    best: list[tuple[int, int]] = [(0, -1)] * (len(ranks) + 1)
    before: list[int] = []
    for n, rank in enumerate(ranks):
        weight, last = max((best[k] for k in _downwards(rank)), default=(0, -1))
        before.append(last)
        for k in _upwards(rank + 1, len(ranks)):
            best[k] = max(best[k], (weight + weights[n], n))
    _, n = max((best[k] for k in _downwards(len(ranks))), default=(0, -1))
    kept: set[int] = set()
    while n >= 0:
        kept.add(n)
        n = before[n]
    return kept


def _downwards(k: int) -> Iterable[int]:
    while k > 0:
        yield k
        k -= k & -k


def _upwards(k: int, top: int) -> Iterable[int]:
    while k <= top:
        yield k
        k += k & -k


def _pair_by_likeness(old: Sequence[Piece], new: Sequence[Piece], pairs: Pairs, moved: frozenset[int]) -> None:
    """What stands between two neighbours that kept their order is compared by its words."""
    left, right = _unpaired(old, new, pairs)
    likeness = Likeness(old, new)
    corners = [*((a, b) for a, b in sorted(pairs.items()) if a not in moved), (len(old), len(new))]
    at_left = at_right = 0
    for a, b in corners:
        begin_left, begin_right = at_left, at_right
        while at_left < len(left) and left[at_left] < a:
            at_left += 1
        while at_right < len(right) and right[at_right] < b:
            at_right += 1
        if begin_left < at_left and begin_right < at_right:
            pairs.update(likeness.best_pairs(left[begin_left:at_left], right[begin_right:at_right]))
