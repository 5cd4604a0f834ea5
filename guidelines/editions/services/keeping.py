"""Deeds on a guideline itself, beside its words: which other guideline it goes before."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.models import Guideline
from guidelines.editions.rights import why_not_open
from guidelines.frame.refusals import Invalid, Refused
from guidelines.people.models import Person


@transaction.atomic
def set_precedence(first: Guideline, *, before: Guideline, by: Person) -> None:
    """Where a case fits both guidelines, `first` decides. Of one market, and never in a ring."""
    reason = why_not_open(by, first.market, first.domain, fresh=True)
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


def _everything_after(guideline: Guideline) -> set[int]:
    """The ids of the guidelines that this one goes before, directly or through others."""
    found: set[int] = set()
    fresh = {guideline.pk}
    while fresh:
        fresh = set(Guideline.objects.filter(preceded_by__in=fresh).values_list("pk", flat=True)) - found
        found |= fresh
    return found
