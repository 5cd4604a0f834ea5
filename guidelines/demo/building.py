"""Building the demo world: founded, lived through scene by scene, and marked as the demo's own."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from guidelines.audit import catching_up
from guidelines.audit.models import AuditEvent
from guidelines.demo.auditing import auditing
from guidelines.demo.chronicle import Cast, Chronicle, Happening
from guidelines.demo.dates import MarketDays
from guidelines.demo.deciding import Deciding
from guidelines.demo.examining import examining
from guidelines.demo.floor import Floor
from guidelines.demo.founding import found, latest_news_of_people
from guidelines.demo.improving import improving
from guidelines.demo.leading import the_floor_today
from guidelines.demo.models import DemoWorld
from guidelines.demo.playing import Stage
from guidelines.demo.programs import keep_tokens
from guidelines.demo.restricting import restrict_child_safety
from guidelines.demo.reviewing import keep_checklists, keep_templates, latest_reviews
from guidelines.demo.searching import keep_words_of_searches
from guidelines.demo.steering import steering
from guidelines.demo.story import Story, story_until
from guidelines.demo.teaching import teaching
from guidelines.demo.telling import keep_the_directory
from guidelines.demo.wishing import Wishing
from guidelines.frame import clock
from guidelines.frame.progress import Output, progress
from guidelines.people.models import Person

TITLE = "Building the demo world"
TOLD = dt.timedelta(days=7)
"""What happened in this time people are still told of; of the rest of the year nobody hears."""
LATELY = dt.timedelta(minutes=10)
"""How long before the building the leads have looked at their teams."""


class NotADemo(Exception):
    """This database holds work that the demo did not make."""


def is_built() -> bool:
    return DemoWorld.objects.exists()


def refuse_foreign_work() -> None:
    """The demo goes into an empty database or into its own."""
    if not is_built() and (AuditEvent.objects.exists() or Person.objects.exists()):
        raise NotADemo("This database holds work that the demo did not make. Give the demo a database of its own.")


def tell_the_last_week(now: dt.datetime) -> None:
    catching_up.skip_to(now - TOLD)
    catching_up.catch_up_all()


def around(now: dt.datetime) -> list[Happening]:
    """Everything of the year that is no deed on an edition."""
    cast = Cast()
    return [
        *auditing(now, cast),
        *improving(now, cast),
        *teaching(now, cast),
        *examining(now, cast),
        *steering(now, cast),
    ]


class Year:
    """Everybody who does something in the story, in the order in which it happened."""

    def __init__(self, story: Story, now: dt.datetime) -> None:
        days = MarketDays("US", now)
        self.stage = Stage(story)
        self._wishing = Wishing(days, before=self.stage.readers.read_until)
        self._deciding = Deciding(days, before=self._wished)
        self._floor = Floor(days, before=self._decided)
        self._chronicle = Chronicle(around(now), before=self._said)

    def until(self, instant: dt.datetime) -> None:
        """Let everything happen that happened before."""
        self._chronicle.until(instant)
        self._said(instant)

    def _said(self, instant: dt.datetime) -> None:
        self._floor.say_until(instant)
        self._decided(instant)

    def _decided(self, instant: dt.datetime) -> None:
        self._deciding.until(instant)
        self._wished(instant)

    def _wished(self, instant: dt.datetime) -> None:
        self._wishing.until(instant)
        self.stage.readers.read_until(instant)


@transaction.atomic
def build(out: Output, now: dt.datetime | None = None) -> DemoWorld:
    """The whole world in one transaction: a run that is killed leaves nothing, and the next one begins anew."""
    refuse_foreign_work()
    now = now or clock.now()
    story = story_until(now)
    with clock.pretend(story.begins):
        found()
        keep_checklists()
        keep_templates()
    year = Year(story, now)
    for scene in progress(story.scenes, TITLE, out):
        year.until(scene.at)
        year.stage.play(scene)
    latest = story.scenes[-1].at + dt.timedelta(minutes=1)
    year.until(latest)
    with clock.pretend(latest):
        latest_reviews(now, latest_news_of_people(now.date()))
        keep_tokens(now)
        keep_words_of_searches()
        restrict_child_safety()
        keep_the_directory(now)
    this_morning = now - LATELY
    year.until(this_morning)
    year.stage.readers.come_and_go(now)
    the_floor_today(this_morning)
    year.until(now)
    tell_the_last_week(now)
    return DemoWorld.objects.create(built_at=now, scenes=len(story.scenes))
