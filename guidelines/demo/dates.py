"""The demo's calendar: which days were worked in a market, counted back from the day the world is built. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32
from zoneinfo import ZoneInfo

TET = {
    2023: dt.date(2023, 1, 22),
    2024: dt.date(2024, 2, 10),
    2025: dt.date(2025, 1, 29),
    2026: dt.date(2026, 2, 17),
    2027: dt.date(2027, 2, 6),
    2028: dt.date(2028, 1, 26),
    2029: dt.date(2029, 2, 13),
    2030: dt.date(2030, 2, 2),
    2031: dt.date(2031, 1, 23),
    2032: dt.date(2032, 2, 11),
    2033: dt.date(2033, 1, 31),
    2034: dt.date(2034, 2, 19),
    2035: dt.date(2035, 2, 8),
}
"""The first day of the lunar year, as it is kept in Việt Nam."""

ZONES = {"US": ZoneInfo("America/Los_Angeles"), "VN": ZoneInfo("Asia/Ho_Chi_Minh")}
_FIXED = {"US": ((1, 1), (7, 4), (12, 25)), "VN": ((1, 1), (4, 30), (5, 1), (9, 2))}
_THURSDAY = 3


def tet(year: int) -> dt.date:
    """Tết of a year; outside the table a day that is never far off."""
    return TET.get(year, dt.date(year, 2, 5))


def holiday_peak(year: int) -> dt.date:
    """The day the peak of the US year begins: the fourth Thursday of November."""
    first = dt.date(year, 11, 1)
    return first + dt.timedelta(days=(_THURSDAY - first.weekday()) % 7 + 21)


def is_worked(day: dt.date, market: str) -> bool:
    """Whether the market's policy team works on this day."""
    if day.weekday() >= 5 or (day.month, day.day) in _FIXED[market]:
        return False
    if market == "VN":
        return not -1 <= (day - tet(day.year)).days <= 5
    return not 0 <= (day - holiday_peak(day.year)).days <= 1


@dataclass(frozen=True)
class MarketDays:
    """The days and hours of one market, seen from the moment the world is built."""

    market: str
    now: dt.datetime

    @property
    def zone(self) -> ZoneInfo:
        return ZONES[self.market]

    @cached_property
    def today(self) -> dt.date:
        return self.now.astimezone(self.zone).date()

    def shift(self, day: dt.date, count: int) -> dt.date:
        """So many worked days later, or earlier when negative. A day off counts from the worked day before it."""
        while not is_worked(day, self.market):
            day -= dt.timedelta(days=1)
        step = dt.timedelta(days=1 if count > 0 else -1)
        while count:
            day += step
            if is_worked(day, self.market):
                count -= 1 if count > 0 else -1
        return day

    def ago(self, count: int) -> dt.date:
        """The nth worked day before today: always over by now."""
        day = self.today
        while count:
            day -= dt.timedelta(days=1)
            count -= is_worked(day, self.market)
        return day

    def months(self, count: int, plus: int = 0) -> dt.date:
        """The worked day on or before the same day so many months ago, and so many worked days after it."""
        month = self.today.year * 12 + self.today.month - 1 - count
        year, month = divmod(month, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return self.shift(dt.date(year, month + 1, min(self.today.day, last)), plus)

    def at(self, day: dt.date, clock: str, seed: str = "") -> dt.datetime:
        """The instant of a local time. A seed adds up to 50 minutes, always the same, so that times look lived."""
        hour, minute = map(int, clock.split(":"))
        local = dt.datetime.combine(day, dt.time(hour, minute), tzinfo=self.zone)
        extra = crc32(seed.encode()) % 3000 if seed else 0
        return local.astimezone(dt.UTC) + dt.timedelta(seconds=extra)
