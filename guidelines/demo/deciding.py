"""What the demo’s people put into the queue of insights in its year, and what is done about it: a requirement of every
standing but one, of which one is late.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guidelines.catalogue.models import Domain, Market
from guidelines.demo.dates import MarketDays
from guidelines.demo.story.people import DANIEL, DEV, HANNAH, LINH, MAYA
from guidelines.frame import clock
from guidelines.insights import services
from guidelines.insights.models import Insight, Requirement, Source
from guidelines.insights.services import Need, Signal
from guidelines.people.models import Person

AISHA, INGRID, CAMILLE = "Aisha Bello", "Ingrid Solberg", "Camille Laurent"


@dataclass(frozen=True)
class Said:
    """One deed on an insight or a requirement, at its moment. `key` names it for what is done with it later."""

    at: dt.datetime
    deed: str
    key: str
    by: str
    where: str = ""
    """Market and domain, or the market alone."""
    text: str = ""
    why: str = ""
    severity: str = ""
    kind: str = ""
    to: str = ""
    """Whoever it is given to."""
    due: dt.date | None = None


def sayings(days: MarketDays) -> list[Said]:
    """All of it, in its order."""
    return sorted([*_lately(days), *_going_on(days), *_ended(days)], key=lambda said: said.at)


def _lately(days: MarketDays) -> Sequence[Said]:
    """What waits, and one that was declined."""
    now, month = days.now, days.months(1)
    stream = "A livestream sold unlabelled supplements for two hours before it was escalated. R4 names no hour."
    knives = "Allow kitchen knives of any length: every fourth appeal is about a chef’s knife."
    law = "Several states limit the length. The appeals were decided rightly."
    chat = "Người bán chuyển khách sang nhóm chat riêng ngay trong phiên phát trực tiếp. Chưa có quy tắc nào nói rõ."
    return (
        Said(now - dt.timedelta(hours=50), "incident", "stream", INGRID, "US-CC", stream, severity="S1"),
        Said(now - dt.timedelta(hours=30), "assign", "stream", AISHA, to=MAYA),
        Said(days.at(month, "13:20"), "note", "knives", DEV, "US-PR", knives, severity="S3"),
        Said(days.at(days.shift(month, 1), "09:50"), "decline", "knives", HANNAH, text=law),
        Said(now - dt.timedelta(hours=26), "note", "chat", LINH, "VN-CC", chat, severity="S2"),
    )


def _going_on(days: MarketDays) -> Sequence[Said]:
    """What became a requirement and is planned, or in work and late."""
    today, second, month = days.now.date(), days.months(2), days.months(1)
    joiners = "New joiners miss the exception for repair parts in their first month."
    session = "A session on repair parts for everybody who joined since spring."
    labels = "Reviewers and moderators use two names for the same label, and the case tool shows a third."
    tool = "Show the label code beside its name in the case tool."
    later, passed = today + dt.timedelta(days=20), today - dt.timedelta(days=3)
    asked = ("require", "joiners", AISHA, "US", session, joiners, "", "training", CAMILLE)
    wanted = ("require", "labels", AISHA, "US-CC", tool, labels, "", "tool", INGRID)
    return (
        Said(days.at(second, "10:30"), "note", "joiners", CAMILLE, "US", joiners, severity="S3"),
        Said(days.at(days.shift(second, 2), "16:05"), "note", "joiners", DANIEL, "US", joiners, severity="S3"),
        Said(days.at(month, "10:00"), *asked),
        Said(days.at(days.shift(month, 1), "10:00"), "plan", "joiners", AISHA, to=CAMILLE, due=later),
        Said(days.at(second, "11:15"), "note", "labels", MAYA, "US-CC", labels, severity="S3"),
        Said(days.at(month, "11:30"), *wanted, due=passed),
        Said(days.at(days.shift(month, 2), "09:10"), "start", "labels", INGRID),
    )


def _ended(days: MarketDays) -> Sequence[Said]:
    """A requirement that was delivered, and one that was declined."""
    third, second = days.months(3), days.months(2)
    proofs = "Partners ask every week which proof of origin we take."
    page = "A page for partners that lists the proofs of origin we take."
    sent = "The page is with all partners since Monday; Seller Education links to it."
    night = "Nobody in Austin decides escalated livestreams between two and six in the morning."
    staff = "Two more deciders for escalated livestreams at night."
    handed = "Manila takes the night from this month on: no further people are needed."
    return (
        Said(days.at(third, "10:10"), "note", "proofs", AISHA, "US-CC", proofs),
        Said(days.at(days.shift(third, 3), "11:00"), "require", "proofs", AISHA, "US-CC", page, proofs, "", "partner"),
        Said(days.at(second, "15:40"), "deliver", "proofs", AISHA, text=sent),
        Said(days.at(second, "12:00"), "incident", "night", AISHA, "US-CC", night, severity="S2"),
        Said(days.at(days.shift(second, 1), "12:00"), "require", "night", AISHA, "US-CC", staff, night, "", "staffing"),
        Said(days.at(days.shift(second, 4), "12:00"), "refuse", "night", AISHA, text=handed),
    )


class Deciding:
    """Plays the queue and the requirements through the services, each deed at its moment."""

    def __init__(self, days: MarketDays, *, before: Callable[[dt.datetime], None]) -> None:
        """`before` lets everything else happen that happened until then."""
        self._before = before
        self._people = {person.name: person for person in Person.objects.all()}
        self._insights: dict[str, Insight] = {}
        self._requirements: dict[str, Requirement] = {}
        self._to_come = sayings(days)[::-1]

    def until(self, moment: dt.datetime) -> None:
        while self._to_come and self._to_come[-1].at < moment:
            said = self._to_come.pop()
            self._before(said.at)
            with clock.pretend(said.at):
                _DEEDS[said.deed](self, said, self._people[said.by])

    def note(self, said: Said, by: Person) -> None:
        self._say(said, by, Source.NOTE)

    def incident(self, said: Said, by: Person) -> None:
        self._say(said, by, Source.INCIDENT)

    def _say(self, said: Said, by: Person, source: str) -> None:
        market, domain = _place(said.where)
        signal = Signal(source, market, said.text, domain, severity=said.severity)
        self._insights[said.key] = services.open_insight(signal, by=by)

    def assign(self, said: Said, by: Person) -> None:
        services.assign_insight(self._insights[said.key], to=self._people[said.to], by=by)

    def decline(self, said: Said, by: Person) -> None:
        services.decline_insight(self._insights[said.key], reason=said.text, by=by)

    def require(self, said: Said, by: Person) -> None:
        market, domain = _place(said.where)
        owner = self._people[said.to or said.by]
        need = Need(said.kind, said.text, said.why, [market], owner, domain, said.due)
        self._requirements[said.key] = services.open_requirement(need, [self._insights[said.key]], by=by)

    def plan(self, said: Said, by: Person) -> None:
        owner = self._people[said.to]
        services.plan_requirement(self._requirements[said.key], owner=owner, due_on=said.due, by=by)

    def start(self, said: Said, by: Person) -> None:
        services.start_requirement(self._requirements[said.key], by=by)

    def deliver(self, said: Said, by: Person) -> None:
        services.deliver_requirement(self._requirements[said.key], evidence=said.text, by=by)

    def refuse(self, said: Said, by: Person) -> None:
        services.decline_requirement(self._requirements[said.key], reason=said.text, by=by)


def _place(where: str) -> tuple[Market, Domain | None]:
    market, _dash, domain = where.partition("-")
    return Market.objects.get(code=market), Domain.objects.get(code=domain) if domain else None


_DEEDS: dict[str, Callable[[Deciding, Said, Person], None]] = {
    "note": Deciding.note,
    "incident": Deciding.incident,
    "assign": Deciding.assign,
    "decline": Deciding.decline,
    "require": Deciding.require,
    "plan": Deciding.plan,
    "start": Deciding.start,
    "deliver": Deciding.deliver,
    "refuse": Deciding.refuse,
}
