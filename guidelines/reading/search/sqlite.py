"""The index in SQLite: an FTS5 table over the terms of the search rows. It keeps no text of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from guidelines.frame.plain_sql import marks, rows
from guidelines.frame.planner import gather_statistics
from guidelines.reading.search.plain_sql import Grade, Query
from guidelines.reading.search.terms import All, Expression, Has, Without, fulfils

# Terms are letters and digits between spaces, made by us; the ASCII tokenizer takes them as they are.
# With `detail=none` it keeps which row holds a term, and neither where nor how often: nobody asks.
CREATE = """
CREATE VIRTUAL TABLE reading_searchindex USING fts5(
    terms, content='reading_searchrow', content_rowid='id', tokenize='ascii', detail=none, columnsize=0, prefix='2 3 4'
)
"""
DROP = "DROP TABLE reading_searchindex"
BEGINS = "word >= %s AND word < %s"
IS_LAZY = True
"""Whether the index finds a few passages without finding them all."""
GRADED = 100
"""Up to so many are put in order by their own terms sooner than by asking the index for each tier."""


def passages(columns: str, expression: Expression, conditions: str, parameters: Sequence[Any]) -> Query:
    """These columns of the rows that fulfil an expression, in the order of their keys: the index leads, the light index
    follows."""
    return Query(
        f"SELECT {columns} FROM (SELECT rowid AS found FROM reading_searchindex WHERE reading_searchindex MATCH %s) "  # noqa: S608 - ours
        f"CROSS JOIN reading_searchrow AS l INDEXED BY reading_searchlight ON l.id = found WHERE {conditions}",
        (as_match(expression), *parameters),
    )


def among(column: str, keys: Iterable[int]) -> str:
    """A condition that holds for these keys, which are numbers and so stand in it as they are."""
    return f"{column} IN ({', '.join(map(str, sorted(keys))) or 'NULL'})"


def listed(column: str, keys: Sequence[int]) -> tuple[str, Sequence[Any]]:
    """A condition that holds for these keys, and its parameters."""
    return f"{column} IN ({marks(keys)})", keys


def grades(ids: Sequence[int], expressions: Sequence[Expression]) -> list[Grade]:
    """Which of these each of a few rows fulfils: read from their terms, since the index would be asked for each."""
    which, keys = listed("id", ids)
    sql = f"SELECT id, weight, key, place, terms FROM reading_searchrow WHERE {which}"  # noqa: S608 - ours
    found = []
    for pk, weight, key, place, terms in rows(sql, keys):
        held = frozenset(terms.split(" "))
        found.append(Grade(pk, weight, key, place, tuple(fulfils(held, expression) for expression in expressions)))
    return found


def as_match(expression: Expression) -> str:
    """The expression in FTS5's language."""
    if isinstance(expression, Has):
        return f'"{expression.term}"{" *" if expression.prefix else ""}'
    if isinstance(expression, Without):
        return f"({as_match(expression.whole)} NOT {as_match(expression.part)})"
    joiner = " AND " if isinstance(expression, All) else " OR "
    return f"({joiner.join(as_match(part) for part in expression.parts)})"


def beginning(word: str) -> tuple[str, ...]:
    """The parameters of `BEGINS`."""
    return (word, word + "\U0010ffff")


def take_up(made: Iterable[tuple[int, list[str]]]) -> None:
    """Index new rows."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO reading_searchindex (rowid, terms) VALUES (%s, %s)",
            [(pk, " ".join(terms)) for pk, terms in made],
        )


def forget(ids: Iterable[int]) -> None:
    """Take rows out of the index. They must still be there: the index reads from them what to take out."""
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM reading_searchindex WHERE rowid = %s", [(pk,) for pk in ids])


def forget_all() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO reading_searchindex (reading_searchindex) VALUES ('delete-all')")


def settle() -> None:
    """After many changes: one segment to read, and statistics for the planner."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO reading_searchindex (reading_searchindex) VALUES ('optimize')")
    gather_statistics()
