"""Who may sign an edition and who may not, with the reason; who is away, and who stands in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.editions import four_eyes, signatures
from guidelines.editions.clearances import only_open_to
from guidelines.editions.models import Edition
from guidelines.editions.signatures import Standing
from guidelines.people.models import Delegation, Leave, Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import NOTHING, Holdings, holdings_of, people_who_may


@dataclass(frozen=True)
class Reviewer:
    """Somebody with the right to review here."""

    person: Person
    reason: str
    """Why they can't sign this edition now; empty when they can."""
    functions: tuple[str, ...]
    """What they sign for beside being a policy reviewer."""
    lenders: tuple[str, ...]
    """In whose place they would sign, where the right is lent to them alone."""
    away_until: dt.date | None
    stand_in: str

    @property
    def can_sign(self) -> bool:
        return not self.reason

    @property
    def is_at_hand(self) -> bool:
        return not self.reason and self.away_until is None


@dataclass(frozen=True)
class Signing:
    """The signatures of an edition at one instant, and everybody with the right to review it."""

    stands: Standing
    reviewers: list[Reviewer]
    """Those who can sign first."""


def signing(edition: Edition, now: dt.datetime) -> Signing:
    near = four_eyes.contributions(edition, now)
    stands = signatures.standing(edition, now, near)
    return Signing(stands, _reviewers(edition, now, near, stands))


def reviewers(edition: Edition, now: dt.datetime) -> list[Reviewer]:
    return signing(edition, now).reviewers


def _reviewers(edition: Edition, now: dt.datetime, near: dict[int, int], stands: Standing) -> list[Reviewer]:
    guideline = edition.guideline
    people = list(only_open_to(people_who_may(Capability.REVIEW, guideline.market_id, guideline.domain_id), guideline))
    held, ids = holdings_of(person.pk for person in people), [person.pk for person in people]
    away, stand_ins = _away(ids, now.astimezone(guideline.market.zone).date()), _stand_ins(ids, now)
    names = {person.pk: person.name for person in people} | {lender: name for lender, name, stand_in in stand_ins}
    instead = {lender: stand_in for lender, name, stand_in in stand_ins}
    found = [
        Reviewer(
            person,
            _why_not(person, edition, near, stands, held.get(person.pk, NOTHING)),
            _functions(edition, held.get(person.pk, NOTHING)),
            _lenders(edition, held.get(person.pk, NOTHING), names),
            away.get(person.pk),
            instead.get(person.pk, ""),
        )
        for person in people
    ]
    return sorted(found, key=lambda reviewer: (bool(reviewer.reason), bool(reviewer.away_until)))


def reviewer_named(edition: Edition, person: Person, now: dt.datetime) -> Reviewer | None:
    return next((one for one in reviewers(edition, now) if one.person.pk == person.pk), None)


def nobody_at_hand(edition: Edition, now: dt.datetime) -> str:
    """What stands in the way of every signature, said before words are submitted; empty when somebody can sign."""
    at_this_moment = signing(edition, now)
    stands, found = at_this_moment.stands, at_this_moment.reviewers
    able = [one for one in found if one.can_sign]
    if not found:
        return _("Nobody is policy reviewer of this market and domain. Ask the market administrator.")
    if not able:
        return _("Every policy reviewer wrote in this guideline. Ask the market administrator for another one.")
    if not any(one.is_at_hand for one in able):
        return _("Everybody who can approve this edition is on leave. Ask one of them to name a stand-in.")
    keys = {function.casefold() for one in able for function in one.functions}
    lacking = [one for one in stands.missing if one != signatures.ANY and one.casefold() not in keys]
    if lacking:
        return _("Nobody can sign for: %(functions)s. Ask the market administrator.") % {
            "functions": ", ".join(lacking)
        }
    if len(able) < len(stands.missing):
        return _("%(needed)d people must sign, and only %(able)d can.") % {
            "needed": len(stands.missing),
            "able": len(able),
        }
    return ""


def _why_not(person: Person, edition: Edition, near: dict[int, int], stands: Standing, held: Holdings) -> str:
    number = near.get(person.pk)
    if number is not None:
        return _("Wrote in edition %(number)d.") % {"number": number}
    if signatures.seats(person, edition, stands, held):
        return ""
    if stands.of(person):
        return _("Has signed already.")
    return _("Doesn’t sign for %(functions)s.") % {"functions": ", ".join(stands.missing)}


def _functions(edition: Edition, held: Holdings) -> tuple[str, ...]:
    guideline = edition.guideline
    here = held.of(Capability.REVIEW, guideline.market_id, guideline.domain_id)
    return tuple(dict.fromkeys(holding.function for holding in here if holding.function))


def _lenders(edition: Edition, held: Holdings, names: dict[int, str]) -> tuple[str, ...]:
    guideline = edition.guideline
    here = held.of(Capability.REVIEW, guideline.market_id, guideline.domain_id)
    if any(holding.lent_by is None for holding in here):
        return ()
    return tuple(dict.fromkeys(names.get(holding.lent_by or 0, "") for holding in here))


def _away(ids: list[int], today: dt.date) -> dict[int, dt.date]:
    """The last day of the leave each of them is on."""
    rows = Leave.objects.filter(person__in=ids, first_day__lte=today, last_day__gte=today).order_by("last_day")
    return dict(rows.values_list("person_id", "last_day"))


def _stand_ins(ids: list[int], now: dt.datetime) -> list[tuple[int, str, str]]:
    """For each who lends their right: the id, the name, and the name of whoever stands in."""
    rows = Delegation.objects.running(now).filter(person__in=ids)
    return list(rows.values_list("person_id", "person__name", "delegate__name"))
