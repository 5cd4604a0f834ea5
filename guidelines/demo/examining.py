"""Quizzes and tasks of the demo’s year: a rule that even strong readers fail, one that was taught, and what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial
from zlib import crc32

from guidelines.catalogue.models import Domain, Market
from guidelines.demo.chronicle import Cast, Happening
from guidelines.demo.dates import MarketDays
from guidelines.demo.story.exams import Exam, Job, exams, jobs
from guidelines.editions.models import Edition
from guidelines.learning.assign_rights import led_teams
from guidelines.learning.drawing_up import Drafted
from guidelines.learning.models import Item, Material, Quiz, Task
from guidelines.learning.services import assigning, quiz_making, quiz_taking, quiz_telling
from guidelines.people.models import Assignment, Person
from guidelines.people.roles import Role

ASKED = (Role.MODERATOR, Role.TEAM_LEAD, Role.QUALITY_ANALYST, Role.STAKEHOLDER, Role.LIAISON, Role.TRAINER)
"""Who takes the quizzes of the demo: trainers take those of others."""


class Examining:
    """Plays quizzes and tasks through the services."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._quizzes: dict[str, Quiz] = {}

    def make(self, exam: Exam) -> None:
        by = self._cast[exam.by]
        market, domain = _place(exam.where)
        terms = quiz_making.Terms(exam.title, exam.pass_percent, tries=2, minutes=exam.minutes)
        quiz = self._quizzes[exam.key] = quiz_making.make(terms, market=market, domain=domain, by=by)
        edition = Edition.objects.get(guideline__policy_id=exam.policy_id, number=exam.number)
        pool = quiz.pools.get()
        quiz_making.draw_up(quiz, edition, exam.kinds, pool=pool, by=by)
        for question in exam.questions:
            drafted = Drafted(Item.Kind.WRITTEN, *question)
            quiz_making.write_item(quiz, edition, drafted, pool=pool, by=by)
        if exam.draws:
            quiz_making.set_pool(quiz, pool.name, exam.draws, by=by)
        if exam.opens:
            self._quizzes[exam.key] = quiz_making.open_quiz(quiz, by=by)

    def take(self, exam: Exam, names: Sequence[str]) -> None:
        """Some people take it, one after another in the same hour."""
        quiz = self._quizzes[exam.key]
        for name in names:
            person = self._cast[name]
            attempt = quiz_taking.begin(quiz, by=person)
            for item in Item.objects.filter(pk__in=attempt.items).order_by("pk"):
                quiz_taking.answer(attempt, item.pk, _choice(exam, item, person), by=person)

    def tell(self, exam: Exam) -> None:
        quiz_telling.tell_of(Quiz.objects.select_related("market", "domain").get(pk=self._quizzes[exam.key].pk))

    def assign(self, job: Job) -> None:
        by, (market, domain) = self._cast[job.by], _place(job.where)
        material = Material.objects.filter(title=job.material).first() if job.material else None
        thing = assigning.Thing(quiz=self._quizzes.get(job.quiz), material=material)
        team = led_teams(by).filter(name=job.team).first()
        audience = Task.Audience.TEAM if team else Task.Audience.ROLE
        whom = assigning.ForWhom(audience, role="" if team else Role.MODERATOR, team=team)
        assigning.assign(thing, whom, market=market, domain=domain, due_on=job.due, reason=job.reason, by=by)


def _place(where: str) -> tuple[Market, Domain]:
    market, domain = where.split("-")
    return Market.objects.get(code=market), Domain.objects.get(code=domain)


def _choice(exam: Exam, item: Item, person: Person) -> int:
    """The right answer, or another. Where a rule is unclear, those who know the others well are misled the most."""
    able = _dice(person.employee_id) % 100 / 100
    unclear = exam.unclear.get(item.rule_id)
    chance = 0.56 + 0.43 * able if unclear is None else unclear + 0.3 - 0.6 * able
    if _dice(f"{person.employee_id} {item.text} {item.passage}") % 1000 < 1000 * chance:
        return item.right
    return (item.right + 1) % len(item.choices)


def _dice(text: str) -> int:
    return crc32(text.encode())


def _takers(exam: Exam) -> list[str]:
    """Everybody of the roles who reads there, in an order of their own."""
    market, domain = exam.where.split("-")
    held = Assignment.objects.current().filter(role__in=[role.value for role in ASKED])
    here = [
        one.person
        for one in held.select_related("person", "market", "domain")
        if (one.market is None or one.market.code == market) and (one.domain is None or one.domain.code == domain)
    ]
    names = {person.name for person in here if person.is_active and person.name not in (exam.by, *exam.not_by)}
    return sorted(names, key=lambda name: _dice(f"{exam.key} {name}"))


def examining(now: dt.datetime, cast: Cast) -> Iterator[Happening]:
    us, vn = MarketDays("US", now), MarketDays("VN", now)
    player = Examining(cast)
    for exam in exams(us, vn):
        yield Happening(exam.made, partial(player.make, exam))
        names = _takers(exam)[: exam.takers]
        for place, day in enumerate(exam.taken):
            yield Happening(day, partial(player.take, exam, names[place :: len(exam.taken)]))
        if exam.told:
            yield Happening(exam.told, partial(player.tell, exam))
    for job in jobs(us, vn):
        yield Happening(job.at, partial(player.assign, job))
