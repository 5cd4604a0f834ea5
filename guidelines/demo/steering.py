"""Programmes of the demo’s year: milestones, risks that moved, actions, opportunities and reports. The story is in
`story/steps.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from guidelines.catalogue.models import Domain, Market, Topic
from guidelines.demo.chronicle import Cast, Happening
from guidelines.demo.dates import MarketDays
from guidelines.demo.story.steps import Begun, Goal, Said, Scored, Task, Worry, goals, programmes, reports, worries
from guidelines.editions.models import Edition, Guideline
from guidelines.insights.models import Insight, Requirement
from guidelines.learning.models import Session
from guidelines.programmes import services
from guidelines.programmes.models import Programme, Risk
from guidelines.programmes.services import Assessment, Concern, Plan
from guidelines.programmes.services.holding import Thing

HOUR = dt.timedelta(hours=1)


class Steering:
    """Plays the programmes through the services, each deed at its moment."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._programmes: dict[str, Programme] = {}
        self._risks: dict[str, Risk] = {}

    def begin(self, begun: Begun) -> None:
        by = self._cast[begun.by]
        places = tuple((Market.objects.get(code=market), _domain(domain)) for market, domain in begun.places)
        self._programmes[begun.key] = services.begin(Plan(begun.name, begun.aim, by, places), by=by)

    def take_in(self, begun: Begun, names: tuple[str, ...]) -> None:
        """Guidelines by number, editions as `US-CC-0142 4`, requirements as `need: …`, sessions as `session: …`."""
        for name in names:
            services.take_in(self._programmes[begun.key], _thing(name), by=self._cast[begun.by])

    def goal(self, goal: Goal) -> Iterator[Happening]:
        made: dict[str, int] = {}
        programme, by = self._programmes, self._cast[goal.by]

        def plan() -> None:
            one = services.plan_milestone(programme[goal.programme], name=goal.name, planned=goal.planned, by=by)
            made["pk"] = one.pk

        def move(to: dt.date, reason: str) -> None:
            one = programme[goal.programme].milestones.get(pk=made["pk"])
            services.move_milestone(one, to=to, reason=reason, by=by)

        def finish(on: dt.date) -> None:
            services.finish_milestone(programme[goal.programme].milestones.get(pk=made["pk"]), on=on, by=by)

        yield Happening(goal.at, plan)
        for at, to, reason in goal.moves:
            yield Happening(at, partial(move, to, reason))
        if goal.done:
            yield Happening(goal.done, partial(finish, goal.done_on or goal.done.date()))

    def raised(self, worry: Worry) -> None:
        first, by = worry.scores[0], self._cast[worry.by]
        concern = Concern(
            title=worry.title,
            owner=self._cast[worry.owner or worry.by],
            response=worry.response,
            text=worry.text,
            topic=Topic.objects.get(code=worry.topic) if worry.topic else None,
            market=Market.objects.get(code=worry.market) if worry.market else None,
            is_offered=worry.is_offered,
        )
        programme = self._programmes[worry.programmes[0]]
        risk = services.raise_risk(programme, worry.kind, concern, _assessed(first), by=by)
        self._risks[worry.key] = risk
        for policy_id, rule in worry.rules:
            services.link_rule(risk, Guideline.objects.get(policy_id=policy_id), rule, by=by)
        for key in worry.programmes[1:]:
            services.share_risk(risk, self._programmes[key], by=self._cast[worry.shared_by or worry.by])

    def scored(self, worry: Worry, score: Scored) -> None:
        services.check_risk(self._risks[worry.key], _assessed(score), by=self._cast[worry.owner or worry.by])

    def insight(self, worry: Worry) -> None:
        """What the queue says about the same rule."""
        policy_id, rule = worry.rules[0]
        found = Insight.objects.filter(guideline__policy_id=policy_id, rule_id=rule, merged_into=None)
        services.link_insight(self._risks[worry.key], found.order_by("pk")[0], by=self._cast[worry.by])

    def act(self, worry: Worry, task: Task) -> Iterator[Happening]:
        made: dict[str, int] = {}

        def add() -> None:
            owner, by = self._cast[task.owner], self._cast[worry.owner or worry.by]
            risk = self._risks[worry.key]
            made["pk"] = services.add_action(risk, text=task.text, owned_by=owner, due=task.due, by=by).pk

        def finish(at: dt.datetime) -> None:
            action = self._risks[worry.key].actions.get(pk=made["pk"])
            by = self._cast[task.owner]
            services.finish_action(action, on=at.astimezone(by.zone).date(), outcome=task.outcome, by=by)

        yield Happening(task.at, add)
        if task.done:
            yield Happening(task.done, partial(finish, task.done))

    def taken(self, worry: Worry) -> None:
        """Another programme takes the opportunity."""
        by = self._cast[worry.taken_by]
        services.take_opportunity(self._risks[worry.key], self._programmes[worry.taken_into], by, by=by)

    def report(self, said: Said) -> None:
        by = self._cast[said.by]
        programme = self._programmes[said.programme]
        report = services.begin_report(programme, starts=said.starts, ends=said.ends, language=said.language, by=by)
        dates = {"starts": said.starts, "ends": said.ends}
        seen = services.seen_of(report)
        report = services.write_report(report, narrative=said.narrative, seen=seen, by=by, **dates)
        if said.is_issued:
            services.issue_report(report, seen=services.seen_of(report), by=by)


def _domain(code: str) -> Domain | None:
    return Domain.objects.get(code=code) if code else None


def _thing(name: str) -> Thing:
    kind, _colon, rest = name.partition(": ")
    if kind == "need":
        return Requirement.objects.get(need__startswith=rest)
    if kind == "session":
        return Session.objects.get(topic=rest)
    policy_id, _space, number = name.partition(" ")
    if number:
        return Edition.objects.get(guideline__policy_id=policy_id, number=int(number))
    return Guideline.objects.get(policy_id=policy_id)


def _assessed(score: Scored) -> Assessment:
    return Assessment(score.likelihood, score.impact, score.next_check, score.why)


def steering(now: dt.datetime, cast: Cast) -> Iterator[Happening]:
    us, vn = MarketDays("US", now), MarketDays("VN", now)
    player = Steering(cast)
    for begun in programmes(us, vn):
        yield Happening(begun.at, partial(player.begin, begun))
        for at, names in begun.holds:
            yield Happening(at, partial(player.take_in, begun, names))
    for goal in goals(us, vn):
        yield from player.goal(goal)
    for worry in worries(us, vn):
        yield from _course(player, worry)
    for said in reports(us):
        yield Happening(said.at, partial(player.report, said))


def _course(player: Steering, worry: Worry) -> Iterator[Happening]:
    """A risk or an opportunity from its first score on."""
    yield Happening(worry.scores[0].at, partial(player.raised, worry))
    for task in worry.tasks:
        yield from player.act(worry, task)
    for score in worry.scores[1:]:
        yield Happening(score.at, partial(player.scored, worry, score))
    if worry.linked:
        yield Happening(worry.linked, partial(player.insight, worry))
    if worry.taken:
        yield Happening(worry.taken, partial(player.taken, worry))
