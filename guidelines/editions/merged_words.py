"""Three-way merge of the words of a draft: the details beside the text, and the text block by block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guidelines.editions.drafts import DraftWords
from guidelines.editions.models import Edition, Guideline
from guidelines.text.merged import Conflict, Merge, PartKind, SideName
from guidelines.text.merging import merge
from guidelines.text.resolving import Answer, Choice, Undecided, clashing_rules, highest_rule, new_names, resolved

OF_THE_EDITION = ("change_note", "significance", "note_audience", "partner_note")
"""Details that belong to one edition: a rebase leaves the draft's own."""
LABELS: dict[str, str | Promise] = {
    "title": _("Title"),
    "summary": _("Summary"),
    "topic_codes": _("Topics"),
    "change_note": _("Change note"),
    "significance": _("Significance"),
    "note_audience": _("Who is told the change note"),
    "partner_note": _("Partner wording"),
}
_SIDES: tuple[Choice, ...] = ("theirs", "mine")
CHOICES: dict[str, tuple[Choice, ...]] = {
    "title": (*_SIDES, "own"),
    "summary": (*_SIDES, "own"),
    "change_note": (*_SIDES, "both", "both_mine_first", "own"),
    "significance": _SIDES,
    "note_audience": _SIDES,
    "partner_note": (*_SIDES, "both", "both_mine_first", "own"),
}


@dataclass(frozen=True)
class DetailMerge:
    """One detail in the base and on both sides, and whose words are taken; of a conflict nobody's yet."""

    name: str
    kind: PartKind
    base: str | tuple[str, ...]
    theirs: str | tuple[str, ...]
    mine: str | tuple[str, ...]

    @property
    def key(self) -> str:
        return f"detail-{self.name}"

    @property
    def label(self) -> str:
        return str(LABELS[self.name])

    @property
    def choices(self) -> tuple[Choice, ...]:
        return CHOICES[self.name]


@dataclass(frozen=True)
class WordsMerge:
    """Everything two people made of the same words. Undecided until every conflict has its answer."""

    mine: DraftWords
    details: tuple[DetailMerge, ...]
    text: Merge
    last_rule: int

    @property
    def open_details(self) -> tuple[DetailMerge, ...]:
        return tuple(detail for detail in self.details if detail.kind == "conflict")

    @property
    def is_settled(self) -> bool:
        """Whether nobody has to be asked."""
        return not self.open_details and not self.text.conflicts

    def undecided(self, answers: Mapping[str, Answer]) -> list[str]:
        """The keys of all questions without an answer."""
        keys = [detail.key for detail in self.open_details if not _is_answered(detail.key, detail.choices, answers)]
        try:
            resolved(self.text, answers, last_rule=self.last_rule)
        except Undecided as open_ones:
            keys += [conflict.key for conflict in open_ones.conflicts]
        return keys

    def words(self, answers: Mapping[str, Answer]) -> DraftWords:
        """The merged words; every question must have its answer."""
        fields = {detail.name: _settled(detail, answers) for detail in self.details}
        return replace(self.mine, **fields, source=resolved(self.text, answers, last_rule=self.last_rule))  # type: ignore[arg-type]  # each detail has the type of its field

    def new_id(self, conflict: Conflict) -> str:
        """The ID my rule gets when both of one ID are kept, "" where nothing clashes."""
        if not clashing_rules(conflict):
            return ""
        answers = {conflict.key: Answer("both")}
        return ", ".join(new_names(Merge((), (conflict,)), answers, self.last_rule).values())


def merge_words(
    base: DraftWords,
    theirs: DraftWords,
    mine: DraftWords,
    *,
    last_rule: int = 0,
    order: SideName | None = None,
    own: tuple[str, ...] = (),
) -> WordsMerge:
    """What `theirs` and `mine` made of `base`. The details named in `own` are mine in any case."""
    details = (_detail(name, base, theirs, mine) for name in LABELS if name not in own)
    text = merge(base.source, theirs.source, mine.source, order=order)
    last = max(last_rule, highest_rule(base.source, theirs.source, mine.source))
    return WordsMerge(mine, tuple(detail for detail in details if detail.kind != "same"), text, last)


def last_rule_of(guideline: Guideline) -> int:
    """The highest rule number in any edition of a guideline: an ID that was ever used is not handed out again."""
    return highest_rule(*Edition.objects.filter(guideline=guideline).values_list("source", flat=True))


def _detail(name: str, base: DraftWords, theirs: DraftWords, mine: DraftWords) -> DetailMerge:
    was, left, right = (getattr(words, name) for words in (base, theirs, mine))
    if name == "topic_codes":
        return _topics(was, left, right)
    kind: PartKind = "conflict"
    if left == right:
        kind = "same" if left == was else "alike"
    elif was in (left, right):
        kind = "mine" if left == was else "theirs"
    return DetailMerge(name, kind, was, left, right)


def _topics(base: tuple[str, ...], theirs: tuple[str, ...], mine: tuple[str, ...]) -> DetailMerge:
    """Topics never conflict: what either side added is in, what either took out is out."""
    was, left, right = set(base), set(theirs), set(mine)
    kept = tuple(sorted((left | right) - (was - left) - (was - right)))
    if left == right:
        kind: PartKind = "same" if left == was else "alike"
    else:
        kind = "mine" if left == was else "theirs"
    taken = (theirs, kept) if kind == "mine" else (kept, mine)
    return DetailMerge("topic_codes", kind, tuple(sorted(was)), *(tuple(sorted(side)) for side in taken))


def _settled(detail: DetailMerge, answers: Mapping[str, Answer]) -> str | tuple[str, ...]:
    if detail.kind != "conflict":
        return detail.theirs if detail.kind == "theirs" else detail.mine
    answer = answers[detail.key]
    theirs, mine = str(detail.theirs), str(detail.mine)
    return {
        "theirs": theirs,
        "mine": mine,
        "both": f"{theirs}\n{mine}",
        "both_mine_first": f"{mine}\n{theirs}",
        "own": answer.own,
    }[answer.choice]


def _is_answered(key: str, allowed: tuple[Choice, ...], answers: Mapping[str, Answer]) -> bool:
    return key in answers and answers[key].choice in allowed
