"""Making what the reading room derives: library rows with the deed, pages once for each digest."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from guidelines.audit import followers
from guidelines.audit.models import AuditEvent
from guidelines.catalogue.models import Topic
from guidelines.editions.documents import rule_changes
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.queries import Period, periods
from guidelines.reading.effort import words_of_rules
from guidelines.reading.models import LibraryRow, LibraryTopic, Page
from guidelines.reading.queries.duties import major_of
from guidelines.text.folding import fold
from guidelines.text.rendering import RENDERER, render

VERBS = ("edition.published", "edition.cancelled", "edition.enforced", "edition.ratified", "edition.withdrawn")
"""The deeds that change which words bind when."""

RENUMBERED = ("guideline.number_added",)
"""The deeds that change by which numbers a guideline is found."""

LISTED = ("list.changed", "list.retired", "list.restored")
"""The deeds that may put a topic below another."""

_UNREAD = ("source", "change_note", "partner_note", "import_record", "move_note")


def follow() -> None:
    """Rewrite what is derived within the deed itself, so that the library never lags."""
    for verb in VERBS:
        followers.follow(verb, rewrite_after)
    for verb in RENUMBERED:
        followers.follow(verb, rename_after)
    for verb in LISTED:
        followers.follow(verb, refile_after)


def rename_after(event: AuditEvent) -> None:
    rewrite_guideline(Guideline.objects.get(pk=event.subject_id))


def rewrite_after(event: AuditEvent) -> None:
    """The rows of the guideline of one deed, and the page of the words it gave force."""
    edition = Edition.objects.select_related("guideline", "base").get(pk=event.subject_id)
    rewrite_guideline(edition.guideline)
    if edition.published_at is not None:
        keep_page(edition)


def moves_a_topic(event: AuditEvent) -> bool:
    """Whether this deed on a list put a topic elsewhere in the tree."""
    return event.subject_kind == "topic" and "parent" in event.data["fields"]


def refile_after(event: AuditEvent) -> None:
    """What is filed under a topic that was put elsewhere, or below it, is filed under those that are above it now."""
    if not moves_a_topic(event):
        return
    by_id = Topic.objects.in_bulk()
    above = {pk: _ancestors(by_id, pk) for pk in by_id}
    moved = [pk for pk, those in above.items() if event.subject_id in (pk, *those)]
    filed = LibraryTopic.objects.filter(filed=True)
    rows = filed.filter(topic__in=moved).values("row")
    LibraryTopic.objects.filter(filed=False, row__in=rows).delete()
    pairs = filed.filter(row__in=rows).values_list("row", "topic")
    found = {(row, over) for row, topic in pairs for over in above[topic]}
    LibraryTopic.objects.bulk_create(
        [LibraryTopic(row_id=row, topic_id=over, filed=False) for row, over in sorted(found)],
        batch_size=1_000,
        ignore_conflicts=True,  # filed under it itself
    )


@transaction.atomic
def rebuild() -> int:
    """Everything anew; the number of guidelines it was made for."""
    Page.objects.all().delete()
    guidelines = Guideline.objects.order_by("pk")
    for guideline in guidelines:
        rewrite_guideline(guideline)
        for edition in guideline.editions.issued().select_related("guideline", "base"):
            keep_page(edition)
    return len(guidelines)


@transaction.atomic
def rewrite_guideline(guideline: Guideline) -> list[LibraryRow]:
    """The library rows of one guideline: a row for each stretch in which an edition is in force."""
    guideline.library_rows.all().delete()
    names = " ".join([guideline.policy_id, *guideline.aliases.values_list("alias", flat=True)])
    timeline = periods(guideline.editions.issued().defer(*_UNREAD))
    issued = {period.edition.pk: period.edition for period in timeline if period.edition}
    rows = LibraryRow.objects.bulk_create(
        [_row(guideline, period.edition, period, names, issued) for period in timeline if period.edition]
    )
    _file(rows, {period.edition.pk: period.edition.topic_codes for period in timeline if period.edition})
    return rows


def _row(
    guideline: Guideline, edition: Edition, period: Period, names: str, issued: Mapping[int, Edition]
) -> LibraryRow:
    published_at = edition.published_at or period.since
    return LibraryRow(
        guideline=guideline,
        edition=edition,
        market_id=guideline.market_id,
        domain_id=guideline.domain_id,
        policy_id=guideline.policy_id,
        language=guideline.language,
        number=edition.number,
        title=edition.title,
        summary=edition.summary,
        significance=edition.significance,
        digest=edition.digest,
        major=major_of(edition, issued),
        since=period.since,
        until=period.until,
        published_at=published_at,
        folded=fold(f"{names} {edition.title}"),
    )


def _file(rows: list[LibraryRow], codes: dict[int, list[str]]) -> None:
    """File each row under its topics and under all above them; a code that is in no list is passed over."""
    topics = {topic.code: topic for topic in Topic.objects.all()}
    by_id = {topic.pk: topic for topic in topics.values()}
    filed: list[LibraryTopic] = []
    for row in rows:
        direct = {topics[code].pk for code in codes[row.edition_id] if code in topics}
        above = {pk for topic_id in direct for pk in _ancestors(by_id, topic_id)}
        filed += [LibraryTopic(row=row, topic_id=pk, filed=pk in direct) for pk in sorted(direct | above)]
    LibraryTopic.objects.bulk_create(filed)


def _ancestors(by_id: dict[int, Topic], topic_id: int) -> set[int]:
    found: set[int] = set()
    parent = by_id[topic_id].parent_id
    while parent is not None and parent not in found:
        found.add(parent)
        parent = by_id[parent].parent_id
    return found


def keep_page(edition: Edition) -> Page:
    """The stored page of these words, made now unless it is there."""
    base = edition.base.digest if edition.base else ""
    page = Page.objects.filter(digest=edition.digest, renderer=RENDERER, base_digest=base).first()
    if page is None:
        page, _made = Page.objects.update_or_create(
            digest=edition.digest, renderer=RENDERER, create_defaults=_page(edition), defaults=_page(edition)
        )
    return page


def made_page(edition: Edition) -> Page:
    """The page of a draft: its words may change with the next save, so it is made and not stored."""
    return Page(digest=edition.digest, renderer=RENDERER, **_page(edition))


def _page(edition: Edition) -> dict[str, object]:
    base = edition.base
    changes = rule_changes(base.source, edition.source) if base else {}
    return {
        "base_digest": base.digest if base else "",
        "rendered": render(edition.source, language=edition.guideline.language).to_json(),
        "changes": changes,
        "words": words_of_rules(edition.source, changes if base else None),
    }
