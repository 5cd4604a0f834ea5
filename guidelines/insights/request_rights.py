"""Who may request, see, take up, decline and answer a stakeholder request: part of `rights`."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.clearances import is_open_to, open_to
from guidelines.editions.lifecycle import State
from guidelines.editions.models import Edition
from guidelines.editions.reasons import NotAllowed, NotNow, Reason
from guidelines.frame import clock
from guidelines.insights.models import RequestQuerySet, StakeholderRequest
from guidelines.people.models import Person
from guidelines.people.roles import Capability, Role
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone

SEEING = (Capability.READ_ALL, Capability.EXPORT)
"""Besides whoever asked: those who read drafts there, and its liaisons."""
SPEAKING = (Capability.WRITE, Capability.REVIEW, Capability.EXPORT)


def visible_requests(person: Anyone) -> RequestQuerySet:
    """One's own, and those of the markets and domains one works in; about a restricted guideline, of those it names."""
    works = Q(pk__in=[])
    for capability in SEEING:
        works |= _where(person, capability)
    rows = StakeholderRequest.objects.filter(Q(asked_by=person.pk) | works & _open_to(person))
    return rows.select_related("market", "domain", "guideline", "asked_by", "taken_by", "answered_in__guideline")


def handled(person: Anyone) -> Q:
    """The requests that this person may take up, as a condition on their rows."""
    return _where(person, Capability.WRITE) & _open_to(person)


def _open_to(person: Anyone) -> Q:
    return Q(guideline=None) | open_to(person, "guideline")


def _where(person: Anyone, capability: Capability) -> Q:
    """A request without a domain concerns everybody in its market."""
    held = holdings(person)
    markets = held.market_ids(capability)
    anywhere = Q(domain=None) if markets is None else Q(domain=None, market_id__in=markets)
    return held.where(capability) | anywhere if held.may_somewhere(capability) else Q(pk__in=[])


def _may(person: Person, capability: Capability, request: StakeholderRequest) -> bool:
    held = holdings(person)
    if request.guideline is not None and not is_open_to(person, request.guideline):
        return False
    if request.domain_id is not None:
        return held.may(capability, request.market_id, request.domain_id)
    return any(
        capability in holding.capabilities and holding.market_id in (None, request.market_id) for holding in held.held
    )


def handles_requests(person: object) -> bool:
    """Whether the queue is for this person."""
    return isinstance(person, Anyone) and holdings(person).may_somewhere(Capability.WRITE)


def works_with_requests(person: object) -> bool:
    """Who has the queue in the navigation: those who handle it, liaisons, and stakeholders with their own."""
    if not isinstance(person, Anyone):
        return False
    held = holdings(person)
    is_stakeholder = any(holding.role == Role.STAKEHOLDER for holding in held.held)
    return is_stakeholder or held.may_somewhere(Capability.WRITE) or held.may_somewhere(Capability.EXPORT)


def why_not_request(person: Anyone, market: Market, domain: Domain | None, *, fresh: bool = False) -> Reason | None:
    """Why this person may not ask for something there. Whoever reads in a market may."""
    held = holdings(person, fresh=fresh) if fresh else holdings(person)
    here = [h for h in held.held if Capability.READ in h.capabilities and h.market_id in (None, market.pk)]
    if any(domain is None or holding.domain_id in (None, domain.pk) for holding in here):
        return None
    return NotAllowed(_("You can request changes only for the markets and domains that you read."))


def why_not_handle(person: Person, request: StakeholderRequest, *, fresh: bool = False) -> Reason | None:
    """Why this person may not take up, decline or answer it."""
    if fresh:
        holdings(person, fresh=True)
    if not _may(person, Capability.WRITE, request):
        return NotAllowed(_("Only a policy manager of this market and domain can do this."))
    standing = request.standing(clock.now())
    if standing == StakeholderRequest.Standing.DECLINED:
        return NotNow(_("This request was declined."))
    if standing == StakeholderRequest.Standing.ANSWERED:
        return NotNow(_("An edition in force answers this request."))
    return None


def why_not_speak(person: Person, request: StakeholderRequest, *, fresh: bool = False) -> Reason | None:
    """Why this person may not comment. Auditors and market administrators read alone."""
    if fresh:
        holdings(person, fresh=True)
    if request.asked_by_id == person.pk or any(_may(person, capability, request) for capability in SPEAKING):
        return None
    return NotAllowed(_("Only whoever asked, and those who write, review or export here, comment on a request."))


def why_not_answer_in(person: Person, request: StakeholderRequest, edition: Edition) -> Reason | None:
    """Why this edition can't be named as the answer."""
    guideline = edition.guideline
    if not holdings(person).may(Capability.WRITE, guideline.market_id, guideline.domain_id):
        return NotAllowed(_("Only a policy manager of its market and domain says what an edition answers."))
    if guideline.market_id != request.market_id:
        return NotNow(_("The request is for another market than this edition."))
    if edition.state in (State.DISCARDED, State.WITHDRAWN):
        return NotNow(_("Edition %(number)d answers nothing any more.") % {"number": edition.number})
    return None
