"""How a requirement ends well: an edition that answers it takes force, or somebody says what was delivered."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import visible_editions
from guidelines.frame.refusals import Invalid, NotFound, WrongState
from guidelines.insights import waiting
from guidelines.insights.models import Requirement
from guidelines.insights.requirement_rights import why_not_answer_by, why_not_deliver, why_not_keep
from guidelines.insights.services._locking import said
from guidelines.insights.services.requiring import held
from guidelines.people.models import Person

LONGEST, LONGEST_LINK = 2000, 500
_is_address = URLValidator(schemes=["https", "http"])


@transaction.atomic
def deliver_requirement(
    requirement: Requirement, *, evidence: str, by: Person, link: str = "", edition: Edition | None = None
) -> Requirement:
    """Say what was delivered, with a link or an edition that shows it. One that asks for a guideline is answered by an
    edition instead.
    """
    now, requirement = held(requirement)
    refuse(why_not_deliver(by, requirement, fresh=True))
    if requirement.kind == Requirement.Kind.GUIDELINE:
        raise WrongState(_("A guideline is delivered by an edition: name it, and this closes when it is in force."))
    if edition is not None and not visible_editions(by).filter(pk=edition.pk).exists():
        raise NotFound(_("There is no such edition that you can read."))
    requirement.evidence = said(evidence, most=LONGEST, missing=_("Write what was delivered."))
    requirement.evidence_link = _address(link.strip())
    requirement.evidence_edition = edition
    requirement.delivered_by, requirement.delivered_at = by, now
    requirement.save()
    named = edition.pk if edition else None
    facts: dict[str, Any] = {"note": requirement.evidence, "link": requirement.evidence_link, "edition": named}
    audit.record("requirement.delivered", by=by, subject=requirement, at=now, **facts)
    waiting.forget_all()
    return requirement


def _address(link: str) -> str:
    try:
        if link:
            _is_address(link)
    except ValidationError:
        raise Invalid(_("This is not an address. Write it like https://example.com/page.")) from None
    if len(link) > LONGEST_LINK:
        raise Invalid(_("The address is too long. Give a shorter one."))
    return link


@transaction.atomic
def answer_requirement(requirement: Requirement, edition: Edition, *, by: Person) -> Requirement:
    """Name the edition that answers it: it is delivered when that is in force."""
    Guideline.objects.select_for_update().get(pk=edition.guideline_id)
    now, requirement = held(requirement)
    edition = Edition.objects.select_related("guideline__market").defer("source").get(pk=edition.pk)
    refuse(why_not_keep(by, requirement, fresh=True))
    refuse(why_not_answer_by(by, requirement, edition))
    if requirement.answered_in_id == edition.pk:
        raise WrongState(_("%(edition)s is named already.") % {"edition": edition})
    requirement.answered_in, requirement.linked_by, requirement.linked_at = edition, by, now
    requirement.save(update_fields=["answered_in", "linked_by", "linked_at"])
    audit.record("requirement.linked", by=by, subject=requirement, at=now, edition=edition.pk, named=str(edition))
    waiting.forget_all()
    return requirement
