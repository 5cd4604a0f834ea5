"""The register: risks and opportunities with their newest score, their trend and their actions, in few queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from guidelines.frame import clock
from guidelines.programmes.models import Action, Risk, Score

HIGH, MEDIUM = 15, 8
"""From which score on a risk is high, and medium: 3 × 5 and 2 × 4, so that no grave one is low unless it is rare."""
RECENT = dt.timedelta(days=90)


def level(score: int) -> str:
    """`high`, `medium` or `low`."""
    return "high" if score >= HIGH else "medium" if score >= MEDIUM else "low"


TONES = {"high": "danger", "medium": "warn", "low": "neutral"}
GAIN_TONES = {"high": "ok", "medium": "sched", "low": "neutral"}


@dataclass(frozen=True)
class Done:
    """An action, and where it stands: `done`, `late` or `open`."""

    action: Action
    standing: str


@dataclass(frozen=True)
class Line:
    """A risk or an opportunity as the register shows it."""

    risk: Risk
    scores: tuple[Score, ...]
    actions: tuple[Done, ...]
    is_overdue: bool
    """Whether its check is."""

    @property
    def score(self) -> Score:
        return self.scores[-1]

    @property
    def level(self) -> str:
        return level(self.score.value)

    @property
    def tone(self) -> str:
        return (TONES if self.risk.kind == Risk.Kind.RISK else GAIN_TONES)[self.level]

    @property
    def before(self) -> int | None:
        """The score of the check before; None at the first."""
        return self.scores[-2].value if len(self.scores) > 1 else None

    @property
    def trend(self) -> str:
        """`up`, `down` or `level`, against the check before."""
        if self.before is None or self.before == self.score.value:
            return "level"
        return "up" if self.score.value > self.before else "down"

    @property
    def values(self) -> tuple[int, ...]:
        return tuple(score.value for score in self.scores)

    def rose_since(self, since: dt.datetime) -> bool:
        """Whether its score is higher than it was then, or than its first where it is younger."""
        earlier = [score for score in self.scores if score.at <= since]
        then = earlier[-1] if earlier else self.scores[0]
        return self.score.value > then.value


def lines(risks: Iterable[Risk]) -> list[Line]:
    """The gravest first. `risks` come with their owners; two queries."""
    risks, now = list(risks), clock.now()
    scores, actions = defaultdict(list), defaultdict(list)
    for score in Score.objects.filter(risk__in=risks):
        scores[score.risk_id].append(score)
    for action in Action.objects.filter(risk__in=risks).select_related("owner"):
        actions[action.risk_id].append(Done(action, action.standing(_today(action.owner.zone, now))))
    found = [
        Line(risk, tuple(scores[risk.pk]), tuple(actions[risk.pk]), risk.next_check < _today(risk.owner.zone, now))
        for risk in risks
    ]
    return sorted(found, key=lambda line: (-line.score.value, line.risk.number))


def _today(zone: dt.tzinfo, now: dt.datetime) -> dt.date:
    return now.astimezone(zone).date()
