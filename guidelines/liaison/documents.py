"""The change notes as a document: the one value that the preview and every format write out, in finished words."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.catalogue.models import Action, Domain, Market, Topic
from guidelines.frame.times import date_in_zone, in_zone
from guidelines.frame.zones import zone_label
from guidelines.liaison.briefs import FOR_US, Brief
from guidelines.liaison.happenings import BEGINNINGS, Happening, Kind
from guidelines.liaison.keys import note_key
from guidelines.liaison.notes import Note, Telling, tells_around, write_note
from guidelines.liaison.plain import printable
from guidelines.liaison.queries import NO_DIFFERENCES, Found, Pair, differences
from guidelines.liaison.questions import Question
from guidelines.people.models import Person
from guidelines.text.audience import Audience


@dataclass(frozen=True)
class Section:
    """The notes of one market and domain that are shown, and how many there are in all."""

    name: str
    notes: tuple[Note, ...]
    total: int


@dataclass(frozen=True)
class Document:
    """Change notes ready to be written: nothing in it says who asked or when."""

    question: Question
    brief: Brief
    title: str
    audience: str
    facts: tuple[str, ...]
    embargo: str
    sections: tuple[Section, ...]
    total: int

    @property
    def language(self) -> str:
        return self.question.language

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(note for section in self.sections for note in section.notes)

    def only(self, notes: Sequence[Note]) -> Document:
        """The document with some of its notes; every count stays that of the whole."""
        keys = {note.key for note in notes}
        kept = (replace(one, notes=tuple(note for note in one.notes if note.key in keys)) for one in self.sections)
        return replace(self, sections=tuple(section for section in kept if section.notes))

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands between the title and the first note."""
        return tuple(filter(None, (self.audience, *self.facts, self.embargo)))

    @property
    def introduction(self) -> tuple[str, ...]:
        """The paragraphs that whoever sends it wrote; a paragraph may hold line ends."""
        return tuple(part.strip() for part in re.split(r"\n\s*\n", printable(self.brief.introduction)) if part.strip())


def document(
    person: Person,
    question: Question,
    found: Found,
    now: dt.datetime,
    brief: Brief = FOR_US,
    *,
    shown: Sequence[Happening] | None = None,
) -> Document:
    """The document that answers a question. `shown` are the happenings of one page; without it all are written."""
    kept = tuple(happening for happening in found.happenings if note_key(happening) not in brief.left_out)
    written = kept if shown is None else tuple(shown)
    pairs = {_pair(happening, brief) for happening in written}
    changes = differences(person, pairs, now, brief.told, redline=brief.redline)
    language = question.language
    actions = {action.code: action.named_in(language) for action in Action.objects.all()}
    with translation.override(language):
        telling = Telling(brief, actions, found.heard)
        notes = [write_note(one, changes.get(_pair(one, brief), NO_DIFFERENCES), telling) for one in written]
        return Document(
            question=question,
            brief=brief,
            title=_title(question, brief),
            audience=_audience(brief),
            facts=_facts(question, kept),
            embargo=_embargo(kept),
            sections=_sections(question, kept, notes),
            total=len(kept),
        )


def _audience(brief: Brief) -> str:
    if brief.inside:
        return _("For partners, in the words of internal teams. Two people agreed to it.")
    return {
        Audience.INTERNAL: _("For internal teams: with decision changes and the reasons of withdrawals."),
        Audience.PARTNER: _("For partners: what concerns them, without internal words and reasons."),
    }.get(brief.audience, _("For everybody."))


def _pair(happening: Happening, brief: Brief) -> Pair:
    """The editions to compare; nothing where nothing is in force after it, or the same, or where it is not told."""
    if not tells_around(happening, brief) or happening.after is None or happening.after == happening.before:
        return None, None
    return happening.compared.pk if happening.compared else None, happening.after.pk


