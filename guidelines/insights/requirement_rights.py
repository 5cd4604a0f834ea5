"""Who may see, keep and deliver requirements: part of `rights`."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from guidelines.catalogue.models import Market
from guidelines.editions.clearances import is_open_to
from guidelines.editions.lifecycle import State
from guidelines.editions.models import Edition
from guidelines.editions.reasons import NotAllowed, NotNow, Reason
from guidelines.editions.rights import visible_editions
from guidelines.frame import clock
from guidelines.insights.insight_rights import SEEING, WORKING, of_open_guidelines
from guidelines.insights.models import Insight, Raising, Requirement, RequirementMarket, RequirementQuerySet
from guidelines.insights.places import may, where
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone

CLOSED = (Requirement.Standing.DELIVERED, Requirement.Standing.DECLINED)


def visible_requirements(person: Anyone) -> RequirementQuerySet:
    """Those for the markets and domains whose queue one sees, one's own, and what came of what one said oneself.

    Never one that came of an insight on a restricted guideline that does not name this person.
    """
    said = Raising.objects.filter(insight__requirement=OuterRef("pk"), person_id=person.pk or 0)
    mine = Q(owner=person.pk or 0) | Q(Exists(said))
    rows = Requirement.objects.filter(_in_places(person, SEEING) | mine, _open_to(person))
    return rows.select_related("market", "domain", "guideline", "owner", "answered_in__guideline")


def kept(person: Anyone) -> Q:
    """The requirements that this person may change, as a condition on their rows."""
    return _in_places(person, WORKING) & _open_to(person)


def _in_places(person: Anyone, capability: Capability) -> Q:
    places = RequirementMarket.objects.filter(requirement=OuterRef("pk"))
    return Q(Exists(places.filter(where(holdings(person), capability, "market", "requirement__domain"))))


def _open_to(person: Anyone) -> Q:
    hidden = Insight.objects.filter(requirement=OuterRef("pk")).exclude(of_open_guidelines(person))
    return of_open_guidelines(person) & ~Q(Exists(hidden))


def sees_all_of(person: Anyone, requirement: Requirement) -> bool:
    """Whether this person sees all its insights and its history; else only what became of it."""
    return requirement.owner_id == person.pk or _may(person, SEEING, requirement)


def _may(person: Anyone, capability: Capability, requirement: Requirement) -> bool:
    held, domain = holdings(person), requirement.domain_id
    return any(may(held, capability, place.market_id, domain) for place in requirement.markets.all())


def why_not_require(
    person: Person, markets: list[Market], domain_id: int | None, *, fresh: bool = False
) -> Reason | None:
    """Why this person may not open a requirement for these markets and this domain."""
    held = holdings(person, fresh=fresh) if fresh else holdings(person)
    for market in markets:
        if not may(held, WORKING, market.pk, domain_id):
            facts = {"market": market.local_name}
            return NotAllowed(_("You can open requirements for %(market)s only where you work its insights.") % facts)
    return None


def why_not_keep(person: Person, requirement: Requirement, *, fresh: bool = False) -> Reason | None:
    """Why this person may not plan, hand over, decline or answer it, nor add an insight to it."""
    if fresh:
        holdings(person, fresh=True)
    if not Requirement.objects.filter(kept(person), pk=requirement.pk).exists():
        return NotAllowed(
            _("Only policy managers, policy reviewers and programme managers of its markets and domain can do this.")
        )
    return _why_closed(requirement)


def why_not_deliver(person: Person, requirement: Requirement, *, fresh: bool = False) -> Reason | None:
    """Why this person may not begin or deliver it: its owner may, too."""
    if fresh:
        holdings(person, fresh=True)
    if requirement.owner_id == person.pk and visible_requirements(person).filter(pk=requirement.pk).exists():
        return _why_closed(requirement)
    return why_not_keep(person, requirement)


def _why_closed(requirement: Requirement) -> Reason | None:
    standing = requirement.standing(clock.now())
    if standing == Requirement.Standing.DELIVERED:
        return NotNow(_("This requirement is delivered."))
    if standing == Requirement.Standing.DECLINED:
        return NotNow(_("This requirement was declined."))
    return None


def why_not_own(person: Person, requirement: Requirement) -> Reason | None:
    """Why this person can't own it: an owner sees the queue there, and is named for what is restricted."""
    holdings(person, fresh=True)
    rows = Requirement.objects.filter(_open_to(person), _in_places(person, SEEING), pk=requirement.pk)
    if person.is_active and rows.exists():
        return None
    return NotNow(_("%(name)s can’t see this requirement, so can’t own it.") % {"name": person.name})


def why_not_answer_by(person: Person, requirement: Requirement, edition: Edition) -> Reason | None:
    """Why this edition can't be named as the answer."""
    guideline = edition.guideline
    if requirement.kind != Requirement.Kind.GUIDELINE:
        return NotNow(_("An edition answers a requirement of the kind “guideline” alone. Say what was delivered."))
    if not is_open_to(person, guideline) or not visible_editions(person).filter(pk=edition.pk).exists():
        return NotAllowed(_("You can name only an edition that you may read."))
    if not any(place.market_id == guideline.market_id for place in requirement.markets.all()):
        return NotNow(_("The requirement is for other markets than this edition."))
    if edition.state in (State.DISCARDED, State.WITHDRAWN):
        return NotNow(_("Edition %(number)d answers nothing any more.") % {"number": edition.number})
    return None
