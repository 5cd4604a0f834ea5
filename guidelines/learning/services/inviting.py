"""Who is invited to a session, who takes back, and what people answer; seats go by the order of the answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.reasons import refuse
from guidelines.frame.refusals import Invalid, NotFound, WrongState
from guidelines.learning.audience import audience
from guidelines.learning.models import Invitation, Session
from guidelines.learning.rights import may_be_invited, visible_sessions, why_not_answer, why_not_manage
from guidelines.learning.services._seats import fill_seats, free_seats, locked_session
from guidelines.people.models import Person

MOST_AT_ONCE = 5000


@transaction.atomic
def invite_audience(session: Session, *, by: Person) -> int:
    """Invite everybody whom the plan names and who is not invited yet. Who was taken back stays so."""
    now, session = locked_session(session)
    refuse(why_not_manage(by, session, fresh=True))
    known = session.invitations.values("person_id")
    people = list(audience(session).exclude(pk__in=known)[:MOST_AT_ONCE])
    if not people:
        raise WrongState(_("Everybody of this audience is invited already."))
    return _invite(session, people, by=by, now=now, by_name=False)


@transaction.atomic
def invite(session: Session, employee_ids: Collection[str], *, by: Person) -> int:
    """Invite people one by one, by their employee IDs; also somebody whose invitation was taken back."""
    now, session = locked_session(session)
    refuse(why_not_manage(by, session, fresh=True))
    wanted = {one.strip().upper() for one in employee_ids if one.strip()}
    if not wanted:
        raise Invalid(_("Write the employee ID of at least one person."))
    if len(wanted) > MOST_AT_ONCE:
        raise Invalid(_("At most %(most)d people are invited at once.") % {"most": MOST_AT_ONCE})
    found = {person.employee_id: person for person in may_be_invited(session).filter(employee_id__in=wanted)}
    if missing := sorted(wanted - set(found)):
        facts = {"ids": ", ".join(missing[:5])}
        raise Invalid(_("Nobody who reads in this market and domain has the employee ID %(ids)s.") % facts)
    already = set(session.invitations.standing().values_list("person_id", flat=True))
    people = [person for person in found.values() if person.pk not in already]
    if not people:
        raise WrongState(_("They are invited already."))
    return _invite(session, people, by=by, now=now, by_name=True)


def _invite(session: Session, people: Iterable[Person], *, by: Person, now: dt.datetime, by_name: bool) -> int:
    keys = sorted(person.pk for person in people)
    again = session.invitations.filter(person__in=keys)
    taken_back = set(again.values_list("person_id", flat=True))
    again.update(removed_at=None, answer="", answered_at=None, invited_at=now, invited_by=by, by_name=by_name)
    Invitation.objects.bulk_create(
        Invitation(session=session, person_id=key, invited_at=now, invited_by=by, by_name=by_name)
        for key in keys
        if key not in taken_back
    )
    audit.record("session.invited", by=by, subject=session, at=now, people=keys)
    return len(keys)


@transaction.atomic
def take_back(session: Session, person: Person, *, by: Person) -> Invitation:
    """Somebody is invited no longer; whoever waits first gets the seat."""
    now, session = locked_session(session)
    refuse(why_not_manage(by, session, fresh=True))
    invitation = session.invitations.standing().filter(person=person).first()
    if invitation is None:
        raise WrongState(_("This person is not invited."))
    invitation.removed_at, invitation.seated_at = now, None
    invitation.save(update_fields=["removed_at", "seated_at"])
    seated = fill_seats(session, now)
    audit.record("session.taken_back", by=by, subject=session, at=now, people=[person.pk], seated=seated)
    return invitation


@transaction.atomic
def answer(session: Session, *, by: Person, comes: bool) -> Invitation:
    """Say yes or no. With no seat left, a yes is a place on the waiting list."""
    now, session = locked_session(session)
    if not visible_sessions(by).filter(pk=session.pk).exists():
        raise NotFound(_("There is no such session that you can see."))
    invitation = session.invitations.filter(person=by).first()
    refuse(why_not_answer(session, invitation, now))
    assert invitation is not None, "a refusal would have said so"
    wanted = Invitation.Answer.YES if comes else Invitation.Answer.NO
    if invitation.answer == wanted:
        return invitation
    invitation.answer, invitation.answered_at = wanted, now
    invitation.seated_at = now if comes and free_seats(session) != 0 else None
    invitation.save(update_fields=["answer", "answered_at", "seated_at"])
    seated = [] if comes else fill_seats(session, now)
    waits = comes and invitation.seated_at is None
    audit.record("session.answered", by=by, subject=session, at=now, comes=comes, waits=waits, seated=seated)
    return invitation
