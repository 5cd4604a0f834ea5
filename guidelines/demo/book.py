"""One guideline's part of the story, written scene by scene. Pure: it knows days and names, no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from guidelines.demo.dates import MarketDays
from guidelines.demo.scenes import Deed, Scene

ALL_BUT_THE_LAST_POINT = 0.98
"""The share of a draft whose text is complete and whose change note lacks its last point."""


@dataclass(frozen=True)
class Entry:
    """What is known of a guideline beside its words."""

    policy_id: str
    owner: str
    review_months: int
    aliases: tuple[str, ...] = ()
    first_edition: int = 1


@dataclass
class Book:
    """The scenes of one guideline. Each method adds some and leaves the order of the whole to the clock."""

    entry: Entry
    days: MarketDays
    scenes: list[Scene] = field(default_factory=list)

    def scene(
        self,
        deed: Deed,
        number: int,
        day: dt.date,
        clock: str,
        by: str,
        *,
        exact: bool = False,
        note: str = "",
        text: str = "",
        share: float = 1.0,
        begins: dt.datetime | None = None,
        fates: Mapping[int, str] | None = None,
    ) -> None:
        """One deed on a day; unless `exact`, some minutes after the clock time."""
        policy_id = self.entry.policy_id
        at = self.days.at(day, clock, "" if exact else f"{policy_id} {number} {deed} {day}")
        self.scenes.append(Scene(at, deed, policy_id, number, by, note, text, share, begins, fates or {}))

    def first(self, on: dt.date, by: str, reviewer: str, *, note: str = "") -> None:
        """The first edition: brought over from an old document or written in two goes, and in force on that day."""
        number, day = self.entry.first_edition, self.days.shift
        is_new = not self.entry.aliases
        self.scene(Deed.OPEN, number, day(on, -3), "09:00", by, text=str(number), share=0.6 if is_new else 1.0)
        if is_new:
            self.scene(Deed.SAVE, number, day(on, -2), "09:00", by, text=str(number))
        self.scene(Deed.SUBMIT, number, day(on, -2), "14:00", by)
        self.scene(Deed.APPROVE, number, day(on, -1), "10:00", reviewer, note=note)
        self.scene(Deed.PUBLISH, number, on, "09:00", by)

    def write(
        self,
        number: int,
        begun: dt.date,
        done: dt.date,
        writers: tuple[str, ...],
        *,
        saves: int = 2,
        upto: float = 1.0,
        text: str = "",
    ) -> None:
        """A draft on the words in force, grown in save points between two days, the writers taking turns."""
        text = text or str(number)
        self.scene(Deed.OPEN, number, begun, "09:00", writers[0])
        days = _worked(self.days, begun, done)
        for turn in range(1, saves + 1):
            day = days[(len(days) - 1) * turn // saves]
            clock = f"{10 + turn if day in (begun, done) else 13}:00"
            share = upto * turn / saves
            self.scene(Deed.SAVE, number, day, clock, writers[(turn - 1) % len(writers)], text=text, share=share)

    def regular(
        self,
        number: int,
        on: dt.date,
        writers: tuple[str, ...],
        reviewer: str,
        *,
        lead: int = 7,
        saves: int = 2,
        begins: dt.datetime | None = None,
        approval: str = "",
        publisher: str = "",
        text: str = "",
    ) -> None:
        """The usual way: drafted for some days, submitted, approved the next day, published on the day after."""
        day = self.days.shift
        self.write(number, day(on, -lead), day(on, -2), writers, saves=saves, text=text)
        self.scene(Deed.SUBMIT, number, day(on, -2), "16:00", writers[0])
        self.scene(Deed.APPROVE, number, day(on, -1), "11:00", reviewer, note=approval)
        self.scene(Deed.PUBLISH, number, on, "10:00", publisher or writers[0], begins=begins)


def _worked(days: MarketDays, begun: dt.date, done: dt.date) -> list[dt.date]:
    found = [begun]
    while found[-1] < done:
        found.append(days.shift(found[-1], 1))
    return found
