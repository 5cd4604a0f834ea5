"""Putting into the queue that a guideline should change: what is said again in the same words is counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import Domain, Market, Topic
from guidelines.editions.clearances import not_restricted
from guidelines.editions.models import Guideline
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import visible_guidelines
from guidelines.frame.refusals import Invalid, NotFound, WrongState
from guidelines.insights import waiting
from guidelines.insights.insight_rights import why_not_say
from guidelines.insights.models import Insight, Raising, Severity, Source
from guidelines.insights.services._locking import said
from guidelines.insights.services.asking import AN_HOUR, TooOften
from guidelines.insights.wording import likeness
from guidelines.people.models import Person

LONGEST, MOST_AN_HOUR = 2000, 30


@dataclass(frozen=True)
class Reference:
    """What the evidence is, and the page on which it stands: `url_name` with `args`, or with the key alone."""

    kind: str
    id: int
    url_name: str = ""
    args: Sequence[Any] | None = None


@dataclass(frozen=True)
class Signal:
    """That a guideline should change: what says so, where, and in which words.

    A guideline says the market and the domain. `severity` is S1 to S4 or empty. The same reference is counted once
    for each person who says it, and once for the portal.
    """

    source: str
    market: Market
    words: str
    domain: Domain | None = None
    guideline: Guideline | None = None
    rule_id: str = ""
    topic: Topic | None = None
    severity: str = ""
    reference: Reference | None = None
    name: str = ""
    """Of the program that says it."""


@transaction.atomic
def open_insight(signal: Signal, *, by: Person | None) -> Insight:
    """The insight that says this: a new one, or the open one that said it before. `by` is None for what the portal
    found itself. Raises Refused, Invalid or NotFound; WrongState where this person said the same already.
    """
    now = audit.moment()
    if by is not None:
        refuse(why_not_say(by, signal.market, signal.domain, fresh=True))
        _refuse_unread(signal, by)
        _refuse_too_many(by, now)
    raising, is_new = take(signal, by=by, at=now)
    if is_new:
        opened = raising.insight.opened_at == now and raising.insight.said == raising.times
        verb = "insight.opened" if opened else "insight.raised"
        facts: dict[str, Any] = {"source": raising.source, "text": raising.words, "reference": _named(signal.reference)}
        audit.record(verb, by=by, subject=raising.insight, at=now, **facts)
    return raising.insight


def _named(reference: Reference | None) -> list[Any]:
    return [reference.kind, reference.id] if reference else []


def _refuse_unread(signal: Signal, by: Person) -> None:
    if signal.guideline and not visible_guidelines(by).filter(pk=signal.guideline.pk).exists():
        raise NotFound(_("There is no such guideline that you can read."))


def _refuse_too_many(by: Person, now: dt.datetime) -> None:
    lately = Raising.objects.filter(person=by, at__gt=now - AN_HOUR, source__in=(Source.NOTE, Source.INCIDENT))
    if lately.count() >= MOST_AN_HOUR:
        sentence = _("You put %(most)d insights into the queue within an hour. Go on later.")
        raise TooOften(sentence % {"most": MOST_AN_HOUR})


def take(signal: Signal, *, by: Person | None, at: dt.datetime, times: int = 1) -> tuple[Raising, bool]:
    """The row that says it, and whether it is new; within the deed of the caller, who holds the head of the chain.

    A follower takes it so: the deed that it follows is on record already.
    """
    signal = _checked(signal)
    known = _raised_before(signal.reference, by)
    if known is not None:
        return known, False
    alike = _alike(signal, at)
    if alike and by and not signal.reference and alike.raisings.filter(person=by, source=signal.source).exists():
        raise WrongState(_("You have said this already. It is in the list of what you said."))
    insight = alike or _opened(signal, at)
    Insight.objects.filter(pk=insight.pk).update(said=F("said") + times, last_at=max(at, insight.last_at))
    reference = signal.reference
    made = Raising.objects.create(
        insight=insight,
        raised_on=insight,
        source=signal.source,
        person=by,
        name=signal.name,
        at=at,
        words=signal.words,
        times=times,
        reference_kind=reference.kind if reference else "",
        reference_id=reference.id if reference else None,
        url_name=reference.url_name if reference else "",
        url_args=list(reference.args if reference.args is not None else [reference.id]) if reference else [],
    )
    insight.refresh_from_db(fields=["said", "last_at"])
    waiting.forget_all()
    return made, True


def _checked(signal: Signal) -> Signal:
    """With the place of its guideline, and words that can be stored; or the sentence that it can't be taken."""
    words = said(signal.words, most=LONGEST, missing=_("Write what should change, and why."))
    if signal.source not in Source.values or (signal.severity and signal.severity not in Severity.values):
        raise Invalid(_("There is no such source or severity."))
    if signal.rule_id and not signal.guideline:
        raise Invalid(_("Write the guideline that this rule is in."))
    if not signal.guideline:
        return replace(signal, words=words)
    guideline = signal.guideline
    return replace(signal, words=words, market=guideline.market, domain=guideline.domain)


def _raised_before(reference: Reference | None, by: Person | None) -> Raising | None:
    if reference is None:
        return None
    rows = Raising.objects.filter(reference_kind=reference.kind, reference_id=reference.id, person=by)
    return rows.select_related("insight").first()


def _alike(signal: Signal, at: dt.datetime) -> Insight | None:
    """The insight that said it before and is open still, or the open one into which that was merged."""
    open_ones = Insight.objects.open(at).filter(_may_hold(signal))
    found = open_ones.filter(_says_the_same(signal)).first()
    if found is None:
        merged = Insight.objects.filter(_says_the_same(signal)).merged().values("merged_into")
        found = open_ones.filter(pk__in=merged).first()
    return found


def _may_hold(signal: Signal) -> Q:
    """An insight of a guideline that was restricted since takes in what names no guideline, or another, no more:
    whoever says it might not see where it went.
    """
    other = Q(guideline=None) | not_restricted("guideline")
    return other | Q(guideline=signal.guideline) if signal.guideline else other


def _says_the_same(signal: Signal) -> Q:
    """In the same words; or of the same area, whose words are figures and so are others every day."""
    same = Q(likeness=_likeness(signal))
    if signal.source != Source.AREA or not signal.reference:
        return same
    page = {"url_name": signal.reference.url_name, "url_args": list(signal.reference.args or ())}
    said_before = Raising.objects.filter(insight=OuterRef("pk"), reference_kind=signal.reference.kind, **page)
    return same | Q(Exists(said_before))


def _likeness(signal: Signal) -> str:
    return likeness(
        signal.words,
        market=signal.market.pk,
        domain=signal.domain.pk if signal.domain else None,
        guideline=signal.guideline.pk if signal.guideline else None,
        rule_id=signal.rule_id,
    )


def _opened(signal: Signal, at: dt.datetime) -> Insight:
    return Insight.objects.create(
        source=signal.source,
        market=signal.market,
        domain=signal.domain,
        guideline=signal.guideline,
        rule_id=signal.rule_id,
        topic=signal.topic,
        severity=signal.severity,
        text=signal.words,
        likeness=_likeness(signal),
        opened_at=at,
        last_at=at,
    )
