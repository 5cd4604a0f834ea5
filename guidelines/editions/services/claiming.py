"""Rounds of review: begun and ended by the moves, claimed, released and reassigned by people.

Every deed here holds the head of the record before it reads or writes a round, so that no two meet in one.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.audit.models import AuditEvent
from guidelines.editions.clearances import is_open_to
from guidelines.editions.lifecycle import CLAIM, REASSIGN, RELEASE, Move
from guidelines.editions.models import Edition, ReviewRound
from guidelines.editions.reviewers import reviewer_named
from guidelines.editions.rounds import due_after, open_round
from guidelines.editions.services._moving import locked, refuse_unless_allowed
from guidelines.frame.refusals import Invalid
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings


def begin_round(edition: Edition, now: dt.datetime) -> None:
    ReviewRound.objects.create(edition=edition, began_at=now, due_at=due_after(edition, now))


def end_round(edition: Edition, now: dt.datetime) -> None:
    ReviewRound.objects.filter(edition=edition, ended_at=None).update(ended_at=now)


@transaction.atomic
def claim(edition: Edition, *, by: Person) -> ReviewRound:
    """Take a review on. Others may still decide; their page says who is at it."""
    edition, found, now = _for(CLAIM, edition, by)
    _hand_to(found, by, now)
    audit.record("review.claimed", by=by, subject=edition, digest=edition.digest, at=now)
    return found


@transaction.atomic
def release(edition: Edition, *, by: Person) -> ReviewRound:
    """Give a claimed review back to everybody."""
    edition, found, now = _for(RELEASE, edition, by)
    _hand_to(found, None, now)
    audit.record("review.released", by=by, subject=edition, digest=edition.digest, at=now)
    return found


@transaction.atomic
def reassign(edition: Edition, *, by: Person, to: Person) -> ReviewRound:
    """Give a review to somebody who may sign it and is at work."""
    edition, found, now = _for(REASSIGN, edition, by)
    reviewer = reviewer_named(edition, to, now)
    if reviewer is None:
        raise Invalid(_("%(name)s is no policy reviewer of this market and domain.") % {"name": to.name})
    if reviewer.reason:
        raise Invalid(_("%(name)s can’t sign this edition. %(reason)s") % {"name": to.name, "reason": reviewer.reason})
    if reviewer.away_until:
        raise Invalid(_("%(name)s is on leave. Choose somebody who is at work.") % {"name": to.name})
    before = found.claimed_by_id
    if before == to.pk:
        raise Invalid(_("%(name)s has claimed this review already.") % {"name": to.name})
    _hand_to(found, to, now)
    facts = {"to": to.pk, "before": before}
    audit.record("review.reassigned", by=by, subject=edition, digest=edition.digest, at=now, **facts)
    return found


def release_claims_of(event: AuditEvent) -> None:
    """Follows what takes a right or a clearance from people: reviews that they claimed and can no longer decide are
    everybody's again.

    It takes no lock of a guideline: the deed it follows holds the head of the record, which comes last.
    """
    by = Person.objects.filter(pk=event.actor_id).first() if event.actor_id else None
    for found in _claimed(event).select_related("edition__guideline", "claimed_by").order_by("pk"):
        guideline, person = found.edition.guideline, found.claimed_by
        assert person is not None, "it is claimed"
        reviews = holdings(person, fresh=True).may(Capability.REVIEW, guideline.market_id, guideline.domain_id)
        if not reviews or not is_open_to(person, guideline):
            now = audit.moment()
            _hand_to(found, None, now)
            facts = {"before": person.pk, "why": event.verb}
            audit.record("review.released", by=by, subject=found.edition, digest=found.edition.digest, at=now, **facts)


def _claimed(event: AuditEvent) -> QuerySet[ReviewRound]:
    """The claims that this deed may have ended: those on a guideline, or those of a person."""
    rows = ReviewRound.objects.filter(ended_at=None, claimed_by__isnull=False)
    if event.verb == "guideline.classed":
        return rows.filter(edition__guideline=event.subject_id)
    whose = {"delegation.ended": "delegate", "clearance.ended": "person"}.get(event.verb)
    return rows.filter(claimed_by=event.data[whose] if whose else event.subject_id)


def _for(deed: Move, edition: Edition, by: Person) -> tuple[Edition, ReviewRound, dt.datetime]:
    """The edition under its lock, the round it is in, and the deed's instant."""
    edition = locked(edition)
    now = audit.moment()
    refuse_unless_allowed(by, deed, edition, now)
    found = open_round(edition)
    assert found is not None, "why_not has looked: it is in review"
    return edition, found, now


def _hand_to(found: ReviewRound, person: Person | None, now: dt.datetime) -> None:
    found.claimed_by, found.claimed_at = person, now if person else None
    found.save(update_fields=["claimed_by", "claimed_at"])
