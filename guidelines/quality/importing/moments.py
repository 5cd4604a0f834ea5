"""When a decision was made: from what a feed writes to an instant in UTC."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from guidelines.quality.importing.troubles import Trouble
from guidelines.quality.models import DateForm

AHEAD = dt.timedelta(hours=1)
"""How far the clock of another system may be before ours."""
FIRST_YEAR = 2000
_FORMS = {
    DateForm.DAY_FIRST: ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M"),
    DateForm.MONTH_FIRST: ("%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p"),
}
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%m/%d/%Y")
_ANY_FORM = (*_FORMS[DateForm.DAY_FIRST], *_FORMS[DateForm.MONTH_FIRST], *_DAYS)


def looks_like_a_moment(text: str) -> bool:
    """In any form but seconds, which look like any number; also a day alone, though that is too little to be read."""
    if not text[:1].isdigit() or not 8 <= len(text) <= 40:
        return False
    try:
        _parser(_ANY_FORM)(text)
    except (ValueError, OverflowError):
        return False
    return True


def reader_of(form: str, zone: str, now: dt.datetime) -> Callable[[str], dt.datetime | Trouble]:
    """A function that reads moments of this form. What has no offset is in the zone."""
    place, latest = ZoneInfo(zone), now + AHEAD
    parse = _seconds if form == DateForm.SECONDS else _parser(_FORMS.get(DateForm(form), ()))

    def read(text: str) -> dt.datetime | Trouble:
        try:
            moment = parse(text)
            if moment.tzinfo is None:
                local = moment.replace(tzinfo=place)
                if local.utcoffset() != local.replace(fold=1).utcoffset():
                    return _turning(local, text, zone)
                moment = local
            instant = moment.astimezone(dt.UTC)
        except (ValueError, OverflowError, OSError):
            return Trouble("date", {"text": text[:80]})
        if instant.year < FIRST_YEAR:
            return Trouble("date", {"text": text[:80]})
        return Trouble("future", {"text": text[:80]}) if instant > latest else instant

    return read


def _turning(local: dt.datetime, text: str, zone: str) -> Trouble:
    """A local time that the clocks skip or show twice."""
    back = local.astimezone(dt.UTC).astimezone(local.tzinfo).replace(tzinfo=None, fold=0)
    code = "twice" if back == local.replace(tzinfo=None, fold=0) else "no_such_time"
    return Trouble(code, {"text": text[:80], "zone": zone})


def _parser(forms: tuple[str, ...]) -> Callable[[str], dt.datetime]:
    """ISO 8601 is understood in every form: it can't be mistaken for another. A day without a clock is no moment."""

    def parse(text: str) -> dt.datetime:
        if len(text) > 10 and text[4:5] == "-":
            return dt.datetime.fromisoformat(text)
        for form in forms:
            try:
                return dt.datetime.strptime(text, form)
            except ValueError:
                continue
        raise ValueError

    return parse


def _seconds(text: str) -> dt.datetime:
    if len(text) > 10 and text[4:5] == "-":
        return dt.datetime.fromisoformat(text)
    number = float(text)
    return dt.datetime.fromtimestamp(number / 1000 if number > 1e11 else number, dt.UTC)
