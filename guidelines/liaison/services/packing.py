"""Asking for a pack: a deed, recorded with everything that decides its bytes. Its files are written afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import Domain, Market
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid
from guidelines.frame.tasks import soon
from guidelines.liaison.making import make_pack
from guidelines.liaison.models import NEVER, Pack, PackPlace, Stakeholder, Subscription
from guidelines.liaison.packs import brief_of
from guidelines.liaison.questions import Question
from guidelines.liaison.services import refuse_unless_exporter
from guidelines.liaison.services.refusing import (
    refuse_places_beyond,
    refuse_too_many,
    refuse_unfit,
    refuse_unless_list_fits,
)
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.text.audience import Audience
from guidelines.text.normal import normalise

A_CLICK = dt.timedelta(seconds=10)
"""Within so long the same is not meant twice."""


@transaction.atomic
def ask_for_pack(
    question: Question,
    *,
    audience: str,
    formats: Collection[str],
    by: Person,
    introduction: str = "",
    left_out: Collection[str] = (),
    redline: bool = False,
    inside: bool = False,
    stakeholder: Stakeholder | None = None,
    subscription: Subscription | None = None,
    corrects: Pack | None = None,
    at: dt.datetime | None = None,
) -> Pack:
    """A pack that will be made, or one that waits for a second person where it tells an outsider more than notes."""
    refuse_unless_exporter(by, fresh=True)
    introduction = normalise(introduction).text.strip()
    refuse_unfit(audience, formats, introduction, () if subscription else left_out, stakeholder)
    refuse_places_beyond(question, by)
    if stakeholder is not None and subscription is None:
        refuse_unless_list_fits(stakeholder, question, by)
    now = clock.now()
    pack = Pack(
        question=question.as_data(),
        audience=audience,
        introduction=introduction,
        left_out=sorted(left_out),
        redline=redline,
        inside=inside and audience != Audience.INTERNAL,
        formats=list(dict.fromkeys(formats)),
        stakeholder=stakeholder,
        subscription=subscription,
        corrects=corrects,
        at=at or now,
        asked_by=by,
        asked_at=now,
        due_at=now,
    )
    return _clicked_before(pack) or _asked_for(pack, question)


def _clicked_before(pack: Pack) -> Pack | None:
    """The same pack for the same list, asked for a moment ago: a second click is not a second message."""
    if pack.stakeholder_id is None or pack.subscription_id is not None:
        return None
    # Of two clicks at once, the second waits here for the pack of the first.
    Stakeholder.objects.select_for_update(no_key=True).get(pk=pack.stakeholder_id)
    lately = Pack.objects.filter(asked_by=pack.asked_by, asked_at__gt=pack.asked_at - A_CLICK).exclude(state="failed")
    return next((one for one in lately if _asked(one) == _asked(pack)), None)


def _asked_for(pack: Pack, question: Question) -> Pack:
    """Store it, record it, and have it made; unless a second person comes first."""
    if pack.subscription is None:
        refuse_too_many(question, pack.asked_by, pack)
    if pack.needs_agreement:
        pack.due_at = NEVER
    if not (places := list(_places(pack, question, pack.asked_by))):
        raise Invalid(_("You may export none of these domains in these markets. Tick others."))
    pack.save()
    PackPlace.objects.bulk_create(places)
    audit.record("pack.asked", by=pack.asked_by, subject=pack, **_asked(pack))
    if not pack.needs_agreement:
        soon(make_pack, pack.pk)
    return pack


def _places(pack: Pack, question: Question, by: Person) -> Iterator[PackPlace]:
    """Every market with every domain; where the person may export some domains only, those that are in it."""
    held = holdings(by)
    chosen = list(Domain.objects.filter(code__in=question.domains))
    every = list(Domain.objects.all())
    for market in Market.objects.filter(code__in=question.markets):
        if not chosen and held.may(Capability.EXPORT, market.pk, None):
            yield PackPlace(pack=pack, market=market)
            continue
        for domain in chosen or every:
            if held.may(Capability.EXPORT, market.pk, domain.pk):
                yield PackPlace(pack=pack, market=market, domain=domain)


def _asked(pack: Pack) -> dict[str, Any]:
    brief = brief_of(pack)
    return {
        "question": pack.question,
        "audience": pack.audience,
        "formats": pack.formats,
        "left_out": sorted(brief.left_out),
        "redline": pack.redline,
        "inside": pack.inside,
        "introduction": pack.introduction,
        "stakeholder": pack.stakeholder_id,
        "subscription": pack.subscription_id,
        "corrects": pack.corrects_id,
    }
