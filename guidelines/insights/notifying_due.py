"""Requirements that are due or late: their owners are told at eight in the morning of the market, once each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.core.cache import caches
from django.db.models import Q
from django.utils.translation import gettext as _

from guidelines.catalogue.models import Market
from guidelines.frame import clock
from guidelines.frame.times import written_day
from guidelines.insights.models import Requirement
from guidelines.insights.notifying_insights import requirements_named, told_of
from guidelines.liaison.models import Kind
from guidelines.liaison.notifying import showing
from guidelines.liaison.notifying.days import day_in, eight_in
from guidelines.liaison.notifying.showing import Shown, Told
from guidelines.liaison.notifying.telling import News, these, write
from guidelines.people.models import Person

DUE, LATE = "requirement_due", "late"
SOON, BACK = dt.timedelta(days=2), dt.timedelta(days=7)
"""How long before its day an owner is told; and how far back what is late is told: old news is none."""
_TOLD_FOR = 2 * 24 * 3600


def register() -> None:
    showing.register(DUE, due)


def tell_due() -> None:
    """Every market where it is past eight. To run it twice tells nothing twice."""
    now, told = clock.now(), caches["shared"]
    for market in Market.objects.in_use():
        zone, at = market.time_zone, eight_in(market.time_zone, now)
        key = f"requirements-told:{market.pk}:{day_in(zone, now)}"
        if at <= now and not told.get(key):
            _tell(market, at)
            told.set(key, True, _TOLD_FOR)


def _tell(market: Market, at: dt.datetime) -> None:
    today = at.astimezone(market.zone).date()
    near = Q(due_on__range=(today - BACK, today + SOON))
    for requirement in Requirement.objects.open(at).filter(near, market=market):
        assert requirement.due_on is not None, "the filter has looked"
        is_late = requirement.due_on < today
        word = LATE if is_late else "due"
        about = f"requirement {requirement.pk} {word} {requirement.due_on}"
        write(News(Kind.REQUIREMENT, (DUE, requirement.pk), these([requirement.owner_id]), about), at)


def due(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    """Nothing where it was delivered, declined, moved or handed over meanwhile."""
    found, now = requirements_named(person, told), clock.now()
    shown = {}
    for one in told:
        requirement = found.get(one.row.subject_id)
        if requirement is None or requirement.owner_id != person.pk or requirement.due_on is None:
            continue
        if requirement.standing(now) in (Requirement.Standing.DELIVERED, Requirement.Standing.DECLINED):
            continue
        is_late = requirement.due_on < now.astimezone(requirement.market.zone).date()
        if is_late is not (f" {LATE} " in one.row.about):
            continue
        sentence = _("A requirement that you own was due on %(day)s.") if is_late else ""
        sentence = sentence or _("A requirement that you own is due on %(day)s.")
        shown[one.row.pk] = told_of(requirement, sentence % {"day": written_day(requirement.due_on)}, "")
    return shown
