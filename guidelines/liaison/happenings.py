"""What happened to the words in force in one guideline: editions that began, were withdrawn, or ended by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from guidelines.editions.models import Edition
from guidelines.editions.queries import Period, periods


class Kind(StrEnum):
    BEGAN = "in_force"
    STARTS = "starts"
    """Will begin: under embargo until then."""
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    """A temporary edition that nobody ratified ended by itself."""
    CALLED_OFF = "called_off"
    """Was told beforehand, and cancelled before it began."""


BEGINNINGS = frozenset({Kind.BEGAN, Kind.STARTS})
OF_ITS_SIGNIFICANCE = BEGINNINGS | {Kind.CALLED_OFF}
"""As major or minor as the edition; whatever ends what binds is major."""


@dataclass(frozen=True)
class Happening:
    """One change of what binds, with the editions in force just before and just after it."""

    kind: Kind
    at: dt.datetime
    edition: Edition
    before: Edition | None
    after: Edition | None
    last: Edition | None
    """What was in force last before it: `before`, or across a gap the one that stood before the gap."""

    @property
    def compared(self) -> Edition | None:
        """The edition that the decisions of `after` are held against."""
        return self.last if self.after is not None and self.after != self.before else None

    @property
    def order(self) -> tuple[str, str, dt.datetime, str, int, str]:
        """By market, domain, moment and policy ID: the same in every language and on every database."""
        guideline = self.edition.guideline
        place = (guideline.market.code, guideline.domain.code)
        return (*place, self.at, guideline.policy_id, self.edition.number, self.kind)


def happenings(timeline: Sequence[Edition], now: dt.datetime) -> list[Happening]:
    """Everything that happened in one guideline, and the editions that will begin, from all its issued editions."""
    spans = periods(timeline)
    found: list[Happening] = []
    before = last = None
    for span in spans:
        found += _turn(timeline, before, last, span, now)
        before, last = span.edition, span.edition or last
    told = {happening.edition.pk for happening in found if happening.kind is Kind.WITHDRAWN}
    untold = [edition for edition in timeline if edition.withdrawn_at and edition.pk not in told]
    found += [_without_effect(edition, spans) for edition in untold]
    return [happening for happening in found if happening.at <= now or happening.kind is Kind.STARTS]


def _turn(
    timeline: Iterable[Edition], before: Edition | None, last: Edition | None, span: Period, now: dt.datetime
) -> list[Happening]:
    """Why the words in force are others from here on."""
    after = span.edition
    if after is not None and after.effective_from == span.since:
        kind = Kind.BEGAN if span.since <= now else Kind.STARTS
        return [Happening(kind, span.since, after, before, after, last)]
    if before is not None and before.withdrawn_at == span.since:
        return [Happening(Kind.WITHDRAWN, span.since, before, before, after, last)]
    ended = [edition for edition in timeline if edition.expires_at == span.since]
    return [Happening(Kind.ENDED, span.since, edition, before, after, last) for edition in ended]


def _without_effect(edition: Edition, spans: Iterable[Period]) -> Happening:
    """The withdrawal of an edition that had given way already: what is in force stays."""
    at = edition.withdrawn_at
    assert at is not None
    binding = next((span.edition for span in spans if span.since <= at < span.until), None)
    return Happening(Kind.WITHDRAWN, at, edition, binding, binding, binding)
