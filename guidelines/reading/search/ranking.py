"""The order of results: the same on every database, because nothing in it is a database's own score."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from guidelines.reading.models.search import Kind, SearchRow
from guidelines.reading.search.asking import Asked


def ranked(rows: QuerySet[SearchRow], asked: Asked, cited: list[int], *, newest: bool) -> QuerySet[SearchRow]:
    """The rows in order: what was cited, then how well it fits, then rules before the rest, then by policy ID."""
    order = ["policy_id", "place"]
    if newest:
        return rows.order_by("-since", *order)
    rows = rows.alias(
        is_cited=_point(Q(pk__in=cited)) if cited else Value(0),
        grade=grade(asked),
        about=_point(Q(terms__match=asked.about)) if asked.words else Value(0),
    )
    return rows.order_by("-is_cited", "-grade", "weight", "-about", *order)


def grade(asked: Asked) -> Combinable:
    """How well a row fits, most telling first: the label code it carries; spelled as typed, marks and all; whole
    words and not only beginnings; the words side by side; all of them in the passage itself; in what it is called."""
    fits: list[Q | None] = [Q(label=asked.label) if asked.label else None]
    if asked.words:
        fits += [
            Q(terms__match=asked.spelled) if asked.spelled else None,
            Q(terms__match=asked.whole),
            Q(folded__contains=asked.near) if asked.near else None,
            Q(terms__match=asked.own) if len(asked.words) > 1 else None,
            Q(terms__match=asked.head, kind__in=(Kind.TITLE, Kind.TERM)),
        ]
    total: Combinable = Value(0, output_field=IntegerField())
    for fit in fits:
        total = total * 2 if fit is None else total * 2 + _point(fit)
    return total


def _point(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
