"""Answering a question. Everybody who asks it is told; nothing said is changed or taken away."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.models import Edition
from guidelines.editions.queries import in_force
from guidelines.editions.reasons import refuse
from guidelines.frame.refusals import WrongState
from guidelines.insights import waiting
from guidelines.insights.models import Answer, Asker, Question, Ruling
from guidelines.insights.rights import why_not_answer
from guidelines.insights.services._locking import locked, said
from guidelines.people.models import Person

LONGEST = 2000


@transaction.atomic
def answer(question: Question, *, by: Person, text: str) -> Answer:
    """Answer in words, on the words in force now. A second answer adds to the first."""
    guideline = locked(question.guideline_id)
    refuse(why_not_answer(by, guideline, fresh=True))
    words = said(text, most=LONGEST, missing=_("Write your answer."))
    if question.answers.filter(person=by, text=words).exists():
        raise WrongState(_("You have given this answer already. Everybody who asked is told."))
    now = audit.moment()
    return note_answer(question, by=by, text=words, binding=in_force(guideline, now), at=now)


def note_answer(
    question: Question, *, by: Person, text: str, binding: Edition | None, at: dt.datetime, ruling: Ruling | None = None
) -> Answer:
    """The row, the question's newest answer, and the event; within the deed of its caller."""
    digest = binding.digest if binding else ""
    made = Answer.objects.create(
        question=question, person=by, at=at, text=text, edition=binding, digest=digest, ruling=ruling
    )
    question.answered_at = at
    question.save(update_fields=["answered_at"])
    Asker.objects.filter(question=question, person=by).update(seen_at=at)
    facts = {"answer": made.pk, "text": text, "ruling": ruling.pk if ruling else None}
    audit.record("question.answered", by=by, subject=question, digest=digest, at=None, **facts)
    waiting.forget_all()
    return made
