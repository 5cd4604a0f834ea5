"""Milestones: planned, moved with a reason, done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.reasons import refuse
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.people.models import Person
from guidelines.programmes.models import Milestone, Move, Programme
from guidelines.programmes.rights import why_not_steer
from guidelines.programmes.services._again import refuse_again
from guidelines.programmes.services._words import near, past, said


@transaction.atomic
def plan_milestone(programme: Programme, *, name: str, planned: dt.date, by: Person) -> Milestone:
    """What is to be reached, and by when."""
    now = audit.moment()
    programme = Programme.objects.select_related("owner").get(pk=programme.pk)
    refuse(why_not_steer(by, programme, fresh=True))
    day = near(planned, programme.day(now))
    made = Milestone(programme=programme, planned=day, now=day, made_by=by, made_at=now)
    made.name = said(name, most=160, missing=_("Write what is to be reached."))
    refuse_again(made, programme.milestones.filter(done_on=None), "name", "planned")
    made.save(force_insert=True)
    facts = {"name": made.name, "planned": day.isoformat()}
    audit.record("milestone.planned", by=by, subject=made, at=now, programme=programme.pk, **facts)
    return made


@transaction.atomic
def move_milestone(milestone: Milestone, *, to: dt.date, reason: str, by: Person) -> Milestone:
    """Expect it on another day. The plan stays, and so does every day that was named before."""
    now, milestone = _held(milestone, by)
    near(to, milestone.programme.day(now))
    if to == milestone.now:
        raise Invalid(_("It is expected on this day already. Choose another."))
    words = said(reason, most=1000, missing=_("Write why it moves."))
    before, milestone.now = milestone.now, to
    milestone.save(update_fields=["now"])
    Move.objects.create(milestone=milestone, before=before, after=to, reason=words, by=by, at=now)
    facts = {"before": before.isoformat(), "after": to.isoformat(), "note": words}
    audit.record("milestone.moved", by=by, subject=milestone, at=now, programme=milestone.programme_id, **facts)
    return milestone


@transaction.atomic
def finish_milestone(milestone: Milestone, *, on: dt.date, by: Person) -> Milestone:
    """Say on which day it was done."""
    now, milestone = _held(milestone, by)
    milestone.done_on, milestone.done_by = past(on, milestone.programme.day(now)), by
    milestone.save(update_fields=["done_on", "done_by"])
    facts: dict[str, Any] = {"programme": milestone.programme_id, "on": on.isoformat()}
    audit.record("milestone.done", by=by, subject=milestone, at=now, **facts)
    return milestone


def _held(milestone: Milestone, by: Person) -> tuple[dt.datetime, Milestone]:
    now = audit.moment()
    milestone = Milestone.objects.select_related("programme__owner").get(pk=milestone.pk)
    refuse(why_not_steer(by, milestone.programme, fresh=True))
    if milestone.done_on:
        raise WrongState(_("This milestone is done already."))
    return now, milestone
