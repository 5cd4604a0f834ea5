"""The quizzes and tasks of the demo’s year. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from guidelines.demo.dates import MarketDays

CAMILLE, RAFAEL, THINH, MARISOL = "Camille Laurent", "Rafael Santos", "Ngô Đức Thịnh", "Marisol Cruz"
Question = tuple[str, str, str, tuple[str, ...], int, str]
"""Rule, passage, question, answers, the place of the right one, and why."""


@dataclass(frozen=True)
class Exam:
    """A quiz: what it asks, when it was taken, and which rules people fail."""

    key: str
    made: dt.datetime
    by: str
    where: str
    policy_id: str
    number: int
    title: str
    kinds: tuple[str, ...] = ("violating",)
    questions: tuple[Question, ...] = ()
    pass_percent: int = 75
    minutes: int | None = 15
    draws: int = 0
    opens: bool = True
    taken: tuple[dt.datetime, ...] = ()
    """The moments at which some took it."""
    takers: int = 60
    not_by: tuple[str, ...] = ()
    """People who have not taken it."""
    unclear: Mapping[str, float] = field(default_factory=dict)
    """Rules at which knowing the others misleads, and the share that is right."""
    told: dt.datetime | None = None
    """When the portal put what fails into the queue."""


@dataclass(frozen=True)
class Job:
    """A task somebody assigned."""

    at: dt.datetime
    by: str
    where: str
    due: dt.date
    reason: str
    quiz: str = ""
    material: str = ""
    """Its title."""
    team: str = ""
    """Empty asks every moderator there."""


def exams(us: MarketDays, vn: MarketDays) -> list[Exam]:
    made = us.months(3)
    taught = us.shift(us.months(2), 14)
    return [
        Exam(
            *("claims", us.at(made, "10:00"), CAMILLE, "US-PR", "US-PR-0164", 6),
            title="Supplements: a function or a cure?",
            questions=_SUPPORTS,
            taken=tuple(us.at(us.shift(made, day), "15:00") for day in (1, 2, 4)),
            unclear={"R5": 0.36},
            told=us.at(us.shift(made, 5), "06:00"),
        ),
        Exam(
            *("signals", us.at(taught, "10:00"), CAMILLE, "US-CC", "US-CC-0142", 4),
            title="Signals and low prices in livestreams",
            pass_percent=70,
            taken=tuple(us.at(us.shift(taught, day), "16:00") for day in (1, 3, 7)),
            not_by=("Jordan Ellis", "Ty Brooks", "Shauna Doyle"),
        ),
        Exam(
            *("pods", vn.at(vn.ago(1), "11:00"), THINH, "VN-PR", "VN-PR-0093", 2),
            title="Thuốc lá điện tử và phụ kiện",
            opens=False,
        ),
    ]


_SUPPORTS: tuple[Question, ...] = (
    (
        "R5",
        "“Supports restful sleep.*” The disclaimer stands under the picture.",
        "Which rule decides this listing?",
        ("R5: no action", "R2: remove", "R3: ask for the disclaimer", "R4: restrict"),
        0,
        "Sleep is an everyday need, and the disclaimer is there. Nothing is to be done.",
    ),
    (
        "R5",
        "“Treats everyday tiredness.*” The disclaimer stands at the end of the listing.",
        "What do you do?",
        ("No action", "Remove", "Ask for the disclaimer", "Restrict"),
        0,
        "R5 names “treats” for an everyday need. Tiredness has no doctor’s name.",
    ),
)


def jobs(us: MarketDays, vn: MarketDays) -> list[Job]:
    """One that is late by now, and one for a team that is due soon."""
    taught = us.shift(us.months(2), 14)
    after = "Everybody who decides livestreams, after the session on low prices. Ten questions, a quarter of an hour."
    cards = "Two of us removed on a low price last week. Six cards: read them before the next night shift."
    return [
        Job(us.at(taught, "10:20"), CAMILLE, "US-CC", us.shift(taught, 10), after, quiz="signals"),
        Job(
            *(us.at(us.ago(2), "16:00"), MARISOL, "US-CC", us.shift(us.today, 3), cards),
            material="Low prices: restrict, do not remove",
            team="Live night",
        ),
    ]
