"""A difference as the review page shows it: changed blocks numbered, unchanged ones folded, tables and lists whole."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from guidelines.text.diffing import BlockChange, Diff, Kind

_SHAPES = {"head": "table", "row": "table", "item": "list"}
_LANDMARKS = ("rule", "heading")
_Places = Mapping[int | None, BlockChange]


@dataclass(frozen=True)
class Origin:
    """Where a moved block stood in the old text.

    `below` is the last rule or heading above it, None at the beginning; `is_same` says that it stands below that one
    still. A block that came along with the one before it on the page has neither.
    """

    came_along: bool = False
    below: BlockChange | None = None
    is_same: bool = False


@dataclass(frozen=True)
class RedlineBlock:
    """One block of the page. `shape` is rule, table, list, or the kind of the one piece; of a fold it is `fold`.

    Changed blocks are numbered from 1 and carry the anchor `b1`, …; a fold has the number 0 and no anchor. `changes`
    are its pieces: one, or the rows of a table, the items of a list, the unchanged blocks of a fold. An unchanged block
    that is kept in sight has neither number nor anchor.
    """

    kind: Kind
    shape: str
    number: int
    anchor: str
    changes: tuple[BlockChange, ...]
    origin: Origin | None = None
    """Of a moved block only."""

    @property
    def places(self) -> tuple[int, ...]:
        """Where its pieces stand in the new text."""
        return tuple(change.new_place for change in self.changes if change.new_place is not None)

    @property
    def title(self) -> str:
        """The first heading in it, as written, so that a fold can say what it holds."""
        headings = (change.new_source.strip("#= \t\n") for change in self.changes if change.block == "heading")
        return next(headings, "")


def redline(diff: Diff, unfold: Collection[int] = ()) -> tuple[RedlineBlock, ...]:
    """The blocks of the page in order. Unchanged pieces of the new text whose places are in `unfold` stay in sight."""
    page: list[RedlineBlock] = []
    old = {change.old_place: change for change in diff.blocks}
    new = {change.new_place: change for change in diff.blocks}
    number = 0
    folded: list[BlockChange] = []
    for group in _groups(diff.blocks):
        kind = _kind(group)
        if kind == "same":
            if any(change.new_place in unfold for change in group):
                page += [*_fold(folded), RedlineBlock("same", _shape(group[0]), 0, "", tuple(group))]
                folded = []
            else:
                folded += group
            continue
        page += _fold(folded)
        folded = []
        number += 1
        origin = _origin(group[0], page[-1] if page else None, old, new) if kind == "moved" else None
        page.append(RedlineBlock(kind, _shape(group[0]), number, f"b{number}", tuple(group), origin))
    return (*page, *_fold(folded))


def _origin(change: BlockChange, before: RedlineBlock | None, old: _Places, new: _Places) -> Origin:
    if before and before.kind == "moved" and _follows(change, before.changes[-1]):
        return Origin(came_along=True)
    was = _landmark(old, change.old_place)
    return Origin(below=was, is_same=was is _landmark(new, change.new_place))


def _follows(change: BlockChange, before: BlockChange) -> bool:
    """Whether they were neighbours in the old text too."""
    return change.old_place is not None and change.old_place - 1 == before.old_place


def _landmark(places: _Places, place: int | None) -> BlockChange | None:
    above = (places[n] for n in range((place or 0) - 1, -1, -1))
    return next((change for change in above if change.block in _LANDMARKS), None)


def _fold(changes: list[BlockChange]) -> list[RedlineBlock]:
    return [RedlineBlock("same", "fold", 0, "", tuple(changes))] if changes else []


def _shape(change: BlockChange) -> str:
    return _SHAPES.get(change.block, change.block)


def _groups(changes: Sequence[BlockChange]) -> list[list[BlockChange]]:
    """Neighbouring rows of one table and items of one list together, everything else by itself."""
    groups: list[list[BlockChange]] = []
    for change in changes:
        shape = _shape(change)
        joins = shape in ("table", "list") and change.block != "head" and groups and _shape(groups[-1][-1]) == shape
        if joins:
            groups[-1].append(change)
        else:
            groups.append([change])
    return groups


def _kind(group: Sequence[BlockChange]) -> Kind:
    kinds = {change.kind for change in group}
    return kinds.pop() if len(kinds) == 1 else "changed"
