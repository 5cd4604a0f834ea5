"""The notice period of a market: the working days between a major change and its start."""

from __future__ import annotations

import datetime as dt

from guidelines.editions.models import Edition, Significance
from guidelines.frame.working_days import after_working_days


def is_short_notice(edition: Edition, start: dt.datetime, now: dt.datetime) -> bool:
    """Whether a major change would start before the notice period of its market is over."""
    if edition.significance != Significance.MAJOR:
        return False
    return start < without_reason_from(edition, now)


def without_reason_from(edition: Edition, now: dt.datetime) -> dt.datetime:
    """The first moment at which the notice period of the market is kept: now where it asks for none, weekend or not."""
    market = edition.guideline.market
    return after_working_days(now, market.notice_days, market.zone) if market.notice_days else now
