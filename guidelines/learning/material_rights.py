"""Who may see, write and approve materials: part of `rights`."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from guidelines.editions.clearances import open_to, why_not_open_to
from guidelines.editions.models import Guideline
from guidelines.editions.reasons import NotAllowed, NotNow, Reason
from guidelines.editions.rights import visible_editions
from guidelines.learning.models import Material, MaterialApproval
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone

_PATHS = ("edition__guideline__market", "edition__guideline__domain")


def visible_materials(person: Anyone) -> QuerySet[Material]:
    """All of the markets and domains whose training one reads of or reviews; else the approved ones of what one reads.

    Of a restricted guideline they are those of the people it names.
    """
    works = worked_with(person)
    approved = MaterialApproval.objects.filter(words__material=OuterRef("pk"))
    reads = visible_editions(person).filter(pk=OuterRef("edition"))
    rows = Material.objects.filter(works | (Exists(approved) & Exists(reads)), open_to(person, "edition__guideline"))
    return rows.select_related("edition__guideline__market", "edition__guideline__domain", "made_by")


def worked_with(person: Anyone) -> Q:
    """The materials whose newest words this person sees, as a condition on their rows."""
    held = holdings(person)
    return held.where(Capability.SEE_TAUGHT, *_PATHS) | held.where(Capability.REVIEW, *_PATHS)


def works_with(person: Anyone, material: Material) -> bool:
    """Whether this person sees its words before they are approved, and who wrote them."""
    held, guideline = holdings(person), material.edition.guideline
    here = (guideline.market_id, guideline.domain_id)
    return held.may(Capability.SEE_TAUGHT, *here) or held.may(Capability.REVIEW, *here)


def why_not_write(person: Person, guideline: Guideline, *, fresh: bool = False) -> Reason | None:
    """Why this person may not make or write materials about a guideline."""
    if not holdings(person, fresh=fresh).may(Capability.TEACH, guideline.market_id, guideline.domain_id):
        return NotAllowed(_("Only a trainer of this market and domain can do this."))
    return why_not_open_to(person, guideline)


def why_not_save(person: Person, material: Material, *, fresh: bool = False) -> Reason | None:
    if lacking := why_not_write(person, material.edition.guideline, fresh=fresh):
        return lacking
    if material.state == Material.State.IN_REVIEW:
        return NotNow(_("This material is in review. Recall it to change it."))
    return None


def why_not_submit(person: Person, material: Material, *, fresh: bool = False) -> Reason | None:
    if lacking := why_not_write(person, material.edition.guideline, fresh=fresh):
        return lacking
    return None if material.state == Material.State.DRAFT else NotNow(_("Only a draft is submitted."))


def why_not_recall(person: Person, material: Material, *, fresh: bool = False) -> Reason | None:
    if lacking := why_not_write(person, material.edition.guideline, fresh=fresh):
        return lacking
    return _not_in_review(material)


def why_not_return(person: Person, material: Material, *, fresh: bool = False) -> Reason | None:
    """Why this person may not send it back with a reason."""
    guideline = material.edition.guideline
    if not holdings(person, fresh=fresh).may(Capability.REVIEW, guideline.market_id, guideline.domain_id):
        return NotAllowed(_("Only a policy reviewer of this market and domain can do this."))
    return why_not_open_to(person, guideline) or _not_in_review(material)


def why_not_approve(person: Person, material: Material, *, fresh: bool = False) -> Reason | None:
    """Nobody approves a material to which they contributed a word."""
    if lacking := why_not_return(person, material, fresh=fresh):
        return lacking
    if material.save_points.filter(saved_by=person).exists():
        return NotAllowed(_("You can’t approve: you wrote words of this material."))
    return None


def _not_in_review(material: Material) -> Reason | None:
    return None if material.state == Material.State.IN_REVIEW else NotNow(_("This material is not in review."))
