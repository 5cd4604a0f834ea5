"""Reads about insights: the queue, its numbers, what is alike, and the history of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf

from guidelines.audit.queries import DeedLine, deeds_on
from guidelines.editions.clearances import RESTRICTED
from guidelines.editions.rights import visible_guidelines
from guidelines.frame import clock
from guidelines.insights.ages import days_old
from guidelines.insights.insight_rights import seen_in_queue, visible_insights, worked
from guidelines.insights.models import Insight, InsightQuerySet, Raising
from guidelines.people.models import Person
from guidelines.people.sessions import Anyone

ORDERS: dict[str, tuple[Any, ...]] = {
    "": ("-opened_at", "-pk"),
    "age": ("opened_at", "pk"),
    "said": ("-said", "-opened_at", "-pk"),
    "severity": (Coalesce(NullIf(F("severity"), Value("")), Value("S9")), "-said", "pk"),
}
MOST_ALIKE, MOST_RAISINGS = 30, 50


def queue_of(
    person: Anyone, *, who: str = "", state: str = "", age: int = 0, order: str = "", narrowed: Q | None = None
) -> InsightQuerySet:
    """The insights this person may see, as they asked for them; `age` in days, for those that are older."""
    now = clock.now()
    rows = visible_insights(person).filter(narrowed or Q()).standing(state, now)
    if who == "me":
        rows = rows.filter(assigned_to=person.pk)
    if who == "nobody":
        rows = rows.undecided(now).filter(assigned_to=None)
    if who == "said":
        rows = rows.filter(Exists(Raising.objects.filter(insight=OuterRef("pk"), person_id=person.pk or 0)))
    if age:
        rows = rows.filter(opened_at__lt=now - dt.timedelta(days=age))
    return rows.order_by(*ORDERS.get(order, ORDERS[""]))


def of_source(source: str) -> Q:
    """Those that anything of this source says, whatever said it first."""
    return Q(Exists(Raising.objects.filter(insight=OuterRef("pk"), source=source)))


OLD = dt.timedelta(days=30)


def numbers(person: Anyone) -> dict[str, int]:
    """What is open in the queue of this person, in one query."""
    now = clock.now()
    rows = Insight.objects.filter(seen_in_queue(person)).open(now).order_by()
    undecided = Q(requirement=None)
    found: dict[str, int] = rows.aggregate(
        new=Count("pk", filter=undecided & Q(assigned_to=None)),
        assigned=Count("pk", filter=undecided & Q(assigned_to__isnull=False)),
        required=Count("pk", filter=~undecided),
        old=Count("pk", filter=undecided & Q(opened_at__lt=now - OLD)),
    )
    return found


@dataclass(frozen=True)
class InsightLine:
    """An insight in a list."""

    insight: Insight
    standing: Insight.Standing
    days: int
    """How old it is."""
    shows_guideline: bool
    is_worked: bool = False


def insight_lines(person: Anyone, insights: Iterable[Insight]) -> list[InsightLine]:
    """With what this person may read of the guidelines they name: two queries however many they are."""
    found, now = list(insights), clock.now()
    named = {one.guideline_id for one in found if one.guideline_id}
    read = set(visible_guidelines(person).filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    keys = [one.pk for one in found]
    rows = Insight.objects.undecided(now).filter(worked(person), pk__in=keys)
    mine = set(rows.values_list("pk", flat=True)) if keys else set()
    return [_line(one, now, shows=one.guideline_id in read, works=one.pk in mine) for one in found]


def _line(one: Insight, now: dt.datetime, *, shows: bool, works: bool) -> InsightLine:
    return InsightLine(one, one.standing(now), days_old(one.opened_at, now, one.market), shows, works)


def alike(person: Person, insight: Insight) -> InsightQuerySet:
    """The open insights into which it may be merged, those on its rule first, then those said most."""
    rows = Insight.objects.open(clock.now()).filter(worked(person), market=insight.market_id).exclude(pk=insight.pk)
    if insight.guideline_id:
        rows = rows.filter(guideline=insight.guideline_id)
    else:
        rows = rows.filter(Q(guideline=None) | ~Q(guideline__audience=RESTRICTED))
        rows = rows.filter(Q(domain=insight.domain_id) | Q(domain=None)) if insight.domain_id else rows
    same_rule = Q(rule_id=insight.rule_id, guideline=insight.guideline_id)
    return rows.alias(is_near=Case(When(same_rule, then=1), default=0)).order_by("-is_near", "-said", "-pk")


def raisings_of(insight: Insight, person: Anyone, *, all_of_it: bool) -> QuerySet[Raising]:
    """Who said it and where the evidence stands, the newest first; else only what this person said themself."""
    rows = Raising.objects.filter(Q(insight=insight) | Q(raised_on=insight)).select_related("person", "raised_on")
    if not all_of_it:
        rows = rows.filter(person_id=person.pk or 0)
    return rows.order_by("-at", "-pk")


def history_of(kind: str, key: int) -> list[DeedLine]:
    """What was done with an insight or a requirement, in its order. Two queries."""
    return list(reversed(deeds_on(kind, key)))
