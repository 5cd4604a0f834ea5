"""Giving words force and taking it back: publish, cancel, enforce now, ratify, withdraw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.editions import four_eyes
from guidelines.editions.guards import HOURS_OF_AN_EMERGENCY
from guidelines.editions.lifecycle import MOVES
from guidelines.editions.models import Approval, Edition
from guidelines.editions.queries import in_force_before, scheduled_after, stands_on_the_newest
from guidelines.editions.readiness import blockers
from guidelines.editions.services._moving import locked, refuse_unless_allowed, take
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.people.models import Person


class Fate(StrEnum):
    """What becomes of an edition that is already scheduled when another is published under it."""

    KEEP = "keep"
    CANCEL = "cancel"
    REBASE = "rebase"
    """Cancelled and recalled to draft, to be put on the new words and approved again."""


@transaction.atomic
def publish(
    edition: Edition,
    *,
    by: Person,
    seen: str,
    effective_from: dt.datetime | None = None,
    fates: Mapping[int, Fate] | None = None,
    note: str = "",
    backdate: bool = False,
    imported: bool = False,
) -> Edition:
    """Give an approved edition force now (None) or at a moment to come.

    `fates` decides over each edition scheduled after that moment, by number, with the reason in `note`. Only the
    importer passes `backdate`, which permits a moment in the past, and `imported`; the event names both.
    """
    edition = locked(edition)
    refuse_unless_allowed(by, MOVES["publish"], edition)

    def begin(edition: Edition, now: dt.datetime) -> dict[str, Any]:
        _refuse_unless_signed(edition, now)
        start = _beginning(effective_from, now, backdate)
        if backdate:
            _refuse_if_something_began_after(edition, start)
        _refuse_unless_on_the_newest(edition, start)
        edition.effective_from, edition.published_at = start, now
        facts: dict[str, Any] = {"effective_from": start.isoformat()}
        return facts | ({"backdate": True} if backdate else {}) | ({"imported": True} if imported else {})

    later = [] if backdate else _decided(edition, effective_from, fates or {}, note)
    published = take(MOVES["publish"], edition, by=by, seen=seen, note=note, change=begin, fates=dict(fates or {}))
    for scheduled, fate in later:
        if fate is not Fate.KEEP:
            cancel(scheduled, by=by, note=note)
        if fate is Fate.REBASE:
            take(MOVES["recall"], scheduled, by=by, note=note)
    return published


def cancel(edition: Edition, *, by: Person, note: str = "") -> Edition:
    """Take back a publication before it begins; the approval stays."""

    def unset(edition: Edition, now: dt.datetime) -> dict[str, str]:
        _refuse_if_begun(edition, now)
        facts = {"effective_from": edition.effective_from.isoformat() if edition.effective_from else ""}
        edition.effective_from = edition.published_at = edition.expires_at = None
        return facts

    return take(MOVES["cancel"], edition, by=by, note=note, change=unset)


def enforce_now(edition: Edition, *, by: Person, seen: str, note: str, hours: int = HOURS_OF_AN_EMERGENCY) -> Edition:
    """Give a draft force at once, without approval, for at most 72 hours. The auditors' list names it for ever."""
    if not 1 <= hours <= HOURS_OF_AN_EMERGENCY:
        raise Invalid(_("An emergency edition runs for 1 to %(hours)d hours.") % {"hours": HOURS_OF_AN_EMERGENCY})

    def begin(edition: Edition, now: dt.datetime) -> dict[str, str]:
        found = blockers(edition)
        if found:
            raise Invalid(_("Not ready: %(blockers)s") % {"blockers": " ".join(str(blocker) for blocker in found)})
        _refuse_a_chain_of_emergencies(edition, now)
        _refuse_unless_on_the_newest(edition, now)
        edition.effective_from = edition.published_at = now
        edition.expires_at = now + dt.timedelta(hours=hours)
        return {"effective_from": now.isoformat(), "expires_at": edition.expires_at.isoformat()}

    return take(MOVES["enforce_now"], edition, by=by, seen=seen, note=note, change=begin)


