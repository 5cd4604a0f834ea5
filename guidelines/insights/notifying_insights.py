"""Who is told of insights and requirements: to whom one was given, and everybody who said what was decided about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.audit.models import AuditEvent
from guidelines.frame import clock
from guidelines.insights.insight_rights import visible_insights
from guidelines.insights.models import Insight, Raising, Requirement
from guidelines.insights.notifying import begins, excerpt
from guidelines.insights.requirement_rights import visible_requirements
from guidelines.liaison.models import Kind, Notification
from guidelines.liaison.notifying import showing, telling
from guidelines.liaison.notifying.showing import Shown, Told
from guidelines.liaison.notifying.telling import News, these
from guidelines.people.models import Person

INSIGHT, REQUIREMENT = "insight", "requirement"
"""Subjects: an insight and a requirement with which something was done."""
IN_FORCE, ANSWERED = "requirement_edition", "insight_edition"
"""And those that an edition answers."""
TOLD_ALREADY = ("question", "request")
"""Whoever asked or requested is told so by their question or request."""
SENTENCES: dict[str, Promise] = {
    "insight.assigned": gettext_lazy("%(name)s assigned an insight to you."),
    "insight.answered": gettext_lazy("%(name)s answered what you said."),
    "insight.declined": gettext_lazy("%(name)s declined what you said."),
    "requirement.opened": gettext_lazy("%(name)s made you the owner of a requirement."),
    "requirement.planned": gettext_lazy("%(name)s planned a requirement that you own."),
    "requirement.delivered": gettext_lazy("%(name)s delivered what you asked for."),
    "requirement.declined": gettext_lazy("%(name)s declined a requirement that you asked for."),
}


def register() -> None:
    telling.register(assigned, "insight.assigned")
    telling.register(closed, "insight.answered", "insight.declined")
    telling.register(given, "requirement.opened", "requirement.planned")
    telling.register(ended, "requirement.delivered", "requirement.declined")
    telling.register(linked, "requirement.linked")
    telling.register(published, "edition.answers", "edition.published", "edition.enforced")
    telling.register(answered, "edition.answers", "edition.published", "edition.enforced")
    telling.register(answered_by_request, "request.linked")
    telling.register(taken_back, "edition.cancelled")
    showing.register(INSIGHT, of_insights)
    showing.register(REQUIREMENT, of_requirements)
    showing.register(IN_FORCE, editions)
    showing.register(ANSWERED, answered_ones)


def assigned(event: AuditEvent) -> Iterable[News]:
    yield News(Kind.INSIGHT, (INSIGHT, event.subject_id), these([event.data["to"]]))


def closed(event: AuditEvent) -> Iterable[News]:
    people = Person.objects.filter(raisings__insight=event.subject_id)
    yield News(Kind.INSIGHT, (INSIGHT, event.subject_id), people)


def given(event: AuditEvent) -> Iterable[News]:
    """Its owner, and whoever owned it until now."""
    yield News(Kind.REQUIREMENT, (REQUIREMENT, event.subject_id), these([event.data["owner"]]))


def ended(event: AuditEvent) -> Iterable[News]:
    yield News(Kind.REQUIREMENT, (REQUIREMENT, event.subject_id), asked_for(event.subject_id))


def asked_for(requirement: int) -> QuerySet[Person]:
    """Everybody who said any of its insights, and its owner."""
    said = Q(raisings__insight__requirement=requirement)
    return Person.objects.filter(said | Q(requirements=requirement))


def linked(event: AuditEvent) -> Iterable[News]:
    """Told when the edition takes force; one that waits for another edition by now is told of that one alone."""
    waiting = Notification.objects.filter(subject_kind=IN_FORCE, subject_id=event.subject_id, seen_at=None)
    waiting.exclude(detail=event.data["edition"]).filter(shown_from__gt=event.at).update(seen_at=event.at)
    yield from _in_force(event.data["edition"], Q(pk=event.subject_id))


def published(event: AuditEvent) -> Iterable[News]:
    yield from _in_force(event.subject_id, Q())


def _in_force(edition_id: int, which: Q) -> Iterable[News]:
    start = begins(edition_id)
    for requirement in Requirement.objects.filter(which, answered_in=edition_id) if start else ():
        about = f"requirement {requirement.pk} {start.isoformat() if start else ''} {edition_id}"[:60]
        people = asked_for(requirement.pk)
        yield News(Kind.REQUIREMENT, (IN_FORCE, requirement.pk), people, about, edition_id, start)


def answered(event: AuditEvent) -> Iterable[News]:
    """Those who said the same as a question or request that the edition answers."""
    yield from _answered(event.subject_id)


def answered_by_request(event: AuditEvent) -> Iterable[News]:
    yield from _answered(event.data["edition"])


def _answered(edition_id: int) -> Iterable[News]:
    start = begins(edition_id)
    for insight in Insight.objects.filter(answered_in=edition_id, merged_into=None) if start else ():
        said = Raising.objects.filter(insight=insight).exclude(reference_kind__in=TOLD_ALREADY)
        about = f"insight {insight.pk} {start.isoformat() if start else ''} {edition_id}"[:60]
        people = Person.objects.filter(pk__in=said.values("person"))
        yield News(Kind.INSIGHT, (ANSWERED, insight.pk), people, about, edition_id, start)


def taken_back(event: AuditEvent) -> Iterable[News]:
    kinds = (IN_FORCE, ANSWERED)
    rows = Notification.objects.filter(subject_kind__in=kinds, detail=event.subject_id, seen_at=None)
    rows.update(seen_at=event.at)
    return ()


def of_insights(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    rows = visible_insights(person).filter(pk__in={one.row.subject_id for one in told})
    found: dict[int, Insight] = {insight.pk: insight for insight in rows}
    shown = {}
    for one in told:
        insight = found.get(one.row.subject_id)
        if insight and one.event:
            sentence = str(SENTENCES[one.event.verb]) % {"name": one.name}
            note = str(one.event.data.get("note", ""))
            shown[one.row.pk] = _shown(
                sentence, insight.get_absolute_url(), insight.text, note, _is_restricted(insight)
            )
    return shown


def answered_ones(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    """Nothing where the edition was taken back meanwhile."""
    rows = visible_insights(person).answered(clock.now()).filter(pk__in={one.row.subject_id for one in told})
    found: dict[int, Insight] = {insight.pk: insight for insight in rows}
    sentence = _("What you said is answered: the edition is in force.")
    return {
        one.row.pk: _shown(sentence, insight.get_absolute_url(), insight.text, "", _is_restricted(insight))
        for one in told
        if (insight := found.get(one.row.subject_id))
    }


def _is_restricted(insight: Insight) -> bool:
    return bool(insight.guideline and insight.guideline.is_restricted)


def of_requirements(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    found = requirements_named(person, told)
    shown = {}
    for one in told:
        requirement = found.get(one.row.subject_id)
        if requirement and one.event:
            sentence = str(SENTENCES[one.event.verb]) % {"name": one.name}
            shown[one.row.pk] = told_of(requirement, sentence, str(one.event.data.get("note", "")))
    return shown


def editions(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    """Nothing where the edition was taken back meanwhile."""
    found, now = requirements_named(person, told), clock.now()
    shown = {}
    for one in told:
        requirement = found.get(one.row.subject_id)
        if requirement and requirement.standing(now) == Requirement.Standing.DELIVERED:
            shown[one.row.pk] = told_of(requirement, _("What you asked for is delivered: the edition is in force."), "")
    return shown


def requirements_named(person: Person, told: Sequence[Told]) -> dict[int, Requirement]:
    rows = visible_requirements(person).filter(pk__in={one.row.subject_id for one in told})
    return {requirement.pk: requirement for requirement in rows.prefetch_related("insights__guideline")}


def told_of(requirement: Requirement, sentence: str, note: str) -> Shown:
    named = [insight.guideline for insight in requirement.insights.all()]
    named.append(requirement.answered_in.guideline if requirement.answered_in else None)
    is_restricted = any(guideline.is_restricted for guideline in named if guideline)
    return _shown(sentence, requirement.get_absolute_url(), requirement.need, note, is_restricted)


def _shown(sentence: str, url: str, title: str, note: str, is_restricted: bool) -> Shown:
    return Shown(sentence, url, title=excerpt(title, 120), note=excerpt(note), is_restricted=is_restricted)
