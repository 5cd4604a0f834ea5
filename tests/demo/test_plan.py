"""The story around the editions as a plan, without a database: each deed finds what it speaks of, whatever the day."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pytest

from guidelines.demo.dates import MarketDays
from guidelines.demo.scenes import Deed
from guidelines.demo.story import story_until
from guidelines.demo.story.exams import exams, jobs
from guidelines.demo.story.findings import findings
from guidelines.demo.story.lessons import asked, lessons, shown
from guidelines.demo.story.steps import goals, programmes, reports, worries

SOON = dt.timedelta(days=7)
SPECIAL_DAYS = [
    dt.datetime(2026, 2, 15, 12, 17, tzinfo=dt.UTC),  # the days before Tết
    dt.datetime(2027, 10, 2, 12, 17, tzinfo=dt.UTC),  # a quarter has just begun
    dt.datetime(2028, 2, 29, 12, 0, tzinfo=dt.UTC),
]
MANY_DAYS = [dt.datetime(2026, 1, 1, 4 * (n % 6), 17, tzinfo=dt.UTC) + dt.timedelta(days=17 * n) for n in range(45)]


@dataclass(frozen=True)
class Plan:
    """Everything that is told until a moment."""

    now: dt.datetime

    @cached_property
    def us(self) -> MarketDays:
        return MarketDays("US", self.now)

    @cached_property
    def vn(self) -> MarketDays:
        return MarketDays("VN", self.now)

    @cached_property
    def published(self) -> list[tuple[str, int, dt.datetime, dt.datetime]]:
        """Guideline, edition, when it was published and when it began."""
        issued = [scene for scene in story_until(self.now).scenes if scene.deed in (Deed.PUBLISH, Deed.ENFORCE_NOW)]
        return [(scene.policy_id, scene.number, scene.at, scene.begins or scene.at) for scene in issued]

    def is_read(self, policy_id: str, at: dt.datetime, number: int = 0) -> bool:
        """Whether words of it are in force, or will be within seven days."""
        return any(
            name == policy_id and number in (0, edition) and published <= at and begins <= at + SOON
            for name, edition, published, begins in self.published
        )

    def faults(self) -> list[str]:
        each = (self._found(), self._taught(), self._examined(), self._steered(), self._risked(), self._reported())
        return [f"{self.now:%Y-%m-%d %H}: {fault}" for faults in each for fault in faults]

    def _found(self) -> Iterator[str]:
        told = sorted(findings(self.us, self.vn), key=lambda found: found.at)
        opened, required = set[str](), set[str]()
        for found in told:
            if found.at >= self.now or (found.due and found.due < found.at.astimezone(self.us.zone).date()):
                yield f"{found.deed} of {found.key} at {found.at}, due {found.due}"
            if (
                found.deed in ("area", "note")
                and found.where.count("-") == 2
                and not self.is_read(found.where, found.at)
            ):
                yield f"{found.where} is not there when {found.key} is found"
            if found.deed in ("assign", "merge", "reply", "refuse") and found.key not in opened:
                yield f"{found.deed} comes before {found.key}"
            if found.deed in ("plan", "start", "link", "deliver") and found.key not in required:
                yield f"{found.deed} comes before the requirement {found.key}"
            (required if found.deed == "require" else opened).add(found.key)

    def _taught(self) -> Iterator[str]:
        wished = {one.key: one.at for one in asked(self.us, self.vn) if one.deed == "ask"}
        for lesson in lessons(self.us, self.vn):
            if not lesson.planned < min(lesson.starts, self.now):
                yield f"{lesson.key} is planned at {lesson.planned} for {lesson.starts}"
            if lesson.off and not lesson.planned < lesson.off < min(lesson.starts, self.now):
                yield f"{lesson.key} is called off at {lesson.off}"
            if lesson.answers and wished[lesson.answers] >= lesson.planned:
                yield f"{lesson.key} answers what nobody asked for yet"
            known = {
                (name, number) for name, number, published, _begins in self.published if published <= lesson.planned
            }
            if not set(lesson.editions) <= known:
                yield f"{lesson.key} teaches {lesson.editions} too early"
        for deck in shown(self.us, self.vn):
            if deck.at >= self.now or (deck.decided and not deck.at < deck.decided < self.now):
                yield f"{deck.key} is made at {deck.at}"

    def _examined(self) -> Iterator[str]:
        for exam in exams(self.us, self.vn):
            if not self.is_read(exam.policy_id, exam.made, exam.number):
                yield f"{exam.key} asks about words that are not in force"
            if any(not exam.made < at < self.now for at in (*exam.taken, *filter(None, [exam.told]))):
                yield f"{exam.key} is taken too early or too late"
        for job in jobs(self.us, self.vn):
            if job.at >= self.now or job.due < job.at.date():
                yield f"a task is due on {job.due}"

    def _steered(self) -> Iterator[str]:
        begun = {one.key: one.at for one in programmes(self.us, self.vn)}
        for programme in programmes(self.us, self.vn):
            for at, names in programme.holds:
                guidelines = [name.partition(" ") for name in names if ": " not in name]
                unread = [name for name, _, number in guidelines if not self.is_read(name, at, int(number or 0))]
                if unread or not programme.at < at < self.now:
                    yield f"{programme.key} takes {unread} in at {at}"
        for goal in goals(self.us, self.vn):
            moments = [begun[goal.programme], goal.at, *(at for at, *_rest in goal.moves), *filter(None, [goal.done])]
            if moments != sorted(moments) or moments[-1] >= self.now:
                yield f"{goal.name} is out of order: {moments}"

    def _risked(self) -> Iterator[str]:
        begun = {one.key: one.at for one in programmes(self.us, self.vn)}
        for worry in worries(self.us, self.vn):
            moments = [*(begun[key] for key in worry.programmes), *(score.at for score in worry.scores)]
            if max(moments) >= self.now or moments[-len(worry.scores) :] != sorted(score.at for score in worry.scores):
                yield f"{worry.key} is scored out of order: {moments}"
            if max(begun[key] for key in worry.programmes) >= worry.scores[0].at:
                yield f"{worry.key} comes before its programmes"
            if any(not self.is_read(name, worry.scores[0].at) for name, _rule in worry.rules):
                yield f"{worry.key} names what is not there"
            for task in worry.tasks:
                if not worry.scores[0].at < task.at < self.now or (task.done and not task.at < task.done < self.now):
                    yield f"{task.text} is out of order"

    def _reported(self) -> Iterator[str]:
        told = reports(self.us)
        if [said.at for said in told] != sorted(said.at for said in told):
            yield "reports are out of order"
        for said in told:
            if not said.starts <= said.ends < said.at.astimezone(self.us.zone).date() or said.at >= self.now:
                yield f"a report of {said.starts} to {said.ends} is begun at {said.at}"


@pytest.mark.parametrize("now", SPECIAL_DAYS, ids=lambda now: f"{now:%Y-%m-%d}")
def test_the_plan_fits_a_special_day(now: dt.datetime) -> None:
    assert Plan(now).faults() == []


@pytest.mark.slow
def test_the_plan_fits_two_years_of_days() -> None:
    assert [fault for now in MANY_DAYS for fault in Plan(now).faults()] == []


def test_a_planted_fault_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    days = (MarketDays(market, MANY_DAYS[9]) for market in ("US", "VN"))
    told = [found for found in findings(*days) if (found.deed, found.key) != ("require", "tool")]
    monkeypatch.setattr("tests.demo.test_plan.findings", lambda us, vn: told)
    assert [fault.partition(": ")[2] for fault in Plan(MANY_DAYS[9]).faults()] == [
        "plan comes before the requirement tool"
    ]
