"""A question to the index in plain SQL, and what it tells of a passage."""

from __future__ import annotations

from typing import Any, NamedTuple

from guidelines.frame.plain_sql import rows


class Query(NamedTuple):
    """A question and what stands in its places."""

    sql: str
    parameters: tuple[Any, ...]

    def rows(self) -> list[tuple[Any, ...]]:
        return rows(self.sql, self.parameters)

    def first(self, most: int) -> Query:
        """The same, for so many rows at most."""
        return Query(f"{self.sql} LIMIT {most}", self.parameters)


class Grade(NamedTuple):
    """What a passage stands in order by."""

    pk: int
    weight: int
    key: int
    place: int
    fits: tuple[bool, ...]
    """Which of the expressions asked about it fulfils."""
