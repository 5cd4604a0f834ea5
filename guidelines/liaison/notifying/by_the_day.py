"""What a day brings: decisions, acknowledgements and periodic reviews that are due or late, told at eight in the
morning of each time zone, once each. To run it twice tells nothing twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.core.cache import caches

from guidelines.editions.models import Edition, ReviewRound
from guidelines.editions.upkeep import last_kept, review_due
from guidelines.liaison.models import Kind
from guidelines.liaison.notifying.days import at_hour, day_in, eight_in
from guidelines.liaison.notifying.of_editions import who_can_sign, who_may_read
from guidelines.liaison.notifying.of_readers import whom_it_still_asks
from guidelines.liaison.notifying.telling import News, these, write
from guidelines.people.models import Person
from guidelines.reading.models import LibraryRow

BACK = dt.timedelta(days=7)
"""How far back what is late is told: a worker that was away for longer tells no old news."""
CARE_SOON = dt.timedelta(days=14)
_TOLD_FOR = 2 * 24 * 3600


def tell_the_day(now: dt.datetime) -> None:
    """Every time zone in which somebody works and where it is past eight."""
    told = caches["shared"]
    for zone in Person.objects.filter(is_active=True).order_by().values_list("time_zone", flat=True).distinct():
        key, at = f"day-told:{zone}:{day_in(zone, now)}", eight_in(zone, now)
        if at <= now and not told.get(key):
            for news in _of_the_day(zone, at):
                write(news, at)
            told.set(key, True, _TOLD_FOR)


def _of_the_day(zone: str, at: dt.datetime) -> Iterator[News]:
    tomorrow_ends = at_hour(zone, day_in(zone, at) + dt.timedelta(days=2), dt.time())
    yield from _decisions(zone, at, tomorrow_ends)
    yield from _acknowledgements(zone, at, tomorrow_ends)
    yield from _care(zone, at)


def _decisions(zone: str, at: dt.datetime, soon: dt.datetime) -> Iterable[News]:
    """Editions in review: whoever claimed one, or else everybody who can sign it."""
    rounds = ReviewRound.objects.filter(ended_at=None, due_at__gt=at - BACK, due_at__lt=soon)
    for found in rounds.select_related("edition__guideline__market", "edition__guideline__domain"):
        claimed = who_may_read(found.edition, [found.claimed_by_id]) if found.claimed_by_id else []
        people = these(claimed or who_can_sign(found.edition, at)).filter(time_zone=zone)
        kind = Kind.OVERDUE if found.due_at <= at else Kind.DUE
        yield News(kind, ("round", found.pk), people, f"round {found.pk}")


def _acknowledgements(zone: str, at: dt.datetime, soon: dt.datetime) -> Iterable[News]:
    """What is in force and asks until today or tomorrow, or asked until lately."""
    carried = LibraryRow.objects.in_force(at).values("major_id")
    majors = Edition.objects.filter(pk__in=carried, acknowledge_until__gt=at - BACK, acknowledge_until__lt=soon)
    for major in majors.select_related("guideline").defer("source"):
        late = major.acknowledge_until is not None and major.acknowledge_until <= at
        kind = Kind.OVERDUE if late else Kind.DUE
        yield News(kind, ("duty", major.pk), whom_it_still_asks(major, zone), f"edition {major.pk}")


def _care(zone: str, at: dt.datetime) -> Iterable[News]:
    """Periodic reviews, of the guidelines that somebody in this time zone owns."""
    rows = LibraryRow.objects.in_force(at).filter(guideline__owner__time_zone=zone, guideline__owner__is_active=True)
    rows = rows.select_related("guideline", "edition").defer("edition__source").annotate(kept=last_kept())
    for row in rows:
        since, kept = row.edition.effective_from or row.since, getattr(row, "kept", None)
        due = review_due(since, kept, row.guideline.review_months)
        if due <= at + CARE_SOON:
            kind = Kind.OVERDUE if due <= at else Kind.DUE
            people = these(who_may_read(row.edition, [row.guideline.owner_id]))
            yield News(kind, ("care", row.guideline_id), people, f"care {row.guideline_id} {due.date()}")
