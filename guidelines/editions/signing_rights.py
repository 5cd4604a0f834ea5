"""Who may sign an edition and take on its review, and who keeps what an approval asks for. Part of `rights`."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from guidelines.catalogue.models import Domain
from guidelines.editions import four_eyes, signatures
from guidelines.editions.lifecycle import CLAIM, RELEASE, Move, State
from guidelines.editions.models import Edition
from guidelines.editions.reasons import NotAllowed, NotNow, Reason
from guidelines.editions.rounds import open_round
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings


def cannot_sign(person: Person, step: Move, edition: Edition, now: dt.datetime) -> Reason | None:
    """Why a person can't sign these words or take on their review: they wrote them, or no signature of theirs lacks."""
    if not step.needs_distance:
        return None
    near = four_eyes.contributions(edition, now)
    reason = four_eyes.why_not_distant(person, edition, near)
    if reason is None and edition.state == State.PUBLISHED and edition.moved_by_id == person.pk:
        reason = _("You enforced this edition. Another policy reviewer must ratify it.")
    if reason:
        return NotAllowed(reason)
    stands = signatures.standing(edition, now, near)
    if signatures.seats(person, edition, stands, holdings(person)):
        return None
    missing = ", ".join(map(signatures.label, stands.missing))
    if stands.of(person):
        return NotAllowed(_("You signed these words. Somebody else must sign for: %(missing)s.") % {"missing": missing})
    return NotAllowed(
        _("Only a signature for %(missing)s is missing, and you don’t hold that function here.") % {"missing": missing}
    )


def wrong_claim(person: Person, step: Move, edition: Edition) -> Reason | None:
    if step not in (CLAIM, RELEASE):
        return None
    found = open_round(edition)
    claimer = found.claimed_by if found else None
    if step is RELEASE:
        return None if claimer == person else NotAllowed(_("Only whoever claimed this review can release it."))
    if claimer is None:
        return None
    if claimer == person:
        return NotNow(_("You have claimed this review."))
    return NotNow(
        _("%(name)s has claimed this review. Ask them to release it, or reassign it.") % {"name": claimer.name}
    )


def why_not_keep_checklist(person: Person, domain: Domain, *, fresh: bool = False) -> Reason | None:
    """Why this person may not change the questions that are asked before an approval in this domain.

    Those who answer them keep them, wherever in the domain they review; nobody does so by a right that is lent.
    """
    kept = holdings(person, fresh=fresh).own.domain_ids(Capability.REVIEW)
    if kept is None or domain.pk in kept:
        return None
    return NotAllowed(_("Only a policy reviewer of this domain keeps its checklist."))


def why_not_require_signatures(person: Person, *, fresh: bool = False) -> Reason | None:
    """Why this person may not say which topics need a second signature.

    Market administrators do, who also give people their functions: whoever is bound by it could otherwise lift it.
    """
    if holdings(person, fresh=fresh).may_somewhere(Capability.ADMINISTER):
        return None
    return NotAllowed(_("Only market administrators say which signatures a topic needs."))
