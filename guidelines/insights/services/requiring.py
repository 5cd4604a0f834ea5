"""Requirements: opened for one insight or several, planned, handed over, moved, begun, and declined with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import Domain, Market
from guidelines.editions.reasons import refuse
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.insights import waiting
from guidelines.insights.insight_rights import why_not_work
from guidelines.insights.models import Insight, Requirement, RequirementMarket
from guidelines.insights.requirement_rights import why_not_deliver, why_not_keep, why_not_own, why_not_require
from guidelines.insights.services._locking import said
from guidelines.insights.services.requesting import FURTHEST
from guidelines.people.models import Person

LONGEST, MOST_INSIGHTS = 2000, 100


@dataclass(frozen=True)
class Need:
    """What is to be done. The first market is the one on whose calendar it is due."""

    kind: str
    need: str
    why: str
    markets: Sequence[Market]
    owner: Person
    domain: Domain | None = None
    due_on: dt.date | None = None


@transaction.atomic
def open_requirement(need: Need, insights: Sequence[Insight], *, by: Person) -> Requirement:
    """A requirement that these insights ask for. Whoever said any of them is told what becomes of it."""
    now = audit.moment()
    markets = list(dict.fromkeys(need.markets))
    if not markets:
        raise Invalid(_("Choose a market at least."))
    refuse(why_not_require(by, markets, need.domain.pk if need.domain else None, fresh=True))
    found = _insights(insights, by)
    _refuse_beyond(found, markets)
    _refuse_mixing(found[0], found[1:])
    made = Requirement(market=markets[0], opened_by=by, opened_at=now, **_columns(need, found, now))
    made.save(force_insert=True)
    RequirementMarket.objects.bulk_create(RequirementMarket(requirement=made, market=market) for market in markets)
    Insight.objects.filter(pk__in=[one.pk for one in found]).update(requirement=made)
    refuse(why_not_own(need.owner, made))
    facts: dict[str, Any] = {"kind": made.kind, "text": made.need, "why": made.why, "due": _day(made.due_on)}
    facts |= {"markets": [market.code for market in markets], "insights": sorted(one.pk for one in found)}
    audit.record("requirement.opened", by=by, subject=made, at=now, owner=made.owner_id, **facts)
    waiting.forget_all()
    return made


def _columns(need: Need, insights: Sequence[Insight], now: dt.datetime) -> dict[str, Any]:
    if need.kind not in Requirement.Kind.values:
        raise Invalid(_("Choose what kind of requirement it is."))
    named = {one.guideline_id for one in insights}
    return {
        "kind": need.kind,
        "need": said(need.need, most=LONGEST, missing=_("Write what is needed.")),
        "why": said(need.why, most=LONGEST, missing=_("Write the business reason: what goes wrong today?")),
        "domain": need.domain,
        "guideline_id": named.pop() if len(named) == 1 else None,
        "owner": need.owner,
        "due_on": _due(need.due_on, need.markets[0], now),
    }


def _due(day: dt.date | None, market: Market, now: dt.datetime) -> dt.date | None:
    today = now.astimezone(market.zone).date()
    if day and not today <= day <= today + FURTHEST:
        raise Invalid(_("Choose a day from today on, within three years."))
    return day


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _insights(insights: Sequence[Insight], by: Person) -> list[Insight]:
    """As they are now, each worked by this person."""
    keys = {one.pk for one in insights}
    if not keys:
        raise Invalid(_("Choose an insight that asks for it."))
    if len(keys) > MOST_INSIGHTS:
        raise Invalid(_("At most %(most)d insights at once. Add others later.") % {"most": MOST_INSIGHTS})
    paths = ("market", "domain", "guideline", "answered_in", "requirement__answered_in")
    found = list(Insight.objects.select_related(*paths).filter(pk__in=keys))
    for one in found:
        refuse(why_not_work(by, one))
    return found


def _refuse_beyond(insights: Sequence[Insight], markets: Sequence[Market]) -> None:
    for one in insights:
        if one.market not in markets:
            facts = {"market": one.market.local_name}
            raise Invalid(_("One of the insights is of %(market)s. Choose that market, too.") % facts)


@transaction.atomic
def add_to_requirement(requirement: Requirement, insight: Insight, *, by: Person) -> Requirement:
    """Another insight that asks for the same."""
    now, requirement = held(requirement)
    refuse(why_not_keep(by, requirement, fresh=True))
    (found,) = _insights([insight], by)
    _refuse_beyond([found], [place.market for place in requirement.markets.select_related("market")])
    _refuse_mixing(found, [*requirement.insights.select_related("guideline")])
    found.requirement = requirement
    found.save(update_fields=["requirement"])
    audit.record("requirement.widened", by=by, subject=requirement, at=now, insight=found.pk)
    waiting.forget_all()
    return requirement


def _refuse_mixing(found: Insight, others: Sequence[Insight]) -> None:
    """What is restricted stands with nothing else: those who asked for the rest would lose sight of it."""
    for one in others:
        is_hidden = any(each.guideline is not None and each.guideline.is_restricted for each in (one, found))
        if is_hidden and one.guideline_id != found.guideline_id:
            raise WrongState(_("An insight on a restricted guideline has a requirement of its own."))


@transaction.atomic
def plan_requirement(requirement: Requirement, *, owner: Person, due_on: dt.date | None, by: Person) -> Requirement:
    """Say who does it until when, or say it anew. With it, a new one is planned."""
    now, requirement = held(requirement)
    refuse(why_not_keep(by, requirement, fresh=True))
    if due_on is None:
        raise Invalid(_("Choose the day on which it is due."))
    was = {"owner": requirement.owner_id, "due": _day(requirement.due_on)}
    if due_on != requirement.due_on:
        _due(due_on, requirement.market, now)
    if owner.pk != requirement.owner_id:
        refuse(why_not_own(owner, requirement))
    if requirement.planned_at and was == {"owner": owner.pk, "due": _day(due_on)}:
        raise WrongState(_("Nothing was changed: these are its owner and its day."))
    requirement.owner, requirement.due_on = owner, due_on
    requirement.planned_at = requirement.planned_at or now
    requirement.save(update_fields=["owner", "due_on", "planned_at"])
    facts: dict[str, Any] = {"owner": owner.pk, "name": owner.name, "due": _day(due_on), "was": was}
    audit.record("requirement.planned", by=by, subject=requirement, at=now, **facts)
    return requirement


@transaction.atomic
def start_requirement(requirement: Requirement, *, by: Person) -> Requirement:
    """Say that the work has begun."""
    now, requirement = held(requirement)
    refuse(why_not_deliver(by, requirement, fresh=True))
    if requirement.started_at:
        raise WrongState(_("The work on it has begun already."))
    requirement.started_at = now
    requirement.save(update_fields=["started_at"])
    audit.record("requirement.started", by=by, subject=requirement, at=now)
    return requirement


@transaction.atomic
def decline_requirement(requirement: Requirement, *, reason: str, by: Person) -> Requirement:
    """Say that it is not done, and why. Whoever said any of its insights reads the reason."""
    now, requirement = held(requirement)
    refuse(why_not_keep(by, requirement, fresh=True))
    words = said(reason, most=LONGEST, missing=_("Write the reason. Everybody who asked for it reads it."))
    requirement.declined_by, requirement.declined_at, requirement.reason = by, now, words
    requirement.answered_in = requirement.linked_by = requirement.linked_at = None
    requirement.save()
    audit.record("requirement.declined", by=by, subject=requirement, at=now, note=words)
    waiting.forget_all()
    return requirement


def held(requirement: Requirement) -> tuple[dt.datetime, Requirement]:
    """The instant of the deed, and the requirement as it is now: from here on this is the only deed."""
    now = audit.moment()
    rows = Requirement.objects.select_related("market", "domain", "guideline", "owner", "answered_in__guideline")
    return now, rows.get(pk=requirement.pk)
