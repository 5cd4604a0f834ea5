"""From a local date and time to an instant: what the clocks skip is refused, what they repeat is asked about."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext as _

from guidelines.frame.refusals import Invalid
from guidelines.frame.zones import exact_name, short_name, utc_offset, zone_of


class NonexistentTime(Invalid):
    """A local time the clocks skip. `before` and `after` are its two neighbours, as instants in UTC."""

    def __init__(self, local: datetime, zone: tzinfo) -> None:
        turn = _turn(local, zone)
        self.before, self.after = turn - timedelta(minutes=1), turn
        skipped_to, skipped_from = turn.astimezone(zone), (turn - timedelta(microseconds=1)).astimezone(zone)
        super().__init__(
            _("%(time)s does not exist in %(zone)s: the clocks go forward to %(to)s. Choose %(before)s or %(after)s.")
            % {
                "time": f"{local:%Y-%m-%d %H:%M}",
                "zone": short_name(zone, turn),
                "to": _clock(skipped_to, local),
                "before": _clock(skipped_from, local),
                "after": _clock(skipped_to, local),
            }
        )

    @property
    def choices(self) -> tuple[datetime, datetime]:
        """The valid instants just before and just after the gap."""
        return self.before, self.after


class AmbiguousTime(Invalid):
    """A local time the clocks show twice. `first` and `second` are the two instants, in UTC."""

    def __init__(self, local: datetime, zone: tzinfo) -> None:
        self.first, self.second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        self.labels = tuple(_named(moment, zone) for moment in self.choices)
        super().__init__(
            _("%(time)s happens twice in %(zone)s: the clocks go back. Choose %(first)s or %(second)s.")
            % {
                "time": f"{local:%Y-%m-%d %H:%M}",
                "zone": short_name(zone, self.first),
                "first": self.labels[0],
                "second": self.labels[1],
            }
        )

    @property
    def choices(self) -> tuple[datetime, datetime]:
        """The two instants; their place here is the `fold` that picks them."""
        return self.first, self.second


def wrong_year(day: date | None) -> str:
    """What to say of a day whose year is a slip of the keys; nothing where it can be right, or is not known."""
    if day is None or 1970 <= day.year <= 2999:
        return ""
    return _("The year %(year)s can’t be right. Choose one from 1970 to 2999.") % {"year": day.year}


def local_instant(day: date, clock: time, zone: str | tzinfo, *, fold: int | None = None) -> datetime:
    """The instant, in UTC, at which the clocks of a zone show this. `fold` picks one of two."""
    place, local = zone_of(zone), datetime.combine(day, clock.replace(tzinfo=None, fold=0))
    if wrong := wrong_year(day):
        raise Invalid(wrong)
    if not _exists(local, place):
        raise NonexistentTime(local, place)
    if fold is None and is_ambiguous(local, place):
        raise AmbiguousTime(local, place)
    return local.replace(tzinfo=place, fold=fold or 0).astimezone(UTC)


def is_ambiguous(local: datetime, zone: tzinfo) -> bool:
    """Whether the clocks of the zone show this local time twice."""
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return first.utcoffset() != second.utcoffset() and _exists(local, zone)


def _exists(local: datetime, zone: tzinfo) -> bool:
    """Whether the clocks of the zone show this local time at all: there and back, it must be the same."""
    return local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) == local


def _turn(local: datetime, zone: tzinfo) -> datetime:
    """The instant at which the clocks skip over a local time, to the second."""
    # Read with the offset after the turn a skipped time falls before it; with the offset before, after it.
    early, late = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC).replace(microsecond=0) for fold in (1, 0))
    offset_before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset_before:
            early = middle
        else:
            late = middle
    return late


def _clock(local: datetime, asked: datetime) -> str:
    """The hour and minute, with the date where it is another day than the one asked for."""
    return f"{local:%H:%M}" if local.date() == asked.date() else f"{local:%Y-%m-%d %H:%M}"


def _named(moment: datetime, zone: tzinfo) -> str:
    """`01:30 PDT (UTC-7)`."""
    local = moment.astimezone(zone)
    return f"{local:%H:%M} {exact_name(zone, moment)} ({utc_offset(local)})"
