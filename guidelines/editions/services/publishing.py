"""Giving approved words force and taking it back: publish, cancel, withdraw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.editions import signatures
from guidelines.editions.lifecycle import MOVES
from guidelines.editions.models import Audience, Edition
from guidelines.editions.notice import is_short_notice
from guidelines.editions.queries import in_force_before, scheduled_after, stands_on_the_newest
from guidelines.editions.services._moving import locked, refuse_unless_allowed, take
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.people.models import Person
from guidelines.text.normal import normalise


class Fate(StrEnum):
    """What becomes of an edition that is already scheduled when another is published under it."""

    KEEP = "keep"
    CANCEL = "cancel"
    REBASE = "rebase"
    """Cancelled and recalled to draft, to be put on the new words and approved again."""


@dataclass(frozen=True)
class Acknowledging:
    """Who must say that they have read an edition, and until when."""

    audience: str = Audience.NOBODY
    roles: tuple[str, ...] = ()
    until: dt.datetime | None = None


@transaction.atomic
def publish(
    edition: Edition,
    *,
    by: Person,
    seen: str,
    effective_from: dt.datetime | None = None,
    fates: Mapping[int, Fate] | None = None,
    note: str = "",
    why_sooner: str = "",
    acknowledging: Acknowledging | None = None,
    at_once: dt.datetime | None = None,
    backdate: bool = False,
    imported: bool = False,
) -> Edition:
    """Give an approved edition force now (None) or at a moment to come.

    `fates` decides over each edition scheduled after that moment, by number, with the reason in `note`; `why_sooner`
    says why a major change starts within the notice period of its market. `at_once` is the instant of a deed that
    publishes several editions together. Only the importer passes `backdate`, which permits a moment in the past,
    and `imported`; the event names both.
    """
    edition, why_sooner = locked(edition), normalise(why_sooner).text.strip()
    refuse_unless_allowed(by, MOVES["publish"], edition)

    def begin(edition: Edition, now: dt.datetime) -> dict[str, Any]:
        _refuse_unless_signed(edition, now)
        start = at_once or _beginning(effective_from, now, backdate)
        if backdate:
            _refuse_if_something_began_after(edition, start)
        refuse_unless_on_the_newest(edition, start)
        edition.effective_from, edition.published_at = start, now
        facts: dict[str, Any] = {"effective_from": start.isoformat()}
        if not imported:
            facts |= _short_notice(edition, start, now, why_sooner) | _acknowledged(edition, acknowledging, start)
        return facts | {name: True for name, given in (("backdate", backdate), ("imported", imported)) if given}

    later = [] if backdate else _decided(edition, effective_from, fates or {}, note)
    published = take(MOVES["publish"], edition, by=by, seen=seen, note=note, change=begin, fates=dict(fates or {}))
    _seal(later, by=by, note=note)
    return published


def _seal(later: list[tuple[Edition, Fate]], *, by: Person, note: str) -> None:
    """Carry out what was decided over the editions scheduled after a new one."""
    for scheduled, fate in later:
        if fate is not Fate.KEEP:
            cancel(scheduled, by=by, note=note)
        if fate is Fate.REBASE:
            take(MOVES["recall"], scheduled, by=by, note=note)


def _short_notice(edition: Edition, start: dt.datetime, now: dt.datetime, why_sooner: str) -> dict[str, str]:
    """The reason for a start within the notice period, as a fact; nothing where none is needed."""
    if not is_short_notice(edition, start, now):
        return {}
    if why_sooner:
        return {"why_sooner": why_sooner}
    days = edition.guideline.market.notice_days
    raise Invalid(
        ngettext(
            "This market asks for %(days)d working day between a major change and its start. "
            "Write why it starts sooner.",
            "This market asks for %(days)d working days between a major change and its start. "
            "Write why it starts sooner.",
            days,
        )
        % {"days": days}
    )


def _acknowledged(edition: Edition, wanted: Acknowledging | None, start: dt.datetime) -> dict[str, Any]:
    """Set who must acknowledge, and give it as facts; nothing where nobody must."""
    if wanted is None or wanted.audience == Audience.NOBODY:
        return {}
    if wanted.audience == Audience.ROLES and not wanted.roles:
        raise Invalid(_("Choose the roles that must acknowledge, or let nobody."))
    if wanted.until is not None and wanted.until <= start:
        raise Invalid(_("The time to acknowledge ends before the edition starts. Choose a later day."))
    roles = sorted(wanted.roles) if wanted.audience == Audience.ROLES else []
    edition.acknowledged_by, edition.acknowledging_roles = wanted.audience, roles
    edition.acknowledge_until = wanted.until
    until = wanted.until.isoformat() if wanted.until else None
    return {"acknowledged_by": wanted.audience, "acknowledging_roles": roles, "acknowledge_until": until}


def cancel(edition: Edition, *, by: Person, note: str = "") -> Edition:
    """Take back a publication before it begins; the approval stays."""

    def unset(edition: Edition, now: dt.datetime) -> dict[str, str]:
        _refuse_if_begun(edition, now)
        facts = {"effective_from": edition.effective_from.isoformat() if edition.effective_from else ""}
        edition.effective_from = edition.published_at = edition.expires_at = edition.acknowledge_until = None
        edition.acknowledged_by, edition.acknowledging_roles = Audience.NOBODY, []
        return facts

    return take(MOVES["cancel"], edition, by=by, note=note, change=unset)


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
    """Every signature that is needed now must stand, on these words and by people who wrote none of them."""
    missing = signatures.standing(edition, now).missing
    if not missing:
        return
    if signatures.ANY in missing:
        raise WrongState(
            _("Whoever approved these words has written in this guideline since. Another policy reviewer must approve.")
        )
    raise WrongState(
        _("A signature for %(missing)s is missing. Recall this edition, submit it again and have it signed.")
        % {"missing": ", ".join(missing)}
    )


def refuse_unless_on_the_newest(edition: Edition, start: dt.datetime) -> None:
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


def _refuse_if_something_began_after(edition: Edition, start: dt.datetime) -> None:
    """History is only added to: an import never slips words under an edition that is already there."""
    if Edition.objects.filter(guideline=edition.guideline).issued().filter(effective_from__gt=start).exists():
        raise Invalid(_("An edition of this guideline begins after that moment. Words can’t be slipped in under it."))


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
