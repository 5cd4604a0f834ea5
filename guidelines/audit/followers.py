"""How news travels toward the roof: a higher room registers a function for a verb, and it runs with the deed.

A follower runs inside the deed's transaction, so what it derives (search rows, library periods) never lags.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guidelines.audit.models import AuditEvent

Follower = Callable[["AuditEvent"], None]

ANY = "*"
"""The verb of a follower that goes with every deed."""

_followers: dict[str, list[Follower]] = {}


def follow(verb: str, function: Follower) -> None:
    """Run `function(event)` with every deed of this verb. Registering twice changes nothing."""
    functions = _followers.setdefault(verb, [])
    if function not in functions:
        functions.append(function)


def tell(event: AuditEvent) -> None:
    for function in (*_followers.get(event.verb, ()), *_followers.get(ANY, ())):
        function(event)
