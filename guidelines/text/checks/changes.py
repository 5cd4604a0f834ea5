"""What the change note must say, and what a minor change may not do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from guidelines.text.checks.finding import Finding
from guidelines.text.diffing import DecisionChange, decision_changes

_DECIDING = frozenset({"action", "severity", "label", "escalate"})
_BINDING = frozenset({"action", "severity", "label"})
_RANGE = re.compile(r"\bR(\d{1,4})(?:\s{0,3}(?:to|through|–|-|đến|tới)\s{0,3}R|[–-])(\d{1,4})\b")
"""“R3 to R5” and “R3–5”; not “R3 to 10 strikes”."""
_ONE = re.compile(r"\bR(\d{1,4})\b")
_ALL = re.compile(
    r"(?<!not )(?<!nearly )(?<!almost )\b(?:all|every|each of the)\s+rules?\b"
    r"|(?<!không phải )(?<!gần như )(?:mọi|tất cả|tất cả các)\s+quy tắc",
    re.IGNORECASE,
)
LONGEST_RANGE = 500


def note_findings(old: str, new: str, note: str) -> Iterator[Finding]:
    """A rule that is new, gone, moved, or decides otherwise, and that the change note does not name."""
    if not note.strip() or _ALL.search(note):
        return
    named = named_rules(note)
    for change in decision_changes(old, new):
        if _matters(change) and change.rule not in named:
            facts = {"rule": change.rule, "what": _what(change)}
            yield Finding(
                _("The change note misses %(rule)s: %(what)s.") % facts,
                mend=_("Name %(rule)s in the note.") % facts,
            )


def minor_findings(old: str, new: str) -> Iterator[Finding]:
    """A change marked minor by which somebody decides otherwise."""
    for change in decision_changes(old, new):
        keys = {field.key for field in change.fields}
        if change.kind in ("added", "removed") or keys & _BINDING:
            facts = {"rule": change.rule, "what": _what(change)}
            yield Finding(
                _("This is no minor change: %(rule)s: %(what)s.") % facts,
                mend=_("Set the significance to major."),
            )


def named_rules(note: str) -> set[str]:
    """The rules a note names, one by one or as a range such as “R3 to R5”."""
    named = {f"R{number}" for number in _ONE.findall(note)}
    for first, last in _RANGE.findall(note):
        if 0 <= int(last) - int(first) <= LONGEST_RANGE:
            named |= {f"R{number}" for number in range(int(first), int(last) + 1)}
    return named


def _matters(change: DecisionChange) -> bool:
    return change.kind in ("added", "removed", "moved") or bool({field.key for field in change.fields} & _DECIDING)


def _what(change: DecisionChange) -> str:
    if change.kind != "changed":
        return {"added": _("it is new"), "removed": _("it is gone"), "moved": _("its order changed")}[change.kind]
    names = {"action": _("action"), "severity": _("severity"), "label": _("label"), "escalate": _("escalation")}
    changed = {field.key for field in change.fields}
    return _("its %(fields)s changed") % {"fields": ", ".join(name for key, name in names.items() if key in changed)}
