"""What the merge page shows: each question with both sides marked against the base, and what is taken already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.catalogue.models import Topic
from guidelines.editions.marker import unfenced
from guidelines.editions.merged_words import DetailMerge, WordsMerge
from guidelines.editions.models import NOTE_AUDIENCES, Significance
from guidelines.text.diffing import Run, word_runs
from guidelines.text.merged import Conflict, Part, Pieces, said
from guidelines.text.pieces import cells, split
from guidelines.text.resolving import Answer, Choice, choices


@dataclass(frozen=True)
class Option:
    """One answer that may be chosen."""

    choice: Choice
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Question:
    """A place that both changed: the base, each side with its words marked, and the answers."""

    key: str
    title: str
    hint: str
    base: str
    theirs: tuple[Run, ...]
    mine: tuple[Run, ...]
    options: tuple[Option, ...]
    own: str
    has_own: bool
    is_missing: bool
    """Whether the page was sent without an answer to it."""


@dataclass(frozen=True)
class Taken:
    """A change that is in the result already, with who made it and its words marked."""

    title: str
    who: str
    tone: str
    icon: str
    word: str
    runs: tuple[Run, ...]


def questions(
    merged: WordsMerge, answers: Mapping[str, Answer], missing: Sequence[str], language: str
) -> tuple[Question, ...]:
    """Everything a person must decide, in the order of the page: details, then the text."""
    return (
        *(_of_detail(detail, answers, missing) for detail in merged.open_details),
        *(_of_text(conflict, merged, answers, missing) for conflict in merged.text.conflicts),
    )


def _of_detail(detail: DetailMerge, answers: Mapping[str, Answer], missing: Sequence[str]) -> Question:
    base, theirs, mine = (_shown(detail.name, side) for side in (detail.base, detail.theirs, detail.mine))
    return Question(
        key=detail.key,
        title=detail.label,
        hint="",
        base=base,
        theirs=word_runs(base, theirs),
        mine=word_runs(base, mine),
        options=_options(detail.key, detail.choices, answers, ""),
        own=answers[detail.key].own if detail.key in answers else mine,
        has_own="own" in detail.choices,
        is_missing=detail.key in missing,
    )


def _of_text(conflict: Conflict, merged: WordsMerge, answers: Mapping[str, Answer], missing: Sequence[str]) -> Question:
    allowed = choices(conflict)
    return Question(
        key=conflict.key,
        title=_title(conflict),
        hint=_hint(conflict),
        base=unfenced(conflict.base),
        theirs=word_runs(unfenced(conflict.base), unfenced(conflict.theirs)),
        mine=word_runs(unfenced(conflict.base), unfenced(conflict.mine)),
        options=_options(conflict.key, allowed, answers, merged.new_id(conflict)),
        own=answers[conflict.key].own if conflict.key in answers else conflict.mine or conflict.theirs,
        has_own="own" in allowed,
        is_missing=conflict.key in missing,
    )


def _options(key: str, allowed: tuple[Choice, ...], answers: Mapping[str, Answer], new_id: str) -> tuple[Option, ...]:
    renamed = " " + _("(mine becomes %(rule)s)") % {"rule": new_id} if new_id else ""
    labels: dict[Choice, str] = {
        "theirs": _("Theirs"),
        "mine": _("Mine"),
        "both": _("Both, theirs first") + renamed,
        "both_mine_first": _("Both, mine first") + renamed,
        "own": _("My own words"),
    }
    chosen = answers[key].choice if key in answers else None
    return tuple(Option(choice, labels[choice], choice == chosen) for choice in allowed)


def _title(conflict: Conflict) -> str:
    if conflict.kind == "rules":
        return _("The order of the rules")
    return block_name(split(conflict.mine or conflict.theirs or conflict.base))


def _hint(conflict: Conflict) -> str:
    if conflict.kind == "words" and not (conflict.theirs and conflict.mine):
        return _("One of you took it out, the other changed it.")
    return {
        "words": _("Both of you changed it."),
        "new": _("Both of you put something here."),
        "place": _("Both of you put it somewhere else. Choose whose place counts."),
        "order": _("Both stay. The first rule that fits decides: choose which is read first."),
        "rules": _("Both of you moved rules. The first rule that fits decides: choose whose order counts."),
    }[conflict.kind]


def block_name(pieces: Pieces) -> str:
    """What a block is called on the page: its rule ID, its heading, its first words."""
    if not pieces:
        return _("Empty")
    first = pieces[0]
    names = {"rule": "%(key)s", "case": _("Case, %(key)s"), "term": _("Term, %(key)s")}
    if first.kind in names:
        return names[first.kind] % {"key": first.key}
    text = ", ".join(cells(first.source)) if first.kind in ("row", "head") else unfenced(first.source)
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")


def taken(merged: WordsMerge, their_name: str) -> tuple[Taken, ...]:
    """What either side changed alone, or both alike: all of it is in the result."""
    names = {"theirs": their_name, "mine": _("You"), "alike": _("Both of you")}
    details = [
        Taken(d.label, names[d.kind], "accent", "pencil", _("Changed"), word_runs(*_sides(d)))
        for d in merged.details
        if d.kind in names
    ]
    return (*details, *(_taken(part, names[part.kind]) for part in merged.text.changes))


def _sides(detail: DetailMerge) -> tuple[str, str]:
    result = detail.theirs if detail.kind == "theirs" else detail.mine
    return _shown(detail.name, detail.base), _shown(detail.name, result)


def _taken(part: Part, who: str) -> Taken:
    base, result = part.base, part.pieces
    look = ("accent", "pencil", _("Changed"))
    if not result:
        look = ("danger", "minus", _("Gone"))
    elif not base:
        look = ("ok", "plus", _("New"))
    elif part.moved:
        look = ("sched", "up", _("Moved"))
    runs = word_runs(unfenced(said(base)), unfenced(said(result)))
    return Taken(block_name(result or base), who, *look, runs)


def _shown(name: str, value: str | tuple[str, ...]) -> str:
    """The value of a detail as people read it."""
    if name == "topic_codes":
        topics = {topic.code: topic.local_name for topic in Topic.objects.filter(code__in=value)}
        return ", ".join(topics.get(code, code) for code in value)
    if name == "significance":
        return str(Significance(str(value)).label)
    if name == "note_audience":
        return str(dict(NOTE_AUDIENCES)[str(value)])
    return str(value)
