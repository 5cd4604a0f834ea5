"""Drawing the checks: at which moments, by whom, and which of them were wrong. Pure, and the same for the same day.

Errors are not thrown like dice but counted out: a rule's rate is added up from check to check, and each time it passes
the next whole number one check is wrong. So every stretch of time shows the rate that is told of it, to one error.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from guidelines.demo.checks.chapters import STRICT, Chapter, chapter_of
from guidelines.demo.checks.rulebook import InForce, Timeline
from guidelines.demo.checks.workforce import Worker, Workforce

WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)
TECHNICAL = 0.04
"""The share of errors that were the tool's."""
OTHERS = 0.025
"""How often everybody else is wrong where newcomers are told of."""


@dataclass(frozen=True)
class Drawn:
    """One checked decision."""

    case: str
    at: dt.datetime
    worker: Worker
    policy_id: str
    rule_id: str
    decided: str
    right: str
    error: str = ""
    verdict: str = "upheld"


class Draw:
    """The checks of one market, drawn week by week; what is left over from one week counts for the next."""

    def __init__(self, market: str, now: dt.datetime) -> None:
        self._market, self._now = market, now
        self._dice = random.Random(f"checks {market}")  # noqa: S311 - a story, not a secret
        self._workforce = Workforce()
        self._left: dict[tuple[str, ...], float] = defaultdict(float)
        self._count = 0

    def week(self, begins: dt.datetime, timelines: Iterable[Timeline]) -> list[Drawn]:
        """Every check of decisions made in the seven days from then, in their order."""
        ends = min(begins + WEEK, self._now)
        drawn = [
            check
            for timeline in timelines
            for rule in timeline.rules(begins, ends)
            for check in self._rule(timeline, rule, begins)
            if check.at < ends
        ]
        return sorted(drawn, key=lambda check: check.at)

    def _rule(self, timeline: Timeline, rule: str, begins: dt.datetime) -> Iterator[Drawn]:
        middle = timeline.at(begins + WEEK / 2) or timeline.at(begins + WEEK)
        if middle is None:
            return
        chapter = self._chapter(timeline, rule, middle, begins + WEEK / 2)
        wanted = self._whole((timeline.policy_id, rule, "checks"), chapter.checks / 4)
        for at in sorted(begins + WEEK * self._dice.random() for _ in range(wanted)):
            edition = timeline.at(at)
            if edition and rule in edition.actions:
                yield from self._checks(timeline, rule, edition, at)

    def _chapter(self, timeline: Timeline, rule: str, edition: InForce, at: dt.datetime) -> Chapter:
        in_force, ago = (at - edition.since) / DAY, (self._now - at) / DAY
        return chapter_of(timeline.policy_id, rule, edition.number, in_force, ago)

    def _checks(self, timeline: Timeline, rule: str, edition: InForce, at: dt.datetime) -> Iterator[Drawn]:
        """One check in the rate, and now and then one beside it that was overturned."""
        chapter = self._chapter(timeline, rule, edition, at)
        key = (timeline.policy_id, rule)
        worker, rate = self._who(timeline.policy_id, chapter, chapter.rate_at((self._now - at) / DAY))
        is_wrong = bool(self._whole((*key, str(rate)) if chapter.newcomers else (*key, "errors"), rate))
        check = self._check(key, edition.actions, at, worker, chapter, is_wrong=is_wrong)
        stays = chapter.disputed * (1 - chapter.overturned)
        if self._whole((*key, "disputed"), stays):
            check = replace(check, verdict="disputed")
        yield check
        if self._whole((*key, "overturned"), chapter.disputed * chapter.overturned):
            beside = self._check(key, edition.actions, at + dt.timedelta(minutes=7), worker, chapter, is_wrong=True)
            yield replace(beside, verdict="overturned")

    def _who(self, policy_id: str, chapter: Chapter, rate: float) -> tuple[Worker, float]:
        """Somebody, and how often they are wrong."""
        if not chapter.newcomers:
            return self._dice.choice(self._workforce.of(policy_id)), rate
        if not self._whole((policy_id, "newcomers"), chapter.newcomers):
            return self._dice.choice(self._workforce.of(policy_id)), OTHERS
        theirs = (rate - OTHERS * (1 - chapter.newcomers)) / chapter.newcomers
        return self._dice.choice(self._workforce.newcomers), theirs

    def _whole(self, key: tuple[str, ...], share: float) -> int:
        """How many whole ones have come together; the rest is kept. The first begins anywhere."""
        if key not in self._left:
            self._left[key] = self._dice.random()
        self._left[key] += share
        whole = int(self._left[key])
        self._left[key] -= whole
        return whole

    def _check(
        self,
        key: tuple[str, str],
        actions: dict[str, str],
        at: dt.datetime,
        worker: Worker,
        chapter: Chapter,
        *,
        is_wrong: bool,
    ) -> Drawn:
        self._count += 1
        right = actions[key[1]]
        decided, error = self._error(chapter, actions, right) if is_wrong else (right, "")
        case = f"{self._market}-{at:%y%m%d}-{self._count:05d}"
        return Drawn(case, at.replace(microsecond=0), worker, *key, decided, right, error)

    def _error(self, chapter: Chapter, actions: dict[str, str], right: str) -> tuple[str, str]:
        """What was decided instead, and the kind of error."""
        if not chapter.decided and self._dice.random() < TECHNICAL:
            return right, "technical"
        decided = self._instead(chapter.decided, actions)
        if decided == right:
            return decided, "wrong_rule"
        stricter = STRICT.index(decided) < STRICT.index(right)
        return decided, "false_positive" if stricter else "false_negative"

    def _instead(self, told: tuple[str, ...], actions: dict[str, str]) -> str:
        """Mostly the first that is told; else an action of the same guideline."""
        if told:
            return told[0] if len(told) == 1 or self._dice.random() < 0.75 else told[1]
        return self._dice.choice(list(actions.values()))
