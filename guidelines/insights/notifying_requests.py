"""Who is told of what becomes of a stakeholder request: whoever asked, and in comments whoever took it up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.audit.models import AuditEvent
from guidelines.editions.rights import visible_guidelines
from guidelines.frame import clock
from guidelines.insights.models import Remark, StakeholderRequest
from guidelines.insights.notifying import begins, excerpt
from guidelines.insights.request_rights import visible_requests
from guidelines.liaison.models import Kind, Notification
from guidelines.liaison.notifying import showing, telling
from guidelines.liaison.notifying.showing import Shown, Told
from guidelines.liaison.notifying.telling import News, these
from guidelines.people.models import Person

REQUEST, IN_FORCE = "request", "request_edition"
"""Subjects: a request with which something was done, and one that an edition answers."""
SENTENCES: dict[str, Promise] = {
    "request.declined": gettext_lazy("%(name)s declined your request."),
    "request.remarked": gettext_lazy("%(name)s commented on a request."),
}


def register() -> None:
    telling.register(done_with, "request.declined", "request.remarked")
    telling.register(linked, "request.linked")
    telling.register(published, "edition.published", "edition.enforced")
    telling.register(taken_back, "edition.cancelled")
    showing.register(REQUEST, deeds)
    showing.register(IN_FORCE, editions)


def done_with(event: AuditEvent) -> Iterable[News]:
    request = StakeholderRequest.objects.get(pk=event.subject_id)
    people = {request.asked_by_id} | ({request.taken_by_id} if event.verb == "request.remarked" else set())
    told = these([person for person in people if person])
    yield News(Kind.REQUEST, (REQUEST, request.pk), told, detail=event.data.get("remark"))


def linked(event: AuditEvent) -> Iterable[News]:
    """Told when the edition takes force; one that waits for another edition by now is told of that one alone."""
    waiting = Notification.objects.filter(subject_kind=IN_FORCE, subject_id=event.subject_id, seen_at=None)
    waiting.exclude(detail=event.data["edition"]).filter(shown_from__gt=event.at).update(seen_at=event.at)
    yield from _in_force(event.data["edition"], Q(pk=event.subject_id))


def published(event: AuditEvent) -> Iterable[News]:
    yield from _in_force(event.subject_id, Q())


def _in_force(edition_id: int, which: Q) -> Iterable[News]:
    start = begins(edition_id)
    for request in StakeholderRequest.objects.filter(which, answered_in=edition_id) if start else ():
        about = f"request {request.pk} {start.isoformat() if start else ''} {edition_id}"
        people = these([request.asked_by_id] if request.asked_by_id else [])
        yield News(Kind.REQUEST, (IN_FORCE, request.pk), people, about, edition_id, start)


def taken_back(event: AuditEvent) -> Iterable[News]:
    rows = Notification.objects.filter(subject_kind=IN_FORCE, detail=event.subject_id, seen_at=None)
    rows.update(seen_at=event.at)
    return ()


def deeds(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    found = _requests(person, told)
    remarks = [one.row.detail for one in told if one.row.detail]
    texts = dict(Remark.objects.filter(pk__in=remarks).values_list("pk", "text")) if remarks else {}
    shown = {}
    for one in told:
        request = found.get(one.row.subject_id)
        if request and one.event:
            note = texts.get(one.row.detail or 0) or str(one.event.data.get("note", ""))
            shown[one.row.pk] = _shown(request, str(SENTENCES[one.event.verb]) % {"name": one.name}, note)
    return shown


def editions(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    """Nothing where the edition was taken back meanwhile."""
    found, now = _requests(person, told), clock.now()
    keys = {request.answered_in.guideline_id for request in found.values() if request.answered_in}
    read = set(visible_guidelines(person).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    shown = {}
    for one in told:
        request = found.get(one.row.subject_id)
        edition = request.answered_in if request else None
        if request and edition and request.standing(now) == StakeholderRequest.Standing.ANSWERED:
            sentence = _("Your request is answered: edition %(number)d of %(policy_id)s is in force.")
            facts = {"number": edition.number, "policy_id": edition.guideline.policy_id}
            if edition.guideline_id not in read:
                sentence = _("Your request is answered: the edition is in force.")
            shown[one.row.pk] = _shown(request, sentence % facts, "")
    return shown


def _requests(person: Person, told: Sequence[Told]) -> dict[int, StakeholderRequest]:
    rows = visible_requests(person).filter(pk__in={one.row.subject_id for one in told})
    return {request.pk: request for request in rows}


def _shown(request: StakeholderRequest, sentence: str, note: str) -> Shown:
    named = (request.guideline, request.answered_in.guideline if request.answered_in else None)
    return Shown(
        sentence,
        request.get_absolute_url(),
        title=excerpt(request.text, 120),
        note=excerpt(note),
        is_restricted=any(guideline.is_restricted for guideline in named if guideline),
    )
