"""The audit feeds of the demo: every four weeks an analyst of each market brings in a file of checked decisions."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial

from guidelines.catalogue.models import Market, Topic
from guidelines.demo.checks.drawing import WEEK, Draw, Drawn
from guidelines.demo.checks.files import Feed, feeds, written
from guidelines.demo.checks.rulebook import Rulebook
from guidelines.demo.chronicle import Cast, Happening
from guidelines.frame import clock
from guidelines.quality import services
from guidelines.quality.importing.working import take
from guidelines.quality.models import Source
from guidelines.quality.services import SourceWish

WEEKS = 52
IN_A_FILE = 4
WRITTEN = dt.timedelta(hours=14)
"""The newest file ends so long before the building."""
BROUGHT_IN = dt.timedelta(hours=5)
"""How long after its last decision a file comes in."""
SOON = dt.timedelta(seconds=20)
"""How soon the worker comes to it."""
LONG_ENOUGH = 600.0
"""Seconds for one import."""
TARGETS = {"": "0.05", "fraud": "0.06", "claims": "0.08", "child_safety": "0.01"}
"""Which share of errors a market aims at, by topic; the first holds where nothing is said."""


@dataclass
class Auditing:
    """The feed of one market through the year."""

    feed: Feed
    now: dt.datetime
    cast: Cast
    disputes: list[Drawn] = field(default_factory=list)
    """What is decided until the next file."""

    def __post_init__(self) -> None:
        self._book, self._draw = Rulebook(self.feed.market), Draw(self.feed.market, self.now)
        self._end = self.now - WRITTEN

    def happenings(self) -> Iterator[Happening]:
        yield Happening(self._end - (WEEKS - 2) * WEEK, self._begin)
        for weeks in range(WEEKS - IN_A_FILE, -1, -IN_A_FILE):
            yield Happening(self._end - weeks * WEEK + BROUGHT_IN, partial(self._bring, weeks))

    def _begin(self) -> None:
        """The analyst says how the feed writes, and what the market aims at."""
        market, by = Market.objects.get(code=self.feed.market), self.cast[self.feed.analyst]
        feed = self.feed
        wish = SourceWish(market, None, feed.name, str(feed.zone), feed.date_form, dict(feed.columns), feed.meanings())
        services.make_source(wish, by=by)
        for code, rate in TARGETS.items():
            topic = Topic.objects.get(code=code) if code else None
            services.set_target(market, topic, Decimal(rate), by=by)

    def _bring(self, weeks: int) -> None:
        """The file of the four weeks that ended so many weeks before the last."""
        source = Source.objects.get(name=self.feed.name)
        checks = self._file(weeks)
        first = (self._end - (weeks + IN_A_FILE) * WEEK).astimezone(self.feed.zone)
        name = f"checks-{self.feed.market}-{first:%Y-%m-%d}.csv"
        by = self.cast[self.feed.analyst]
        job = services.upload(source, by=by, file=io.BytesIO(written(self.feed, checks)), name=name)
        confirmed = services.confirm(job, by=by)
        with clock.pretend(confirmed.due_at + SOON):
            take(job.pk, seconds=LONG_ENOUGH)

    def _file(self, weeks: int) -> list[Drawn]:
        """What was decided in the four weeks, and what became of the disputes of the file before."""
        timelines = self._book.timelines()
        begins = [self._end - week * WEEK for week in range(weeks + IN_A_FILE, weeks, -1)]
        drawn = [check for begin in begins for check in self._draw.week(begin, timelines)]
        settled, is_newest = self.disputes, weeks == 0
        self.disputes = [check for check in drawn if check.verdict != "upheld"]
        if not is_newest:
            drawn = [check if check.verdict == "upheld" else replace(check, verdict="disputed") for check in drawn]
        decided = [check if check.verdict == "overturned" else replace(check, verdict="upheld") for check in settled]
        return [*decided, *drawn, *_slips(drawn)]


def _slips(drawn: list[Drawn]) -> Iterator[Drawn]:
    """Now and then somebody at the audit desk types a rule or a guideline that is not there."""
    for place, check in enumerate(drawn[97::311]):
        wrong = replace(check, case=f"{check.case}x", decided=check.right, error="", verdict="upheld")
        yield replace(wrong, rule_id="R19") if place % 2 else replace(wrong, policy_id=f"{check.policy_id[:5]}-0999")


def auditing(now: dt.datetime, cast: Cast) -> Iterator[Happening]:
    for feed in feeds():
        yield from Auditing(feed, now, cast).happenings()
