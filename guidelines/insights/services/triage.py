"""Working the queue of insights: assigned, set in its place, merged into another, answered in words, or declined."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import Topic
from guidelines.editions.reasons import refuse
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.insights import waiting
from guidelines.insights.insight_rights import why_not_merge, why_not_take, why_not_work
from guidelines.insights.models import Insight, Severity
from guidelines.insights.services._locking import said
from guidelines.people.models import Person

LONGEST = 2000


@transaction.atomic
def assign_insight(insight: Insight, *, to: Person, by: Person) -> Insight:
    """Say who works it: oneself or another who may."""
    now, insight = held(insight)
    refuse(why_not_work(by, insight, fresh=True))
    refuse(why_not_take(to, insight))
    if insight.assigned_to_id == to.pk:
        raise WrongState(_("It is assigned to %(name)s already.") % {"name": to.name})
    insight.assigned_to, insight.assigned_at = to, now
    insight.save(update_fields=["assigned_to", "assigned_at"])
    audit.record("insight.assigned", by=by, subject=insight, at=now, to=to.pk, name=to.name)
    waiting.forget_all()
    return insight


@transaction.atomic
def sort_insight(insight: Insight, *, topic: Topic | None, severity: str, by: Person) -> Insight:
    """Say what risk it is about and how bad it is, where whoever said it did not, or saw it otherwise."""
    now, insight = held(insight)
    refuse(why_not_work(by, insight, fresh=True))
    if severity and severity not in Severity.values:
        raise Invalid(_("There is no such severity. Choose one from the list."))
    if (insight.topic, insight.severity) == (topic, severity):
        raise WrongState(_("Nothing was changed: these are its topic and severity."))
    insight.topic, insight.severity = topic, severity
    insight.save(update_fields=["topic", "severity"])
    facts = {"topic": topic.code if topic else "", "severity": severity}
    audit.record("insight.sorted", by=by, subject=insight, at=now, **facts)
    return insight


@transaction.atomic
def merge_insight(insight: Insight, into: Insight, *, by: Person) -> Insight:
    """Two that say the same become one: whoever said the first is counted with the second, and told what becomes
    of it.
    """
    now, insight = held(insight)
    _now, into = held(into)
    refuse(why_not_work(by, insight, fresh=True))
    refuse(why_not_merge(by, insight, into))
    Insight.objects.filter(merged_into=insight).update(merged_into=into)
    insight.raisings.update(insight=into)
    Insight.objects.filter(pk=into.pk).update(said=F("said") + insight.said, last_at=max(into.last_at, insight.last_at))
    insight.merged_into = into
    insight.save(update_fields=["merged_into"])
    audit.record("insight.merged", by=by, subject=insight, at=now, into=into.pk)
    into.refresh_from_db(fields=["said", "last_at"])
    waiting.forget_all()
    return into


@transaction.atomic
def answer_insight(insight: Insight, *, text: str, by: Person) -> Insight:
    """Close it with an answer in words: what it asks stands somewhere already. Whoever said it is told."""
    now, insight = held(insight)
    refuse(why_not_work(by, insight, fresh=True))
    words = said(text, most=LONGEST, missing=_("Write the answer. Everybody who said it reads it."))
    insight.answered_by, insight.answered_at, insight.answer = by, now, words
    insight.save(update_fields=["answered_by", "answered_at", "answer"])
    audit.record("insight.answered", by=by, subject=insight, at=now, note=words)
    waiting.forget_all()
    return insight


@transaction.atomic
def decline_insight(insight: Insight, *, reason: str, by: Person) -> Insight:
    """Say that nothing changes, and why. Whoever said it reads the reason."""
    now, insight = held(insight)
    refuse(why_not_work(by, insight, fresh=True))
    words = said(reason, most=LONGEST, missing=_("Write the reason. Everybody who said it reads it."))
    insight.declined_by, insight.declined_at, insight.reason = by, now, words
    insight.save(update_fields=["declined_by", "declined_at", "reason"])
    audit.record("insight.declined", by=by, subject=insight, at=now, note=words)
    waiting.forget_all()
    return insight


def held(insight: Insight) -> tuple[dt.datetime, Insight]:
    """The instant of the deed, and the insight as it is now: from here on this is the only deed."""
    now = audit.moment()
    paths = ("market", "domain", "guideline", "topic", "answered_in", "requirement__answered_in")
    return now, Insight.objects.select_related(*paths).get(pk=insight.pk)
