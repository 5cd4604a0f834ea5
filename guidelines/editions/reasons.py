"""Why somebody may not: a sentence that says where the reason lies, and so how it is answered."""

from __future__ import annotations

from guidelines.frame.refusals import Refused, WrongState


class NotAllowed(str):
    """A reason that lies in the person: answered with 403."""


class NotNow(str):
    """A reason that lies in the edition, its state or its times: answered with 409."""


Reason = NotAllowed | NotNow


def refuse(reason: Reason | None) -> None:
    """Raise the refusal that belongs to a reason; nothing where there is none."""
    if isinstance(reason, NotAllowed):
        raise Refused(reason)
    if reason:
        raise WrongState(reason)
