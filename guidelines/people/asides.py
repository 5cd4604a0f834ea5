"""What rooms nearer the roof want to know of whoever signs in or comes back, in the query that finds the person.

Pages that many open must not ask each room on its own. An aside is plain SQL with one value, and who is told it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from guidelines.people.models import Person


@dataclass(frozen=True)
class Aside:
    """A yes or no about a person."""

    name: str
    sql: str
    parameters: Callable[[Any], list[Any]]
    """Of the person's key."""
    told: Callable[[Person, bool], None]


_asides: dict[str, Aside] = {}


def register(aside: Aside) -> None:
    """Call it in `AppConfig.ready`; saying it twice changes nothing."""
    _asides[aside.name] = aside


def columns(person_id: Any) -> dict[str, RawSQL]:
    """Annotations for the query that finds this person."""
    return {
        name: RawSQL(aside.sql, aside.parameters(person_id), output_field=BooleanField())  # noqa: S611  # none of it is anybody's words
        for name, aside in _asides.items()
    }


def tell(person: Person) -> None:
    """Tell each room what was found."""
    for name, aside in _asides.items():
        aside.told(person, getattr(person, name))
