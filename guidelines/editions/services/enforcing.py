"""The emergency lane: words in force at once, for at most 72 hours, until another reviewer signs them."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from guidelines.editions.guards import HOURS_OF_AN_EMERGENCY
from guidelines.editions.lifecycle import MOVES
from guidelines.editions.models import Approval, Edition
from guidelines.editions.readiness import NotReady, blockers
from guidelines.editions.services._moving import take
from guidelines.editions.services._signing import sign
from guidelines.editions.services.publishing import refuse_unless_on_the_newest
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.people.models import Person


def enforce_now(edition: Edition, *, by: Person, seen: str, note: str, hours: int = HOURS_OF_AN_EMERGENCY) -> Edition:
    """Give a draft force at once, without approval, for at most 72 hours. The auditors' list names it for ever."""
    if not 1 <= hours <= HOURS_OF_AN_EMERGENCY:
        raise Invalid(_("An emergency edition runs for 1 to %(hours)d hours.") % {"hours": HOURS_OF_AN_EMERGENCY})

    def begin(edition: Edition, now: dt.datetime) -> dict[str, str]:
        found = blockers(edition)
        if found:
            raise NotReady(found)
        _refuse_a_chain_of_emergencies(edition, now)
        refuse_unless_on_the_newest(edition, now)
        edition.effective_from = edition.published_at = now
        edition.expires_at = now + dt.timedelta(hours=hours)
        return {"effective_from": now.isoformat(), "expires_at": edition.expires_at.isoformat()}

    return take(MOVES["enforce_now"], edition, by=by, seen=seen, note=note, change=begin)


def ratify(edition: Edition, *, by: Person, seen: str, note: str = "", function: str | None = None) -> Edition:
    """Sign an emergency edition while it runs; with the last signature that is missing it stays in force."""

    def last(edition: Edition, now: dt.datetime) -> dict[str, str]:
        if edition.expires_at is None or edition.expires_at <= now:
            raise WrongState(_("This emergency edition has ended. Publish a regular one."))
        ended, edition.expires_at = edition.expires_at, None
        return {"would_have_ended": ended.isoformat()}

    kind = Approval.Kind.RATIFIED
    return sign(MOVES["ratify"], edition, by=by, seen=seen, kind=kind, note=note, function=function, last=last)


def _refuse_a_chain_of_emergencies(edition: Edition, now: dt.datetime) -> None:
    """72 hours are 72 hours: one emergency does not prolong another that nobody ratified."""
    ended_lately = now - dt.timedelta(hours=HOURS_OF_AN_EMERGENCY)
    chained = edition.guideline.editions.issued().filter(expires_at__gt=ended_lately).order_by("-expires_at").first()
    if chained:
        raise WrongState(
            _(
                "Edition %(number)d was an emergency less than %(hours)d hours ago and nobody ratified it. "
                "Submit this draft for review, so that another reviewer can approve it."
            )
            % {"number": chained.number, "hours": HOURS_OF_AN_EMERGENCY}
        )
