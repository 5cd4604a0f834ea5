"""The index in PostgreSQL: a GIN index over the terms, which are a `tsvector` made by us and not by its parser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from guidelines.frame.plain_sql import rows
from guidelines.frame.planner import gather_statistics
from guidelines.reading.search.plain_sql import Grade, Query
from guidelines.reading.search.terms import All, Expression, Has, Without

# GIN gathers everything that fits before it gives the first row. So guidelines lie in three lots of 1, 3 and 13 in 17,
# each with an index of its own, and the next is only asked while too little was found. Seventeen, so that whatever
# recurs among guidelines (markets, domains in turns) is in every lot.
LOTS = ("guideline_id % 17 = 0", "guideline_id % 17 IN (1, 2, 3)", "guideline_id % 17 > 3")
# Without the pending list every search costs the same, however much was published a moment ago.
CREATE = "CREATE INDEX reading_searchindex ON reading_searchrow USING gin (terms) WITH (fastupdate = off)"
DROP = "DROP INDEX reading_searchindex"
CREATE_LOTS = tuple(
    f"CREATE INDEX reading_searchlot{place} ON reading_searchrow USING gin (terms) WITH (fastupdate = off) WHERE {lot}"
    for place, lot in enumerate(LOTS)
)
DROP_LOTS = tuple(f"DROP INDEX reading_searchlot{place}" for place, _lot in enumerate(LOTS))
BEGINS = "word LIKE %s"
IS_LAZY = False
"""Whether the index finds a few passages without finding them all."""
GRADED = 250
"""Up to so many are put in order by their own terms sooner than by asking the index for each tier."""


def passages(columns: str, expression: Expression, conditions: str, parameters: Sequence[Any]) -> Query:
    """These columns of the rows that fulfil an expression, lot by lot. Materialised, so that the planner takes the
    index however few of them are wanted: what it guesses of expressions leads it through the whole table."""
    lots = ", ".join(
        f"lot{place} AS MATERIALIZED (SELECT {columns} FROM reading_searchrow AS l "  # noqa: S608 - ours
        f"WHERE {_lot(lot)} AND l.terms @@ %s::tsquery AND {conditions})"
        for place, lot in enumerate(LOTS)
    )
    found = " UNION ALL ".join(f"SELECT * FROM lot{place}" for place in range(len(LOTS)))  # noqa: S608 - ours
    return Query(f"WITH {lots} {found}", (as_tsquery(expression), *parameters) * len(LOTS))


def _lot(condition: str) -> str:
    """The same with its percent signs escaped, as every question that has parameters must."""
    return condition.replace("%", "%%")


def among(column: str, keys: Iterable[int]) -> str:
    """A condition that holds for these keys, which are numbers and so stand in it as they are."""
    return f"{column} = ANY ('{{{','.join(map(str, sorted(keys)))}}}'::bigint[])"


def listed(column: str, keys: Sequence[int]) -> tuple[str, Sequence[Any]]:
    """A condition that holds for these keys, the same however many they are, and its parameters."""
    return f"{column} = ANY (%s::bigint[])", [list(keys)]


def grades(ids: Sequence[int], expressions: Sequence[Expression]) -> list[Grade]:
    """Which of these each of a few rows fulfils."""
    asked = "".join(", terms @@ %s::tsquery" for _expression in expressions)
    which, keys = listed("id", ids)
    sql = f"SELECT id, weight, key, place{asked} FROM reading_searchrow WHERE {which}"  # noqa: S608 - ours
    found = rows(sql, [*map(as_tsquery, expressions), *keys])
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


def take_up(made: Iterable[tuple[int, list[str]]]) -> None:
    """Nothing to do: the index follows its table."""


def forget(ids: Iterable[int]) -> None:
    """Nothing to do: the index follows its table."""


def forget_all() -> None:
    """Nothing to do: the index follows its table."""


def settle() -> None:
    """After many changes: statistics for the planner."""
    gather_statistics()