def _title(question: Question, brief: Brief) -> str:
    title = _plain_title(question)
    if brief.replaces is None:
        return title
    replaced = date_in_zone(brief.replaces, _markets(question)[0].time_zone)
    return _("%(title)s. Corrected: replaces the notes of %(day)s") % {"title": title, "day": replaced}


def _plain_title(question: Question) -> str:
    names = [market.named_in(question.language) for market in _markets(question)]
    first, last = _day(question.since), _day(question.until)
    days = first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    return _("Guideline changes, %(markets)s, %(days)s") % {"markets": ", ".join(names), "days": days}


def _day(day: dt.date) -> str:
    return date_in_zone(dt.datetime.combine(day, dt.time(), dt.UTC), dt.UTC)


def _facts(question: Question, happenings: Sequence[Happening]) -> tuple[str, ...]:
    """What stands under the title: how many changes of which kind, the filters, whose days were counted."""
    zones = sorted({market.time_zone for market in _markets(question)})
    noon = dt.datetime.combine(question.since, dt.time(12), dt.UTC)
    days = _("Days in the time of %(zones)s") % {"zones": ", ".join(zone_label(zone, noon) for zone in zones)}
    return (_counts(happenings), *_filters(question), days)


def _counts(happenings: Sequence[Happening]) -> str:
    """`5 changes: 3 major, 1 minor, 1 withdrawn`."""
    kinds = Counter(_kind(happening) for happening in happenings)
    words = {"major": _("%d major"), "minor": _("%d minor"), "withdrawn": _("%d withdrawn"), "ended": _("%d ended")}
    words["called_off"] = _("%d called off")
    total = ngettext("%d change", "%d changes", len(happenings)) % len(happenings)
    parts = [word % kinds[kind] for kind, word in words.items() if kinds[kind]]
    return f"{total}: {', '.join(parts)}" if parts else total


def _kind(happening: Happening) -> str:
    return happening.edition.significance if happening.kind in BEGINNINGS else happening.kind.value


def _filters(question: Question) -> list[str]:
    names = [domain.named_in(question.language) for domain in Domain.objects.filter(code__in=question.domains)]
    found = [_("Only %(domains)s") % {"domains": ", ".join(names)}] if names else []
    if question.significance:
        found.append({"major": _("Major changes only"), "minor": _("Minor changes only")}[question.significance])
    topics = [topic.named_in(question.language) for topic in Topic.objects.filter(code__in=question.topics)]
    if topics:
        words = ngettext("Topic: %(topics)s", "Topics: %(topics)s", len(topics))
        found.append(words % {"topics": ", ".join(sorted(topics))})
    return found


def _embargo(happenings: Sequence[Happening]) -> str:
    """The line on top when something starts later."""
    coming = [happening for happening in happenings if happening.kind is Kind.STARTS]
    if not coming:
        return ""
    last = max(coming, key=lambda happening: happening.order[2:])
    return ngettext(
        "%(n)d change starts later. Do not share this before %(moment)s.",
        "%(n)d changes start later. Do not share this before %(moment)s.",
        len(coming),
    ) % {"n": len(coming), "moment": in_zone(last.at, last.edition.guideline.market.time_zone)}


def _sections(question: Question, happenings: Sequence[Happening], notes: Sequence[Note]) -> tuple[Section, ...]:
    totals = Counter(happening.order[:2] for happening in happenings)
    names = {happening.order[:2]: _place(happening, only=len(question.markets) == 1) for happening in happenings}
    grouped = groupby(notes, key=lambda note: (note.market, note.domain))
    return tuple(Section(names[place], tuple(group), totals[place]) for place, group in grouped)


def _place(happening: Happening, *, only: bool) -> str:
    """The domain, and the market before it where there are several."""
    language = translation.get_language()
    domain = happening.edition.guideline.domain.named_in(language)
    return domain if only else f"{happening.edition.guideline.market.named_in(language)}, {domain}"


def _markets(question: Question) -> list[Market]:
    return list(Market.objects.filter(code__in=question.markets).order_by("code"))
