"""Weeks of checked decisions, brought in as files, on guidelines that took force through the services."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import count

from guidelines.editions.models import Edition, Guideline
from guidelines.frame import clock
from guidelines.quality.models import Source
from tests.editions import making as issued
from tests.people import World
from tests.quality.making import brought, row, source

DAY = dt.timedelta(days=1)
_numbers = count(1)


@dataclass(frozen=True)
class Story:
    """A feed, the moment at which its guidelines took force, and what was brought in since."""

    world: World
    feed: Source
    start: dt.datetime

    def day(self, number: int) -> dt.datetime:
        """So many days after the start."""
        return self.start + number * DAY

    def checks(
        self,
        rule: str,
        checks: int,
        errors: int,
        *,
        days: tuple[int, int] = (1, 20),
        people: tuple[str, ...] = ("A-004", "M-2", "M-3", "M-4", "M-5", "M-6"),
        **cells: str,
    ) -> list[dict[str, str]]:
        """Rows of one rule, spread over some days and people, the wrong ones evenly among the right ones."""
        first, last = days
        found = []
        for place in range(checks):
            is_wrong = (place * errors) // checks != ((place + 1) * errors) // checks
            at = self.day(first) + (last - first) * DAY * (place / checks)
            said = {"right_action": "restrict", "error_class": "FP"} if is_wrong else {}
            found.append(
                row(
                    rule,
                    case=f"C-{next(_numbers)}",
                    decided_at=at.isoformat(),
                    moderator=people[place % len(people)],
                    **{**said, **cells},
                )
            )
        return found

    def bring(self, *rows: list[dict[str, str]]) -> None:
        """As one file; none of its rows may be a problem. The worker looks some minutes later than the last time."""
        with clock.pretend(clock.now() + next(_numbers) * dt.timedelta(seconds=1)):
            done = brought(self.feed, [one for several in rows for one in several])
        assert (done.state, done.problems) == ("done", 0), done.error


def story(world: World) -> Story:
    """US-PR-0001 in force, with R1 and R2."""
    edition = issued.published(issued.draft(world), world)
    return Story(world, source(world), edition.effective_from or clock.now())


def another(story: Story, **words: object) -> Edition:
    """One more guideline of US products in force from the start: US-PR-0002, US-PR-0003, … Before anything else."""
    with clock.pretend(story.start):
        return issued.published(issued.draft(story.world, **words), story.world)


def next_edition(story: Story, day: int, **words: object) -> Edition:
    """Edition 2 of US-PR-0001, in force so many days after the start. Before anything else."""
    guideline = Guideline.objects.get(policy_id="US-PR-0001")
    with clock.pretend(story.start):
        draft = issued.next_draft(guideline, story.world.ann, **words)
        return issued.published(draft, story.world, effective_from=story.day(day))
