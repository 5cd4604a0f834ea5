"""How news travels toward the roof: a higher room registers a function for a verb.

A follower *with the deed* runs inside its transaction, so what it derives (search rows, library periods) never lags.
A follower *after it* runs in the background, each with a cursor of its own (`catching_up.py`): mail, notifications.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.db import connection, transaction

from guidelines.frame import clock

if TYPE_CHECKING:
    from guidelines.audit.models import AuditEvent

Follower = Callable[["AuditEvent"], None]

ANY = "*"
"""The verb of a follower that goes with every deed."""

_followers: dict[str, list[Follower]] = {}


@dataclass
class After:
    """A follower after the deed: its name is that of its cursor."""

    name: str
    function: Follower
    verbs: set[str]


after: dict[str, After] = {}


def follow(verb: str, function: Follower) -> None:
    """Run `function(event)` with every deed of this verb. Registering twice changes nothing."""
    functions = _followers.setdefault(verb, [])
    if function not in functions:
        functions.append(function)


def follow_after(name: str, function: Follower, verbs: Collection[str]) -> None:
    """Run `function(event)` once for every deed of these verbs, soon after it. Said again, it takes more verbs."""
    after.setdefault(name, After(name, function, set())).verbs.update(verbs)


def tell(event: AuditEvent) -> None:
    for function in (*_followers.get(event.verb, ()), *_followers.get(ANY, ())):
        function(event)
    for follower in after.values():
        if event.verb in follower.verbs:
            _wake(follower.name)


def _wake(name: str) -> None:
    """Once for each transaction. Of a pretended past nobody need hear in a hurry: the sweep does."""
    from guidelines.audit.catching_up import wake

    if clock.is_pretended() or any(_wakes(entry[1]) == name for entry in connection.run_on_commit):
        return
    transaction.on_commit(partial(wake, name))


def _wakes(run: object) -> str | None:
    from guidelines.audit.catching_up import wake

    return run.args[0] if isinstance(run, partial) and run.func is wake else None
