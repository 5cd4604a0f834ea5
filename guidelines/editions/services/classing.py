"""Saying who may know of a guideline: its class, from everybody to a few named people."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import EscalationTeam
from guidelines.editions.clearances import RESTRICTED, why_not_widen
from guidelines.editions.documents import words_in
from guidelines.editions.models import BundleMember, Guideline
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import why_not_settle
from guidelines.editions.services.clearing import end, name
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.people.models import Person
from guidelines.text.audience import Audience
from guidelines.text.normal import one_line


@transaction.atomic
def class_guideline(
    guideline: Guideline,
    *,
    audience: str,
    by: Person,
    reason: str,
    instruction: str = "",
    team: EscalationTeam | None = None,
) -> Guideline:
    """Put a guideline into a class. `instruction`, or the usual one with `team`, is all that others read of a
    restricted one; whoever restricts it and its owner are named. A named policy reviewer alone opens it again."""
    rows = Guideline.objects.select_for_update(of=("self",)).select_related("market", "domain", "owner")
    guideline = rows.get(pk=guideline.pk)
    opens = guideline.is_restricted and audience != RESTRICTED
    refuse(why_not_widen(by, guideline, fresh=True) if opens else why_not_settle(by, guideline, fresh=True))
    reason, before = one_line(reason), guideline.audience
    told = _instruction(guideline, instruction, team) if audience == RESTRICTED else ""
    _refuse_odd(guideline, audience, reason, told)
    guideline.audience, guideline.stub_instruction = audience, told
    guideline.save(update_fields=["audience", "stub_instruction"])
    if audience == RESTRICTED and before != RESTRICTED:
        for person in dict.fromkeys((by, guideline.owner)):
            name(guideline, person, by, reason)
    facts: dict[str, Any] = {"audience": audience, "before": before, "instruction": told, "note": reason}
    audit.record("guideline.classed", by=by, subject=guideline, **facts)
    if opens:
        for clearance in guideline.clearances.filter(ended_at=None).select_related("guideline"):
            end(clearance, by)
    return guideline


def _refuse_odd(guideline: Guideline, audience: str, reason: str, told: str) -> None:
    if audience not in list(Audience):
        raise Invalid(_("There is no such audience."))
    if (audience, told) == (guideline.audience, guideline.stub_instruction):
        raise Invalid(_("It is for this audience already."))
    there = BundleMember.objects.filter(edition__guideline=guideline, removed_at=None)
    waiting = there.filter(bundle__published_at=None, bundle__closed_at=None).select_related("bundle").first()
    if audience == RESTRICTED and waiting:
        sentence = _("An edition of it is in the bundle “%(name)s”, which others see. Take it out there first.")
        raise WrongState(sentence % {"name": waiting.bundle.name})
    if not reason:
        raise Invalid(_("Write the reason. It is kept with the guideline."))


def _instruction(guideline: Guideline, typed: str, team: EscalationTeam | None) -> str:
    """What was typed, or the usual sentence in the guideline's language."""
    if typed := one_line(typed):
        return typed
    if team is None:
        raise Invalid(_("Choose the team to escalate to, or write the instruction."))
    return words_in(guideline.language)["stub"] % {"team": team.named_in(guideline.language)}
