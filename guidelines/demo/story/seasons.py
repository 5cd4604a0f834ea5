"""Scenes that keep their place in the real year: the newest season whose scenes are all over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from guidelines.demo.dates import MarketDays

Season = Callable[[MarketDays, int], dt.date]
"""The day that matters in one year."""


def last_season(days: MarketDays, season: Season, *, then: int = 1) -> dt.date:
    """The newest day of that season on which, and for so many worked days after which, everything has happened."""
    latest = days.ago(then)
    return max(day for year in range(days.today.year - 2, days.today.year + 1) if (day := season(days, year)) <= latest)
