"""What the review page shows around the decision: the round, the questions, the signatures, and who can give them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from guidelines.editions import signatures
from guidelines.editions.asking import checklist
from guidelines.editions.forms.reviewing import ApprovalForm
from guidelines.editions.lifecycle import State
from guidelines.editions.models import Approval, ChecklistItem, Edition, ReviewRound
from guidelines.editions.obstacles import obstacles
from guidelines.editions.reviewers import Reviewer, signing
from guidelines.editions.rights import why_not
from guidelines.editions.rounds import due_mark, open_round
from guidelines.editions.signatures import Seat
from guidelines.frame import clock
from guidelines.people.models import Person
from guidelines.people.scopes import holdings


@dataclass(frozen=True)
class Needed:
    """One signature that is needed, and by whom it was given."""

    label: str
    approval: Approval | None


@dataclass(frozen=True)
class Round:
    """The round of review as the page shows it, and what this person may do with it."""

    row: ReviewRound
    mark: str
    may_claim: bool
    may_release: bool
    others: list[Reviewer]
    """To whom it can be given; empty for those who may not reassign."""


@dataclass(frozen=True)
class Question:
    item: ChecklistItem
    ticked: bool


def signing_context(edition: Edition, person: Person, form: ApprovalForm) -> dict[str, Any]:
    """The panels of the decision. Nothing is asked once an edition is neither a draft nor in review."""
    if edition.state not in (State.DRAFT, State.IN_REVIEW):
        return {}
    now = clock.now()
    at_this_moment = signing(edition, now)
    stands, found = at_this_moment.stands, at_this_moment.reviewers
    context: dict[str, Any] = {
        "reviewers": found,
        "needed": [Needed(signatures.label(one), stands.given.get(one)) for one in stands.needed],
    }
    if edition.state == State.IN_REVIEW:
        may_sign = any(one.can_sign for one in found if one.person.pk == person.pk)
        context |= {"round": _round(edition, person, found, may_sign), "obstacles": obstacles(edition)}
        if may_sign:
            context |= _questions(edition, form) | {"seats": _seats(edition, person, stands)}
            context["after_mine"] = [signatures.label(one) for one in stands.missing[1:]]
    return context


def _round(edition: Edition, person: Person, found: list[Reviewer], may_sign: bool) -> Round | None:
    row = open_round(edition)
    if row is None:
        return None
    may_reassign = why_not(person, "reassign", edition) is None
    return Round(
        row,
        due_mark(row, clock.now(), edition.guideline.market.zone),
        may_claim=may_sign and row.claimed_by is None,
        may_release=row.claimed_by_id == person.pk,
        others=[one for one in found if one.is_at_hand and one.person.pk != row.claimed_by_id] if may_reassign else [],
    )


def _questions(edition: Edition, form: ApprovalForm) -> dict[str, Any]:
    ticked = form.ticked("answers")
    return {
        "agreeing": True,
        "agreed": form.ticked("agreed"),
        "questions": [Question(item, str(item.pk) in ticked) for item in checklist(edition.guideline.domain_id)],
    }


def _seats(edition: Edition, person: Person, stands: signatures.Standing) -> list[tuple[Seat, str]]:
    return [
        (seat, signatures.label(seat.function)) for seat in signatures.seats(person, edition, stands, holdings(person))
    ]