def ratify(edition: Edition, *, by: Person, seen: str, note: str = "") -> Edition:
    """Sign an emergency edition while it runs, so that it stays in force."""

    def sign(edition: Edition, now: dt.datetime) -> dict[str, str]:
        if edition.expires_at is None or edition.expires_at <= now:
            raise WrongState(_("This emergency edition has ended. Publish a regular one."))
        ended, edition.expires_at = edition.expires_at, None
        kind = Approval.Kind.RATIFIED
        Approval.objects.create(edition=edition, person=by, kind=kind, digest=edition.digest, note=note, at=now)
        return {"would_have_ended": ended.isoformat()}

    return take(MOVES["ratify"], edition, by=by, seen=seen, note=note, change=sign)


def withdraw(
    edition: Edition, *, by: Person, note: str, backdate_to: dt.datetime | None = None, imported: bool = False
) -> Edition:
    """End the force of an edition that has begun. Until another begins, nothing is in force.

    Only the importer passes `backdate_to`, an instant in the past, and `imported`; the event names both.
    """

    def end(edition: Edition, now: dt.datetime) -> dict[str, Any]:
        if edition.effective_from and backdate_to and not edition.effective_from <= backdate_to <= now:
            raise Invalid(_("An edition ends after it begins, and not in the future."))
        edition.withdrawn_at = backdate_to or now
        facts: dict[str, Any] = {"backdate": backdate_to.isoformat()} if backdate_to else {}
        return facts | ({"imported": True} if imported else {})

    return take(MOVES["withdraw"], edition, by=by, note=note, change=end)


def _beginning(wanted: dt.datetime | None, now: dt.datetime, backdate: bool) -> dt.datetime:
    if wanted is None:
        return now
    if wanted <= now and not backdate:
        raise Invalid(_("The moment in force has passed. Choose a later one, or publish for now."))
    return wanted


def _refuse_unless_signed(edition: Edition, now: dt.datetime) -> None:
    if four_eyes.standing_approval(edition, now) is None:
        raise WrongState(
            _("Whoever approved these words has written in this guideline since. Another policy reviewer must approve.")
        )


def _refuse_unless_on_the_newest(edition: Edition, start: dt.datetime) -> None:
    if Edition.objects.filter(guideline=edition.guideline, effective_from=start).exists():
        raise Invalid(_("Another edition of this guideline begins at that very moment. Choose another moment."))
    if not stands_on_the_newest(edition, start):
        predecessor = in_force_before(edition.guideline, start)
        raise WrongState(
            _(
                "This edition does not stand on the words that will be in force just before it "
                "(edition %(number)s). Recall it, rebase it, and have it approved again."
            )
            % {"number": predecessor.number if predecessor else "-"}
        )


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


def _refuse_if_something_began_after(edition: Edition, start: dt.datetime) -> None:
    """History is only added to: an import never slips words under an edition that is already there."""
    if Edition.objects.filter(guideline=edition.guideline).issued().filter(effective_from__gt=start).exists():
        raise Invalid(_("An edition of this guideline begins after that moment. Words can't be slipped in under it."))


def _refuse_if_begun(edition: Edition, now: dt.datetime) -> None:
    if edition.effective_from is None or edition.effective_from <= now:
        raise WrongState(_("This edition has begun. Withdraw it, or publish a newer one."))


def _decided(
    edition: Edition, start: dt.datetime | None, fates: Mapping[int, Fate], note: str
) -> list[tuple[Edition, Fate]]:
    """Each edition scheduled after this one, with what was decided; refuses a publication that leaves one open."""
    later = scheduled_after(edition.guideline, start or clock.now())
    open_ones = [scheduled.number for scheduled in later if scheduled.number not in fates]
    if open_ones:
        raise Invalid(
            ngettext(
                "Edition %(numbers)s is scheduled after this one. Decide what becomes of it.",
                "Editions %(numbers)s are scheduled after this one. Decide what becomes of them.",
                len(open_ones),
            )
            % {"numbers": ", ".join(map(str, open_ones))}
        )
    if later and not note.strip():
        raise Invalid(_("Write why the scheduled edition is kept, cancelled or rebased."))
    return [(scheduled, Fate(fates[scheduled.number])) for scheduled in later]
