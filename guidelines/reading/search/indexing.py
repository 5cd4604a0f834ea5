"""Making search rows: with the deed that changes which words bind when, or all anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from guidelines.audit import followers
from guidelines.audit.models import AuditEvent
from guidelines.catalogue.models import Topic
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.queries import Period, periods
from guidelines.reading import services
from guidelines.reading.models.search import Kind, SearchHeap, SearchRow, SearchWord
from guidelines.reading.search.looking import engine
from guidelines.reading.search.passages import Passage, passages_of
from guidelines.reading.search.terms import ANY, CONTEXT, HEAD, folded_texts, terms_of
from guidelines.reading.search.words import is_number
from guidelines.reading.services import stamping
from guidelines.text.rendering import RENDERER, Rendered

RECIPE = f"{RENDERER}.4"
"""Of the renderer, and of what is made of its output here."""

WEIGHTS = {Kind.RULE: 1, Kind.TITLE: 2, Kind.TERM: 3, Kind.CASE: 4, Kind.SECTION: 5}
_UNREAD = ("source", "change_note", "partner_note", "import_record", "move_note")


def follow() -> None:
    """Rewrite search rows within the deed itself, so that search never lags. After the library's own followers,
    which keep the page that the rows are made of."""
    for verb in services.VERBS:
        followers.follow(verb, reindex_after)
    for verb in services.RENUMBERED:
        followers.follow(verb, rename_after)
    followers.follow("guideline.classed", class_after)
    for verb in services.LISTED:
        followers.follow(verb, refile_after)


def reindex_after(event: AuditEvent) -> None:
    reindex(Edition.objects.select_related("guideline").get(pk=event.subject_id).guideline)
    stamping.mark((stamping.SEARCH,), event)


def rename_after(event: AuditEvent) -> None:
    """The rows of a guideline anew: the numbers it is found by stand in them."""
    guideline = Guideline.objects.get(pk=event.subject_id)
    _remove([*guideline.search_rows.order_by().values_list("pk", flat=True)])
    reindex(guideline)
    stamping.mark((stamping.SEARCH,), event)


def class_after(event: AuditEvent) -> None:
    """A guideline that is restricted from now on leaves the index, and comes back when it no longer is."""
    guideline = Guideline.objects.get(pk=event.subject_id)
    heaps = [*guideline.search_rows.order_by().values_list("heap", flat=True).distinct()]
    reindex(guideline)
    # An empty heap would still offer its topics as a filter.
    SearchHeap.objects.filter(~Exists(SearchRow.objects.filter(heap=OuterRef("pk"))), pk__in=heaps).delete()
    stamping.mark((stamping.SEARCH,), event)


def refile_after(event: AuditEvent) -> None:
    """What is filed under a topic that was put elsewhere, or below it, is filed under those that are above it now.
    That what is kept is looked at again, the stamp of all deeds on lists says."""
    if not services.moves_a_topic(event):
        return
    above = _codes_above()
    heaps = [*SearchHeap.objects.filter(filing__contains=f" {event.data['code']} ")]
    for heap in heaps:
        heap.filing = _filing(heap.codes.split(), above)
    SearchHeap.objects.bulk_update(heaps, ["filing"], batch_size=200)


@transaction.atomic
def rebuild() -> int:
    """Everything anew; the number of rows."""
    engine().forget_all()
    SearchRow.objects.all().delete()
    SearchHeap.objects.all().delete()
    SearchWord.objects.all().delete()
    _learn({term for guideline in Guideline.objects.order_by("pk") for term in _bring_in_line(guideline)})
    engine().settle()
    return SearchRow.objects.count()


def renew(**_options: Any) -> None:
    """After tables changed: rows made by an older recipe, or taken away with their columns, are made anew."""
    if Edition.objects.issued().exists() and not SearchRow.objects.filter(recipe=RECIPE).exists():
        rebuild()


@transaction.atomic
def reindex(guideline: Guideline) -> None:
    """Bring the rows of one guideline in line with its timeline. Words never change, so most stay as they are.

    The words of a restricted guideline are in no index: nobody finds them, not even those it names.
    """
    _learn(_bring_in_line(guideline))


def _bring_in_line(guideline: Guideline) -> set[str]:
    """The words of the rows that were made, as terms of all there are."""
    issued = guideline.editions.issued().select_related("guideline").defer(*_UNREAD)
    spans = () if guideline.is_restricted else periods(issued)
    wanted = {(period.edition.pk, period.since): period for period in spans if period.edition}
    held = guideline.search_rows.order_by().values_list("edition_id", "since", "until", "recipe").distinct()
    kept = set()
    for edition_id, since, until, recipe in list(held):
        period = wanted.get((edition_id, since))
        rows = guideline.search_rows.filter(edition_id=edition_id, since=since)
        if period is None or recipe != RECIPE:
            _remove([*rows.order_by().values_list("pk", flat=True)])
            continue
        kept.add((edition_id, since))
        if until != period.until:
            rows.update(until=period.until)
    return _add([row for key, period in wanted.items() if key not in kept for row in _rows(guideline, period)])


def _remove(ids: list[int]) -> None:
    engine().forget(ids)
    SearchRow.objects.filter(pk__in=ids).delete()


def _add(rows: list[SearchRow]) -> set[str]:
    made = SearchRow.objects.bulk_create(rows, batch_size=500)
    engine().take_up((row.pk, row.terms) for row in made)
    return {term for row in made for term in row.terms if term[0] in (ANY, HEAD, CONTEXT)}


def _learn(terms: set[str]) -> None:
    """Words that no passage held before, and which stand in what a passage is called or belongs to."""
    words, heads, contexts = ({term[1:] for term in terms if term[0] == place} for place in (ANY, HEAD, CONTEXT))
    found = [SearchWord(word=word, length=len(word)) for word in sorted(words) if not is_number(word)]
    SearchWord.objects.bulk_create(found, batch_size=400, ignore_conflicts=True)
    SearchWord.objects.filter(word__in=sorted(heads), in_heads=False).update(in_heads=True)
    SearchWord.objects.filter(word__in=sorted(contexts), in_contexts=False).update(in_contexts=True)


def _rows(guideline: Guideline, period: Period) -> Iterator[SearchRow]:
    """The rows of one edition in one stretch of time."""
    edition = Edition.objects.select_related("guideline", "base").get(pk=period.edition.pk) if period.edition else None
    if edition is None:
        return
    names = (guideline.policy_id, *guideline.aliases.values_list("alias", flat=True))
    heap = _heap_of(guideline, edition)
    rendered = Rendered.from_json(services.keep_page(edition).rendered)
    for place, passage in enumerate(passages_of(edition, names, rendered)):
        yield _row(edition, period, place, passage, heap)


def _row(edition: Edition, period: Period, place: int, passage: Passage, heap: SearchHeap) -> SearchRow:
    guideline = edition.guideline
    context = (guideline.policy_id, edition.title)
    return SearchRow(
        guideline=guideline,
        edition=edition,
        market_id=guideline.market_id,
        domain_id=guideline.domain_id,
        policy_id=guideline.policy_id,
        heap=heap,
        key=key_of(guideline.policy_id),
        since=period.since,
        until=period.until,
        recipe=RECIPE,
        kind=passage.kind,
        place=place,
        weight=WEIGHTS[passage.kind],
        anchor=passage.anchor,
        rule=passage.rule,
        heading=passage.heading,
        text=passage.text,
        instruction=passage.instruction,
        action=passage.action,
        severity=passage.severity,
        label=passage.label,
        folded=folded_texts((*passage.own, *context)),
        terms=terms_of(passage.own, passage.head, context, passage.label),
    )


def key_of(policy_id: str) -> int:
    """A policy ID as a number, so that a database orders millions without comparing texts."""
    market, domain, number = policy_id.split("-")
    key = 0
    for letter in f"{market:<4}{domain:<4}":
        key = key * 27 + (ord(letter) - 64 if letter != " " else 0)
    return key * 1_000_000 + int(number)


def _heap_of(guideline: Guideline, edition: Edition) -> SearchHeap:
    """A code that is in no list is passed over."""
    above = _codes_above()
    codes = sorted(above.keys() & set(edition.topic_codes))
    heap, _made = SearchHeap.objects.get_or_create(
        market_id=guideline.market_id,
        domain_id=guideline.domain_id,
        codes=_between_spaces(codes),
        defaults={"filing": _filing(codes, above)},
    )
    return heap


def _codes_above() -> dict[str, str | None]:
    """Of each topic the code of the one above it."""
    return dict(Topic.objects.order_by().values_list("code", "parent__code"))


def _filing(codes: Iterable[str], above: Mapping[str, str | None]) -> str:
    """The codes and those of all topics above them."""
    found: set[str] = set()
    for code in codes:
        step: str | None = code
        while step and step not in found:
            found.add(step)
            step = above.get(step)
    return _between_spaces(sorted(found))


def _between_spaces(codes: Sequence[str]) -> str:
    return f" {' '.join(codes)} " if codes else ""
