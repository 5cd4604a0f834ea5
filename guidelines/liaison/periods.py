"""The periods people ask for most, a click each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Preset:
    """A period with its name, and the address that asks for it and keeps the filters."""

    label: str
    since: dt.date
    until: dt.date
    url: str
    current: bool


def presets(query: QueryDict, today: dt.date, since: dt.date | None, until: dt.date | None) -> list[Preset]:
    """Weeks begin on Monday; this week and this month run to their last day."""
    monday = today - today.weekday() * DAY
    first = today.replace(day=1)
    next_first = (first + 31 * DAY).replace(day=1)
    named = [
        (_("Last 7 days"), today - 6 * DAY, today),
        (_("This week"), monday, monday + 6 * DAY),
        (_("Last week"), monday - WEEK, monday - DAY),
        (_("This month"), first, next_first - DAY),
    ]
    return [Preset(name, a, b, _url(query, a, b), (a, b) == (since, until)) for name, a, b in named]


def _url(query: QueryDict, since: dt.date, until: dt.date) -> str:
    asked = query.copy()
    asked.pop("page", None)
    asked["from"], asked["until"] = since.isoformat(), until.isoformat()
    return f"?{asked.urlencode()}"
