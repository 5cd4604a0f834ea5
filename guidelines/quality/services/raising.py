"""A struggling area becomes an insight, with its figures of that day."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext as _

from guidelines.catalogue.models import Market, Topic
from guidelines.frame.shares import percent
from guidelines.frame.times import written_day
from guidelines.insights.models import Insight, Source
from guidelines.insights.services import Reference, Signal, open_insight
from guidelines.people.models import Person
from guidelines.quality.addresses import NAMES, arguments
from guidelines.quality.queries.areas import Area
from guidelines.quality.queries.asked import Kind, Period


def raise_area(area: Area, period: Period, *, market: Market, by: Person, common: str = "") -> Insight:
    """The insight that says what this area shows: a new one, or the open one of the same area, which counts these
    figures to it. The same person says it once for each last day.
    """
    guideline = area.guideline
    topic = Topic.objects.filter(code=area.ref.names[1]).first() if area.ref.kind == Kind.TOPIC else None
    reference = Reference("area", _number(area, period), NAMES[area.ref.kind], arguments(area.ref))
    signal = Signal(
        source=Source.AREA,
        market=market,
        words=_words(area, period, common),
        domain=guideline.domain if guideline else None,
        guideline=guideline,
        rule_id=area.rule_id,
        topic=topic,
        severity=area.severity,
        reference=reference,
    )
    return open_insight(signal, by=by)


def _words(area: Area, period: Period, common: str) -> str:
    facts = {
        "area": str(area.ref),
        "rate": percent(area.rate.estimate),
        "low": percent(area.rate.low),
        "high": percent(area.rate.high),
        "checks": area.tally.checks,
        "since": written_day(period.since),
        "until": written_day(period.until),
    }
    told = (
        _("%(area)s: %(rate)s errors (%(low)s to %(high)s) in %(checks)d checks from %(since)s to %(until)s.") % facts
    )
    if not common:
        return told
    commonest = _("Most common: %(error)s.") % {"error": common}
    return f"{told} {commonest}"


def _number(area: Area, period: Period) -> int:
    """A number for what has no row: of the area and the last day, so that next month's figures are said anew."""
    named = f"{area.ref.kind} {area.ref} {period.until.isoformat()}"
    return int.from_bytes(hashlib.sha256(named.encode()).digest()[:7])
