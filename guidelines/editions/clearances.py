"""Who may read a restricted guideline: the people it names and nobody else, whatever role they hold.

A clearance adds no right: whoever is named reads what their roles let them read there. Part of `rights`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from guidelines.audit.models import AuditEvent
from guidelines.editions.models import Clearance, Guideline
from guidelines.editions.reasons import NotAllowed, NotNow, Reason
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import Holdings, holdings, people_who_may
from guidelines.people.sessions import Anyone
from guidelines.text.audience import Audience

RESTRICTED = Audience.RESTRICTED.value
OPENED = "restricted.opened"
"""The verb of the event that somebody named opened something of a restricted guideline."""
WORKS_THERE = (Capability.WRITE, Capability.REVIEW)


def open_to(person: Anyone, guideline: str = "") -> Q:
    """The rows whose guideline is not restricted, or names this person; `guideline` is the path to it.

    Asked of the database with every question: a clearance that ended is over at once.
    """
    audience, key = (f"{guideline}__audience", guideline) if guideline else ("audience", "pk")
    named = Clearance.objects.filter(guideline=OuterRef(key), person_id=person.pk or 0, ended_at=None)
    return ~Q(**{audience: RESTRICTED}) | Q(Exists(named))


def not_restricted(guideline: str) -> Q:
    """The rows that may be told of to many at once: in files, in a huddle, in lists of who has read what."""
    return ~Q(**{f"{guideline}__audience": RESTRICTED})


def is_open_to(person: Anyone, guideline: Guideline) -> bool:
    """The same for one guideline. No query but for a restricted one."""
    return not guideline.is_restricted or is_named(person, guideline)


def is_named(person: Anyone, guideline: Guideline) -> bool:
    return Clearance.objects.filter(guideline=guideline.pk, person_id=person.pk or 0, ended_at=None).exists()


def only_open_to(people: QuerySet[Person], guideline: Guideline) -> QuerySet[Person]:
    """Of these people those who may know of the guideline, as far as its class goes."""
    if not guideline.is_restricted:
        return people
    return people.filter(pk__in=Clearance.objects.filter(guideline=guideline.pk, ended_at=None).values("person"))


def why_not_open_to(person: Anyone, guideline: Guideline) -> Reason | None:
    if is_open_to(person, guideline):
        return None
    return NotAllowed(_("This guideline is restricted, and you are not named for it."))


def why_not_name(person: Person, guideline: Guideline, *, fresh: bool = False) -> Reason | None:
    """Why this person may not say who reads the guideline.

    Market administrators may, who read nothing of it by that; so may those of the named who write or review there.
    Nobody does so by a right that is lent.
    """
    held, here = holdings(person, fresh=fresh).own, (guideline.market_id, guideline.domain_id)
    if not guideline.is_restricted:
        return NotNow(_("Only a restricted guideline names its readers."))
    if held.may(Capability.ADMINISTER, *here) or (works_there(held, guideline) and is_named(person, guideline)):
        return None
    return NotAllowed(_("Only market administrators, and those of the named who write or review there, can do this."))


def why_not_widen(person: Person, guideline: Guideline, *, fresh: bool = False) -> Reason | None:
    """Why this person may not take the restriction from a guideline: a named policy reviewer does."""
    held, here = holdings(person, fresh=fresh).own, (guideline.market_id, guideline.domain_id)
    if held.may(Capability.REVIEW, *here) and is_named(person, guideline):
        return None
    return NotAllowed(_("Only a policy reviewer of this market and domain who is named for it can do this."))


def works_there(held: Holdings, guideline: Guideline) -> bool:
    return any(held.may(capability, guideline.market_id, guideline.domain_id) for capability in WORKS_THERE)


def keepers(guideline: Guideline) -> QuerySet[Person]:
    """The named who are at work, and write or review there: one at least must remain."""
    here = (guideline.market_id, guideline.domain_id)
    writes, reviews = (people_who_may(capability, *here).values("pk") for capability in WORKS_THERE)
    return only_open_to(Person.objects.filter(Q(pk__in=writes) | Q(pk__in=reviews)), guideline)


def nameable_guidelines(person: Person) -> QuerySet[Guideline]:
    """The restricted guidelines of which this person says who reads them; the same answer as `why_not_name`."""
    held = holdings(person).own
    works = held.where(Capability.WRITE) | held.where(Capability.REVIEW)
    may = held.where(Capability.ADMINISTER) | (works & open_to(person))
    return Guideline.objects.filter(may, audience=RESTRICTED).select_related("market", "domain", "owner")


@dataclass(frozen=True)
class NamedReader:
    """Somebody a guideline names or named, and when they opened it."""

    clearance: Clearance
    openings: int
    last_at: dt.datetime | None


def named_readers(guideline: Guideline) -> list[NamedReader]:
    """Those it names, then those it named, each in the order they were named. Two queries."""
    opened = AuditEvent.objects.filter(subject_kind="guideline", subject_id=guideline.pk, verb=OPENED)
    found = {
        actor: (count, last)
        for actor, count, last in opened.order_by().values_list("actor_id").annotate(n=Count("id"), last=Max("at"))
    }
    rows = guideline.clearances.select_related("person", "given_by", "ended_by").order_by("given_at", "pk")
    readers = [NamedReader(row, *found.get(row.person_id, (0, None))) for row in rows]
    return sorted(readers, key=lambda reader: reader.clearance.ended_at is not None)
