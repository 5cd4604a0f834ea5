"""Policy IDs and rule citations: what they lead to."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet

from guidelines.editions.models import Guideline
from guidelines.reading.models.search import Kind, SearchRow
from guidelines.reading.search.asking import Asked, Citation

MOST_CITED = 50
Rows = QuerySet[SearchRow]


def cited_rows(readable: Callable[[], Rows], question: Asked) -> dict[int, int]:
    """The rows whose citation the question is, each with its heap. Asked for only where it looks like one."""
    citation = question.citation
    if citation is None and not question.alias:
        return {}
    wanted = Q(aliases__alias__iexact=question.alias) if question.alias else Q(pk__in=[])
    if citation is not None:
        wanted |= _numbered(citation)
    guidelines = Guideline.objects.filter(wanted).order_by().values("pk")
    rows = readable().filter(guideline__in=guidelines)
    if citation is not None and citation.rule:
        rows = rows.filter(kind=Kind.RULE, rule=citation.rule)
    else:
        rows = rows.filter(kind=Kind.TITLE)
    return dict(rows.order_by("policy_id", "place").values_list("pk", "heap_id")[:MOST_CITED])


def _numbered(citation: Citation) -> Q:
    """Guidelines with this number; with two codes they are market and domain, with one it may be either."""
    wanted = Q(number=citation.number)
    if len(citation.codes) == 2:
        return wanted & Q(market__code=citation.codes[0], domain__code=citation.codes[1])
    if citation.codes:
        return wanted & (Q(market__code=citation.codes[0]) | Q(domain__code=citation.codes[0]))
    return wanted
