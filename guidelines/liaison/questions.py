"""Question: which changes of which days somebody asks for. The same question gives the same bytes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from guidelines.audit.services import Subject
from guidelines.frame.zones import zone_of

MOST_DAYS = 400
MOST_CODES_IN_A_NAME = 4


@dataclass(frozen=True)
class Question:
    """Days, markets and filters, all said outright: nothing in it depends on who asks or when.

    `since` and `until` are both part of the period. Days are counted in each market's own time, so a change is in the
    notes of a day exactly when that day is printed beside it. `markets` is never empty; an empty filter takes all.
    """

    since: dt.date
    until: dt.date
    markets: tuple[str, ...]
    domains: tuple[str, ...] = ()
    significance: str = ""
    topics: tuple[str, ...] = ()
    later: bool = False
    """Whether editions that have not begun are in the notes, marked with their embargo."""
    language: str = "en"
    """The language of everything that is not quoted from a guideline."""

    def span(self, zone: str | dt.tzinfo) -> tuple[dt.datetime, dt.datetime]:
        """The first instant of the period in a zone, and the first after it."""
        return _beginning(self.since, zone), _beginning(self.until + dt.timedelta(days=1), zone)

    def fields(self) -> list[tuple[str, str]]:
        """The question as the address and the form spell it."""
        pairs = [("from", self.since.isoformat()), ("until", self.until.isoformat())]
        pairs += [("market", code) for code in self.markets] + [("domain", code) for code in self.domains]
        pairs += [("topic", code) for code in self.topics]
        pairs += [("significance", self.significance), ("later", "on" if self.later else "")]
        return [(name, text) for name, text in [*pairs, ("language", self.language)] if text]

    def as_data(self) -> dict[str, Any]:
        """The question as the record and the JSON file keep it."""
        return {
            "from": self.since.isoformat(),
            "until": self.until.isoformat(),
            "markets": list(self.markets),
            "domains": list(self.domains),
            "significance": self.significance,
            "topics": list(self.topics),
            "includes_later": self.later,
            "language": self.language,
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Question:
        """The question that `as_data` kept."""
        return cls(
            since=dt.date.fromisoformat(data["from"]),
            until=dt.date.fromisoformat(data["until"]),
            markets=tuple(data["markets"]),
            domains=tuple(data["domains"]),
            significance=data["significance"],
            topics=tuple(data["topics"]),
            later=data["includes_later"],
            language=data["language"],
        )

    def file_name(self, extension: str, *, embargo: bool, corrected: bool = False) -> str:
        """`change-notes_US_2026-06-08_2026-06-22.md`; and whether it starts later, or is corrected."""
        few = len(self.markets) <= MOST_CODES_IN_A_NAME
        where = "-".join(self.markets) if few else f"{len(self.markets)}-markets"
        days = f"{self.since.isoformat()}_{self.until.isoformat()}"
        marks = f"{'_corrected' if corrected else ''}{'_embargo' if embargo else ''}"
        return f"change-notes_{where}_{days}{marks}.{extension}"

    def audit_subject(self) -> Subject:
        """A question has no row of its own; the event's data says what was asked."""
        return Subject("change_notes", 0)


def _beginning(day: dt.date, zone: str | dt.tzinfo) -> dt.datetime:
    """The first instant of a day. Where the clocks skip midnight it is the moment they turn."""
    return dt.datetime.combine(day, dt.time(), tzinfo=zone_of(zone)).astimezone(dt.UTC)
