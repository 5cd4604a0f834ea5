"""What the floor asks in the demo’s year: questions, who joined them, answers, rulings, and what an edition answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from guidelines.demo.dates import MarketDays
from guidelines.demo.story.people import MAYA
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.queries import in_force
from guidelines.frame import clock
from guidelines.insights import services
from guidelines.insights.models import Question, Ruling
from guidelines.people.models import Person

JORDAN, MEI, BILAL, CARLA, TY = "Jordan Ellis", "Mei Tanaka", "Bilal Hussain", "Carla Nunes", "Ty Brooks"
SHAUNA, ANGELICA, ISAAC, MIGUEL = "Shauna Doyle", "Angelica Ramos", "Isaac Romero", "Miguel Dizon"
HA, KIET, LOC = "Lê Thu Hà", "Nguyễn Tuấn Kiệt", "Mai Xuân Lộc"
KIM, KARIM, DIEP = "Kim Sato", "Karim Aziz", "Võ Ngọc Diệp"
"""The leads who answer."""
COUNTERFEIT, GIFTING = "US-CC-0142", "US-CC-0088"


@dataclass(frozen=True)
class Said:
    """One thing somebody said on the floor, at its moment. `key` names the question for what is said to it later."""

    at: dt.datetime
    deed: str
    key: str
    by: str
    policy_id: str = ""
    rule: str = ""
    text: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    days: int = 0
    """How long a ruling runs."""
    number: int = 0
    """The edition that is to answer the question."""


def floor(days: MarketDays) -> list[Said]:
    """Everything that is said, in no order."""
    return [*_removed_or_restricted(days), *_no_longer_made(days.now), *_gift_goals(days.now), *_elsewhere(days.now)]


def _removed_or_restricted(days: MarketDays) -> list[Said]:
    """The question that became US-CC-0142 edition 4."""
    asked = days.at(days.months(3), "10:40")
    answered = days.at(days.shift(days.months(3), 1), "09:20")
    text = "Appeals sends many R3 decisions back. Is a low price alone enough to remove?"
    reply = "For now R3 stands as it is written. We see the appeals, and the next edition of R3 answers you."
    key, joined = "remove", (BILAL, CARLA, ANGELICA)
    return [
        Said(asked, "ask", key, MEI, COUNTERFEIT, "R3", text),
        *(Said(asked + dt.timedelta(minutes=9 * n), "join", key, by) for n, by in enumerate(joined, 1)),
        Said(answered, "answer", key, MAYA, text=reply),
        Said(days.at(days.shift(days.months(2), 1), "09:30"), "link", key, MAYA, number=4),
    ]


def _no_longer_made(now: dt.datetime) -> list[Said]:
    """A ruling on US-CC-0142 R3 that runs today, and a question that edition 5, in review, is to answer."""
    passage = {"passage": "less than 30% of its usual retail price"}
    made = "The bag is no longer made, so the brand’s shop shows no price for it. Which price is usual?"
    ruling = (
        "For a model no longer made, the usual retail price is the last price in the brand’s own shop. "
        "The action stays the same."
    )
    overrun = "The host says “factory overrun, same line” and shows no invoice. Does R1 fit, though nobody says “rep”?"
    outlet = "The brand’s own outlet sells last season’s bag at 25% of the price. Do we compare with the outlet?"
    return [
        Said(_ago(now, 88), "ask", "made", JORDAN, COUNTERFEIT, "R3", made, passage),
        *(Said(_ago(now, 86 - n), "join", "made", by) for n, by in enumerate((MEI, TY, SHAUNA))),
        Said(_ago(now, 45), "rule", "made", MAYA, text=ruling, days=12),
        Said(_ago(now, 70), "ask", "overrun", CARLA, COUNTERFEIT, "R1", overrun),
        Said(_ago(now, 69), "join", "overrun", BILAL),
        Said(_ago(now, 20), "link", "overrun", MAYA, number=5),
        Said(_ago(now, 18), "ask", "outlet", ANGELICA, COUNTERFEIT, "R3", outlet),
        Said(_ago(now, 16), "join", "outlet", MEI),
    ]


def _gift_goals(now: dt.datetime) -> list[Said]:
    """The open problem: many ask about US-CC-0088 R4 and R5, and a lead ruled for the shift."""
    surprise = "The goal says “surprise at 300”. Is that a promise (R4), or is nothing promised (R5)?"
    ruling = "A goal that names a surprise promises a product once the host shows or names one. Until then R5 decides."
    charity = "A charity goal raffles a prize. R4 and R5 both fit by their words. Which one holds?"
    return [
        Said(_ago(now, 52), "ask", "surprise", ANGELICA, GIFTING, "R4", surprise, {"kind": "contradict"}),
        *(Said(_ago(now, 50 - n), "join", "surprise", by) for n, by in enumerate((MEI, BILAL, TY, SHAUNA))),
        Said(_ago(now, 27), "rule", "surprise", KIM, text=ruling, days=6),
        Said(_ago(now, 9), "ask", "charity", SHAUNA, GIFTING, "R5", charity, {"kind": "contradict"}),
        *(Said(_ago(now, 8 - n), "join", "charity", by) for n, by in enumerate((JORDAN, CARLA, TY))),
    ]


def _elsewhere(now: dt.datetime) -> list[Said]:
    skin = "“Treats dry skin”, with the disclaimer: is dry skin a disease (R2) or an everyday need (R5)?"
    need = "Dry skin alone is an everyday need, so R5. Eczema has a doctor’s name: R2."
    mirror = "A branded vanity mirror is offered in “mirror quality”. Does R2 fit?"
    label = "Người dẫn đọc đúng nhãn nhưng thêm “rất hiệu quả”. Vẫn theo R4 hay sang R5?"
    times = "Ba lần trong 30 ngày có tính cả lần người bán gửi nhầm (R4) không?"
    only = "Không. Chỉ tính những lần hàng trả về bị tráo theo R1."
    return [
        Said(_ago(now, 30), "ask", "skin", ISAAC, "US-PR-0164", "R5", skin),
        Said(_ago(now, 29), "join", "skin", JORDAN),
        Said(_ago(now, 5), "answer", "skin", KARIM, text=need),
        Said(_ago(now, 6), "ask", "mirror", MIGUEL, "US-PR-0031", "R2", mirror),
        Said(_ago(now, 26), "ask", "label", HA, "VN-CC-0074", "R4", label),
        Said(_ago(now, 25), "join", "label", KIET),
        Said(_ago(now, 31), "ask", "times", LOC, "VN-SE-0035", "R2", times),
        Said(_ago(now, 7), "answer", "times", DIEP, text=only),
    ]


def _ago(now: dt.datetime, hours: int) -> dt.datetime:
    return now - dt.timedelta(hours=hours, minutes=hours * 7 % 50)


class Floor:
    """Says what is said, each at its moment and in order, through the services."""

    def __init__(self, days: MarketDays, *, before: Callable[[dt.datetime], None]) -> None:
        """`before` lets everything else happen that happened until then."""
        self._before = before
        self._people = {person.name: person for person in Person.objects.all()}
        self._questions: dict[str, Question] = {}
        self._to_come = sorted(floor(days), key=lambda said: said.at, reverse=True)

    def say_until(self, moment: dt.datetime) -> None:
        while self._to_come and self._to_come[-1].at < moment:
            said = self._to_come.pop()
            self._before(said.at)
            with clock.pretend(said.at):
                _DEEDS[said.deed](self, said, self._people[said.by])

    def ask(self, said: Said, by: Person) -> None:
        guideline = Guideline.objects.get(policy_id=said.policy_id)
        binding = in_force(guideline, clock.now())
        assert binding is not None, f"{said.policy_id} is in force when {said.by} asks"
        made = services.ask(guideline, by=by, seen=binding.digest, text=said.text, rule_id=said.rule, **said.more)
        self._questions[said.key] = made

    def join(self, said: Said, by: Person) -> None:
        services.join(self._questions[said.key], by=by)

    def answer(self, said: Said, by: Person) -> None:
        services.answer(self._questions[said.key], by=by, text=said.text)

    def rule(self, said: Said, by: Person) -> Ruling:
        question = self._questions[said.key]
        binding = in_force(question.guideline, clock.now())
        assert binding is not None, f"{question.guideline} is in force when {said.by} rules"
        return services.rule(
            question.guideline,
            by=by,
            seen=binding.digest,
            rule_id=question.rule_id,
            text=said.text,
            until=clock.now() + dt.timedelta(days=said.days),
            questions=[question],
        )

    def link(self, said: Said, by: Person) -> None:
        question = self._questions[said.key]
        edition = Edition.objects.get(guideline=question.guideline_id, number=said.number)
        services.link(edition, by=by, questions={question.pk}, rulings=set())


_DEEDS: dict[str, Callable[[Floor, Said, Person], object]] = {
    "ask": Floor.ask,
    "join": Floor.join,
    "answer": Floor.answer,
    "rule": Floor.rule,
    "link": Floor.link,
}
