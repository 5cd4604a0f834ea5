"""Deeds on delegations: for the time of a leave somebody reviews in a policy reviewer's place."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.audit.models import AuditEvent
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.people.models import Assignment, Delegation, Person
from guidelines.people.roles import Capability, Role, roles_with
from guidelines.people.services import why_not_administer
from guidelines.text.normal import one_line

LONGEST = dt.timedelta(days=92)
"""A delegation stands in for a leave. Whoever reviews longer than that is given the role."""


@transaction.atomic
def delegate(
    person: Person, to: Person, *, by: Person, since: dt.datetime, until: dt.datetime, reason: str = ""
) -> Delegation:
    """Lend a person's right to review. Who gets it, and until when, is recorded; the reason may be private."""
    held = _held(person.pk, to.pk)
    person, to = held[person.pk], held[to.pk]
    refusal = why_not_delegate(by, person)
    if refusal:
        raise Refused(refusal)
    now = audit.moment()
    since, reason = max(since, now), one_line(reason)
    problem = why_not_stand_in(to, person, by) or _wrong_period(since, until) or _another_then(person, since, until)
    if problem:
        raise Invalid(problem)
    delegation = Delegation.objects.create(
        person=person, delegate=to, since=since, until=until, reason=reason, granted_by=by, granted_at=now
    )
    audit.record("delegation.granted", by=by, subject=person, at=now, **_facts(delegation))
    return delegation


@transaction.atomic
def end_delegation(delegation: Delegation, *, by: Person) -> Delegation:
    """Take the right back before its time."""
    _held(delegation.person_id, delegation.delegate_id)
    delegation = Delegation.objects.select_related("person").get(pk=delegation.pk)
    refusal = why_not_end(by, delegation)
    if refusal:
        raise Refused(refusal)
    return _end(delegation, by=by)


def end_those_of_a_leaver(event: AuditEvent) -> None:
    """Follows `person.left`: what they lent and what was lent to them ends with them."""
    _end_those(Q(person_id=event.subject_id) | Q(delegate_id=event.subject_id), event)


def end_those_of_a_new_auditor(event: AuditEvent) -> None:
    """Follows `role.granted`: whoever becomes an auditor stands in for nobody from then on."""
    if event.data["role"] == Role.AUDITOR:
        _end_those(Q(delegate_id=event.subject_id), event)


def _end_those(theirs: Q, event: AuditEvent) -> None:
    """Needs no lock of its own: the deed it follows holds the person, as whoever ends one of these must."""
    by = Person.objects.filter(pk=event.actor_id).first() if event.actor_id else None
    for delegation in Delegation.objects.filter(theirs, ended_at=None, until__gt=event.at).select_related("person"):
        _end(delegation, by=by)


def _held(*ids: int) -> dict[int, Person]:
    """Both people as they are now, under their locks: what is lent between them is granted or ended one at a time."""
    people = Person.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return {person.pk: person for person in people}


def _end(delegation: Delegation, *, by: Person | None) -> Delegation:
    now = audit.moment()
    if delegation.ended_at is not None or delegation.until <= now:
        raise WrongState(_("This delegation is over already."))
    delegation.ended_at = now
    delegation.save(update_fields=["ended_at"])
    audit.record("delegation.ended", by=by, subject=delegation.person, at=now, **_facts(delegation))
    return delegation


def why_not_delegate(by: Person, person: Person) -> str | None:
    """Why `by` may not lend this person's right to review; None when they may.

    One's own right only: what is lent to somebody is not theirs to lend further.
    """
    roles = _reviewing(person)
    if not roles:
        if by.pk == person.pk:
            return _("Only a policy reviewer can delegate, and only a role of their own.")
        return _("%(name)s is no policy reviewer, so there is nothing to delegate.") % {"name": person.name}
    return _not_theirs_to_lend(by, person, roles)


def why_not_end(by: Person, delegation: Delegation) -> str | None:
    """Why `by` may not end this delegation; None when they may. The delegate may always give it back."""
    if by.pk == delegation.delegate_id and by.is_active:
        return None
    return _not_theirs_to_lend(by, delegation.person, _reviewing(delegation.person))


def _not_theirs_to_lend(by: Person, person: Person, roles: list[Assignment]) -> str | None:
    if by.pk == person.pk:
        return None if by.is_active else _("Your account is closed.")
    refusals = (why_not_administer(by, person, role.market, role.domain) for role in roles)
    if roles and not any(refusals):
        return None
    return _("Only %(name)s or an administrator of all their markets and domains can do this.") % {"name": person.name}


def why_not_stand_in(to: Person, person: Person, by: Person) -> str | None:
    """Why this person can't review in the other's place; None when they can.

    Any role may, and four eyes are asked of them as of everybody. Not so an auditor, who would audit signatures of
    their own, nor a system administrator, who never decides over text.
    """
    if to.pk == person.pk:
        return _("Choose somebody else: nobody stands in for themselves.")
    if to.pk == by.pk:
        return _("You can’t give yourself somebody’s right. Ask another administrator.")
    if not to.is_active:
        return _("%(name)s has left. Choose somebody who works here.") % {"name": to.name}
    if to.is_superuser:
        return _("A system administrator manages accounts and never text. Choose somebody else.")
    if Assignment.objects.current().filter(person=to, role=Role.AUDITOR).exists():
        return _("%(name)s is an auditor, who reads everything and signs nothing. Choose somebody else.") % {
            "name": to.name
        }
    return None


def _wrong_period(since: dt.datetime, until: dt.datetime) -> str | None:
    if until <= since:
        return _("The delegation would end before it begins. Choose a later last day.")
    if until - since > LONGEST:
        return _("A delegation lasts %(days)d days at most. For longer, ask for the role to be given.") % {
            "days": LONGEST.days
        }
    return None


def _another_then(person: Person, since: dt.datetime, until: dt.datetime) -> str | None:
    """One person at a time: it must be plain who stands in for whom."""
    overlapping = person.delegations.filter(ended_at=None, since__lt=until, until__gt=since).select_related("delegate")
    other = overlapping.first()
    if other is None:
        return None
    return _("%(delegate)s stands in for %(name)s in that time already. End that delegation first.") % {
        "delegate": other.delegate.name,
        "name": person.name,
    }


def _reviewing(person: Person) -> list[Assignment]:
    """The reviewer's roles that are the person's own."""
    if not person.is_active or person.is_superuser:
        return []
    rows = Assignment.objects.current().filter(person=person, role__in=roles_with(Capability.REVIEW))
    return list(rows.select_related("market", "domain"))


def _facts(delegation: Delegation) -> dict[str, Any]:
    return {
        "delegate": delegation.delegate_id,
        "since": delegation.since.isoformat(),
        "until": delegation.until.isoformat(),
    }
