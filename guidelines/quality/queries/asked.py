"""What somebody asks of the counts: which kind of area, when, and where."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guidelines.catalogue.models import Domain, Market, Topic
from guidelines.editions.clearances import not_restricted
from guidelines.people.models import Site, Team

USUAL_DAYS = 28
DAY = dt.timedelta(days=1)


class Kind(models.TextChoices):
    """What an area is."""

    RULE = "rule", _("Rules")
    SECTION = "section", _("Sections")
    GUIDELINE = "guideline", _("Guidelines")
    TOPIC = "topic", _("Topics")


@dataclass(frozen=True)
class Period:
    """Days of the market, both of them part of it."""

    since: dt.date
    until: dt.date

    @classmethod
    def ending(cls, until: dt.date, days: int = USUAL_DAYS) -> Period:
        return cls(until - (days - 1) * DAY, until)

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    def where(self) -> Q:
        return Q(day__gte=self.since, day__lte=self.until)


@dataclass(frozen=True)
class Question:
    """Which counts: all that the person may read of a period, narrowed by what is given."""

    period: Period
    kind: Kind = Kind.RULE
    market: Market | None = None
    domain: Domain | None = None
    topic: Topic | None = None
    site: Site | None = None
    team: Team | None = None
    guidelines: tuple[int, ...] = field(default=())
    """Only these, where there are any."""
    is_for_many: bool = False
    """Whether many are told the answer, in a file or an insight: nothing of a restricted guideline counts in it."""

    @property
    def is_of_people(self) -> bool:
        """Whether it asks only for what some site or team decided."""
        return bool(self.site or self.team)

    def where(self) -> Q:
        """Of rows with a day and a guideline; with a site and a team too, where those are asked for."""
        wanted = self.period.where()
        if self.guidelines:
            wanted &= Q(guideline_id__in=self.guidelines)
        wanted &= not_restricted("guideline") if self.is_for_many else Q()
        for name, value in (("guideline__market", self.market), ("guideline__domain", self.domain)):
            wanted &= Q(**{name: value}) if value else Q()
        for name, place in (("site", self.site), ("team", self.team)):
            wanted &= Q(**{name: place}) if place else Q()
        return wanted

    def of(self, *guidelines: int) -> Question:
        return replace(self, guidelines=guidelines)

    def within(self, period: Period) -> Question:
        return replace(self, period=period)
