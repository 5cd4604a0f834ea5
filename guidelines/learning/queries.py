"""Reads about sessions: the lists, one line of each with what it teaches, and what those who came said."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from guidelines.editions.models import Edition
from guidelines.editions.rights import visible_editions
from guidelines.frame import clock
from guidelines.learning.models import Feedback, Invitation, Session, SessionQuerySet, Taught
from guidelines.learning.out_of_date import Bound, Stale, stale
from guidelines.learning.rights import FEEDBACK_OPEN, visible_sessions
from guidelines.people.sessions import Anyone

ENOUGH_FEEDBACK = 3
"""How many must have said how it was before anybody reads it: of two, each knows the other’s words."""
_YES = Q(invitations__removed_at=None, invitations__answer="yes")


def sessions_of(person: Anyone, *, when: str = "", who: str = "", narrowed: Q | None = None) -> SessionQuerySet:
    """The sessions this person may see, as they asked for them: those to come the next first, else the last first."""
    rows, now = visible_sessions(person).filter(narrowed or Q()), clock.now()
    if who == "me":
        invited = Invitation.objects.standing().filter(session=OuterRef("pk"), person_id=person.pk)
        rows = rows.filter(Q(Exists(invited)) | Q(trainer_id=person.pk))
    if when == "past":
        return rows.past(now).order_by("-starts_at", "-pk")
    if when == "off":
        return rows.called_off().order_by("-starts_at", "-pk")
    return rows.order_by("-starts_at", "-pk") if when == "all" else rows.upcoming(now).order_by("starts_at", "pk")


@dataclass(frozen=True)
class Line:
    """A session in a list or on its page, as one person sees it."""

    session: Session
    standing: str
    taught: Sequence[Edition]
    """Of what it teaches, what this person may know of."""
    stale: Sequence[Stale]
    invited: int
    seated: int
    waiting: int
    mine: Invitation | None

    @property
    def free(self) -> int | None:
        return None if self.session.capacity is None else max(0, self.session.capacity - self.seated)


def lines(person: Anyone, sessions: Iterable[Session], now: dt.datetime | None = None) -> list[Line]:
    """These sessions with all that a line shows: four queries however many they are."""
    shown, now = list(sessions), now or clock.now()
    keys = [session.pk for session in shown]
    taught = _taught(person, keys, now)
    marks = stale(person, {bound for found in taught.values() for bound in found}, now)
    counts, mine = _counts(keys), _mine(person, keys)
    return [
        Line(
            session,
            session.standing(now),
            [bound.edition for bound in taught.get(session.pk, [])],
            [marks[bound] for bound in taught.get(session.pk, []) if bound in marks],
            *counts.get(session.pk, (0, 0, 0)),
            mine.get(session.pk),
        )
        for session in shown
    ]


def _taught(person: Anyone, keys: Sequence[int], now: dt.datetime) -> dict[int, list[Bound]]:
    if not keys:
        return {}
    seen = visible_editions(person, now).filter(pk=OuterRef("edition"))
    rows = Taught.objects.filter(Q(Exists(seen)), session__in=keys, until=None).defer("edition__source")
    found: dict[int, list[Bound]] = {}
    for row in rows.select_related("edition__guideline__market").order_by("edition__guideline__policy_id"):
        found.setdefault(row.session_id, []).append(Bound(row.edition, row.since))
    return found


def _counts(keys: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    """Invited, with a seat, and waiting, by session."""
    if not keys:
        return {}
    rows = Invitation.objects.standing().filter(session__in=keys).order_by().values_list("session_id")
    has_seat, waits = Q(seated_at__isnull=False), Q(answer="yes", seated_at=None)
    counted = rows.annotate(n=Count("pk"), s=Count("pk", filter=has_seat), w=Count("pk", filter=waits))
    return {session: (invited, seated, waiting) for session, invited, seated, waiting in counted}


def _mine(person: Anyone, keys: Sequence[int]) -> dict[int, Invitation]:
    rows = Invitation.objects.standing().filter(person_id=person.pk, session__in=keys) if keys else ()
    return {invitation.session_id: invitation for invitation in rows}


def coming_to(person: Anyone, now: dt.datetime, most: int) -> list[Session]:
    """The next sessions that this person holds, or is invited to and did not say no to: one query."""
    invited = Invitation.objects.standing().filter(person_id=person.pk, session=OuterRef("pk")).exclude(answer="no")
    rows = visible_sessions(person).upcoming(now).filter(Q(Exists(invited)) | Q(trainer_id=person.pk))
    return list(rows.order_by("starts_at", "pk")[:most])


def to_say_how_it_was(person: Anyone, now: dt.datetime, most: int) -> list[Session]:
    """The sessions this person came to and has not said how they were: one query."""
    came = Q(attended=True) | Q(attended=None, seated_at__isnull=False)
    mine = Invitation.objects.standing().filter(came, person_id=person.pk, session=OuterRef("pk"))
    said = Feedback.objects.filter(person_id=person.pk, session=OuterRef("pk"))
    rows = visible_sessions(person).past(now).filter(ends_at__gt=now - FEEDBACK_OPEN)
    return list(rows.filter(Q(Exists(mine)), ~Q(Exists(said))).order_by("-ends_at")[:most])


@dataclass(frozen=True)
class Said:
    """What those who came said, once enough of them did."""

    total: int
    scores: Sequence[tuple[int, int]]
    """How often each score from 5 down to 1 was given; nothing while too few said something."""
    average: float | None
    words: Sequence[str]

    @property
    def is_enough(self) -> bool:
        return self.total >= ENOUGH_FEEDBACK


def what_they_said(session: Session) -> Said:
    """Without names, in no order of time; nothing but the number while fewer than three said something."""
    found = list(session.feedback.values_list("score", "text"))
    if len(found) < ENOUGH_FEEDBACK:
        return Said(len(found), (), None, ())
    given = Counter(score for score, _text in found)
    words = sorted(text for _score, text in found if text)
    average = sum(score for score, _text in found) / len(found)
    return Said(len(found), [(score, given[score]) for score in range(5, 0, -1)], round(average, 1), words)
