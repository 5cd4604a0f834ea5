"""An edition as its AuditEvents tell it: the columns they leave it with, and who wrote and signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from guidelines.audit.models import AuditEvent
from guidelines.editions.lifecycle import MOVES, State

OPENED, SAVED, REBASED = "edition.opened", "edition.saved", "edition.rebased"
SUGGESTED = "edition.suggestion_accepted"
SIGNED = "edition.signed"
"""One of several signatures, before the last."""
_WITH_THE_LAST = ("edition.approved", "edition.ratified")
_MOVES = {f"edition.{move.past}": move for move in MOVES.values()}
VERBS = (OPENED, SAVED, REBASED, SUGGESTED, SIGNED, *_MOVES)


@dataclass(frozen=True)
class Columns:
    """What an event can tell of an edition's row."""

    policy_id: str
    number: int | None
    opened_by: int | None
    base: int | None
    """The number of the edition it stands on."""
    digest: str
    state: str = State.DRAFT
    effective_from: dt.datetime | None = None
    published_at: dt.datetime | None = None
    expires_at: dt.datetime | None = None
    withdrawn_at: dt.datetime | None = None
    last_move: str = ""
    moved_at: dt.datetime | None = None
    moved_by: int | None = None
    move_note: str = ""


@dataclass(frozen=True)
class Written:
    """A Contribution without its time, which is a moment before its event's."""

    person: int | None
    kind: str
    digest: str


@dataclass(frozen=True)
class Signed:
    """An Approval."""

    person: int | None
    kind: str
    digest: str
    at: dt.datetime
    note: str
    function: str = ""
    on_behalf_of: int | None = None
    checklist: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    columns: Columns
    written: tuple[tuple[Written, dt.datetime], ...]
    """Each with the time of its event."""
    signed: frozenset[Signed]
    signatures: tuple[str, ...] = ("",)
    """The functions that had to sign when these words were approved, or ratified, last."""


def retold(events: Iterable[AuditEvent]) -> Told | None:
    """What the events of one edition, in their order, say of it; None when none says how it was opened."""
    events = list(events)
    if not events or events[0].verb != OPENED:
        return None
    columns = _opened(events[0])
    for event in events[1:]:
        columns = _after(columns, event)
    written = tuple((words, event.at) for event in events if (words := _written(event)))
    signed = frozenset(_signed(event) for event in events if event.verb in (SIGNED, *_WITH_THE_LAST))
    asked = [event.data.get("signatures") for event in events if event.verb in _WITH_THE_LAST]
    return Told(columns, written, signed, _texts(asked[-1] if asked else None) or ("",))


def _opened(event: AuditEvent) -> Columns:
    return Columns(event.policy_id, event.edition_number, event.actor_id, event.data.get("base"), event.digest)


def _after(columns: Columns, event: AuditEvent) -> Columns:
    changes: dict[str, Any] = {"digest": event.digest}
    if event.verb == REBASED:
        changes["base"] = event.data.get("base")
    if move := _MOVES.get(event.verb):
        changes |= {"state": move.target, "last_move": move.name, "moved_at": event.at, "moved_by": event.actor_id}
        changes |= {"move_note": event.data.get("note", ""), **_times(move.name, event)}
    return replace(columns, **changes)


def _times(move: str, event: AuditEvent) -> dict[str, dt.datetime | None]:
    """The moments that a move sets or takes back."""
    match move:
        case "publish" | "enforce_now":
            start, end = _instant(event.data.get("effective_from")), _instant(event.data.get("expires_at"))
            return {"effective_from": start, "published_at": event.at, "expires_at": end}
        case "cancel":
            return {"effective_from": None, "published_at": None, "expires_at": None}
        case "ratify":
            return {"expires_at": None}
        case "withdraw":
            return {"withdrawn_at": _instant(event.data.get("backdate")) or event.at}
    return {}


def _written(event: AuditEvent) -> Written | None:
    """The contribution an event tells of. An accepted suggestion has two writers: its save tells of the other one."""
    if event.verb in (OPENED, SAVED):
        return Written(event.actor_id, event.data.get("kind", ""), event.digest)
    suggester = event.data.get("suggested_by") if event.verb == SUGGESTED else None
    return Written(suggester, "suggested", event.digest) if suggester else None


def _signed(event: AuditEvent) -> Signed:
    data = event.data
    kind = data.get("kind", "") if event.verb == SIGNED else event.verb.removeprefix("edition.")
    answers = _texts(data.get("checklist")), _texts(data.get("agreed"))
    said = data.get("note", ""), data.get("function", ""), data.get("on_behalf_of")
    return Signed(event.actor_id, kind, event.digest, event.at, *said, *answers)


def _texts(written: object) -> tuple[str, ...]:
    """Nothing for what is no list: a forged event gets its finding, not a traceback."""
    return tuple(map(str, written)) if isinstance(written, list) else ()


def _instant(written: object) -> dt.datetime | None:
    """None for what is no instant: a forged event gets its finding, not a traceback."""
    try:
        return dt.datetime.fromisoformat(str(written))
    except ValueError:
        return None
