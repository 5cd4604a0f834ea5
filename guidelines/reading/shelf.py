"""The entries of the library as they are drawn, with their times in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from guidelines.frame.times import mine_and_market
from guidelines.people.sessions import Anyone
from guidelines.reading.models import LibraryRow
from guidelines.reading.queries.guideline import Tag
from guidelines.reading.queries.library import is_restricted, standing_of


@dataclass(frozen=True)
class Entry:
    """One guideline on the shelf."""

    policy_id: str
    title: str
    summary: str
    language: str
    url: str
    line: str
    standing: str
    """Only where the reader must know: scheduled, suspended, temporary, or nothing to say."""
    coming: str
    market: str
    domain: str
    tags: tuple[Tag, ...]
    is_restricted: bool


def entries_of(
    rows: Sequence[LibraryRow],
    coming: Mapping[int, LibraryRow],
    *,
    person: Anyone,
    now: dt.datetime,
    at: dt.datetime | None,
    language: str,
) -> list[Entry]:
    """The entries of one page of the library."""
    return [_entry(row, coming.get(row.guideline_id), person, now, at, language) for row in rows]


def _entry(
    row: LibraryRow,
    following: LibraryRow | None,
    person: Anyone,
    now: dt.datetime,
    at: dt.datetime | None,
    language: str,
) -> Entry:
    begins = mine_and_market(row.since, person.time_zone, row.market.time_zone)
    has_begun = row.since <= (at or now)
    form = _("Edition %(number)d, since %(moment)s") if has_begun else _("Edition %(number)d, starts %(moment)s")
    return Entry(
        policy_id=row.policy_id,
        title=row.title,
        summary=row.summary,
        language=row.language,
        url=_url(row, at),
        line=form % {"number": row.number, "moment": begins},
        standing=(standing_of(row) if at is None else "") if has_begun else "scheduled",
        coming=_coming(following, person) if following and has_begun else "",
        market=row.market.named_in(language),
        domain=row.domain.named_in(language),
        tags=tuple(Tag(filed.topic.code, filed.topic.named_in(language)) for filed in row.topics.all() if filed.filed),
        is_restricted=is_restricted(row),
    )


def _url(row: LibraryRow, at: dt.datetime | None) -> str:
    address = reverse("guideline", args=[row.policy_id])
    return f"{address}?at={at.astimezone(dt.UTC).isoformat().replace('+00:00', 'Z')}" if at else address


def _coming(row: LibraryRow, person: Anyone) -> str:
    moment = mine_and_market(row.since, person.time_zone, row.market.time_zone)
    return _("Edition %(number)d starts %(moment)s") % {"number": row.number, "moment": moment}
