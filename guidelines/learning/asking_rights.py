"""Who may ask for training, see the requests, and take them up: part of `rights`."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.clearances import is_open_to, open_to
from guidelines.editions.reasons import NotAllowed, NotNow, Reason
from guidelines.learning.models import TrainingRequest, TrainingRequestQuerySet
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone


def visible_training_requests(person: Anyone) -> TrainingRequestQuerySet:
    """One's own, and those where one reads of training; of a restricted guideline, for the people it names."""
    works = holdings(person).where(Capability.SEE_TAUGHT) & (Q(guideline=None) | open_to(person, "guideline"))
    rows = TrainingRequest.objects.filter(Q(asked_by=person.pk) | works)
    return rows.select_related("market", "domain", "guideline", "asked_by__team", "taken_by", "declined_by")


def handled(person: Anyone) -> Q:
    """The requests that this person may take up, as a condition on their rows."""
    return holdings(person).where(Capability.TEACH) & (Q(guideline=None) | open_to(person, "guideline"))


def why_not_ask(person: Anyone, market: Market, domain: Domain, *, fresh: bool = False) -> Reason | None:
    held = holdings(person, fresh=True) if fresh else holdings(person)
    if held.may(Capability.READ, market.pk, domain.pk):
        return None
    return NotAllowed(_("You can ask for training only in the markets and domains that you read."))


def why_not_handle(person: Person, request: TrainingRequest, *, fresh: bool = False) -> Reason | None:
    """Why this person may not take up, decline or answer it."""
    held = holdings(person, fresh=fresh)
    closed = request.guideline is not None and not is_open_to(person, request.guideline)
    if closed or not held.may(Capability.TEACH, request.market_id, request.domain_id):
        return NotAllowed(_("Only a trainer of this market and domain can do this."))
    if request.standing == TrainingRequest.Standing.DECLINED:
        return NotNow(_("This request was declined."))
    if request.standing == TrainingRequest.Standing.ANSWERED:
        return NotNow(_("A session answers this request."))
    return None
