"""The risks and opportunities of the demo’s year, with their scores and actions. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from guidelines.demo.dates import MarketDays
from guidelines.demo.story.people import DANIEL, HANNAH, LINH, MAYA, PRIYA, TOMAS, WEN

AISHA, BAO, CAMILLE = "Aisha Bello", "Trịnh Quốc Bảo", "Camille Laurent"
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Scored:
    """One assessment."""

    at: dt.datetime
    likelihood: int
    impact: int
    next_check: dt.date
    why: str = ""


@dataclass(frozen=True)
class Task:
    """An action under a risk."""

    at: dt.datetime
    text: str
    owner: str
    due: dt.date
    done: dt.datetime | None = None
    outcome: str = ""


@dataclass(frozen=True)
class Worry:
    """A risk or an opportunity through the year."""

    key: str
    programmes: tuple[str, ...]
    by: str
    title: str
    scores: tuple[Scored, ...]
    response: str = "reduce"
    kind: str = "risk"
    text: str = ""
    topic: str = ""
    market: str = ""
    owner: str = ""
    rules: tuple[tuple[str, str], ...] = ()
    tasks: tuple[Task, ...] = ()
    linked: dt.datetime | None = None
    """When the insight about its first rule was named."""
    shared_by: str = ""
    is_offered: bool = False
    taken: dt.datetime | None = None
    taken_by: str = ""
    taken_into: str = ""


def worries(us: MarketDays, vn: MarketDays) -> list[Worry]:
    return [
        _takeover(us),
        _translations(us, vn),
        _overload(us),
        _synthetic(us),
        _refunds(us),
        _orders(us, vn),
        _rings(us, vn),
        _cards(us, vn),
        _one_test(us),
    ]


def _checks(days: MarketDays, *moments: tuple[dt.date, int, int, str], last: dt.date) -> tuple[Scored, ...]:
    """Assessments at eleven in the morning, each until the next."""
    nexts = [*(day for day, *_rest in moments[1:]), last]
    return tuple(
        Scored(days.at(day, "11:10"), likelihood, impact, following, why)
        for (day, likelihood, impact, why), following in zip(moments, nexts, strict=True)
    )


def _takeover(us: MarketDays) -> Worry:
    """Fell from 16 to 8."""
    edition = "Edition 4 of US-SE-0052 is in force; Fraud counted 19 emptied shops after 31."
    level = "Checks of R1 fell from 13.7% to 7.9%, its neighbours stayed level, and payouts wait 72 hours."
    on = us.months(6)
    return Worry(
        *("takeover", ("clear",), AISHA, "Shops are taken over and emptied before anybody notices"),
        _checks(
            us,
            (us.months(11, 8), 4, 4, ""),
            (us.shift(on, 15), 3, 4, edition),
            (us.months(4, 5), 2, 4, level),
            last=us.today + 30 * DAY,
        ),
        topic="fraud.identity",
        market="US",
        owner=TOMAS,
        rules=(("US-SE-0052", "R1"),),
        linked=us.at(us.months(9), "10:00"),
        tasks=(
            Task(
                us.at(us.months(9, 2), "10:30"),
                *("Part “edited” from “written in another form” in US-SE-0052", TOMAS, us.shift(on, 5)),
                done=us.at(us.shift(on, 1), "15:00"),
                outcome="Edition 4, with four cases more.",
            ),
        ),
    )


def _translations(us: MarketDays, vn: MarketDays) -> Worry:
    """Rose from 9 to 16."""
    three = "Three US guidelines have no current Vietnamese; two rules were copied from superseded words."
    late = "The second translator has not started, and the lag is six weeks."
    return Worry(
        *("lag", ("clear", "viet"), AISHA, "Vietnamese words lag behind the US editions they were taken from"),
        _checks(
            us,
            (us.months(9, 6), 3, 3, ""),
            (us.months(5, 4), 4, 3, three),
            (us.months(1), 4, 4, late),
            last=us.today + 12 * DAY,
        ),
        text="Moderators in Hà Nội compare with words that are no longer in force.",
        market="VN",
        owner=BAO,
        rules=(("VN-PR-0087", "R3"),),
        tasks=(
            Task(vn.at(vn.months(4), "10:00"), "Find a second translator for Hà Nội", BAO, vn.ago(10)),
            Task(
                vn.at(vn.months(5, 6), "10:00"),
                *("Mark what was copied from superseded words", LINH, vn.months(4)),
                done=vn.at(vn.months(4, -3), "16:00"),
                outcome="Two rules of VN-PR-0087; both corrected with edition 5.",
            ),
        ),
    )


def _overload(us: MarketDays) -> Worry:
    """Rose from 9 to 15."""
    two = "Two emergency editions in one week and four editions in review at once; one emergency was not ratified."
    return Worry(
        *("overload", ("clear",), AISHA, "Reviewers are overloaded, and editions wait or are signed in haste"),
        _checks(us, (us.months(10), 3, 3, ""), (us.months(8, 9), 5, 3, two), last=us.today + 20 * DAY),
        owner=PRIYA,
        market="US",
        rules=(("US-CC-0156", "R6"),),
        tasks=(
            Task(
                us.at(us.months(8, 9), "12:00"),
                *("Name a second reviewer on call for each night", AISHA, us.months(7, 2)),
                done=us.at(us.months(7, 1), "16:00"),
                outcome="The rota runs. It does not take work away, so the score stays.",
            ),
            Task(us.at(us.months(1, 2), "11:30"), "Have Ruth Abramson review regulated products", HANNAH, us.ago(3)),
        ),
    )


def _synthetic(us: MarketDays) -> Worry:
    """Rose from 6 to 12."""
    tools = "A free tool makes a speaking likeness from one picture; 40 cases a week, ten times those of spring."
    celebrities = "Two celebrities complained in public. Legal expects a third."
    return Worry(
        *("synthetic", ("live",), AISHA, "Synthetic endorsements of real people sell goods they never saw"),
        _checks(
            us,
            (us.months(9, 3), 2, 3, ""),
            (us.months(4), 3, 3, tools),
            (us.months(1, 3), 3, 4, celebrities),
            last=us.today + 9 * DAY,
        ),
        topic="claims.endorsement",
        owner=MAYA,
        rules=(("US-CC-0210", "R1"),),
        tasks=(
            Task(
                us.at(us.months(4, 1), "10:00"), "Ask Legal for a faster answer to R1 cases", MAYA, us.today + 14 * DAY
            ),
        ),
    )


def _refunds(us: MarketDays) -> Worry:
    peak = "Orders double before the holidays, and three new rings were found in a week."
    return Worry(
        *("refunds", ("clear",), AISHA, "Refund rings grow with the number of orders"),
        _checks(us, (us.months(10, 2), 2, 3, ""), (us.months(1, 1), 3, 3, peak), last=us.today + 15 * DAY),
        topic="fraud.orders",
        market="US",
        owner=WEN,
        rules=(("US-SE-0033", "R1"),),
    )


def _orders(us: MarketDays, vn: MarketDays) -> Worry:
    """The same topic rises in both markets; its check is overdue."""
    tet = "Số đơn ảo tăng gấp đôi; nhóm đơn dùng chung kho hoàn hàng."
    return Worry(
        *("orders", ("viet",), BAO, "Nhóm đơn ảo và đổi trả gian lận"),
        _checks(vn, (vn.months(9, 1), 2, 4, ""), (vn.months(1, 1), 3, 4, tet), last=vn.ago(4)),
        topic="fraud.orders",
        market="VN",
        owner=LINH,
        rules=(("VN-SE-0031", "R1"),),
        tasks=(
            Task(vn.at(vn.months(1, 2), "10:00"), "So sánh kho hoàn hàng với nhóm Chống gian lận", LINH, vn.ago(2)),
        ),
    )


def _rings(us: MarketDays, vn: MarketDays) -> Worry:
    """One risk that two programmes carry."""
    same = "The same devices were seen in both markets: 12 sellers of a US ring opened shops in Việt Nam."
    return Worry(
        *("rings", ("clear", "viet"), AISHA, "One fraud ring works in the US and in Việt Nam"),
        _checks(us, (us.months(5, 6), 2, 4, ""), (us.months(2, 6), 3, 4, same), last=us.today + 18 * DAY),
        response="share",
        topic="fraud",
        owner=AISHA,
        rules=(("US-SE-0033", "R1"), ("VN-SE-0031", "R1")),
        tasks=(Task(us.at(us.months(2, 7), "10:00"), "Weekly call of both Fraud teams", AISHA, us.today + 7 * DAY),),
    )


def _cards(us: MarketDays, vn: MarketDays) -> Worry:
    """An opportunity that another programme took."""
    worked = "Errors of US-CC-0142 R3 fell from 22% to 6% within three weeks of the session."
    return Worry(
        *("cards", ("live", "clear"), AISHA, "Six case cards for each changed rule, on the day it takes force"),
        _checks(us, (us.months(2, 12), 3, 3, ""), (us.ago(20), 4, 4, worked), last=us.today + 25 * DAY),
        kind="opportunity",
        response="enhance",
        owner=CAMILLE,
        is_offered=True,
        rules=(("US-CC-0142", "R3"),),
        taken=vn.at(vn.ago(9), "10:20"),
        taken_by=BAO,
        taken_into="viet",
    )


def _one_test(us: MarketDays) -> Worry:
    return Worry(
        *("ask", ("live",), AISHA, "Agencies check their hosts’ gift goals before the stream"),
        _checks(us, (us.ago(15), 2, 3, ""), last=us.today + 16 * DAY),
        kind="opportunity",
        response="together",
        owner=DANIEL,
        topic="livestream",
        is_offered=True,
        rules=(("US-CC-0088", "R4"),),
    )
