"""Saying which questions and requirements an edition answers and which rulings it adopts. It does so once it takes
force, by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.models import Edition
from guidelines.editions.reasons import refuse
from guidelines.frame.refusals import Outdated, WrongState
from guidelines.insights import waiting
from guidelines.insights.models import Question, Requirement, Ruling
from guidelines.insights.queries import linkable_questions, linkable_rulings
from guidelines.insights.requirement_queries import linkable_requirements
from guidelines.insights.rights import why_not_link
from guidelines.insights.services._locking import locked
from guidelines.people.models import Person


@transaction.atomic
def link(
    edition: Edition,
    *,
    by: Person,
    questions: Collection[int],
    rulings: Collection[int],
    requirements: Collection[int] | None = None,
) -> bool:
    """Exactly these, of all that can be linked to the edition; whether anything changed. Without `requirements` those
    stay as they are.
    """
    locked(edition.guideline_id)
    edition = Edition.objects.select_related("guideline").get(pk=edition.pk)
    refuse(why_not_link(by, edition, fresh=True))
    now = audit.moment()
    asked = list(linkable_questions(edition, now))
    ruled = list(linkable_rulings(edition, now))
    needed = list(linkable_requirements(by, edition, now)) if requirements is not None else []
    wanted = requirements or ()
    _refuse_gone(needed, wanted)
    _refuse_taking_back(edition, now, [r for r in needed if r.answered_in_id == edition.pk], wanted)
    _refuse_gone(asked, questions)
    _refuse_gone(ruled, rulings)
    _refuse_taking_back(edition, now, [q for q in asked if q.answered_in_id], questions)
    _refuse_taking_back(edition, now, [r for r in ruled if r.adopted_in_id], rulings)
    changed_questions = [q for q in asked if (q.pk in questions) is not (q.answered_in_id == edition.pk)]
    changed_rulings = [r for r in ruled if (r.pk in rulings) is not (r.adopted_in_id == edition.pk)]
    for question in changed_questions:
        chosen = question.pk in questions
        question.answered_in, question.linked_at = (edition, now) if chosen else (None, None)
        question.save(update_fields=["answered_in", "linked_at"])
    for ruling in changed_rulings:
        ruling.adopted_in = edition if ruling.pk in rulings else None
        ruling.save(update_fields=["adopted_in"])
    changed_requirements = [r for r in needed if (r.pk in wanted) is not (r.answered_in_id == edition.pk)]
    for requirement in changed_requirements:
        chosen = requirement.pk in wanted
        requirement.answered_in = edition if chosen else None
        requirement.linked_by, requirement.linked_at = (by, now) if chosen else (None, None)
        requirement.save(update_fields=["answered_in", "linked_by", "linked_at"])
    if not changed_questions and not changed_rulings and not changed_requirements:
        return False
    facts = {"questions": sorted(questions), "rulings": sorted(rulings), "requirements": sorted(wanted)}
    audit.record("edition.answers", by=by, subject=edition, digest=edition.digest, at=now, **facts)
    waiting.forget_all()
    return True


Linkable = Collection[Question] | Collection[Ruling] | Collection[Requirement]


def _refuse_gone(linkable: Linkable, chosen: Collection[int]) -> None:
    """The record must not name what was ended, or answered by another edition, while the list was on the screen."""
    if not {*chosen} <= {row.pk for row in linkable}:
        raise Outdated(_("One of these was answered meanwhile. Look at the list again."))


def _refuse_taking_back(edition: Edition, now: dt.datetime, linked: Linkable, kept: Collection[int]) -> None:
    """People were told that the edition in force answers them: that is not unsaid."""
    begins = edition.effective_from
    if begins and begins <= now and any(row.pk not in kept for row in linked):
        raise WrongState(_("This edition is in force, and those who asked were told. Its answers can only be added."))
