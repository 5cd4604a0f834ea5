"""Reads that span editions: what is in force when, what stands before, and the periods of a guideline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import OuterRef, Q, Subquery

from guidelines.editions.clearances import only_open_to
from guidelines.editions.lifecycle import State
from guidelines.editions.models import Bundle, Edition, Guideline, Suspension
from guidelines.frame import clock
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import people_who_may
from guidelines.text.attachments import attachment_names

FOR_EVER = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
"""The end of a period that has none yet."""


@dataclass(frozen=True)
class Period:
    """A stretch of time in which one edition is in force, or none; `until` is not part of it."""

    edition: Edition | None
    since: dt.datetime
    until: dt.datetime


def in_force(guideline: Guideline, at: dt.datetime) -> Edition | None:
    """The edition whose words bind at this instant."""
    return Edition.objects.filter(guideline=guideline).in_force(at).first()


def in_force_before(guideline: Guideline, instant: dt.datetime) -> Edition | None:
    """The edition that will be in force just before this instant."""
    return in_force(guideline, instant - dt.timedelta(microseconds=1))


def last_begun(guideline: Guideline, at: dt.datetime) -> Edition | None:
    """The newest edition that has begun by then, even when it was withdrawn or has expired."""
    return Edition.objects.filter(guideline=guideline).begun(at).order_by("-effective_from").first()


def stands_on_the_newest(edition: Edition, instant: dt.datetime) -> bool:
    """Whether the base of this edition is what will be in force just before `instant`.

    Where nothing is in force then, an edition without a base fits, and so does one that stands on the last begun.
    """
    predecessor = in_force_before(edition.guideline, instant)
    if predecessor is not None:
        return edition.base_id == predecessor.pk
    last = last_begun(edition.guideline, instant)
    return edition.base_id is None or (last is not None and edition.base_id == last.pk)


def scheduled_after(guideline: Guideline, instant: dt.datetime) -> list[Edition]:
    """Published editions that begin after this instant, the nearest first."""
    return list(Edition.objects.filter(guideline=guideline).scheduled(instant).order_by("effective_from"))


def periods(editions: Iterable[Edition]) -> list[Period]:
    """The whole timeline of one guideline, from its first beginning on, gaps included (edition None)."""
    issued = [edition for edition in editions if edition.state in (State.PUBLISHED, State.WITHDRAWN)]
    bounds = sorted(
        {
            time
            for edition in issued
            for time in (edition.effective_from, edition.expires_at, edition.withdrawn_at)
            if time
        }
    )
    found: list[Period] = []
    for since, until in pairwise([*bounds, FOR_EVER]):
        edition = _binding(issued, since)
        if found and found[-1].edition == edition:
            found[-1] = Period(edition, found[-1].since, until)
        else:
            found.append(Period(edition, since, until))
    return found


def _binding(issued: list[Edition], at: dt.datetime) -> Edition | None:
    standing = [
        (edition.effective_from, edition)
        for edition in issued
        if edition.effective_from
        and edition.effective_from <= at
        and not (edition.expires_at and edition.expires_at <= at)
    ]
    if not standing:
        return None
    newest = max(standing, key=lambda pair: pair[0])[1]
    return None if newest.withdrawn_at and newest.withdrawn_at <= at else newest


def standing(edition: Edition, now: dt.datetime, binding: Edition | None) -> str:
    """The key of the state a reader sees: the stored one, or what follows from times and the clock.

    `binding` is the edition of the guideline that is in force now.
    """
    if edition.state != State.PUBLISHED:
        return edition.work_state
    if edition.effective_from and edition.effective_from > now:
        return "scheduled"
    if binding is None or binding.pk != edition.pk:
        return "superseded"
    return "emergency" if edition.expires_at else "in_force"


def newer_words(edition: Edition) -> Edition | None:
    """The published words a draft should be rebased on, when they are not its base already."""
    now = clock.now()
    base = edition.base
    if base is not None and base.state == State.PUBLISHED and base.effective_from and base.effective_from > now:
        # It stands on words to come, and is published after them.
        return None
    newest = in_force(edition.guideline, now) or last_begun(edition.guideline, now)
    return newest if newest is not None and newest.pk != edition.base_id and newest.pk != edition.pk else None


def standing_now(edition: Edition) -> str:
    """The key of its state at this moment; asks the database only for an edition that was published."""
    now = clock.now()
    return standing(edition, now, in_force(edition.guideline, now) if edition.state == State.PUBLISHED else None)


def missing_attachments(edition: Edition, source: str | None = None) -> set[str]:
    """The names of images that the text shows, as saved or as typed, and that nobody put into this edition."""
    names = set(attachment_names(edition.source if source is None else source))
    if not names:
        return names
    return names - {use.attachment.name for use in edition.attachment_uses.select_related("attachment")}


def running_suspension(edition: Edition, at: dt.datetime) -> Suspension | None:
    """The suspension under which the words of this edition stand at an instant."""
    return edition.suspensions.running(at).select_related("suspended_by").last()


def open_bundle_of(edition: Edition) -> Bundle | None:
    """The bundle, neither published nor given up, that this edition waits in."""
    there = {"members__edition": edition, "members__removed_at": None}
    return Bundle.objects.filter(published_at=None, closed_at=None, **there).first()


def suspension_columns(at: dt.datetime) -> dict[str, Subquery]:
    """Annotations for editions: the suspension that runs at an instant, each column None where none does."""
    running = Suspension.objects.running(at).filter(edition=OuterRef("pk")).order_by("-since")
    columns = {"suspended_since": "since", "suspended_until": "until", "suspended_to": "escalate_to"}
    return {
        name: Subquery(running.values(column)[:1]) for name, column in {**columns, "suspended_reason": "reason"}.items()
    }


def who_may_be_named(edition: Edition) -> list[Person]:
    """Those whom a comment can name: who may read every edition there, and whom its consultations ask."""
    guideline = edition.guideline
    insiders = people_who_may(Capability.READ_ALL, guideline.market_id, guideline.domain_id)
    asked = edition.consultations.reading(clock.now()).values("person_id")
    people = Person.objects.filter(Q(pk__in=insiders.values("pk")) | Q(pk__in=asked)).order_by("name")
    return list(only_open_to(people, guideline))
