"""What a publication would mean, before anybody decides: for each site, for what waits, for those who read it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from guidelines.editions.clearances import only_open_to
from guidelines.editions.models import Edition, Significance
from guidelines.editions.notice import is_short_notice, without_reason_from
from guidelines.editions.queries import in_force_before, scheduled_after
from guidelines.frame.working_days import working_days_between
from guidelines.people.queries import SiteReaders, readers_by_site
from guidelines.people.roles import Capability
from guidelines.people.scopes import people_who_may
from guidelines.text.merging import merge

WORDS_A_MINUTE = 200
"""How fast people read for work: the lower end of what adults read of plain prose (Brysbaert 2019: 238 on average)."""


@dataclass(frozen=True)
class Waiting:
    """An edition scheduled after this one, and how many passages of it both have changed."""

    edition: Edition
    conflicts: int


@dataclass(frozen=True)
class Publication:
    """A start and its consequences. `start` is the chosen moment, or now."""

    edition: Edition
    start: dt.datetime
    now: dt.datetime
    sites: tuple[SiteReaders, ...]
    waiting: tuple[Waiting, ...]
    before: Edition | None
    """What is in force until then."""

    @property
    def is_short(self) -> bool:
        return is_short_notice(self.edition, self.start, self.now)

    @property
    def is_major(self) -> bool:
        return self.edition.significance == Significance.MAJOR

    @property
    def notice(self) -> int:
        """Whole working days between now and the start."""
        return working_days_between(self.now, self.start, self.edition.guideline.market.zone)

    @property
    def without_reason_from(self) -> dt.datetime:
        return without_reason_from(self.edition, self.now)

    @property
    def readers(self) -> int:
        return sum(site.people for site in self.sites)

    @property
    def places(self) -> int:
        """How many sites they work at."""
        return sum(1 for row in self.sites if row.site)

    @property
    def minutes(self) -> int:
        """How long the change note takes one person to read, and the rules it names to look at."""
        return max(1, round(len(self.edition.change_note.split()) / WORDS_A_MINUTE + 0.5))


def publication(edition: Edition, start: dt.datetime | None, now: dt.datetime) -> Publication:
    guideline = edition.guideline
    readers = people_who_may(Capability.READ, guideline.market_id, guideline.domain_id)
    return Publication(
        edition=edition,
        start=start or now,
        now=now,
        sites=tuple(readers_by_site(only_open_to(readers, guideline))),
        waiting=tuple(Waiting(other, _conflicts(edition, other)) for other in scheduled_after(guideline, start or now)),
        before=in_force_before(guideline, start or now),
    )


def _conflicts(edition: Edition, other: Edition) -> int:
    base = other.base.source if other.base else ""
    return len(merge(base, edition.source, other.source).conflicts)
