"""Requests for training: made by whoever reads, taken up, declined with a reason, or answered with a session."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import Domain, Market
from guidelines.editions.models import Guideline
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import visible_guidelines
from guidelines.frame.refusals import NotFound, Refusal, WrongState
from guidelines.learning.asking_rights import why_not_ask, why_not_handle
from guidelines.learning.models import Session, TrainingRequest
from guidelines.learning.words import said
from guidelines.people.models import Person
from guidelines.text.normal import one_line

MOST_AN_HOUR = 20
AN_HOUR = dt.timedelta(hours=1)


class TooOften(Refusal):
    """More than a person asks by hand."""

    status = 429


@dataclass(frozen=True)
class Wish:
    """What somebody wants to be taught."""

    market: Market
    domain: Domain
    topic: str
    why: str
    guideline: Guideline | None = None


@transaction.atomic
def ask_training(wish: Wish, *, by: Person) -> TrainingRequest:
    """Ask for training, and say why. Whoever reads there may."""
    now = audit.moment()
    refuse(why_not_ask(by, wish.market, wish.domain, fresh=True))
    if wish.guideline and not visible_guidelines(by).filter(pk=wish.guideline.pk).exists():
        raise NotFound(_("There is no such guideline that you can read."))
    topic = one_line(said(wish.topic, most=160, missing=_("Write what you want to learn.")))
    why = said(wish.why, missing=_("Write why: what goes wrong today?"))
    own = TrainingRequest.objects.filter(asked_by=by)
    if own.filter(asked_at__gt=now - AN_HOUR).count() >= MOST_AN_HOUR:
        raise TooOften(_("You made %(most)d requests within an hour. Try again later.") % {"most": MOST_AN_HOUR})
    if (own.open() | own.taken_up()).filter(topic=topic, market=wish.market, domain=wish.domain).exists():
        raise WrongState(_("You have asked for this already. It is in the list of your requests."))
    made = TrainingRequest.objects.create(
        market=wish.market,
        domain=wish.domain,
        guideline=wish.guideline,
        topic=topic,
        why=why,
        asked_by=by,
        asked_at=now,
    )
    audit.record("training.requested", by=by, subject=made, at=now, topic=topic, why=why)
    return made


@transaction.atomic
def take_up(request: TrainingRequest, *, by: Person) -> TrainingRequest:
    """Say that somebody prepares it."""
    now, request = _held(request)
    refuse(why_not_handle(by, request, fresh=True))
    if request.taken_by_id == by.pk:
        raise WrongState(_("You have taken this request up already."))
    request.taken_by, request.taken_at = by, now
    request.save(update_fields=["taken_by", "taken_at"])
    audit.record("training.taken_up", by=by, subject=request, at=now)
    return request


@transaction.atomic
def decline(request: TrainingRequest, *, by: Person, reason: str) -> TrainingRequest:
    """Say no, and why. Whoever asked reads the reason."""
    now, request = _held(request)
    refuse(why_not_handle(by, request, fresh=True))
    words = said(reason, missing=_("Write the reason. Whoever asked reads it."))
    request.declined_by, request.declined_at, request.reason = by, now, words
    request.save(update_fields=["declined_by", "declined_at", "reason"])
    audit.record("training.declined", by=by, subject=request, at=now, note=words)
    return request


def answered_with(request: TrainingRequest, session: Session, *, by: Person, now: dt.datetime) -> None:
    """Within the deed that plans the session: it answers the request."""
    request = TrainingRequest.objects.select_related("market", "domain", "guideline").get(pk=request.pk)
    refuse(why_not_handle(by, request, fresh=True))
    if (request.market_id, request.domain_id) != (session.market_id, session.domain_id):
        raise WrongState(_("The request is for another market and domain than this session."))
    request.session, request.answered_at = session, now
    if request.taken_by_id is None:
        request.taken_by, request.taken_at = by, now
    request.save()
    # Its own instant: the event of the session is a moment before it.
    audit.record("training.answered", by=by, subject=request, session=session.pk)


def _held(request: TrainingRequest) -> tuple[dt.datetime, TrainingRequest]:
    now = audit.moment()
    return now, TrainingRequest.objects.select_related("market", "domain", "guideline").get(pk=request.pk)
