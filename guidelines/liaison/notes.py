"""Note: one change in finished words, with the facts that machines read beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guidelines.editions.models import Edition
from guidelines.frame.icons import SEVERITY_WORDS
from guidelines.frame.times import date_in_zone, in_zone
from guidelines.liaison.briefs import Brief
from guidelines.liaison.happenings import BEGINNINGS, Happening, Kind
from guidelines.liaison.heard import NOTHING, Heard
from guidelines.liaison.keys import note_key
from guidelines.liaison.plain import plain, printable
from guidelines.liaison.queries import Differences
from guidelines.liaison.redlines import RedlineLine
from guidelines.text.audience import Audience
from guidelines.text.diffing import DecisionChange, FieldChange


@dataclass(frozen=True)
class Change:
    """One line of the decision diff: of which rule what was, and what is now."""

    rule: str
    kind: str
    """added, removed, moved or changed."""
    field: str
    """if, do, action, severity, label, escalate, or order: the rule read just before."""
    language: str
    rule_words: str
    field_words: str
    old: str
    new: str
    old_words: str
    new_words: str

    @property
    def quoted_in(self) -> str:
        """The language of the words where they are the guideline's own; the order is told in the document's."""
        return "" if self.field == "order" else self.language


@dataclass(frozen=True)
class Note:
    """One change. The `…_words` and all prose are in the document's language, quoted texts in the guideline's."""

    key: str
    kind: Kind
    market: str
    domain: str
    policy_id: str
    edition: int
    language: str
    title: str
    significance: str
    topics: tuple[str, ...]
    at: dt.datetime
    zone: str
    expires_at: dt.datetime | None
    before: int | None
    after: int | None
    compared_with: int | None
    text: str
    reason: str
    changes: tuple[Change, ...]
    edition_words: str
    moment_words: str
    embargo_words: str
    temporary_words: str
    before_words: str
    corrected_words: str
    corrected_at: dt.datetime | None
    left_out: bool
    """Shown in the preview, so that it can be taken in again."""
    url: str
    redline: tuple[RedlineLine, ...] = ()

    @property
    def rules(self) -> tuple[tuple[str, tuple[Change, ...]], ...]:
        """The decision diff rule by rule."""
        return tuple((words, tuple(lines)) for words, lines in groupby(self.changes, key=lambda line: line.rule_words))

    @property
    def facts(self) -> str:
        """What stands under the title: which edition, since when, and whether temporary or corrected."""
        words = (self.edition_words, self.moment_words, self.temporary_words, self.corrected_words)
        return " · ".join(filter(None, words))

    @property
    def citation(self) -> str:
        """`US-CC-0142 edition 4`: the same in every language, so that it can be looked for."""
        return f"{self.policy_id} edition {self.edition}"


@dataclass(frozen=True)
class Telling:
    """What writing a note needs beside the change: for whom, how actions are called, what is heard of an edition."""

    brief: Brief
    actions: Mapping[str, str]
    heard: Mapping[int, Heard] = field(default_factory=dict)


def write_note(happening: Happening, differences: Differences, telling: Telling) -> Note:
    """One change in the language that is switched on."""
    edition, kind = happening.edition, happening.kind
    guideline, begins = edition.guideline, kind in BEGINNINGS
    zone, brief, key = guideline.market.time_zone, telling.brief, note_key(happening)
    heard = telling.heard.get(edition.pk, NOTHING)
    corrected_at = heard.corrected_at if begins else None
    return Note(
        key=key,
        kind=kind,
        market=guideline.market.code,
        domain=guideline.domain.code,
        policy_id=guideline.policy_id,
        edition=edition.number,
        language=guideline.language,
        title=" ".join(printable(edition.title).split()),
        significance=edition.significance,
        topics=tuple(sorted(edition.topic_codes)),
        at=happening.at,
        zone=zone,
        expires_at=edition.expires_at if begins else None,
        text=printable(heard.note).strip() if begins else "",
        reason=_reason(happening, brief),
        changes=tuple(_changes(differences, telling.actions, guideline.language)),
        edition_words=_edition_words(edition, begins),
        moment_words=_moment_words(kind, in_zone(happening.at, zone)),
        embargo_words=_("Do not share before then") if kind is Kind.STARTS else "",
        temporary_words=_temporary_words(edition, zone) if begins else "",
        corrected_words=_corrected_words(corrected_at, brief, zone),
        corrected_at=corrected_at,
        left_out=key in brief.left_out,
        url=_url(happening),
        redline=differences.redline,
        **_around(happening, brief),
    )


def _url(happening: Happening) -> str:
    """Of what was called off the page of all editions: its own is for those who read drafts."""
    if happening.kind is Kind.CALLED_OFF:
        return reverse("editions", args=[happening.edition.guideline.policy_id])
    return happening.edition.get_absolute_url()


def tells_around(happening: Happening, brief: Brief) -> bool:
    """Whether it is told what stood before and stands after."""
    return brief.told == Audience.INTERNAL or happening.kind in BEGINNINGS


def _around(happening: Happening, brief: Brief) -> dict[str, Any]:
    """Which editions stood before and stand after. Of a withdrawal outsiders hear only that it was one."""
    if happening.kind is Kind.CALLED_OFF:
        return {"before": None, "after": None, "compared_with": None, "before_words": _was_to_start(happening)}
    told = tells_around(happening, brief)
    before, after, compared = (happening.before, happening.after, happening.compared) if told else (None, None, None)
    return {
        "before": before.number if before else None,
        "after": after.number if after else None,
        "compared_with": compared.number if compared else None,
        "before_words": _before_words(happening, brief) if told else "",
    }


def _reason(happening: Happening, brief: Brief) -> str:
    """Why it was withdrawn or called off, for internal teams."""
    told = happening.kind in (Kind.WITHDRAWN, Kind.CALLED_OFF) and brief.told == Audience.INTERNAL
    return printable(happening.edition.move_note).strip() if told else ""


def _corrected_words(corrected_at: dt.datetime | None, brief: Brief, zone: str) -> str:
    if corrected_at is None:
        return ""
    if brief.replaces and brief.replaced_at and corrected_at > brief.replaced_at:
        return _("Corrected: replaces the note of %(day)s") % {"day": date_in_zone(brief.replaces, zone)}
    return _("Corrected %(day)s") % {"day": date_in_zone(corrected_at, zone)}


def _changes(differences: Differences, actions: Mapping[str, str], language: str) -> Iterator[Change]:
    for change in differences.decisions:
        yield from (line for line in _lines(change, actions, language) if line.old_words != line.new_words)


def _edition_words(edition: Edition, begins: bool) -> str:
    if not begins:
        return _("Edition %(number)d") % {"number": edition.number}
    words = _("Edition %(number)d, minor") if edition.significance == "minor" else _("Edition %(number)d, major")
    return words % {"number": edition.number}


def _moment_words(kind: Kind, moment: str) -> str:
    words = {
        Kind.BEGAN: _("In force from %(moment)s"),
        Kind.STARTS: _("Starts %(moment)s"),
        Kind.WITHDRAWN: _("Withdrawn %(moment)s"),
        Kind.ENDED: _("Temporary edition, ended %(moment)s"),
        Kind.CALLED_OFF: _("Called off %(moment)s"),
    }
    return words[kind] % {"moment": moment}


def _temporary_words(edition: Edition, zone: str) -> str:
    if edition.expires_at is None:
        return ""
    return _("Temporary, until %(moment)s") % {"moment": in_zone(edition.expires_at, zone)}


def _before_words(happening: Happening, brief: Brief) -> str:
    """What was in force before a beginning; what is in force after an end."""
    if happening.kind in BEGINNINGS:
        untold = brief.told != Audience.INTERNAL and happening.compared is None and happening.edition.number > 1
        return _("Before: nothing you were told of.") if untold else _what_was(happening)
    if happening.after is None:
        return _("After: nothing in force until another edition begins.")
    if happening.before == happening.after:
        return _("It had given way already. Edition %(number)d stays in force.") % {"number": happening.after.number}
    return _("After: edition %(number)d is in force again.") % {"number": happening.after.number}


def _was_to_start(happening: Happening) -> str:
    """What those who were told beforehand expect, and that it is not so."""
    edition = happening.edition
    assert edition.effective_from is not None
    moment = in_zone(edition.effective_from, edition.guideline.market.time_zone)
    return _("It was to start %(moment)s. It does not begin then.") % {"moment": moment}


def _what_was(happening: Happening) -> str:
    if happening.before is not None:
        return _("Before: edition %(number)d.") % {"number": happening.before.number}
    if happening.compared is None:
        return _("Before: nothing. The guideline is new.")
    words = _("Before: nothing was in force. Compared with edition %(number)d, in force last.")
    return words % {"number": happening.compared.number}


def _lines(change: DecisionChange, actions: Mapping[str, str], language: str) -> list[Change]:
    rule_words = {
        "added": _("%(rule)s, new"),
        "removed": _("%(rule)s, gone"),
        "moved": _("%(rule)s, moved"),
        "changed": "%(rule)s",
    }[change.kind] % {"rule": change.rule}
    lines = [_field_line(change, field, rule_words, actions, language) for field in change.fields]
    return ([_order_line(change, rule_words)] if change.kind in ("added", "moved") else []) + lines


def _order_line(change: DecisionChange, rule_words: str) -> Change:
    old = change.old_after if change.kind == "moved" else ""
    words = _after_words(old) if change.kind == "moved" else ""
    new, new_words = change.new_after, _after_words(change.new_after)
    return Change(change.rule, change.kind, "order", "", rule_words, _("Order"), old, new, words, new_words)


def _after_words(rule: str) -> str:
    return _("Read after %(rule)s") % {"rule": rule} if rule else _("Read first")


def _field_line(
    change: DecisionChange, field: FieldChange, rule_words: str, actions: Mapping[str, str], language: str
) -> Change:
    names = {
        "if": _("Condition"),
        "do": _("What to do"),
        "action": _("Action"),
        "severity": _("Severity"),
        "label": _("Label"),
        "escalate": _("Escalation"),
    }

    def words(text: str) -> str:
        if field.key == "severity" and text in SEVERITY_WORDS["en"] and text:
            return f"{text} {SEVERITY_WORDS.get(language, SEVERITY_WORDS['en'])[text]}"
        return actions.get(text, text) if field.key == "action" else plain(text)

    old, new = (" ".join(printable(text).split()) for text in (field.old, field.new))
    name = names.get(field.key, field.key or _("Text"))
    return Change(change.rule, change.kind, field.key, language, rule_words, name, old, new, words(old), words(new))
