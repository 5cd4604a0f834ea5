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
    changed_requirements = requirements is not None and _link_requirements(edition, requirements, by, now)
    if not changed_questions and not changed_rulings and not changed_requirements:
        return False
    facts = {"questions": sorted(questions), "rulings": sorted(rulings), "requirements": sorted(requirements or ())}
    audit.record("edition.answers", by=by, subject=edition, digest=edition.digest, at=now, **facts)
    waiting.forget_all()
    return True


def _link_requirements(edition: Edition, chosen: Collection[int], by: Person, now: dt.datetime) -> bool:
    """The same for requirements: those that this person may change."""
    found = list(linkable_requirements(by, edition, now))
    _refuse_gone(found, chosen)
    _refuse_taking_back(edition, now, [one for one in found if one.answered_in_id == edition.pk], chosen)
    changed = [one for one in found if (one.pk in chosen) is not (one.answered_in_id == edition.pk)]
    for one in changed:
        one.answered_in = edition if one.pk in chosen else None
        one.linked_by, one.linked_at = (by, now) if one.pk in chosen else (None, None)
        one.save(update_fields=["answered_in", "linked_by", "linked_at"])
    return bool(changed)


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
