"""How old something is in days of a market: what came today is none, what came yesterday evening is one day old."""

from __future__ import annotations

import datetime as dt

from guidelines.catalogue.models import Market


def days_old(since: dt.datetime, now: dt.datetime, market: Market) -> int:
    return (now.astimezone(market.zone).date() - since.astimezone(market.zone).date()).days
