"""What a programme holds: taken in, taken out."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import visible_editions, visible_guidelines
from guidelines.frame.refusals import NotFound, WrongState
from guidelines.insights.models import Requirement
from guidelines.insights.requirement_rights import visible_requirements
from guidelines.learning.models import Session
from guidelines.learning.rights import visible_sessions
from guidelines.people.models import Person
from guidelines.programmes.models import Item, Programme
from guidelines.programmes.rights import why_not_steer

Thing = Guideline | Edition | Requirement | Session


@transaction.atomic
def take_in(programme: Programme, thing: Thing, *, by: Person) -> Item:
    """Count a guideline, an edition, a requirement or a session among what the programme is to bring about."""
    now = audit.moment()
    programme = Programme.objects.get(pk=programme.pk)
    refuse(why_not_steer(by, programme, fresh=True))
    kind = type(thing).__name__.lower()
    if not _readable(thing, by):
        raise NotFound(_("There is nothing of that name that you can read."))
    if programme.items.filter(ended_at=None, **{kind: thing}).exists():
        raise WrongState(_("The programme holds %(thing)s already.") % {"thing": thing})
    made = Item.objects.create(programme=programme, by=by, at=now, **{kind: thing})
    audit.record("programme.took_in", by=by, subject=programme, at=now, kind=kind, id=thing.pk, item=made.pk)
    return made


@transaction.atomic
def take_out(item: Item, *, by: Person) -> Item:
    """Count it no longer."""
    now = audit.moment()
    item = Item.objects.select_related("programme").get(pk=item.pk)
    refuse(why_not_steer(by, item.programme, fresh=True))
    if item.ended_at:
        raise WrongState(_("The programme holds this no longer."))
    item.ended_by, item.ended_at = by, now
    item.save(update_fields=["ended_by", "ended_at"])
    audit.record("programme.took_out", by=by, subject=item.programme, at=now, item=item.pk)
    return item


def _readable(thing: Thing, by: Person) -> bool:
    rows: QuerySet[Any]
    if isinstance(thing, Edition):
        rows = visible_editions(by)
    elif isinstance(thing, Requirement):
        rows = visible_requirements(by)
    else:
        rows = visible_sessions(by) if isinstance(thing, Session) else visible_guidelines(by)
    return rows.filter(pk=thing.pk).exists()
