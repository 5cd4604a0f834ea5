"""What was told of a guideline before it was restricted: those it does not name are not told any more, by no number
beside the bell and in no mail. What the list itself shows is asked of what its person may read then."""

from __future__ import annotations

from django.db.models import Q

from guidelines.audit import followers
from guidelines.audit.models import AuditEvent
from guidelines.editions.models import Guideline, ReviewRound
from guidelines.liaison.models import Notification
from guidelines.liaison.notifying.counting import forget


def register() -> None:
    for verb in ("guideline.classed", "clearance.ended"):
        followers.follow(verb, tell_no_more)


def tell_no_more(event: AuditEvent) -> None:
    """With the deed: to those whom the guideline does not name, all of it counts as seen."""
    guideline = Guideline.objects.get(policy_id=event.policy_id)
    if not guideline.is_restricted:
        return
    editions, rounds = guideline.editions.values("pk"), ReviewRound.objects.filter(edition__guideline=guideline)
    of_it = Q(subject_kind__in=("edition", "duty"), subject_id__in=editions)
    of_it |= Q(subject_kind="round", subject_id__in=rounds.values("pk"))
    of_it |= Q(subject_kind="care", subject_id=guideline.pk)
    named = guideline.clearances.filter(ended_at=None).values("person")
    rows = Notification.objects.filter(of_it, seen_at=None).exclude(person__in=named)
    people = set(rows.order_by().values_list("person_id", flat=True))
    rows.update(seen_at=event.at)
    for person in people:
        forget(person)
