"""Training in the demo’s year: sessions with who came, requests for training, and materials. The story is in
`story/lessons.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from zlib import crc32

from guidelines.catalogue.models import Domain, Market
from guidelines.demo.chronicle import Cast, Happening
from guidelines.demo.dates import MarketDays
from guidelines.demo.sources import MATERIALS
from guidelines.demo.story.lessons import Asked, Lesson, Shown, asked, lessons, shown
from guidelines.editions.models import Edition, Guideline
from guidelines.learning import services
from guidelines.learning.material_queries import newest_words
from guidelines.learning.models import Invitation, Material, Session, TrainingRequest
from guidelines.learning.services import Plan, Wish
from guidelines.people.models import Team

MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
YES, NO, CAME = 84, 92, 93
"""Of a hundred, so many say yes; from there to the next say no. Of those who said yes so many come."""
SCORES = (5, 5, 4, 5, 4, 3, 4, 5, 2, 4)


class Teaching:
    """Plays lessons, requests and materials through the services, each deed at its moment."""

    def __init__(self, cast: Cast, now: dt.datetime) -> None:
        self._cast, self._now = cast, now
        self._sessions: dict[str, Session] = {}
        self._requests: dict[str, TrainingRequest] = {}
        self._materials: dict[str, Material] = {}

    def lesson(self, lesson: Lesson) -> Iterator[Happening]:
        yield Happening(lesson.planned, partial(self._plan, lesson))
        yield Happening(lesson.planned + 2 * MINUTE, partial(self._invite, lesson))
        answered = min(lesson.planned + 20 * HOUR, lesson.starts - HOUR, self._now - 25 * MINUTE)
        yield Happening(answered, partial(self._answer, lesson))
        if lesson.off:
            yield Happening(lesson.off, partial(self._call_off, lesson))
        elif lesson.ends < self._now:
            yield Happening(lesson.ends + 15 * MINUTE, partial(self._tick, lesson))
            yield Happening(lesson.ends + 2 * HOUR, partial(self._say, lesson))
            yield Happening(lesson.ends + 3 * HOUR, partial(self._note, lesson))

    def _plan(self, lesson: Lesson) -> None:
        market, domain = lesson.where.split("-")
        editions = [
            Edition.objects.get(guideline__policy_id=policy_id, number=number) for policy_id, number in lesson.editions
        ]
        plan = Plan(
            market=Market.objects.get(code=market),
            domain=Domain.objects.get(code=domain),
            topic=lesson.topic,
            about=lesson.about,
            trainer=self._cast[lesson.by],
            starts_at=lesson.starts,
            ends_at=lesson.ends,
            language="vi" if market == "VN" else "en",
            place=lesson.place,
            link=lesson.link,
            capacity=lesson.seats,
            roles=lesson.roles,
            teams=tuple(Team.objects.filter(name__in=lesson.teams).order_by("pk")),
            editions=tuple(editions),
        )
        request = self._requests.get(lesson.answers)
        self._sessions[lesson.key] = services.plan_session(plan, by=self._cast[lesson.by], request=request)

    def _invite(self, lesson: Lesson) -> None:
        services.invite_audience(self._sessions[lesson.key], by=self._cast[lesson.by])

    def _invited(self, lesson: Lesson) -> list[Invitation]:
        rows = self._sessions[lesson.key].invitations.standing().select_related("person").order_by("pk")
        return list(rows)

    def _answer(self, lesson: Lesson) -> None:
        for invitation in self._invited(lesson):
            dice = _dice(lesson, invitation)
            if dice < NO:
                services.answer(self._sessions[lesson.key], by=invitation.person, comes=dice < YES)

    def _tick(self, lesson: Lesson) -> None:
        came = [one.person_id for one in self._invited(lesson) if one.seated_at and _dice(lesson, one, "came") < CAME]
        services.tick(self._sessions[lesson.key], came, by=self._cast[lesson.by])

    def _say(self, lesson: Lesson) -> None:
        """Every second of those who came says how it was, and some say why."""
        words = list(lesson.said)
        for one in [one for one in self._invited(lesson) if one.attended][::2]:
            text = words.pop() if words else ""
            score = SCORES[_dice(lesson, one, "score") % len(SCORES)]
            services.give_feedback(self._sessions[lesson.key], by=one.person, score=score, text=text)

    def _note(self, lesson: Lesson) -> None:
        session, by = self._sessions[lesson.key], self._cast[lesson.by]
        for text in lesson.notes:
            services.follow_up(session, by=by, text=text)
        for text in lesson.settled:
            services.settle(services.follow_up(session, by=by, text=text, is_open_point=True), by=by)
        for text in lesson.open_points:
            services.follow_up(session, by=by, text=text, is_open_point=True)

    def _call_off(self, lesson: Lesson) -> None:
        services.call_off(self._sessions[lesson.key], by=self._cast[lesson.by], reason=lesson.why_off)

    def request(self, asked: Asked) -> None:
        by = self._cast[asked.by]
        if asked.deed == "take":
            services.take_up(self._requests[asked.key], by=by)
        elif asked.deed == "decline":
            services.decline(self._requests[asked.key], by=by, reason=asked.text)
        else:
            market, domain, *number = asked.where.split("-")
            wish = Wish(
                market=Market.objects.get(code=market),
                domain=Domain.objects.get(code=domain),
                topic=asked.text,
                why=asked.why,
                guideline=Guideline.objects.get(policy_id=asked.where) if number else None,
            )
            self._requests[asked.key] = services.ask_training(wish, by=by)

    def material(self, shown: Shown) -> None:
        """Made, written, and moved on, one deed after another on the same morning."""
        by = self._cast[shown.by]
        edition = Edition.objects.get(guideline__policy_id=shown.policy_id, number=shown.number)
        made = services.make_material(edition, kind=shown.kind, by=by)
        if shown.file:
            words = newest_words(made)
            source = (MATERIALS / f"{shown.file}.md").read_text(encoding="utf-8")
            services.save_material(made, by=by, seen=words.digest, title=shown.title, source=source)
        if shown.reviewer:
            services.submit_material(made, by=by, seen=newest_words(made).digest)
        self._materials[shown.key] = made

    def decide(self, shown: Shown) -> None:
        """What the reviewer says the day after."""
        made, by = self._materials[shown.key], self._cast[shown.reviewer]
        if shown.reason:
            services.return_material(made, by=by, reason=shown.reason)
        else:
            services.approve_material(made, by=by, seen=newest_words(made).digest, note=shown.note)


def _dice(lesson: Lesson, invitation: Invitation, more: str = "") -> int:
    """0 to 99, always the same."""
    return crc32(f"{lesson.key} {invitation.person.employee_id} {more}".encode()) % 100


def teaching(now: dt.datetime, cast: Cast) -> Iterator[Happening]:
    us, vn = MarketDays("US", now), MarketDays("VN", now)
    teaching = Teaching(cast, now)
    for one in asked(us, vn):
        yield Happening(one.at, partial(teaching.request, one))
    for lesson in lessons(us, vn):
        yield from teaching.lesson(lesson)
    for deck in shown(us, vn):
        yield Happening(deck.at, partial(teaching.material, deck))
        if deck.decided:
            yield Happening(deck.decided, partial(teaching.decide, deck))
