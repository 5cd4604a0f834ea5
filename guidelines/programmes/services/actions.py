"""Actions under a risk, and what it has to do with: rules, guidelines, questions from the floor."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.models import Guideline
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import visible_guidelines
from guidelines.frame.refusals import NotFound, WrongState
from guidelines.insights.insight_rights import visible_insights
from guidelines.insights.models import Insight, Question
from guidelines.insights.rights import visible_questions
from guidelines.people.models import Person
from guidelines.programmes.models import Action, Link, Programme, Risk
from guidelines.programmes.rights import places_of, why_not_check, why_not_finish
from guidelines.programmes.services._again import refuse_again
from guidelines.programmes.services._words import coming, owner, past, said


@transaction.atomic
def add_action(risk: Risk, *, text: str, owned_by: Person, due: dt.date, by: Person) -> Action:
    """Something that somebody does about it. They are told."""
    now = audit.moment()
    risk = _now(risk)
    refuse(why_not_check(by, risk, fresh=True))
    made = Action(risk=risk, made_by=by, made_at=now)
    made.text = said(text, most=200, missing=_("Write what is to be done."))
    made.owner = owner(owned_by, places_of(*Programme.objects.filter(memberships__risk=risk)))
    made.due = coming(due, now.astimezone(risk.owner.zone).date(), field="due")
    refuse_again(made, risk.actions.filter(done_on=None), "text", "owner", "due")
    made.save(force_insert=True)
    facts: dict[str, Any] = {"text": made.text, "owner": made.owner_id, "due": made.due.isoformat()}
    audit.record("action.added", by=by, subject=made, at=now, risk=risk.pk, **facts)
    return made


@transaction.atomic
def finish_action(action: Action, *, on: dt.date, outcome: str, by: Person) -> Action:
    """Say that it is done, and what came of it."""
    now = audit.moment()
    action = Action.objects.select_related("risk__owner", "owner").get(pk=action.pk)
    refuse(why_not_finish(by, action, fresh=True))
    action.done_on = past(on, now.astimezone(action.owner.zone).date())
    action.done_by, action.outcome = by, said(outcome, most=1000)
    action.save(update_fields=["done_on", "done_by", "outcome"])
    facts = {"on": on.isoformat(), "note": action.outcome}
    audit.record("action.done", by=by, subject=action, at=now, risk=action.risk_id, **facts)
    return action


@transaction.atomic
def link_rule(risk: Risk, guideline: Guideline, rule_id: str = "", *, by: Person) -> Link:
    """Name a guideline, or one rule of it, that the risk has to do with."""
    if not visible_guidelines(by).filter(pk=guideline.pk).exists():
        raise NotFound(_("There is no such guideline that you can read."))
    return _linked(Link(risk=risk, guideline=guideline, rule_id=rule_id.strip().upper()[:10]), by)


@transaction.atomic
def link_question(risk: Risk, question: Question, *, by: Person) -> Link:
    """Name a question from the floor that the risk has to do with."""
    if not visible_questions(by).filter(pk=question.pk).exists():
        raise NotFound(_("There is no such question that you can read."))
    return _linked(Link(risk=risk, question=question), by)


@transaction.atomic
def link_insight(risk: Risk, insight: Insight, *, by: Person) -> Link:
    """Name an insight that the risk has to do with."""
    if not visible_insights(by).filter(pk=insight.pk).exists():
        raise NotFound(_("There is no such insight that you can read."))
    return _linked(Link(risk=risk, insight=insight), by)


@transaction.atomic
def end_link(link: Link, *, by: Person) -> Link:
    """It has nothing to do with the risk any more."""
    now = audit.moment()
    link = Link.objects.select_related("risk__owner").get(pk=link.pk)
    refuse(why_not_check(by, link.risk, fresh=True))
    if link.ended_at:
        raise WrongState(_("This link was taken away already."))
    link.ended_at = now
    link.save(update_fields=["ended_at"])
    audit.record("risk.unlinked", by=by, subject=link.risk, at=now, link=link.pk)
    return link


def _linked(link: Link, by: Person) -> Link:
    now = audit.moment()
    refuse(why_not_check(by, _now(link.risk), fresh=True))
    named = {"guideline": link.guideline, "rule_id": link.rule_id, "question": link.question, "insight": link.insight}
    if Link.objects.filter(risk=link.risk, ended_at=None, **named).exists():
        raise WrongState(_("This is linked already."))
    link.by, link.at = by, now
    link.save(force_insert=True)
    facts: dict[str, Any] = {
        "guideline": link.guideline_id,
        "rule": link.rule_id,
        "question": link.question_id,
        "insight": link.insight_id,
    }
    audit.record("risk.linked", by=by, subject=link.risk, at=now, link=link.pk, **facts)
    return link


def _now(risk: Risk) -> Risk:
    return Risk.objects.select_related("owner").get(pk=risk.pk)
