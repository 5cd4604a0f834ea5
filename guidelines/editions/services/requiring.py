"""What an approval asks for: the checklist of each domain, and signatures by function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import Domain, Topic
from guidelines.editions.asking import checklist
from guidelines.editions.models import ChecklistItem, RequiredSignature
from guidelines.editions.signing_rights import why_not_keep_checklist, why_not_require_signatures
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.people.models import Person
from guidelines.text.normal import one_line


@dataclass(frozen=True)
class _Row:
    """A row of these lists, as the record names it."""

    kind: str
    id: int

    def audit_subject(self) -> audit.Subject:
        return audit.Subject(self.kind, self.id)


@transaction.atomic
def add_question(domain: Domain, text: str, *, by: Person) -> ChecklistItem:
    """Ask one more question before every approval in this domain."""
    domain, text = _held(domain, by), one_line(text)
    if not text:
        raise Invalid(_("Write the question."))
    _refuse_too_long(text, ChecklistItem, "text")
    there = ChecklistItem.objects.filter(domain=domain, ended_at=None)
    if there.filter(text__iexact=text).exists():
        raise Invalid(_("This question is on the checklist already."))
    position = (there.aggregate(last=Max("position"))["last"] or 0) + 1
    now = audit.moment()
    item = ChecklistItem.objects.create(domain=domain, text=text, position=position, added_by=by, added_at=now)
    _record("checklist.added", item, by)
    return item


@transaction.atomic
def end_question(item: ChecklistItem, *, by: Person) -> ChecklistItem:
    """Ask a question no longer. Signatures that answered it keep its words."""
    _held(item.domain, by)
    item = _in_force(item)
    item.ended_at = audit.moment()
    item.save(update_fields=["ended_at"])
    _record("checklist.ended", item, by)
    return item


@transaction.atomic
def move_question(item: ChecklistItem, *, up: bool, by: Person) -> ChecklistItem:
    """Put a question one place up or down. At the end of the list nothing moves."""
    _held(item.domain, by)
    item = _in_force(item)
    order = checklist(item.domain_id)
    place = [one.pk for one in order].index(item.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return item
    order[place], order[other] = order[other], order[place]
    for position, one in enumerate(order, start=1):
        if one.position != position:
            one.position = position
            one.save(update_fields=["position"])
    _record("checklist.moved", item, by, up=up)
    return item


@transaction.atomic
def require_signature(topic: Topic, function: str, *, by: Person) -> RequiredSignature:
    """Ask for one more signature, by this function, on every edition about this topic or one below it."""
    _refuse_unless_keeper(by)
    topic, function = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk), one_line(function)
    if not function:
        raise Invalid(_("Write the function that signs, such as legal."))
    _refuse_too_long(function, RequiredSignature, "function")
    if RequiredSignature.objects.filter(topic=topic, function__iexact=function, ended_at=None).exists():
        raise Invalid(_("This topic asks for that signature already."))
    now = audit.moment()
    row = RequiredSignature.objects.create(topic=topic, function=function, added_by=by, added_at=now)
    audit.record("required_signature.added", by=by, subject=_Row("required_signature", row.pk), at=now, **_facts(row))
    return row


@transaction.atomic
def end_required_signature(row: RequiredSignature, *, by: Person) -> RequiredSignature:
    """Ask for it no longer. What was in force with it stays proven with it."""
    _refuse_unless_keeper(by)
    row = RequiredSignature.objects.select_related("topic").select_for_update(of=("self",)).get(pk=row.pk)
    if row.ended_at is not None:
        raise WrongState(_("This signature is no longer asked for."))
    row.ended_at = audit.moment()
    row.save(update_fields=["ended_at"])
    audit.record("required_signature.ended", by=by, subject=_Row("required_signature", row.pk), **_facts(row))
    return row


def _held(domain: Domain, by: Person) -> Domain:
    """The domain, whose checklist nobody else changes until the end of the transaction."""
    reason = why_not_keep_checklist(by, domain, fresh=True)
    if reason:
        raise Refused(reason)
    return Domain.objects.select_for_update(no_key=True).get(pk=domain.pk)


def _in_force(item: ChecklistItem) -> ChecklistItem:
    item = ChecklistItem.objects.select_related("domain").get(pk=item.pk)
    if item.ended_at is not None:
        raise WrongState(_("This question is no longer on the checklist."))
    return item


def _refuse_unless_keeper(by: Person) -> None:
    reason = why_not_require_signatures(by, fresh=True)
    if reason:
        raise Refused(reason)


def _refuse_too_long(text: str, model: type[ChecklistItem] | type[RequiredSignature], field: str) -> None:
    most = int(getattr(model._meta.get_field(field), "max_length", 0))
    if len(text) > most:
        raise Invalid(_("Write it shorter: %(most)d characters at most.") % {"most": most})


def _record(verb: str, item: ChecklistItem, by: Person, **facts: Any) -> None:
    what = {"domain": item.domain.code, "text": item.text, **facts}
    audit.record(verb, by=by, subject=_Row("checklist", item.pk), **what)


def _facts(row: RequiredSignature) -> dict[str, Any]:
    return {"topic": row.topic.code, "function": row.function}
