"""What the buttons of the editor do with the blocks of a text that is not saved yet. Pure, but for IDs ever used."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.editions.models import Edition, GuidelineTemplate
from guidelines.editions.save_points import rule_ids_of
from guidelines.text.editing import (
    CASE_KINDS,
    EditPart,
    moved,
    new_case,
    new_rule,
    new_term,
    parts_of,
    rule_ids,
    spaced,
    unit,
)

ACTION = re.compile(r"(up|down|remove)-b(\d{1,5})|add-(rule|term|text)|add-case-(R\d{1,4})|template-(\d{1,9})")


@dataclass(frozen=True)
class Arranged:
    """The blocks after a button was pressed, the key of the one it was about, and what to say."""

    parts: tuple[EditPart, ...]
    about: str = ""
    said: str = ""


def next_rule_id(edition: Edition, parts: Sequence[EditPart]) -> str:
    """One more than the highest ID that any edition of the guideline ever had, in any save, and this text has."""
    used = {0} | rule_ids_of(edition.guideline_id)
    for part in parts:
        used |= rule_ids(part.raw)
    return f"R{max(used) + 1}"


def arranged(action: str, parts: Sequence[EditPart], edition: Edition) -> Arranged:
    """The blocks after this button; unchanged for one that is none."""
    found = ACTION.fullmatch(action)
    if found is None:
        return Arranged(tuple(parts))
    parts = spaced(parts)
    step, place, kind, rule, template = found.groups()
    if step:
        return _stepped(step, int(place), parts)
    if rule:
        return _with_case(rule, parts)
    if template:
        return _with_template(int(template), parts, edition)
    make: dict[str, Callable[[], Arranged]] = {
        "rule": lambda: _put(parts, _after_rules(parts), new_rule(next_rule_id(edition, parts)), _("A rule is added.")),
        "term": lambda: _put(parts, len(parts), new_term(_("new term")), _("A term is added.")),
        "text": lambda: _put(parts, len(parts), EditPart("text", _("## New section") + "\n\n"), _("Text is added.")),
    }
    return make[kind]()


def _stepped(step: str, place: int, parts: Sequence[EditPart]) -> Arranged:
    if place >= len(parts):
        return Arranged(tuple(parts))
    name = parts[place].values.get("id") or parts[place].values.get("name") or _("The block")
    if step == "remove":
        own = unit(parts, place) if parts[place].kind == "rule" else range(place, place + 1)
        said = _("%(name)s is removed. It comes back with the last save.") % {"name": name}
        return Arranged((*parts[: own.start], *parts[own.stop :]), said=said)
    after = moved(parts, place, -1 if step == "up" else 1)
    where = next(n for n, part in enumerate(after) if part is parts[place])
    rules = [part for part in after if part.kind == "rule"]
    if parts[place].kind == "rule":
        facts = {"name": name, "place": rules.index(parts[place]) + 1, "count": len(rules)}
        said = _("%(name)s moved, now %(place)d of %(count)d.") % facts
    else:
        said = _("%(name)s moved.") % {"name": name}
    return Arranged(tuple(after), f"b{where}", said)


def _with_case(rule: str, parts: Sequence[EditPart]) -> Arranged:
    """After the last case of its rule; of the other kind than that one, since readers learn from the border."""
    at = next((n for n, part in enumerate(parts) if part.kind == "rule" and part.values["id"] == rule), None)
    if at is None:
        return Arranged(tuple(parts))
    own = unit(parts, at)
    last = parts[own.stop - 1]
    kind = CASE_KINDS[1] if last.kind == "case" and last.values["kind"] == CASE_KINDS[0] else CASE_KINDS[0]
    return _put(parts, own.stop, new_case(rule, kind), _("A case for %(rule)s is added.") % {"rule": rule})


def _with_template(pk: int, parts: Sequence[EditPart], edition: Edition) -> Arranged:
    guideline = edition.guideline
    kept = GuidelineTemplate.objects.filter(domain=guideline.domain_id, language=guideline.language, ended_at=None)
    template = kept.filter(pk=pk).first()
    if template is None:
        return Arranged(tuple(parts), said=_("This template is no longer kept."))
    added = parts_of(template.source.rstrip("\n") + "\n\n")
    said = _("The template “%(name)s” is added at the end.") % {"name": template.name}
    return Arranged((*parts, *added), f"b{len(parts)}", said)


def _after_rules(parts: Sequence[EditPart]) -> int:
    """The place after the last rule and its cases; before everything but the text that opens it where there is none."""
    rules = [n for n, part in enumerate(parts) if part.kind == "rule"]
    return unit(parts, rules[-1]).stop if rules else len(parts)


def _put(parts: Sequence[EditPart], at: int, part: EditPart, said: str) -> Arranged:
    return Arranged((*parts[:at], part, *parts[at:]), f"b{at}", said)
