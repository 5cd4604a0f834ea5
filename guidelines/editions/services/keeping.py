"""Deeds beside the words: precedence, review interval and owner of a guideline, the start its writers wish."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.lifecycle import SAVE
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.owners import possible_owners
from guidelines.editions.rights import why_not_settle
from guidelines.editions.services._moving import locked, refuse_unless_allowed
from guidelines.frame.refusals import Invalid, Refused
from guidelines.people.models import Person

MOST_MONTHS = 36


@transaction.atomic
def set_precedence(first: Guideline, *, before: Guideline, by: Person) -> None:
    """Where a case fits both guidelines, `first` decides. Of one market, and never in a ring."""
    reason = why_not_settle(by, first, fresh=True)
    if reason:
        raise Refused(reason)
    if first.market_id != before.market_id or first.pk == before.pk:
        raise Invalid(_("A guideline goes before another one of the same market."))
    # All of the market, in the order of locks: a ring may lead through any of them.
    list(Guideline.objects.select_for_update(of=("self",)).filter(market_id=first.market_id).order_by("pk"))
    if first.pk in _everything_after(before):
        raise Invalid(
            _("%(other)s already goes before %(this)s.") % {"other": before.policy_id, "this": first.policy_id}
        )
    if not first.precedes.filter(pk=before.pk).exists():
        first.precedes.add(before)
        audit.record("guideline.precedence_set", by=by, subject=first, precedes=before.policy_id)


@transaction.atomic
def end_precedence(first: Guideline, *, before: Guideline, by: Person) -> None:
    """Where a case fits both guidelines, nothing is said any more of which decides."""
    reason = why_not_settle(by, first, fresh=True)
    if reason:
        raise Refused(reason)
    first = Guideline.objects.select_for_update().get(pk=first.pk)
    if first.precedes.filter(pk=before.pk).exists():
        first.precedes.remove(before)
        audit.record("guideline.precedence_ended", by=by, subject=first, precedes=before.policy_id)


def _everything_after(guideline: Guideline) -> set[int]:
    """The ids of the guidelines that this one goes before, directly or through others."""
    found: set[int] = set()
    fresh = {guideline.pk}
    while fresh:
        fresh = set(Guideline.objects.filter(preceded_by__in=fresh).values_list("pk", flat=True)) - found
        found |= fresh
    return found


@transaction.atomic
def set_review_interval(guideline: Guideline, *, months: int, by: Person) -> None:
    """How many months after its words took force, or were last found right, they are read again."""
    guideline = (
        Guideline.objects.select_for_update(of=("self",)).select_related("market", "domain").get(pk=guideline.pk)
    )
    reason = why_not_settle(by, guideline, fresh=True)
    if reason:
        raise Refused(reason)
    if not 1 <= months <= MOST_MONTHS:
        raise Invalid(_("A guideline is reviewed every 1 to %(most)d months.") % {"most": MOST_MONTHS})
    before, guideline.review_months = guideline.review_months, months
    if before != months:
        guideline.save(update_fields=["review_months"])
        audit.record("guideline.review_interval_set", by=by, subject=guideline, months=months, before=before)


@transaction.atomic
def hand_over(guideline: Guideline, *, to: Person, by: Person) -> None:
    """Make somebody who writes there the owner: the one whom readers are told to ask."""
    guideline = (
        Guideline.objects.select_for_update(of=("self",)).select_related("market", "domain").get(pk=guideline.pk)
    )
    reason = why_not_settle(by, guideline, fresh=True)
    if reason:
        raise Refused(reason)
    if not possible_owners(guideline).filter(pk=to.pk).exists():
        raise Invalid(_("The owner is a policy manager of this market and domain."))
    before = guideline.owner_id
    if before != to.pk:
        guideline.owner = to
        guideline.save(update_fields=["owner"])
        audit.record("guideline.handed_over", by=by, subject=guideline, owner=to.pk, before=before)


@transaction.atomic
def wish(edition: Edition, *, start: dt.datetime | None, by: Person) -> None:
    """When the writers of a draft would like it to begin. It blocks nothing; the publish page offers it."""
    edition = locked(edition)
    refuse_unless_allowed(by, SAVE, edition)
    if edition.wished_from != start:
        edition.wished_from = start
        edition.save(update_fields=["wished_from"])
        wished = start.isoformat() if start else None
        audit.record("edition.wished", by=by, subject=edition, digest=edition.digest, start=wished)
