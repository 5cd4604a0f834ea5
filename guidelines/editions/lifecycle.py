"""The life of an edition as a table: which move leads from which state to which, and what it needs."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guidelines.people.roles import Capability


class State(TextChoices):
    """Where an edition stands. Scheduled, in force and superseded are not stored: they follow from times."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DISCARDED = "discarded", _("Discarded")


@dataclass(frozen=True)
class Move:
    """One named step. `past` is the verb of its AuditEvent, such as edition.submitted."""

    name: str
    sources: tuple[State, ...]
    target: State
    capability: Capability
    label: str | Promise
    past: str
    needs_digest: bool = False
    needs_reason: bool = False
    needs_distance: bool = False
    """Only for somebody who contributed nothing to these words (four eyes)."""


def _table(*moves: Move) -> dict[str, Move]:
    return {move.name: move for move in moves}


_WRITE, _REVIEW, _PUBLISH = Capability.WRITE, Capability.REVIEW, Capability.PUBLISH
_DRAFT, _IN_REVIEW, _APPROVED = (State.DRAFT,), (State.IN_REVIEW,), (State.APPROVED,)
_PUBLISHED = (State.PUBLISHED,)

MOVES: dict[str, Move] = _table(
    Move("submit", _DRAFT, State.IN_REVIEW, _WRITE, _("Submit for review"), "submitted", needs_digest=True),
    Move("recall", (State.IN_REVIEW, State.APPROVED), State.DRAFT, _WRITE, _("Recall to draft"), "recalled"),
    Move(
        "request_changes",
        _IN_REVIEW,
        State.DRAFT,
        _REVIEW,
        _("Request changes"),
        "changes_requested",
        needs_reason=True,
    ),
    Move(
        "approve", _IN_REVIEW, State.APPROVED, _REVIEW, _("Approve"), "approved", needs_digest=True, needs_distance=True
    ),
    Move("publish", _APPROVED, State.PUBLISHED, _PUBLISH, _("Publish"), "published", needs_digest=True),
    Move("cancel", _PUBLISHED, State.APPROVED, _PUBLISH, _("Cancel publication"), "cancelled"),
    Move(
        "enforce_now",
        _DRAFT,
        State.PUBLISHED,
        _REVIEW,
        _("Enforce now"),
        "enforced",
        needs_digest=True,
        needs_reason=True,
    ),
    Move(
        "ratify", _PUBLISHED, State.PUBLISHED, _REVIEW, _("Ratify"), "ratified", needs_digest=True, needs_distance=True
    ),
    Move("withdraw", _PUBLISHED, State.WITHDRAWN, _REVIEW, _("Withdraw"), "withdrawn", needs_reason=True),
    Move("discard", _DRAFT, State.DISCARDED, _WRITE, _("Discard draft"), "discarded"),
)

SAVE = Move("save", _DRAFT, State.DRAFT, _WRITE, _("Save"), "saved")
REBASE = Move("rebase", _DRAFT, State.DRAFT, _WRITE, _("Rebase"), "rebased")
SUSPEND = Move("suspend", _PUBLISHED, State.PUBLISHED, _REVIEW, _("Suspend"), "suspended", needs_reason=True)
RESUME = Move("resume", _PUBLISHED, State.PUBLISHED, _REVIEW, _("Resume"), "resumed", needs_reason=True)
SIGN = Move(
    "sign",
    (State.IN_REVIEW, State.PUBLISHED),
    State.IN_REVIEW,
    _REVIEW,
    _("Sign"),
    "signed",
    needs_digest=True,
    needs_distance=True,
)
"""A signature that is not the last one needed: it leaves the edition, in review or an emergency, where it stands."""
CLAIM = Move("claim", _IN_REVIEW, State.IN_REVIEW, _REVIEW, _("Claim"), "claimed", needs_distance=True)
RELEASE = Move("release", _IN_REVIEW, State.IN_REVIEW, _REVIEW, _("Release"), "released")
# Publishing is the one right that policy managers and policy reviewers share, and that nobody lends.
REASSIGN = Move("reassign", _IN_REVIEW, State.IN_REVIEW, _PUBLISH, _("Reassign"), "reassigned")
DEEDS: dict[str, Move] = MOVES | _table(SAVE, REBASE, SUSPEND, RESUME, SIGN, CLAIM, RELEASE, REASSIGN)


def steps() -> frozenset[tuple[State, State]]:
    """Every pair of states that some move joins; the database refuses all others."""
    return frozenset((source, move.target) for move in MOVES.values() for source in move.sources)
