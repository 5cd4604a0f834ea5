"""Which signatures an edition needs, which of them stand, and which a person could still give.

Every edition needs a policy reviewer's, written as "". Its topics, and those above them, may ask for one more by each
of certain functions, such as legal. All are given on one digest, each by another person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from guidelines.catalogue.models import Topic
from guidelines.editions import four_eyes
from guidelines.editions.models import Approval, Edition, RequiredSignature
from guidelines.people.models import Person
from guidelines.people.roles import Capability, Role
from guidelines.people.scopes import Holdings

ANY = ""
"""The signature that every policy reviewer can give."""


def label(function: str) -> str:
    """What a signature is called on a page."""
    return function or str(Role.POLICY_REVIEWER.label).lower()


@dataclass(frozen=True)
class Standing:
    """The signatures of one edition at one instant."""

    needed: tuple[str, ...]
    given: Mapping[str, Approval]
    """By the function they were given for, as `needed` spells it."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The named functions first: fewer people can sign for them."""
        return tuple(sorted((one for one in self.needed if one not in self.given), key=lambda one: (one == ANY, one)))

    def of(self, person: Person) -> Approval | None:
        return next((approval for approval in self.given.values() if approval.person_id == person.pk), None)


@dataclass(frozen=True)
class Seat:
    """A signature a person can give, and whose role they give it by when it is lent to them."""

    function: str
    on_behalf_of: int | None


def needed(edition: Edition) -> tuple[str, ...]:
    """The signatures an edition needs as the list stands now, the policy reviewer's first."""
    asked = list(RequiredSignature.objects.filter(ended_at=None).values_list("topic_id", "function"))
    if not asked:
        return (ANY,)
    topics = _with_those_above(edition)
    functions = {function.casefold(): function for topic, function in asked if topic in topics}
    return (ANY, *(functions[key] for key in sorted(functions)))


def _with_those_above(edition: Edition) -> set[int]:
    """The ids of an edition's topics and of every topic above them."""
    rows = list(Topic.objects.values_list("pk", "code", "parent_id"))
    parents = {pk: parent for pk, code, parent in rows}
    found: set[int] = set()
    for topic in (pk for pk, code, parent in rows if code in edition.topic_codes):
        step: int | None = topic
        while step is not None and step not in found:
            found.add(step)
            step = parents.get(step)
    return found


def standing(edition: Edition, at: dt.datetime, near: Mapping[int, int] | None = None) -> Standing:
    """What stands at this instant: a signature falls when its words change, or when its signer writes here."""
    wanted = needed(edition)
    spelled = {function.casefold(): function for function in wanted}
    given: dict[str, Approval] = {}
    for approval in four_eyes.standing_approvals(edition, at, near):
        function = spelled.get(approval.function.casefold())
        if function is not None:
            given[function] = approval
    return Standing(wanted, given)


def seats(person: Person, edition: Edition, stands: Standing, held: Holdings) -> tuple[Seat, ...]:
    """The signatures this person can give now, the named functions first.

    Where none is missing, the same words came back to review: whoever confirms them signs once more.
    """
    before = stands.of(person)
    if before is not None and stands.missing:
        return ()
    wanted = stands.missing or ((before.function if before else ANY),)
    found = (_seat(function, edition, held) for function in wanted)
    return tuple(seat for seat in found if seat is not None)


def _seat(function: str, edition: Edition, held: Holdings) -> Seat | None:
    guideline = edition.guideline
    for holding in held.of(Capability.REVIEW, guideline.market_id, guideline.domain_id):
        if function in (ANY, holding.function) or holding.function.casefold() == function.casefold():
            return Seat(function, holding.lent_by)
    return None
