"""Stakeholder requests: made, taken up, commented on, declined with a reason, or answered by an edition."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import Domain, Market
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import visible_guidelines
from guidelines.frame.refusals import Invalid, NotFound, WrongState
from guidelines.insights import waiting
from guidelines.insights.models import Remark, StakeholderRequest
from guidelines.insights.request_rights import (
    why_not_answer_in,
    why_not_handle,
    why_not_request,
    why_not_speak,
)
from guidelines.insights.services._locking import said
from guidelines.insights.services.asking import AN_HOUR, MOST_AN_HOUR, TooOften
from guidelines.people.models import Person

LONGEST = 2000
MOST_OF_A_PROGRAM = 60
"""How many requests a token makes in an hour."""
FURTHEST = dt.timedelta(days=3 * 366)


@dataclass(frozen=True)
class Wish:
    """What is asked for."""

    market: Market
    domain: Domain | None
    text: str
    why: str
    guideline: Guideline | None = None
    rule_id: str = ""
    wanted_by: dt.date | None = None


@transaction.atomic
def request_change(wish: Wish, *, by: Person) -> StakeholderRequest:
    """Ask for something, and say why. Whoever reads there may."""
    now = audit.moment()
    refuse(why_not_request(by, wish.market, wish.domain, fresh=True))
    if wish.guideline and not visible_guidelines(by).filter(pk=wish.guideline.pk).exists():
        raise NotFound(_("There is no such guideline that you can read."))
    columns = checked(wish, now)
    if StakeholderRequest.objects.filter(asked_by=by, asked_at__gt=now - AN_HOUR).count() >= MOST_AN_HOUR:
        raise TooOften(_("You made %(most)d requests within an hour. Try again later.") % {"most": MOST_AN_HOUR})
    undecided = StakeholderRequest.objects.open(now) | StakeholderRequest.objects.taken_up(now)
    if undecided.filter(asked_by=by, text=columns["text"], market=wish.market).exists():
        raise WrongState(_("You have asked for this already. It is in the list of your requests."))
    return record(StakeholderRequest(asked_by=by, asked_at=now, **columns), by=by)


@transaction.atomic
def request_by_program(
    wish: Wish, *, reader: Person, source: str, source_id: int, key: str
) -> tuple[StakeholderRequest, bool]:
    """The request that a program names by this key, and whether it is new. `reader` has the rights of its token."""
    now = audit.moment()
    columns = checked(wish, now)
    own = StakeholderRequest.objects.select_related("market", "domain", "guideline", "answered_in__guideline")
    before = own.filter(source_id=source_id, key=key).first()
    if before is not None:
        if any(getattr(before, name) != value for name, value in columns.items()):
            raise WrongState(_("This key names another request already. Take a new key for a new request."))
        return before, False
    refuse(why_not_request(reader, wish.market, wish.domain))
    if own.filter(source_id=source_id, asked_at__gt=now - AN_HOUR).count() >= MOST_OF_A_PROGRAM:
        raise TooOften(_("A token makes %(most)d requests an hour. Go on later.") % {"most": MOST_OF_A_PROGRAM})
    made = StakeholderRequest(source=source, source_id=source_id, key=key, asked_at=now, **columns)
    return record(made, by=None), True


def checked(wish: Wish, now: dt.datetime) -> dict[str, Any]:
    """The columns of a wish, or the sentence that it can't be taken."""
    today = now.astimezone(wish.market.zone).date()
    if wish.wanted_by and not today <= wish.wanted_by <= today + FURTHEST:
        raise Invalid(_("Choose a day from today on, within three years."))
    return {
        "market": wish.market,
        "domain": wish.domain,
        "guideline": wish.guideline,
        "rule_id": wish.rule_id,
        "wanted_by": wish.wanted_by,
        "text": said(wish.text, most=LONGEST, missing=_("Write what you need.")),
        "why": said(wish.why, most=LONGEST, missing=_("Write why you need it: what goes wrong today?")),
    }


def record(made: StakeholderRequest, *, by: Person | None) -> StakeholderRequest:
    """The row and its event, within the deed of the caller."""
    made.save(force_insert=True)
    wanted = made.wanted_by.isoformat() if made.wanted_by else None
    facts: dict[str, Any] = {"text": made.text, "why": made.why, "wanted_by": wanted, "source": made.source}
    audit.record("request.made", by=by, subject=made, at=made.asked_at, **facts)
    waiting.forget_all()
    return made


@transaction.atomic
def take_up(request: StakeholderRequest, *, by: Person) -> StakeholderRequest:
    """Say that somebody works on it."""
    now, request = _held(request)
    refuse(why_not_handle(by, request, fresh=True))
    if request.taken_by_id == by.pk:
        raise WrongState(_("You have taken this request up already."))
    request.taken_by, request.taken_at = by, now
    request.save(update_fields=["taken_by", "taken_at"])
    audit.record("request.taken_up", by=by, subject=request, at=now)
    waiting.forget_all()
    return request


@transaction.atomic
def decline(request: StakeholderRequest, *, by: Person, reason: str) -> StakeholderRequest:
    """Say no, and why. Whoever asked reads the reason."""
    now, request = _held(request)
    refuse(why_not_handle(by, request, fresh=True))
    words = said(reason, most=LONGEST, missing=_("Write the reason. Whoever asked reads it."))
    request.declined_by, request.declined_at, request.reason = by, now, words
    request.answered_in = request.linked_by = request.linked_at = None
    request.save()
    audit.record("request.declined", by=by, subject=request, at=now, note=words)
    waiting.forget_all()
    return request


@transaction.atomic
def remark(request: StakeholderRequest, *, by: Person, text: str) -> Remark:
    """Say something about it: a question back, an answer in words."""
    now, request = _held(request)
    refuse(why_not_speak(by, request, fresh=True))
    words = said(text, most=LONGEST, missing=_("Write your comment."))
    made = Remark.objects.create(request=request, person=by, at=now, text=words)
    audit.record("request.remarked", by=by, subject=request, at=now, remark=made.pk)
    return made


@transaction.atomic
def answer_in(request: StakeholderRequest, edition: Edition, *, by: Person) -> StakeholderRequest:
    """Name the edition that answers it. Whoever asked is told when it is in force."""
    Guideline.objects.select_for_update().get(pk=edition.guideline_id)
    now, request = _held(request)
    edition = Edition.objects.select_related("guideline__market").defer("source").get(pk=edition.pk)
    refuse(why_not_handle(by, request, fresh=True))
    refuse(why_not_answer_in(by, request, edition))
    if request.answered_in_id == edition.pk:
        raise WrongState(_("%(edition)s is named already.") % {"edition": edition})
    request.answered_in, request.linked_by, request.linked_at = edition, by, now
    if request.taken_by_id is None:
        request.taken_by, request.taken_at = by, now
    request.save()
    audit.record("request.linked", by=by, subject=request, at=now, edition=edition.pk, named=str(edition))
    waiting.forget_all()
    return request


def _held(request: StakeholderRequest) -> tuple[dt.datetime, StakeholderRequest]:
    """The instant of the deed, and the request as it is now: from here on this is the only deed."""
    now = audit.moment()
    rows = StakeholderRequest.objects.select_related("market", "domain", "guideline", "answered_in__guideline")
    return now, rows.get(pk=request.pk)
