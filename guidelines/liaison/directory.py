"""Who may see and keep which part of the stakeholder directory. A list is of one market or all, one domain or all."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from guidelines.frame.refusals import Refused
from guidelines.liaison.models import Delivery, Pack, Stakeholder
from guidelines.liaison.models.packing import PackQuerySet
from guidelines.liaison.models.stakeholders import RunningQuerySet
from guidelines.people.models import Person
from guidelines.people.roles import Capability, Role
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone


def may_see_told(person: Any) -> bool:
    """Whether the person may read the directory anywhere."""
    return isinstance(person, Anyone) and holdings(person).may_somewhere(Capability.SEE_TOLD)


def in_navigation(person: Any) -> bool:
    """Those who keep it, or have no change notes to come from: others find it there, and a full navigation is cut."""
    held = holdings(person) if isinstance(person, Anyone) else None
    return held is not None and may_see_told(person) and (may_tell(person) or not held.may_somewhere(Capability.EXPORT))


def is_stakeholder(person: Any) -> bool:
    """Whether somebody is here to be told: their navigation and their home show what they receive."""
    return isinstance(person, Anyone) and any(held.role == Role.STAKEHOLDER for held in holdings(person).held)


def may_tell(person: Any) -> bool:
    """Whether the person may keep the directory anywhere."""
    return isinstance(person, Anyone) and holdings(person).may_somewhere(Capability.TELL)


def visible_stakeholders(person: Anyone) -> RunningQuerySet:
    """The lists that tell of something in the person's scope; one of all markets tells of theirs too."""
    return Stakeholder.objects.filter(_touched(person, ""))


def visible_deliveries(person: Anyone) -> QuerySet[Delivery]:
    return Delivery.objects.filter(deliveries_in_scope(person))


def deliveries_in_scope(person: Anyone) -> Q:
    return _touched(person, "contact__stakeholder__")


def packs_in_scope(person: Anyone) -> Q:
    """The packs of whose making and sending the person may know."""
    packs: PackQuerySet = Pack.objects.all()
    return Q(pk__in=packs.within(holdings(person).where(Capability.SEE_TOLD)).values("pk"))


def _touched(person: Anyone, path: str) -> Q:
    wanted = Q(pk__in=[])
    for holding in holdings(person).held:
        if Capability.SEE_TOLD in holding.capabilities:
            wanted |= _none_or(f"{path}market_id", holding.market_id) & _none_or(f"{path}domain_id", holding.domain_id)
    return wanted


def _none_or(field: str, wanted: int | None) -> Q:
    return ~Q(pk__in=[]) if wanted is None else Q(**{field: wanted}) | Q(**{field: None})


def why_not_tell(person: Anyone, market_id: int | None, domain_id: int | None) -> str | None:
    """Why the person may not keep a list of this market and domain; None asks for all of them."""
    if person.is_superuser:
        return _("A system administrator manages accounts and never text. Sign in with another account.")
    if holdings(person).may(Capability.TELL, market_id, domain_id):
        return None
    if may_tell(person):
        return _("This reaches beyond the markets and domains in which you are a liaison.")
    return _("Only a liaison keeps the directory and sends.")


def refuse_unless_teller(person: Person, market_id: int | None, domain_id: int | None) -> None:
    """Asked afresh: a right that was taken away ends at once."""
    holdings(person, fresh=True)
    if sentence := why_not_tell(person, market_id, domain_id):
        raise Refused(sentence)
