"""What the buttons of the editor do with the blocks of a text that is not saved yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

from django.utils.translation import gettext as _

from guidelines.editions.block_form import TypedBlock, TypedBlocks, named
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
    renumbered,
    rule_ids,
    unit,
)
from guidelines.text.slugs import slugify

ACTION = re.compile(
    r"(?P<step>up|down|remove|put)-(?P<key>b\d{1,5})|add-(?P<kind>rule|term|text)|add-case-(?P<rule>R\d{1,4})"
    r"|template-(?P<template>\d{1,9})"
)
"""`put` is what the browser says after a block was dragged: it stands already where it was dropped."""


@dataclass(frozen=True)
class Arranged:
    """The blocks after a button was pressed, the one it was about, and what to say."""

    typed: TypedBlocks
    about: TypedBlock | None = None
    said: str = ""


def next_rule_id(edition: Edition, source: str) -> str:
    """One more than the highest ID that any edition of the guideline ever had, in any save, and this text has."""
    return f"R{max({0} | rule_ids_of(edition.guideline_id) | rule_ids(source)) + 1}"


def arranged(action: str, typed: TypedBlocks, edition: Edition) -> Arranged:
    """The blocks after this button; unchanged for one that is none."""
    found = ACTION.fullmatch(action)
    if found is None:
        return Arranged(typed)
    typed = typed.apart()
    if found["step"]:
        return _stepped(found["step"], found["key"], typed)
    if found["rule"]:
        return _with_case(found["rule"], typed)
    if found["template"]:
        return _with_template(int(found["template"]), typed, edition)
    end = len(typed.blocks)
    make: dict[str, Callable[[], Arranged]] = {
        "rule": lambda: _with_rule(typed, edition),
        "term": lambda: _put(typed, end, new_term(_new_term(typed.parts)), _("A term is added.")),
        "text": lambda: _put(typed, end, EditPart("text", _("## New section") + "\n\n"), _("A section is added.")),
    }
    return make[found["kind"]]()


def _stepped(step: str, key: str, typed: TypedBlocks) -> Arranged:
    parts = typed.parts
    at = next((n for n, block in enumerate(typed.blocks) if block.key == key), None)
    if at is None:
        return Arranged(typed, said=_("This block is no longer there."))
    about = typed.blocks[at]
    if step == "remove":
        own, name = unit(parts, at), named(about.part)
        said = _("%(name)s is removed. Until you save, reload the page to have it back.") % {"name": name}
        return Arranged(_ordered(typed, [n for n in range(len(parts)) if n not in own]), said=said)
    places = moved(parts, at, {"up": -1, "down": 1}[step]) if step != "put" else list(range(len(parts)))
    after = _ordered(typed, places)
    if places == list(range(len(parts))) and step != "put":
        return Arranged(after, about, _("%(name)s can’t go further.") % {"name": named(about.part)})
    return Arranged(after, about, _where(after.parts, about.part))


def _ordered(typed: TypedBlocks, places: Sequence[int]) -> TypedBlocks:
    return TypedBlocks(tuple(typed.blocks[place] for place in places), is_whole=typed.is_whole)


def _where(parts: Sequence[EditPart], part: EditPart) -> str:
    """Where a block that moved stands now; a rule among the rules."""
    among = [one for one in parts if one.kind == "rule"] if part.kind == "rule" else parts
    place = next(n for n, one in enumerate(among, 1) if one is part)
    return _("%(name)s moved, now %(place)d of %(count)d.") % {
        "name": named(part),
        "place": place,
        "count": len(among),
    }


def _with_rule(typed: TypedBlocks, edition: Edition) -> Arranged:
    """After the last rule and its cases; at the end of a text that has none."""
    rules = [n for n, part in enumerate(typed.parts) if part.kind == "rule"]
    at = unit(typed.parts, rules[-1]).stop if rules else len(typed.blocks)
    name = next_rule_id(edition, typed.source)
    return _put(typed, at, new_rule(name), _("%(name)s is added.") % {"name": name})


def _with_case(rule: str, typed: TypedBlocks) -> Arranged:
    """After the last case of its rule; of the other kind than that one, since readers learn from the border."""
    parts = typed.parts
    at = next((n for n, part in enumerate(parts) if part.kind == "rule" and part.values["id"] == rule), None)
    if at is None:
        return Arranged(typed, said=_("There is no rule %(rule)s in this text.") % {"rule": rule})
    own = unit(parts, at)
    last = parts[own.stop - 1]
    kind = CASE_KINDS[1] if last.kind == "case" and last.values["kind"] == CASE_KINDS[0] else CASE_KINDS[0]
    return _put(typed, own.stop, new_case(rule, kind), _("A case for %(rule)s is added.") % {"rule": rule})


def _new_term(parts: Sequence[EditPart]) -> str:
    """A name that no term of the text has yet."""
    taken = {slugify(part.values["name"]) for part in parts if part.kind == "term"}
    first = _("new term")
    names = (first if n == 1 else f"{first} {n}" for n in count(1))
    return next(name for name in names if slugify(name) not in taken)


def _with_template(pk: int, typed: TypedBlocks, edition: Edition) -> Arranged:
    """At the end, its rules under IDs of their own."""
    guideline = edition.guideline
    kept = GuidelineTemplate.objects.filter(domain=guideline.domain_id, language=guideline.language, ended_at=None)
    template = kept.filter(pk=pk).first()
    if template is None:
        return Arranged(typed, said=_("This template is no longer kept."))
    first = int(next_rule_id(edition, typed.source)[1:])
    numbers = count(first)
    source = renumbered(template.source.strip("\n"), lambda: f"R{next(numbers)}")
    added = tuple(TypedBlock(part) for part in parts_of(source + "\n\n"))
    said = _("The template “%(name)s” is added at the end.") % {"name": template.name}
    return Arranged(TypedBlocks((*typed.blocks, *added), is_whole=typed.is_whole), added[0] if added else None, said)


def _put(typed: TypedBlocks, at: int, part: EditPart, said: str) -> Arranged:
    block = TypedBlock(part)
    blocks = (*typed.blocks[:at], block, *typed.blocks[at:])
    return Arranged(TypedBlocks(blocks, is_whole=typed.is_whole), block, said)
