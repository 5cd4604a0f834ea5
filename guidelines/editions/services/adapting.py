"""Copying a guideline to another market, and saying which edition of its source the copy stands on."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import Market
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import visible_editions, why_not_copy, why_not_settle
from guidelines.editions.services.opening import copied, open_guideline
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, NotFound, Refused
from guidelines.people.models import Person


@transaction.atomic
def adapt(source: Edition, *, market: Market, by: Person) -> Edition:
    """Open a guideline of another market with the words of a published edition. It remembers that edition."""
    _refuse_unless_begun(source, by)
    refuse(why_not_copy(source.guideline))
    if market.pk == source.guideline.market_id:
        raise Invalid(_("Choose another market. In this one, open a new edition."))
    words = copied(source)
    draft = open_guideline(market=market, domain=source.guideline.domain, words=words, by=by)
    _set(draft.guideline, source, by=by)
    return draft


@transaction.atomic
def follow(guideline: Guideline, source: Edition, *, by: Person) -> Guideline:
    """Say that a copied guideline was brought up to this edition of its source, or that nothing of it applies here."""
    guideline = (
        Guideline.objects.select_for_update(of=("self",))
        .select_related("market", "domain", "adapted_from")
        .get(pk=guideline.pk)
    )
    reason = why_not_settle(by, guideline, fresh=True)
    if reason:
        raise Refused(reason)
    _refuse_unless_begun(source, by)
    before = guideline.adapted_from
    if before is None or before.guideline_id != source.guideline_id:
        raise Invalid(_("%(source)s is not what this guideline was copied from.") % {"source": source})
    if before.pk != source.pk:
        _set(guideline, source, by=by)
    return guideline


def _set(guideline: Guideline, source: Edition, *, by: Person) -> None:
    before = guideline.adapted_from
    guideline.adapted_from = source
    guideline.save(update_fields=["adapted_from"])
    audit.record(
        "guideline.adapted",
        by=by,
        subject=guideline,
        source=source.guideline.policy_id,
        edition=source.number,
        before=before.number if before else None,
    )


def _refuse_unless_begun(source: Edition, by: Person) -> None:
    if not visible_editions(by).begun(clock.now()).filter(pk=source.pk).exists():
        raise NotFound(_("There is no such edition in force that you can read."))
