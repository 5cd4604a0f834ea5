"""Who came to a session, by the trainer's ticks or by a vendor's file; how it was; and what follows from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.models import Guideline
from guidelines.editions.reasons import refuse
from guidelines.frame.refusals import Invalid, NotFound, WrongState
from guidelines.insights.services import Reference, Signal, open_insight
from guidelines.learning.models import Feedback, FollowUp, Session
from guidelines.learning.rights import visible_sessions, why_not_say, why_not_tick
from guidelines.learning.services._seats import locked_session
from guidelines.learning.words import said, written
from guidelines.people.models import Person

LOWEST, HIGHEST = 1, 5
LONGEST_NOTE = 2000
"""What the queue of insights takes as well."""


@transaction.atomic
def tick(
    session: Session, came: Collection[int], *, by: Person, seen: Mapping[int, bool] | None = None
) -> tuple[int, int]:
    """Who came, by key, of those on the list; the others on it did not. How many came by now, and how many did not.

    `seen` is who was on the list that was opened, and whether they were ticked there; None is everybody, as they are
    now. Nobody else is changed, nor is anybody whom somebody else ticked meanwhile and this list left as it was.
    """
    now, session = locked_session(session)
    refuse(why_not_tick(by, session, fresh=True))
    invited = dict(session.invitations.standing().values_list("person_id", "attended"))
    if not invited:
        raise WrongState(_("Nobody is invited to this session."))
    shown = invited if seen is None else {person: seen[person] for person in seen if person in invited}
    if unknown := set(came) - set(shown):
        raise Invalid(_("%(n)d of those ticked are not invited. Load the page again.") % {"n": len(unknown)})
    said = {person: person in came for person, was in shown.items() if _says(person in came, was, invited[person])}
    if said:
        _keep(session, said, by=by, now=now)
    rows = session.invitations.standing()
    return rows.filter(attended=True).count(), rows.filter(attended=False).count()


def _says(came: bool, was: bool | None, kept: bool | None) -> bool:
    """Whether a list says this of somebody: its author changed it, or nobody else said otherwise meanwhile."""
    return came != bool(was) or kept in (None, came)


@transaction.atomic
def tick_these(session: Session, attended: Mapping[int, bool], *, by: Person) -> tuple[int, int]:
    """The same for some of those invited: the others stay as they were."""
    now, session = locked_session(session)
    refuse(why_not_tick(by, session, fresh=True))
    return _keep(session, attended, by=by, now=now)


def _keep(session: Session, attended: Mapping[int, bool], *, by: Person, now: dt.datetime) -> tuple[int, int]:
    rows = session.invitations.standing()
    came = sorted(person for person, did in attended.items() if did)
    not_there = sorted(person for person, did in attended.items() if not did)
    for people, did in ((came, True), (not_there, False)):
        changed = rows.filter(person__in=people)
        changed.exclude(attended=did).update(attended=did, ticked_at=now, ticked_by=by)
        changed.filter(attended=None).update(attended=did, ticked_at=now, ticked_by=by)
    audit.record("session.attendance", by=by, subject=session, at=now, came=came, not_there=not_there)
    return len(came), len(not_there)


@transaction.atomic
def give_feedback(session: Session, *, by: Person, score: int, text: str = "") -> Feedback:
    """How it was, from 1 to 5, and in words. Once; no page shows whose it is."""
    now, session = locked_session(session)
    if not visible_sessions(by).filter(pk=session.pk).exists():
        raise NotFound(_("There is no such session that you can see."))
    refuse(why_not_say(by, session, session.invitations.standing().filter(person=by).first(), now))
    if not LOWEST <= score <= HIGHEST:
        raise Invalid(_("Choose from 1 to 5."))
    made = Feedback.objects.create(session=session, person=by, at=now, score=score, text=written(text))
    audit.record("session.feedback", by=by, subject=session, at=now)
    return made


@transaction.atomic
def follow_up(session: Session, *, by: Person, text: str, is_open_point: bool = False) -> FollowUp:
    """Write down what came up: a note, or a point that stays open."""
    now, session = locked_session(session)
    refuse(why_not_tick(by, session, fresh=True))
    words = said(text, most=LONGEST_NOTE, missing=_("Write what came up."))
    same = session.follow_ups.filter(person=by, text=words, is_open_point=is_open_point, settled_at=None)
    if same.exists():
        raise WrongState(_("You have written this down already."))
    made = FollowUp.objects.create(session=session, person=by, at=now, text=words, is_open_point=is_open_point)
    audit.record("session.followed_up", by=by, subject=session, at=now, follow_up=made.pk, is_open=is_open_point)
    return made


@transaction.atomic
def settle(point: FollowUp, *, by: Person) -> FollowUp:
    """An open point is dealt with."""
    now, session = locked_session(point.session)
    point = FollowUp.objects.get(pk=point.pk)
    refuse(why_not_tick(by, session, fresh=True))
    if not point.is_open_point or point.settled_at:
        raise WrongState(_("This point is settled already."))
    point.settled_at, point.settled_by = now, by
    point.save(update_fields=["settled_at", "settled_by"])
    audit.record("session.settled", by=by, subject=session, at=now, follow_up=point.pk)
    return point


@transaction.atomic
def make_insight(note: FollowUp, *, by: Person, guideline: Guideline | None = None) -> FollowUp:
    """Put what came up into the queue of insights, once; `guideline` is one that the session teaches."""
    _now, session = locked_session(note.session)
    note = FollowUp.objects.get(pk=note.pk)
    refuse(why_not_tick(by, session, fresh=True))
    if note.insight_id is not None:
        raise WrongState(_("This is in the queue of insights already."))
    taught = session.taught.all()  # also what the plan named once: the note may be about it
    restricted = taught.filter(edition__guideline__audience="restricted").exists()
    if guideline and not taught.filter(edition__guideline=guideline).exists():
        raise Invalid(_("Choose a guideline that the session teaches."))
    if restricted and not (guideline and guideline.is_restricted):
        raise Invalid(_("Name the restricted guideline: else people whom it does not name would read of it."))
    reference = Reference("follow_up", note.pk, "session", args=[session.pk])
    signal = Signal("note", session.market, note.text, session.domain, guideline, reference=reference)
    note.insight_id = open_insight(signal, by=by).pk
    note.save(update_fields=["insight_id"])
    audit.record("session.insight", by=by, subject=session, follow_up=note.pk, insight=note.insight_id)
    return note
