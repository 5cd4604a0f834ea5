"""Reads about requirements: the list, the board, what an edition may answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from guidelines.catalogue.models import Market
from guidelines.editions.clearances import RESTRICTED
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.rights import visible_editions, visible_guidelines
from guidelines.frame import clock
from guidelines.insights.ages import days_old
from guidelines.insights.models import Insight, Requirement, RequirementMarket, RequirementQuerySet
from guidelines.insights.requirement_rights import kept, visible_requirements
from guidelines.people.models import Person
from guidelines.people.sessions import Anyone

ORDERS = {
    "": (F("due_on").asc(nulls_last=True), "opened_at", "pk"),
    "newest": ("-opened_at", "-pk"),
    "age": ("opened_at", "pk"),
}
DUE_SOON = dt.timedelta(days=7)
MOST_ON_THE_BOARD, MOST_IN_A_FILE = 30, 5_000


def late(now: dt.datetime) -> Q:
    """Due on a day that is over on the calendar of its market."""
    found = Q(pk__in=[])
    for market in Market.objects.all():
        found |= Q(market=market.pk, due_on__lt=now.astimezone(market.zone).date())
    return found


def requirements_of(
    person: Anyone, *, who: str = "", state: str = "", order: str = "", narrowed: Q | None = None
) -> RequirementQuerySet:
    """The requirements this person may see, as they asked for them; `state` may be `late`, too."""
    rows, now = visible_requirements(person).filter(narrowed or Q()), clock.now()
    rows = rows.open(now).filter(late(now)) if state == "late" else rows.standing(state, now)
    if who == "me":
        rows = rows.filter(owner=person.pk)
    return rows.prefetch_related("markets__market").order_by(*ORDERS.get(order, ORDERS[""]))


@dataclass(frozen=True)
class RequirementLine:
    """A requirement in a list."""

    requirement: Requirement
    standing: Requirement.Standing
    days: int
    """How old it is."""
    left: int | None
    """Days until it is due on the calendar of its market, below zero when it is late; None for no day, or closed."""
    insights: int
    shows_edition: bool

    @property
    def late_by(self) -> int:
        return -self.left if self.left is not None and self.left < 0 else 0

    @property
    def is_soon(self) -> bool:
        return self.left is not None and 0 <= self.left <= DUE_SOON.days

    @property
    def markets(self) -> str:
        return ", ".join(place.market.local_name for place in self.requirement.markets.all())


def requirement_lines(person: Anyone, requirements: Iterable[Requirement]) -> list[RequirementLine]:
    """With how many insights each has and what this person may read of the editions they name: two queries."""
    found, now = list(requirements), clock.now()
    keys = [one.pk for one in found]
    counts = dict(Requirement.objects.filter(pk__in=keys).annotate(n=Count("insights")).values_list("pk", "n"))
    editions = {one.answered_in_id for one in found if one.answered_in_id}
    seen = set(visible_editions(person).filter(pk__in=editions).values_list("pk", flat=True)) if editions else set()
    return [_line(one, now, counts.get(one.pk, 0), one.answered_in_id in seen) for one in found]


def _line(one: Requirement, now: dt.datetime, insights: int, shows_edition: bool) -> RequirementLine:
    standing = one.standing(now)
    is_open = standing not in (Requirement.Standing.DELIVERED, Requirement.Standing.DECLINED)
    left = (one.due_on - now.astimezone(one.market.zone).date()).days if one.due_on and is_open else None
    return RequirementLine(one, standing, days_old(one.opened_at, now, one.market), left, insights, shows_edition)


def linkable_requirements(person: Person, edition: Edition, now: dt.datetime) -> RequirementQuerySet:
    """What the edition may answer: open requirements for a guideline of its market and domain that name no other
    guideline and that no other edition answers; those this person may change or, writing here, see.
    """
    guideline = edition.guideline
    rows = visible_requirements(person).filter(kept(person), kind=Requirement.Kind.GUIDELINE)
    here = Q(domain=None) | Q(domain=guideline.domain_id)
    about = Q(guideline=None) | Q(guideline=guideline.pk)
    rows = rows.filter(here, about, markets__market=guideline.market_id)
    mine = Q(answered_in=edition.pk)
    free = Q(pk__in=Requirement.objects.open(now).filter(answered_in=None).values("pk"))
    given_up = Q(answered_in__state__in=("discarded", "withdrawn"))
    return rows.filter(mine | free | given_up).order_by("opened_at", "pk")


def joinable_requirements(person: Person, insight: Insight) -> RequirementQuerySet:
    """The open requirements to which the insight may be added: of its market, and on its guideline or on none."""
    here = RequirementMarket.objects.filter(requirement=OuterRef("pk"), market=insight.market_id)
    rows = visible_requirements(person).open(clock.now()).filter(kept(person), Exists(here))
    if insight.guideline and insight.guideline.is_restricted:
        return rows.filter(guideline=insight.guideline_id).order_by("-opened_at", "-pk")
    hidden = Insight.objects.filter(requirement=OuterRef("pk"), guideline__audience=RESTRICTED)
    return rows.exclude(Exists(hidden)).order_by("-opened_at", "-pk")


def named_in(person: Anyone, requirements: Iterable[Requirement]) -> set[int]:
    """The guidelines of these requirements of which this person may know."""
    keys = {one.guideline_id for one in requirements if one.guideline_id}
    return set(visible_guidelines(person).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()


def restricted_in(requirements: Iterable[Requirement]) -> list[Guideline]:
    """The restricted guidelines of which something is said in these requirements. One query."""
    keys = [one.pk for one in requirements]
    said = Insight.objects.filter(requirement__in=keys).values("guideline")
    about = Q(pk__in=said) | Q(requirements__in=keys)
    return list(Guideline.objects.filter(about, audience=RESTRICTED).distinct()) if keys else []
