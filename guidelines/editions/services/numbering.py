"""Earlier numbers of a guideline: people still type them, and each leads to one guideline."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import Domain, Market
from guidelines.editions.models import Guideline, GuidelineAlias
from guidelines.editions.rights import why_not_settle
from guidelines.frame.refusals import Invalid, Refused
from guidelines.people.models import Person

NUMBER = re.compile(r"[A-Z0-9][A-Z0-9._-]{1,59}")
POLICY_ID = re.compile(r"([A-Z]+)-([A-Z]+)-[0-9]+")


@transaction.atomic
def add_number(guideline: Guideline, *, number: str, by: Person) -> str:
    """Let an earlier number lead to this guideline; returned as it is kept. It never leads to two, and never ends."""
    guideline = _kept_by(guideline, by)
    number = number.strip().upper()
    if not NUMBER.fullmatch(number):
        raise Invalid(_("Write the number with letters A to Z, digits, points and hyphens, such as SOP-17.4."))
    if _may_be_given(number):
        raise Invalid(_("%(number)s is a policy ID of this portal, given or to be given.") % {"number": number})
    _refuse_if_taken(number)
    try:
        with transaction.atomic():
            GuidelineAlias.objects.create(guideline=guideline, alias=number)
    except IntegrityError:  # somebody else added it between the question and the answer
        _refuse_if_taken(number)
        raise
    audit.record("guideline.number_added", by=by, subject=guideline, number=number)
    return number


def _kept_by(guideline: Guideline, by: Person) -> Guideline:
    """The guideline under its lock, as what is derived from its numbers is written anew with the deed."""
    guideline = (
        Guideline.objects.select_for_update(of=("self",)).select_related("market", "domain").get(pk=guideline.pk)
    )
    reason = why_not_settle(by, guideline, fresh=True)
    if reason:
        raise Refused(reason)
    return guideline


def _may_be_given(number: str) -> bool:
    """Whether the portal gives such policy IDs: a guideline of that ID would hide whatever the number leads to."""
    found = POLICY_ID.fullmatch(number)
    if found is None:
        return False
    market, domain = found.groups()
    return Market.objects.filter(code=market).exists() and Domain.objects.filter(code=domain).exists()


def _refuse_if_taken(number: str) -> None:
    taken = GuidelineAlias.objects.filter(alias__iexact=number).exists()
    if taken or Guideline.objects.filter(policy_id=number).exists():
        raise Invalid(_("%(number)s already leads to a guideline.") % {"number": number})
