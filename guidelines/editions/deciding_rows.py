"""What decides differently between two texts: a row for each rule, a column for each field that decides."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.editions.action_names import ActionNames
from guidelines.editions.marker import Detail, Marker
from guidelines.text.diffing import DecisionChange, decision_changes

DECIDING = {
    "if": gettext_lazy("If you see"),
    "do": gettext_lazy("Do this"),
    "action": gettext_lazy("Action"),
    "severity": gettext_lazy("Severity"),
    "label": gettext_lazy("Label"),
    "escalate": gettext_lazy("Escalate to"),
}
"""Every field that decides, and the head of its column."""


@dataclass(frozen=True)
class DecisionRow:
    """A rule that decides differently: what became of it, and a cell for each column of `DECIDING`."""

    rule: str
    tone: str
    icon: str
    word: str
    place: str
    cells: tuple[Detail, ...]
    is_whole: bool
    """A new or removed rule, all of it shown: an empty cell then has nothing that it could be the same as."""


def decisions(old: str, new: str, language: str, names: ActionNames | None = None) -> tuple[DecisionRow, ...]:
    """The rules that decide differently, in the deciding order; `names` are those of a page with several tables."""
    changes = decision_changes(old, new)
    if not changes:
        return ()
    marker = Marker(language, actions=(names or ActionNames()).within(language))
    return tuple(_decision(change, marker) for change in changes)


def _decision(change: DecisionChange, marker: Marker) -> DecisionRow:
    tone, icon, word = {
        "added": ("ok", "plus", _("New")),
        "removed": ("danger", "minus", _("Gone")),
        "moved": ("sched", "up", _("Moved")),
        "changed": ("accent", "pencil", _("Changed")),
    }[change.kind]
    fields = {
        field.key: marker.runs(marker.said(field.key, field.old), marker.said(field.key, field.new))
        for field in change.fields
    }
    cells = tuple(Detail(str(name), fields.get(key, ())) for key, name in DECIDING.items())
    return DecisionRow(change.rule, tone, icon, word, _place(change), cells, change.kind in ("added", "removed"))


def _place(change: DecisionChange) -> str:
    """Where it is read now, where that matters, and where a moved one was read before."""
    if change.kind not in ("added", "moved"):
        return ""
    now = _("Read after %(rule)s") % {"rule": change.new_after} if change.new_after else _("Read first")
    if change.kind == "added" or change.old_after == change.new_after:
        return now
    was = _("was after %(rule)s") % {"rule": change.old_after} if change.old_after else _("was first")
    return f"{now}, {was}"
