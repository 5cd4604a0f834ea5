"""Figures about those who are told: acknowledged on time, change notes sent."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from guidelines.frame.jobs import JobState
from guidelines.liaison.models import PackNote
from guidelines.people.models import Person
from guidelines.programmes.figures.kinds import NO_DATA, Found, Period, Row, counted, scope_of, share
from guidelines.programmes.models import Programme
from guidelines.reading.models import LibraryRow
from guidelines.reading.queries.duties import Standing, standings


def acknowledged_on_time(programme: Programme, period: Period, as_of: dt.datetime) -> Found:
    """Of the pairs of a person at work and an edition that asked them, whose time ran out in the period."""
    rows = LibraryRow.objects.filter(
        scope_of(programme, "guideline__"),
        major__acknowledge_until__gte=period.starts,
        major__acknowledge_until__lt=period.ends,
    )
    newest = {row.major_id: row for row in rows.select_related("major").defer("major__source").order_by("since")}
    people = Person.objects.filter(is_active=True, is_superuser=False).only("pk")
    found = standings(people, list(newest.values()), as_of) if newest else {}
    asked, kept = Counter[int](), Counter[int]()
    for (_person, edition), standing in found.items():
        asked[edition] += 1
        kept[edition] += _in_time(standing)
    if not asked:
        return NO_DATA
    lines = tuple(Row("edition", pk, f"{kept[pk]}/{asked[pk]}") for pk in sorted(asked))
    return share(kept.total(), asked.total(), lines)


def _in_time(standing: Standing) -> bool:
    return standing.at is not None and (standing.until is None or standing.at <= standing.until)


def change_notes_sent(programme: Programme, period: Period, as_of: dt.datetime) -> Found:
    notes = PackNote.objects.filter(
        scope_of(programme, "edition__guideline__"),
        pack__deliveries__state=JobState.DONE,
        pack__deliveries__ended_at__gte=period.starts,
        pack__deliveries__ended_at__lt=period.ends,
    )
    pairs = sorted(set(notes.values_list("edition_id", "kind")))
    return counted(tuple(Row("edition", edition, kind) for edition, kind in pairs))
