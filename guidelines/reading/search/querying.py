"""The one way to search: through the person's rights, on whatever database is in use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import get_language

from guidelines.catalogue.models import Action
from guidelines.editions.models import Guideline
from guidelines.editions.rights import visible_editions
from guidelines.frame import clock
from guidelines.people.models import Person
from guidelines.reading.models.search import Kind, SearchRow
from guidelines.reading.queries.library import binding_as_known
from guidelines.reading.search.asking import Asked, Citation, asked
from guidelines.reading.search.facets import Heap, Names, choices, counted
from guidelines.reading.search.ranking import ranked
from guidelines.reading.search.results import PER_PAGE, Filters, Hit, Results

MOST_CITED = 50
Rows = QuerySet[SearchRow]


def search(
    person: Person,
    query: str,
    *,
    at: dt.datetime | None = None,
    markets: tuple[str, ...] = (),
    domains: tuple[str, ...] = (),
    topics: tuple[str, ...] = (),
    page: int = 1,
    order: str = "match",
) -> Results:
    """One page of the passages in force, now or at an instant, that fit the question and that the person may read.

    `order` is `match` or `newest`. A page past the last is the last.
    """
    now, question, filters = clock.now(), asked(query), Filters(markets, domains, topics)
    readable = readable_rows(person, at or now, now)
    cited = _cited(readable, question)
    found = readable.filter(_fits(question, cited))
    names = Names.read()
    heaps = _heaps(found, names)
    total, unfiltered = counted(heaps, filters), counted(heaps, Filters())
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    hits = _hits(_narrowed(found, filters), question, cited, page, newest=order == "newest") if total else ()
    elsewhen = 0 if unfiltered or at is None else readable_rows(person, now, now).filter(_fits(question, [])).count()
    return Results(
        asked=question,
        hits=hits,
        total=total,
        facets=choices(heaps, filters, names, (get_language() or "en")[:2]),
        page=page,
        pages=pages,
        unfiltered=unfiltered,
        elsewhen=elsewhen,
        direct=_direct(hits, question, cited),
        at=at,
    )


def first_hits(person: Person, query: str, *, most: int) -> tuple[Hit, ...]:
    """The first passages in force now that fit, without counting the others; what is cited comes first."""
    now, question = clock.now(), asked(query)
    readable = readable_rows(person, now, now)
    cited = _cited(readable, question)
    found = ranked(readable.filter(_fits(question, cited)), question, cited, newest=False)
    return hits_of(list(found.values_list("pk", flat=True)[:most]), cited)


def readable_rows(person: Person, at: dt.datetime, now: dt.datetime) -> Rows:
    """The rows in force at an instant, of editions this person may know of. Everything here goes through it."""
    visible = visible_editions(person, now).order_by().values("pk")
    return SearchRow.objects.filter(binding_as_known(person, at, now), edition__in=visible).order_by()


def _fits(question: Asked, cited: list[int]) -> Q:
    """Passages with all the words and phrases, or cited by their number."""
    if not question.words:
        return Q(pk__in=cited)
    fits = Q(terms__match=question.match)
    for phrase in question.phrases:
        fits &= Q(folded__contains=phrase)
    return fits | Q(pk__in=cited) if cited else fits


def _cited(readable: Rows, question: Asked) -> list[int]:
    """The rows whose citation the question is. Asked for only where it looks like one."""
    citation = question.citation
    if citation is None and not question.alias:
        return []
    wanted = Q(aliases__alias__iexact=question.alias) if question.alias else Q(pk__in=[])
    if citation is not None:
        wanted |= _numbered(citation)
    guidelines = Guideline.objects.filter(wanted).order_by().values("pk")
    rows = readable.filter(guideline__in=guidelines)
    if citation is not None and citation.rule:
        rows = rows.filter(kind=Kind.RULE, rule=citation.rule)
    else:
        rows = rows.filter(kind=Kind.TITLE)
    return list(rows.order_by("policy_id", "place").values_list("pk", flat=True)[:MOST_CITED])


def _numbered(citation: Citation) -> Q:
    """Guidelines with this number; with two codes they are market and domain, with one it may be either."""
    wanted = Q(number=citation.number)
    if len(citation.codes) == 2:
        return wanted & Q(market__code=citation.codes[0], domain__code=citation.codes[1])
    if citation.codes:
        return wanted & (Q(market__code=citation.codes[0]) | Q(domain__code=citation.codes[0]))
    return wanted


def _heaps(found: Rows, names: Names) -> list[Heap]:
    """How many passages fit, by market, domain and topics: one query, from which everything is counted."""
    counts = found.values_list("market_id", "domain_id", "filing").annotate(count=Count("pk"))
    return [
        Heap(names.markets[market].code, names.domains[domain].code, frozenset(filing.split()), count)
        for market, domain, filing, count in counts
    ]


def _narrowed(found: Rows, filters: Filters) -> Rows:
    if filters.markets:
        found = found.filter(market__code__in=filters.markets)
    if filters.domains:
        found = found.filter(domain__code__in=filters.domains)
    if filters.topics:
        under = Q(pk__in=[])
        for topic in filters.topics:
            under |= Q(filing__contains=f" {topic} ")
        found = found.filter(under)
    return found


def _hits(found: Rows, question: Asked, cited: list[int], page: int, *, newest: bool) -> tuple[Hit, ...]:
    """One page. First which rows, then their words: a database that sorts thousands should not carry the texts."""
    start = (page - 1) * PER_PAGE
    ids = list(ranked(found, question, cited, newest=newest).values_list("pk", flat=True)[start : start + PER_PAGE])
    return hits_of(ids, cited)


def hits_of(ids: Sequence[int], cited: Sequence[int] = ()) -> tuple[Hit, ...]:
    """The words of these rows, in this order. Which they are was asked through the person's rights."""
    shown = SearchRow.objects.filter(pk__in=ids).annotate(
        number=F("edition__number"), title=F("edition__title"), language=F("guideline__language")
    )
    rows = {row.pk: row for row in shown.defer("folded", "terms")}
    actions = {action.code: action for action in Action.objects.filter(code__in={row.action for row in rows.values()})}
    return tuple(_hit(rows[pk], actions.get(rows[pk].action), is_cited=pk in cited) for pk in ids)


def _hit(row: SearchRow, action: Action | None, *, is_cited: bool) -> Hit:
    language: str = row.language  # type: ignore[attr-defined]  # annotated in _hits, as are number and title
    return Hit(
        policy_id=row.policy_id,
        number=row.number,  # type: ignore[attr-defined]
        title=row.title,  # type: ignore[attr-defined]
        language=language,
        kind=row.kind,
        rule=row.rule,
        heading=row.heading,
        anchor=row.anchor,
        text=row.text,
        instruction=row.instruction,
        action=action.named_in(language) if action else "",
        severity=row.severity,
        label=row.label,
        cited=is_cited,
    )


def _direct(hits: tuple[Hit, ...], question: Asked, cited: list[int]) -> Hit | None:
    """The passage the question cites, where it is the only one."""
    found = [hit for hit in hits if hit.cited]
    return found[0] if len(cited) == 1 and found else None
