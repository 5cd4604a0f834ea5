"""Reads about requests: the queue, and the history of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q

from guidelines.editions.models import Edition
from guidelines.editions.rights import visible_editions, visible_guidelines
from guidelines.frame import clock
from guidelines.insights.ages import days_old
from guidelines.insights.models import RequestQuerySet, StakeholderRequest
from guidelines.insights.request_rights import handled, visible_requests
from guidelines.people.models import Person
from guidelines.people.sessions import Anyone

ORDERS = {"": ("-asked_at", "-pk"), "age": ("asked_at", "pk")}


def requests_of(
    person: Anyone, *, who: str = "", state: str = "", order: str = "", narrowed: Q | None = None
) -> RequestQuerySet:
    """The requests this person may see, as they asked for them."""
    rows, now = visible_requests(person).filter(narrowed or Q()), clock.now()
    states = {"open": rows.open, "taken_up": rows.taken_up, "answered": rows.answered, "declined": rows.declined}
    if state in states:
        rows = states[state](now)
    if who == "me":
        rows = rows.filter(asked_by=person.pk)
    if who == "wait":
        rows = (rows.open(now) | rows.taken_up(now)).filter(handled(person))
    if order == "wanted":
        return rows.order_by(F("wanted_by").asc(nulls_last=True), "asked_at", "pk")
    return rows.order_by(*ORDERS.get(order, ORDERS[""]))


@dataclass(frozen=True)
class Line:
    """A request in a list."""

    request: StakeholderRequest
    standing: str
    days: int
    """How old it is."""
    shows_guideline: bool
    shows_edition: bool


def lines(person: Anyone, requests: Iterable[StakeholderRequest]) -> list[Line]:
    """With what this person may read of the guidelines they name: two queries however many they are."""
    requests, now = list(requests), clock.now()
    guidelines = {request.guideline_id for request in requests if request.guideline_id}
    editions = {request.answered_in_id for request in requests if request.answered_in_id}
    read = set(visible_guidelines(person).filter(pk__in=guidelines).values_list("pk", flat=True)) if guidelines else ()
    seen = set(visible_editions(person).filter(pk__in=editions).values_list("pk", flat=True)) if editions else ()
    return [
        Line(
            request,
            request.standing(now),
            days_old(request.asked_at, now, request.market),
            request.guideline_id in read,
            request.answered_in_id in seen,
        )
        for request in requests
    ]


@dataclass(frozen=True)
class Happening:
    """One thing that was done with a request."""

    at: dt.datetime
    kind: str
    name: str
    text: str = ""


def history(request: StakeholderRequest, *, shows_edition: bool) -> list[Happening]:
    """What was done with it, in its order."""
    found = [Happening(request.asked_at, "made", request.asker)]
    if request.taken_at and request.taken_by:
        found.append(Happening(request.taken_at, "taken_up", request.taken_by.name))
    found += [
        Happening(one.at, "remark", one.person.name, one.text) for one in request.remarks.select_related("person")
    ]
    edition = request.answered_in
    if edition and request.linked_at and request.linked_by:
        named = str(edition) if shows_edition else ""
        found.append(Happening(request.linked_at, "linked", request.linked_by.name, named))
        if request.standing(clock.now()) == StakeholderRequest.Standing.ANSWERED and edition.effective_from:
            found.append(Happening(max(edition.effective_from, request.linked_at), "answered", "", named))
    if request.declined_at and request.declined_by:
        found.append(Happening(request.declined_at, "declined", request.declined_by.name, request.reason))
    return sorted(found, key=lambda one: one.at)


def candidates(person: Person, request: StakeholderRequest) -> list[Edition]:
    """The editions of its guideline that may answer it: drafts and what was published since it was made."""
    if request.guideline_id is None:
        return []
    rows = visible_editions(person).filter(guideline=request.guideline_id).exclude(state__in=("discarded", "withdrawn"))
    rows = rows.filter(Q(published_at=None) | Q(published_at__gt=request.asked_at))
    return list(rows.defer("source").order_by("-number")[:5])
