"""The order of results: the same on every database, because nothing in it is a database's own score."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import CombinedExpression

from guidelines.reading.models.search import Kind, SearchRow
from guidelines.reading.search.asking import Asked


def ranked(rows: QuerySet[SearchRow], asked: Asked, cited: list[int], *, newest: bool) -> QuerySet[SearchRow]:
    """The rows in order: what was cited, then how well it fits, then rules before the rest, then by policy ID."""
    order = ["policy_id", "place"]
    if newest:
        return rows.order_by("-since", *order)
    first = [_point(Q(pk__in=cited)).desc()] if cited else []
    if not asked.words:
        return rows.order_by(*first, *order)
    about = _point(Q(terms__match=asked.about))
    return rows.order_by(*first, grade(asked).desc(), "weight", about.desc(), *order)


def grade(asked: Asked) -> CombinedExpression:
    """How well a row fits, most telling first: the label code it carries; spelled as typed, marks and all; whole
    words and not only beginnings; the words side by side; all of them in the passage itself; in what it is called."""
    fits = [
        Q(label=asked.label) if asked.label else None,
        Q(terms__match=asked.spelled) if asked.spelled else None,
        Q(terms__match=asked.whole),
        Q(folded__contains=asked.near) if asked.near else None,
        Q(terms__match=asked.own) if len(asked.words) > 1 else None,
        Q(terms__match=asked.head, kind__in=(Kind.TITLE, Kind.TERM)),
    ]
    points = [(_point(fit), 2**place) for place, fit in enumerate(reversed(fits)) if fit is not None]
    total = Value(0, output_field=IntegerField()) + 0
    for point, worth in points:
        total += point * worth
    return total


def _point(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
