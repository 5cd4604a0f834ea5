"""What rooms nearer the roof want to know of whoever signs in or comes back, in the query that finds the person.

Pages that many open must not ask each room on its own. An aside is plain SQL with one value, and who is told it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, Field
from django.db.models.expressions import RawSQL

from guidelines.people.models import Person


@dataclass(frozen=True)
class Aside:
    """A yes or no about a person, or a number."""

    name: str
    sql: str
    parameters: Callable[[Any], list[Any]]
    """Of the person's key."""
    told: Callable[[Person, Any, Any], None]
    """Of whom, what was found, and what `begun` said before it was asked."""
    output: Field[Any, Any] = field(default_factory=BooleanField)
    begun: Callable[[], Any] = lambda: None


_asides: dict[str, Aside] = {}


def register(aside: Aside) -> None:
    """Call it in `AppConfig.ready`; saying it twice changes nothing."""
    _asides[aside.name] = aside


def begun() -> dict[str, Any]:
    """Take it before the query, for `tell`: what was done since may have made an answer another."""
    return {name: aside.begun() for name, aside in _asides.items()}


def columns(person_id: Any) -> dict[str, RawSQL]:
    """Annotations for the query that finds this person."""
    return {
        # None of it is anybody's words.
        name: RawSQL(aside.sql, aside.parameters(person_id), output_field=aside.output)  # noqa: S611
        for name, aside in _asides.items()
    }


def tell(person: Person, begun: dict[str, Any]) -> None:
    """Tell each room what was found."""
    for name, aside in _asides.items():
        aside.told(person, getattr(person, name), begun[name])
