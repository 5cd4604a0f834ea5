"""Target rates are set and taken away; what was before stays as their history."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import Market, Topic
from guidelines.editions.reasons import refuse
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.people.models import Person
from guidelines.quality.models import Target
from guidelines.quality.rights import why_not_target


@transaction.atomic
def set_target(market: Market, topic: Topic | None, rate: Decimal | None, *, by: Person) -> Target:
    """Aim at this share of errors there; without a rate, at none of its own."""
    now = audit.moment()
    refuse(why_not_target(by, market, fresh=True))
    if rate is not None and not Decimal("0.0001") <= rate <= Decimal("0.9999"):
        raise Invalid(_("A target lies between 0.01% and 99.99%."))
    before = Target.objects.filter(market=market, topic=topic).order_by("-pk").first()
    if (before.rate if before else None) == rate:
        raise WrongState(
            _("That is the target already.") if rate is not None else _("There is no target to take away.")
        )
    made = Target.objects.create(market=market, topic=topic, rate=rate, set_by=by, set_at=now)
    named = topic.code if topic else None
    audit.record(
        "target.set", by=by, subject=made, at=now, market=market.code, topic=named, rate=str(rate) if rate else None
    )
    return made
