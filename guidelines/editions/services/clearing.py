"""Naming the readers of a restricted guideline, and naming them no longer."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.audit.models import AuditEvent
from guidelines.editions.clearances import is_named, keepers, why_not_name
from guidelines.editions.models import Clearance, Guideline
from guidelines.editions.reasons import refuse
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings_of
from guidelines.text.normal import one_line


@transaction.atomic
def give_clearance(guideline: Guideline, *, person: Person, by: Person, reason: str) -> Clearance:
    """Name somebody who reads in that market and domain. Nobody names themself."""
    guideline = _locked(guideline)
    refuse(why_not_name(by, guideline, fresh=True))
    if person.pk == by.pk:
        raise Refused(_("Nobody names themself. Ask somebody else who is named, or a market administrator."))
    held = holdings_of((person.pk,)).get(person.pk)
    if held is None or not held.may(Capability.READ, guideline.market_id, guideline.domain_id):
        raise Invalid(_("%(name)s reads nothing in this market and domain. Give them a role first.") % _facts(person))
    if is_named(person, guideline):
        raise WrongState(_("%(name)s is named already.") % _facts(person))
    return name(guideline, person, by, reason)


def name(guideline: Guideline, person: Person, by: Person, reason: str) -> Clearance:
    """The row and its event, under the lock of the guideline."""
    if not (reason := one_line(reason)):
        raise Invalid(_("Write the reason. It is kept with the name."))
    now = audit.moment()
    made = Clearance.objects.create(guideline=guideline, person=person, given_by=by, given_at=now, reason=reason)
    audit.record("clearance.given", by=by, subject=made, at=now, person=person.pk, reason=reason)
    return made


@transaction.atomic
def end_clearance(clearance: Clearance, *, by: Person) -> Clearance:
    """From this moment the person reads nothing of it. One who writes or reviews there must remain named."""
    guideline = _locked(clearance.guideline)
    refuse(why_not_name(by, guideline, fresh=True))
    clearance = Clearance.objects.select_related("person", "guideline").get(pk=clearance.pk)
    if clearance.ended_at is not None:
        raise WrongState(_("%(name)s is not named any more.") % _facts(clearance.person))
    remaining = keepers(guideline).exclude(pk=clearance.person_id)
    if not remaining.exists():
        sentence = _("Nobody who writes or reviews there would remain named. Name somebody else first.")
        raise WrongState(sentence)
    return end(clearance, by)


def end(clearance: Clearance, by: Person) -> Clearance:
    clearance.ended_by, clearance.ended_at = by, audit.moment()
    clearance.save(update_fields=["ended_by", "ended_at"])
    audit.record("clearance.ended", by=by, subject=clearance, at=clearance.ended_at, person=clearance.person_id)
    return clearance


def end_clearances_of(event: AuditEvent) -> None:
    """Follows somebody's leaving: should they return, they are named anew.

    It takes no lock of a guideline: the deed it follows holds the head of the record, which comes last.
    """
    by = Person.objects.filter(pk=event.actor_id or event.subject_id).first()
    assert by is not None, "people are never deleted"
    for clearance in Clearance.objects.filter(person=event.subject_id, ended_at=None).select_related("guideline"):
        end(clearance, by)


def _locked(guideline: Guideline) -> Guideline:
    return Guideline.objects.select_for_update(of=("self",)).select_related("market", "domain").get(pk=guideline.pk)


def _facts(person: Person) -> dict[str, str]:
    return {"name": person.name}
