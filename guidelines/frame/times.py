"""Instants as people read them: in a zone that is always named, my time first and market time second."""

import calendar
import re
from datetime import UTC, date, datetime, tzinfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidelines.frame.local_times import is_ambiguous
from guidelines.frame.refusals import Invalid
from guidelines.frame.zones import exact_name, short_name, zone_of

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class BadInstant(Invalid):
    """An instant in an address that cannot be read as one point in time."""

    status = 400


def date_in_zone(instant: datetime, zone: str | tzinfo, language: str | None = None) -> str:
    """`13 Jun 2026`; in Vietnamese `13/06/2026`."""
    return written_day(instant.astimezone(zone_of(zone)).date(), language)


def written_day(day: date, language: str | None = None) -> str:
    """A day of the calendar, in no zone: `13 Jun 2026`; in Vietnamese `13/06/2026`."""
    if (language or get_language() or "en").startswith("vi"):
        return f"{day.day:02}/{day.month:02}/{day.year}"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def clock_in_zone(instant: datetime, zone: str | tzinfo) -> str:
    """`00:00 PT`; in the hour the clocks repeat, `01:30 PDT` and an hour later `01:30 PST`."""
    local = instant.astimezone(zone_of(zone))
    name = exact_name if is_ambiguous(local.replace(tzinfo=None), zone_of(zone)) else short_name
    return f"{local:%H:%M} {name(zone, instant)}"


def in_zone(instant: datetime, zone: str | tzinfo, language: str | None = None) -> str:
    """`13 Jun 2026, 00:00 PT`; in Vietnamese `13/06/2026, 00:00 ICT`."""
    return f"{date_in_zone(instant, zone, language)}, {clock_in_zone(instant, zone)}"


def mine_and_market(instant: datetime, mine: str | tzinfo, market: str | tzinfo, language: str | None = None) -> str:
    """`13 Jun 2026, 02:00 your time (00:00 PT)`; one time only where both clocks show the same."""
    my_local, market_local = (instant.astimezone(zone_of(zone)) for zone in (mine, market))
    if my_local.utcoffset() == market_local.utcoffset():
        return in_zone(instant, market, language)
    same_day = my_local.date() == market_local.date()
    return _("%(date)s, %(clock)s your time (%(market)s)") % {
        "date": date_in_zone(instant, mine, language),
        "clock": f"{my_local:%H:%M}",
        "market": clock_in_zone(instant, market) if same_day else in_zone(instant, market, language),
    }


def add_months(instant: datetime, months: int) -> datetime:
    """The same day some months on; the last of the month where it has no such day."""
    year, month = divmod(instant.year * 12 + instant.month - 1 + months, 12)
    day = min(instant.day, calendar.monthrange(year, month + 1)[1])
    return instant.replace(year=year, month=month + 1, day=day)


# Beyond these years some market's local time leaves the calendar.
EARLIEST_YEAR, LATEST_YEAR = 1970, 2999
LONGEST_INSTANT = 100
"""Characters of the longest text that is read: a form may post a megabyte."""


def instant(text: str) -> datetime:
    """The instant an address names (`?at=2026-03-01T10:00Z`), in UTC. It must say its offset."""
    try:
        if len(text) > LONGEST_INSTANT:
            raise ValueError(len(text))
        # In an address a plus sign arrives as a space: 10:00+07:00 is read as 10:00 07:00.
        repaired = re.sub(r"(T\S+) (\d\d:?\d\d)$", r"\1+\2", text.strip())
        moment = datetime.fromisoformat(repaired)
        if moment.tzinfo is None:
            raise BadInstant(
                _("“%(text)s” does not say which time zone. Write it like 2026-03-01T10:00Z or 2026-03-01T10:00-08:00.")
                % {"text": text[:40]}
            )
        moment = moment.astimezone(UTC)
        if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
            raise ValueError(moment.year)
        return moment
    except (ValueError, OverflowError) as error:
        raise BadInstant(
            _("“%(text)s” is not a moment this portal can read. Write it like 2026-03-01T10:00Z.") % {"text": text[:40]}
        ) from error
