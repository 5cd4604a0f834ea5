"""Who is told of what happens to an edition before it is published: its reviewers, its writers, whoever is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Q

from guidelines.audit.models import AuditEvent
from guidelines.editions.lifecycle import State
from guidelines.editions.models import Comment, Contribution, Edition, ReviewRound
from guidelines.editions.reviewers import reviewers
from guidelines.editions.rights import visible_editions
from guidelines.liaison.models import Kind, Notification
from guidelines.liaison.notifying import telling
from guidelines.liaison.notifying.telling import News, these
from guidelines.people.models import Person


def register() -> None:
    telling.register(asked_to_review, "edition.submitted")
    telling.register(handed_a_review, "review.reassigned")
    telling.register(asked_to_comment, "edition.consulted")
    telling.register(changes_requested, "edition.changes_requested")
    telling.register(approved, "edition.approved")
    telling.register(mentioned, "edition.commented")
    telling.register(decided, "edition.approved", "edition.changes_requested", "edition.recalled")


def asked_to_review(event: AuditEvent) -> Iterable[News]:
    """Everybody who can sign these words, if they are still in review."""
    edition = _edition(event)
    if edition.state == State.IN_REVIEW:
        yield _news(Kind.REVIEW, edition, who_can_sign(edition, event.at))


def who_can_sign(edition: Edition, at: dt.datetime) -> list[int]:
    return [one.person.pk for one in reviewers(edition, at) if one.can_sign]


def handed_a_review(event: AuditEvent) -> Iterable[News]:
    yield _news(Kind.REVIEW, _edition(event), [event.data["to"]])


def asked_to_comment(event: AuditEvent) -> Iterable[News]:
    yield _news(Kind.REVIEW, _edition(event), [event.data["person"]])


def changes_requested(event: AuditEvent) -> Iterable[News]:
    yield _to_its_writers(Kind.CHANGES, event)


def approved(event: AuditEvent) -> Iterable[News]:
    yield _to_its_writers(Kind.APPROVED, event)


def decided(event: AuditEvent) -> Iterable[News]:
    """What is decided waits for no reviewer any more."""
    rounds = ReviewRound.objects.filter(edition=event.subject_id).values("pk")
    of_it = Q(kind=Kind.REVIEW, subject_kind="edition", subject_id=event.subject_id)
    of_it |= Q(subject_kind="round", subject_id__in=rounds)
    Notification.objects.filter(of_it, made_at__lt=event.at, seen_at=None).update(seen_at=event.at)
    return ()


def mentioned(event: AuditEvent) -> Iterable[News]:
    comment = event.data.get("comment")
    named = Comment.objects.filter(pk=comment, mentions__isnull=False).values_list("mentions", flat=True)
    yield _news(Kind.MENTIONED, _edition(event), list(named), detail=comment)


def _to_its_writers(kind: Kind, event: AuditEvent) -> News:
    """Whoever wrote in it by their own hand: opened, saved or merged it."""
    edition = _edition(event)
    wrote = Contribution.objects.filter(edition=edition).exclude(kind=Contribution.Kind.SUGGESTED)
    return _news(kind, edition, {edition.opened_by_id, *wrote.values_list("person_id", flat=True)})


def _news(kind: Kind, edition: Edition, people: Collection[int], detail: int | None = None) -> News:
    return News(kind, ("edition", edition.pk), these(who_may_read(edition, people)), detail=detail)


def who_may_read(edition: Edition, people: Collection[int]) -> list[int]:
    """Those of a few people who may know of the edition now."""
    found = Person.objects.filter(pk__in=people, is_active=True, is_superuser=False)
    return [person.pk for person in found if visible_editions(person).filter(pk=edition.pk).exists()]


def _edition(event: AuditEvent) -> Edition:
    return Edition.objects.select_related("guideline__market", "guideline__domain").get(pk=event.subject_id)
