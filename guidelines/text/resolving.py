"""The text of a merge once a person has answered: their words, mine, both, or words of one's own."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from guidelines.text.merged import Conflict, Merge, Part, Pieces, gap
from guidelines.text.pieces import Piece, split

Choice = Literal["theirs", "mine", "both", "both_mine_first", "own"]
_RULE = re.compile(r"R([1-9]\d{0,3})$")


@dataclass(frozen=True)
class Answer:
    """What somebody chose for one conflict; `own` holds the words of their own."""

    choice: Choice
    own: str = ""


class Undecided(Exception):
    """Some conflicts have no answer yet."""

    def __init__(self, conflicts: tuple[Conflict, ...]) -> None:
        super().__init__(f"{len(conflicts)} conflicts without an answer")
        self.conflicts = conflicts


def choices(conflict: Conflict) -> tuple[Choice, ...]:
    """The answers that make sense for a conflict."""
    if conflict.kind == "order":
        return ("both", "both_mine_first")
    if conflict.kind == "rules":
        return ("theirs", "mine")
    if conflict.kind == "place" or not (conflict.theirs and conflict.mine):
        return ("theirs", "mine", "own")
    if conflict.kind == "new":
        return ("theirs", "mine", "both", "both_mine_first", "own")
    return ("theirs", "mine", "both", "own")


def highest_rule(*sources: str) -> int:
    """The highest number among the rule IDs of these texts, 0 when they hold none."""
    return max((_number(piece) for source in sources for piece in split(source)), default=0)


def resolved(merge: Merge, answers: Mapping[str, Answer], *, last_rule: int) -> str:
    """The merged text. Where both sides' rules of one ID are kept, mine gets the next one after `last_rule`."""
    open_ones = tuple(c for c in merge.conflicts if c.key not in answers or answers[c.key].choice not in choices(c))
    if open_ones:
        raise Undecided(open_ones)
    if merge.whole is not None:
        return merge.whole
    names = new_names(merge, answers, last_rule)
    written: list[tuple[Piece, int]] = []
    for part in merge.parts:
        written += [(piece, part.place) for piece in _pieces(part, answers, names)]
    return _joined(written)


def new_names(merge: Merge, answers: Mapping[str, Answer], last_rule: int) -> dict[str, str]:
    """Which of my new rule IDs change because theirs of the same ID is kept too, and into what."""
    names: dict[str, str] = {}
    for conflict in merge.conflicts:
        if conflict.key in answers and answers[conflict.key].choice in ("both", "both_mine_first"):
            for rule in clashing_rules(conflict):
                names[rule] = f"R{last_rule + len(names) + 1}"
    return names


def clashing_rules(conflict: Conflict) -> list[str]:
    """The rule IDs that both sides of a conflict use for rules of their own."""
    theirs, mine = ([p.key for p in split(side) if p.kind == "rule"] for side in (conflict.theirs, conflict.mine))
    return [rule for rule in mine if rule in theirs and _RULE.fullmatch(rule)]


def _pieces(part: Part, answers: Mapping[str, Answer], names: Mapping[str, str]) -> Pieces:
    if part.conflict is None:
        is_new_of_mine = part.kind == "mine" and not part.base
        return tuple(_renamed(piece, names) for piece in part.pieces) if is_new_of_mine else part.pieces
    answer, mine = answers[part.conflict.key], part.mine
    if answer.choice in ("both", "both_mine_first"):
        mine = tuple(_renamed(piece, names) for piece in mine)
        return (*part.theirs, *mine) if answer.choice == "both" else (*mine, *part.theirs)
    if answer.choice == "own":
        # A conflict over two places is written where they put it.
        return _own(answer.own, part) if part.theirs or not part.conflict.theirs else ()
    return part.theirs if answer.choice == "theirs" else mine


def _own(text: str, part: Part) -> Pieces:
    """Words of one's own in the place of a piece: a row stays a row of its table."""
    kind = (part.theirs or part.mine or part.base)[0].kind
    if kind in ("row", "head", "item") and text.strip():
        return (Piece(kind, "", text.strip("\n"), "\n"),)
    return split(text.strip("\n"))


def _renamed(piece: Piece, names: Mapping[str, str]) -> Piece:
    """A rule under its new ID, or a case that was written for it."""
    if piece.kind not in ("rule", "case") or not piece.key:
        return piece
    old = piece.key.split()[-1]
    if old not in names:
        return piece
    opening, *rest = piece.source.strip("\n").split("\n")
    renamed = re.sub(rf"{re.escape(old)}(?=[ \t]*$)", names[old], opening)
    key = piece.key.removesuffix(old) + names[old]
    return replace(piece, key=key, source="\n".join([renamed, *rest]))


def _number(piece: Piece) -> int:
    found = _RULE.fullmatch(piece.key) if piece.kind == "rule" else None
    return int(found[1]) if found else 0


def _joined(written: Iterable[tuple[Piece, int]]) -> str:
    """The pieces with the space between them: as it was between neighbours of the base, else a blank line."""
    pieces = list(written)
    parts: list[str] = []
    for (piece, n), (following, next_n) in pairwise(pieces):
        neighbours = n >= 0 and next_n == n + 1 and piece.gap
        parts += [piece.source, piece.gap if neighbours else gap(piece, following)]
    return "".join(parts) + pieces[-1][0].source + "\n" if pieces else ""
