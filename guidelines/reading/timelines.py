"""The editions page: every edition with its times, and the gaps in which nothing was in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.editions.models import Edition, Significance
from guidelines.reading.banners import Clock, spans
from guidelines.reading.notes import excerpt
from guidelines.reading.queries.guideline import KnownGuideline, is_for_ever
from guidelines.text.audience import Audience


@dataclass(frozen=True)
class Line:
    """One line of the table: an edition, or a gap (number None)."""

    number: int | None
    url: str
    standing: str
    times: str
    note: str
    significance: str
    approved_by: str
    partner_note: str = ""
    note_audience: str = ""
    """Who beyond the insiders is told the note; empty for nobody, and for those who only read."""


def lines(known: KnownGuideline, clock: Clock, *, inside: bool = False) -> list[Line]:
    """Newest first: what is in the making, then the timeline with its gaps at their places.

    `inside` is for those who write, review or export: they see what partners are told as well.
    """
    found = [(_sort_key(known, edition), _edition_line(known, edition, clock)) for edition in known.editions]
    if inside:
        notes = {edition.number: edition for edition in known.editions}
        found = [(key, _with_partners(line, notes[line.number or 0])) for key, line in found]
    found += [
        ((1, period.since, 0), _gap_line(known, period.since, period.until, clock))
        for period in known.timeline
        if period.edition is None
    ]
    return [line for _key, line in sorted(found, key=lambda pair: pair[0], reverse=True)]


_EARLIEST = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


def _sort_key(known: KnownGuideline, edition: Edition) -> tuple[int, dt.datetime, int]:
    """Editions without a time come above all others, by number."""
    if edition.effective_from is None:
        return 2, _EARLIEST, edition.number
    return 1, edition.effective_from, edition.number


def _edition_line(known: KnownGuideline, edition: Edition, clock: Clock) -> Line:
    waiting = _("waiting for review") if known.standing(edition) == "in_review" else ""
    return Line(
        number=edition.number,
        url=edition.get_absolute_url(),
        standing=known.standing(edition),
        times=spans(known, edition, clock) or _("not set"),
        note=excerpt(edition.change_note),
        significance=_("Minor.") if edition.significance == Significance.MINOR else _("Major."),
        approved_by=getattr(edition, "approved_by", None) or waiting,
    )


def _with_partners(line: Line, edition: Edition) -> Line:
    audience = "" if edition.note_audience == Audience.INTERNAL else edition.get_note_audience_display()
    return replace(line, partner_note=excerpt(edition.partner_note), note_audience=audience)


def _gap_line(known: KnownGuideline, since: dt.datetime, until: dt.datetime, clock: Clock) -> Line:
    times = _("since %(since)s") if is_for_ever(until) else _("from %(since)s to %(until)s")
    note = "" if is_for_ever(until) else _("Nothing in force for %(length)s.") % {"length": length_of(until - since)}
    if is_for_ever(until):
        note = _("Ask %(owner)s before you decide a case.") % {"owner": known.guideline.owner.name}
    facts = {"since": clock.there(since), "until": clock.there(min(until, _LATEST))}
    return Line(None, "", "", times % facts, note, "", "")


_LATEST = dt.datetime(9999, 12, 1, tzinfo=dt.UTC)
"""Far enough from the end of the calendar to be shown in any zone."""


def length_of(length: dt.timedelta) -> str:
    """“15 hours”, “3 days”: the largest unit of which there are two or more."""
    minutes = max(1, round(length.total_seconds() / 60))
    if minutes >= 2 * 24 * 60:
        days = round(minutes / (24 * 60))
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if minutes >= 2 * 60:
        hours = round(minutes / 60)
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
