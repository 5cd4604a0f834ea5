"""The index in PostgreSQL: a GIN index over the terms, which are a `tsvector` made by us and not by its parser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from guidelines.reading.search.plain_sql import Grade, marks, rows
from guidelines.reading.search.terms import All, Expression, Has, Without

# Without the pending list every search costs the same, however much was published a moment ago.
CREATE = "CREATE INDEX reading_searchindex ON reading_searchrow USING gin (terms) WITH (fastupdate = off)"
DROP = "DROP INDEX reading_searchindex"
BEGINS = "word LIKE %s"
IS_LAZY = False
"""Whether the index finds a few passages without finding them all."""


def passages(columns: str, conditions: str) -> str:
    """These columns of the rows that fulfil an expression. Materialised, so that the planner takes the index however
    few of them are wanted: what it guesses of expressions leads it through the whole table."""
    return (
        f"WITH m AS MATERIALIZED (SELECT {columns} FROM reading_searchrow AS l "  # noqa: S608 - ours
        f"WHERE l.terms @@ %s::tsquery AND {conditions}) SELECT * FROM m"
    )


def grades(ids: Sequence[int], expressions: Sequence[Expression]) -> list[Grade]:
    """Which of these each of a few rows fulfils."""
    asked = "".join(", terms @@ %s::tsquery" for _expression in expressions)
    sql = f"SELECT id, weight, key, place{asked} FROM reading_searchrow WHERE id IN ({marks(ids)})"  # noqa: S608 - ours
    found = rows(sql, [*map(as_tsquery, expressions), *ids])
    return [Grade(pk, weight, key, place, tuple(fits)) for pk, weight, key, place, *fits in found]


def as_tsquery(expression: Expression) -> str:
    """The expression in PostgreSQL's language. Terms are letters and digits: nothing in them needs escaping."""
    if isinstance(expression, Has):
        return f"'{expression.term}'{':*' if expression.prefix else ''}"
    if isinstance(expression, Without):
        return f"({as_tsquery(expression.whole)} & !{as_tsquery(expression.part)})"
    joiner = " & " if isinstance(expression, All) else " | "
    return f"({joiner.join(as_tsquery(part) for part in expression.parts)})"


def beginning(word: str) -> tuple[str, ...]:
    """The parameters of `BEGINS`. Words are letters and digits: nothing in them needs escaping."""
    return (f"{word}%",)


asked_for = as_tsquery
"""What stands for the expression in a query over `MATCHING`."""


def take_up(made: Iterable[tuple[int, list[str]]]) -> None:
    """Nothing to do: the index follows its table."""


def forget(ids: Iterable[int]) -> None:
    """Nothing to do: the index follows its table."""


def forget_all() -> None:
    """Nothing to do: the index follows its table."""


def settle() -> None:
    """After many changes: statistics for the planner."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
