"""How alike two pieces are in their words, and which of two stretches of pieces belong together by it."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence

from guidelines.text.pieces import Piece

LIKE = 0.4
WORDS_TO_COMPARE = 400_000
RARE = 6
PIECES_TO_COMPARE = 20_000
# Dice's coefficient counts words, so marks such as `-` or `|` must not make two items alike.
_WORD = re.compile(r"\w+")

Pairs = dict[int, int]


class Likeness:
    """The pairing of what is left of two texts. Bounded by words compared, never by time: always the same answer."""

    def __init__(self, old: Sequence[Piece], new: Sequence[Piece]) -> None:
        self._sides = (old, new)
        self._words: dict[tuple[int, int], Counter[str]] = {}
        self._left = WORDS_TO_COMPARE

    def best_pairs(self, left: Sequence[int], right: Sequence[int]) -> Pairs:
        """Pairs in rising order: the best of all while the budget lasts, else the likeliest first."""
        cost = len(right) * self._size(0, left) + len(left) * self._size(1, right)
        if cost > self._left:
            return self._likeliest_first(left, right)
        self._left -= cost
        alike = [[self._alike(a, b) for b in right] for a in left]
        return {left[i]: right[j] for i, j in _heaviest_path(alike).items()}

    def _size(self, side: int, places: Sequence[int]) -> int:
        return sum(1 + len(self._sides[side][n].source) // 8 for n in places)

    def _alike(self, a: int, b: int) -> float:
        """Dice's coefficient of the words, or 0 below the threshold and between different kinds or rules."""
        old, new = self._sides[0][a], self._sides[1][b]
        if old.kind != new.kind or (old.kind == "rule" and old.key != new.key):
            return 0.0
        left, right = self._counted(0, a), self._counted(1, b)
        score = 2 * (left & right).total() / max(1, left.total() + right.total())
        return score if score >= LIKE else 0.0

    def _counted(self, side: int, n: int) -> Counter[str]:
        if (side, n) not in self._words:
            self._words[side, n] = Counter(_WORD.findall(self._sides[side][n].source.casefold()))
        return self._words[side, n]

    def _likeliest_first(self, left: Sequence[int], right: Sequence[int]) -> Pairs:
        """For stretches too long to compare all with all: only pieces that share a rare word, the most alike first.

        Thousands of pieces new at one place are no edit of what stood there: they are all gone and all new.
        """
        if len(left) + len(right) > PIECES_TO_COMPARE:
            return {}
        scored = [(-self._alike(a, b), a, b) for a, b in self._candidates(left, right)]
        taken: list[tuple[int, int]] = []
        for score, a, b in sorted(scored):
            at = bisect_left(taken, (a, b))
            fits = (at == 0 or (taken[at - 1][0] < a and taken[at - 1][1] < b)) and (
                at == len(taken) or (taken[at][0] > a and taken[at][1] > b)
            )
            if score and fits:
                taken.insert(at, (a, b))
        return dict(taken)

    def _candidates(self, left: Sequence[int], right: Sequence[int]) -> set[tuple[int, int]]:
        where: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, places in enumerate((left, right)):
            for n in places:
                for word in self._counted(side, n):
                    where[word][side].append(n)
        rare = (found for found in where.values() if len(found[0]) <= RARE and len(found[1]) <= RARE)
        return {(a, b) for olds, news in rare for a in olds for b in news}


def _heaviest_path(alike: list[list[float]]) -> Pairs:
    """Places paired in rising order with the greatest likeness in all."""
    rows, columns = len(alike), len(alike[0])
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            paired = best[i + 1][j + 1] + alike[i][j] if alike[i][j] else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    path: Pairs = {}
    i = j = 0
    while i < rows and j < columns:
        if alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            path[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return path
