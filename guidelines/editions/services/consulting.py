"""Asking people of any role what they think of an edition before it is decided."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.clearances import is_open_to, why_not_open_to
from guidelines.editions.models import Consultation, Edition
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import why_not_consult
from guidelines.editions.services._moving import locked
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.people.models import Person
from guidelines.text.normal import normalise


@transaction.atomic
def consult(edition: Edition, *, by: Person, person: Person, until: dt.datetime, question: str = "") -> Consultation:
    """Ask somebody to comment until a moment. Until then they may read the edition and comment on it."""
    edition = locked(edition)
    refuse(why_not_consult(by, edition, fresh=True))
    now = audit.moment()
    if until <= now:
        raise Invalid(_("The consultation would end before it begins. Choose a later day."))
    if not person.is_active or person.is_superuser:
        raise Invalid(_("%(name)s can’t be asked: choose somebody who works here.") % {"name": person.name})
    if not is_open_to(person, edition.guideline):
        sentence = _("%(name)s can’t be asked: this guideline is restricted to the people it names.")
        raise Invalid(sentence % {"name": person.name})
    if Consultation.objects.filter(edition=edition, person=person, answered_at=None, ended_at=None).exists():
        raise WrongState(_("%(name)s is asked already.") % {"name": person.name})
    asked = Consultation.objects.create(
        edition=edition, person=person, question=_said(question), asked_by=by, asked_at=now, until=until
    )
    facts = {"person": person.pk, "until": until.isoformat(), "note": asked.question}
    audit.record("edition.consulted", by=by, subject=edition, digest=edition.digest, at=now, **facts)
    return asked


@transaction.atomic
def answer(consultation: Consultation, *, by: Person, text: str) -> Consultation:
    """The answer of the person who was asked, in words; their comments on blocks stand beside it."""
    edition = locked(consultation.edition)
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if consultation.person_id != by.pk:
        raise Refused(_("Only the person who was asked can answer."))
    refuse(why_not_open_to(by, edition.guideline))
    now = audit.moment()
    if not consultation.is_open(now):
        raise WrongState(_("This consultation has ended or was answered."))
    said = _said(text)
    if not said:
        raise Invalid(_("Write your answer. “No objection” is one."))
    consultation.answer, consultation.answered_at = said, now
    consultation.save(update_fields=["answer", "answered_at"])
    audit.record("edition.answered", by=by, subject=edition, digest=edition.digest, at=now, note=said)
    return consultation


@transaction.atomic
def end_consultation(consultation: Consultation, *, by: Person) -> Consultation:
    """Take the question back: the person can no longer read the edition, unless their role lets them."""
    edition = locked(consultation.edition)
    refuse(why_not_consult(by, edition, fresh=True))
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if consultation.ended_at is not None:
        raise WrongState(_("This consultation has ended."))
    consultation.ended_at = audit.moment()
    consultation.save(update_fields=["ended_at"])
    ended, person = consultation.ended_at, consultation.person_id
    audit.record("edition.consultation_ended", by=by, subject=edition, at=ended, person=person)
    return consultation


def _said(text: str) -> str:
    return normalise(text.replace("\r\n", "\n")).text.strip()
