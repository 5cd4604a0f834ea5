"""Checked decisions as a list shows them: who decided is a pseudonym, but to their own lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guidelines.catalogue.models import Action
from guidelines.people.models import Person
from guidelines.quality.models import CheckedDecision, ErrorClass, Outcome
from guidelines.quality.queries.beside import Confusion
from guidelines.quality.queries.names import names_for
from guidelines.quality.words import confused


@dataclass(frozen=True)
class CaseLine:
    """One checked decision."""

    decision: CheckedDecision
    told: str
    error: str
    outcome: str
    is_overturned: bool
    who: str


def case_lines(person: Person, decisions: Sequence[CheckedDecision]) -> list[CaseLine]:
    """Their words: two queries, however many they are."""
    names = {action.code: action.local_name for action in Action.objects.all()}
    known = names_for(person, [decision.moderator_id for decision in decisions])
    return [_line(decision, names, known.get(decision.moderator_id, "")) for decision in decisions]


def _line(decision: CheckedDecision, names: dict[str, str], known: str) -> CaseLine:
    decided, right = (names.get(code, code) for code in (decision.decided_action, decision.right_action))
    is_wrong = decision.error_class != ErrorClass.NONE
    told = confused(Confusion(decided, right, decision.error_class, 1)) if is_wrong else right
    outcome = Outcome(getattr(decision, "outcome", decision.first_outcome))
    return CaseLine(
        decision=decision,
        told=told,
        error=str(ErrorClass(decision.error_class).label),
        outcome=str(outcome.label),
        is_overturned=outcome == Outcome.OVERTURNED,
        who=known or str(decision.moderator),
    )
