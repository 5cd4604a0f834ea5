"""The programmes of the demo’s year, what they hold, their milestones and their reports. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from guidelines.demo.dates import MarketDays
from guidelines.demo.story.worries import AISHA, BAO, Scored, Task, Worry, worries

__all__ = ["Begun", "Goal", "Said", "Scored", "Task", "Worry", "goals", "programmes", "reports", "worries"]
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Begun:
    """A programme, and what it took in when."""

    key: str
    at: dt.datetime
    by: str
    name: str
    aim: str
    places: tuple[tuple[str, str], ...]
    """Market and domain; an empty domain is all of them."""
    holds: tuple[tuple[dt.datetime, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Goal:
    """A milestone: planned, moved, done."""

    programme: str
    at: dt.datetime
    by: str
    name: str
    planned: dt.date
    moves: tuple[tuple[dt.datetime, dt.date, str], ...] = ()
    done: dt.datetime | None = None
    done_on: dt.date | None = None


@dataclass(frozen=True)
class Said:
    """A report: its days, and what the owner says."""

    programme: str
    at: dt.datetime
    by: str
    starts: dt.date
    ends: dt.date
    narrative: str
    language: str = "en"
    is_issued: bool = True


def programmes(us: MarketDays, vn: MarketDays) -> list[Begun]:
    clear, live, viet = us.months(11, 8), us.months(9, 2), vn.months(10, 3)
    return [
        Begun(
            *("clear", us.at(clear, "10:00"), AISHA, "Rules that everybody decides alike"),
            "Fewer than 5% of decisions are wrong in the US and in Việt Nam, and a changed US edition is in Vietnamese "
            "within a week.",
            (("US", ""), ("VN", "")),
            (
                (us.at(clear, "10:30"), ("US-SE-0052", "US-PR-0164", "US-PR-0140", "VN-CC-0074")),
                (us.at(us.months(6, 1), "11:00"), ("US-SE-0052 4", "need: Tell an edited payout name")),
                (us.at(us.months(4, 4), "11:00"), ("need: A second translator",)),
                (us.at(us.ago(18), "11:00"), ("need: R5 says which words",)),
            ),
        ),
        Begun(
            *("live", us.at(live, "10:00"), AISHA, "Safe livestream shopping"),
            "Whoever buys in a livestream gets what was shown, and hosts know what a gift goal may promise.",
            (("US", "CC"),),
            (
                (us.at(live, "10:30"), ("US-CC-0142", "US-CC-0088", "US-CC-0210", "US-CC-0121")),
                (us.at(us.months(2, 4), "11:00"), ("US-CC-0142 4", "need: R3 restricts where")),
                (us.at(us.months(2, 11), "11:00"), ("session: Low prices: restrict, do not remove",)),
                (us.at(us.ago(13), "11:00"), ("need: Part R4 and R5",)),
                (us.at(us.ago(2), "11:00"), ("session: Gift goals: is a product promised?",)),
            ),
        ),
        Begun(
            *("viet", vn.at(viet, "09:30"), BAO, "Mua sắm an toàn tại Việt Nam"),
            "Người mua nhận đúng hàng, người bán thật không bị nhầm; mọi quy tắc có bản tiếng Việt còn hiệu lực.",
            (("VN", ""),),
            (
                (vn.at(viet, "10:00"), ("VN-SE-0031", "VN-PR-0087", "VN-PR-0093", "VN-CC-0074")),
                (vn.at(vn.months(6), "15:00"), ("VN-SE-0035",)),
                (vn.at(vn.months(4), "15:00"), ("session: Giá thấp: hạn chế, không gỡ",)),
                (vn.at(vn.ago(8), "15:00"), ("need: R4 nói rõ",)),
            ),
        ),
    ]


def goals(us: MarketDays, vn: MarketDays) -> list[Goal]:
    return [*_clear(us), *_live(us), *_viet(vn)]


def _clear(us: MarketDays) -> list[Goal]:
    at = us.at(us.months(11, 8), "11:00")
    late = "The first translator was ill for three weeks, and the second starts next month."
    review = "Regulated products need Legal’s signature since last week; Hannah Kim is on leave."
    helped = us.months(6)
    return [
        Goal(
            *("clear", at, AISHA, "Shop takeover: edited names told from written forms"),
            us.shift(helped, 5),
            done=us.at(us.shift(helped, 1), "12:00"),
            done_on=helped,
        ),
        Goal(
            *("clear", at, AISHA, "Every rule above its target has an owner and a day"),
            us.months(4),
            done=us.at(us.months(4, 2), "12:00"),
            done_on=us.months(4, 1),
        ),
        Goal(
            *("clear", us.at(us.months(4, 4), "11:30"), AISHA, "Weekly hand-over of changed editions to Hà Nội runs"),
            us.ago(30),
            moves=((us.at(us.ago(31), "10:00"), us.ago(6), late),),
        ),
        Goal(
            *("clear", us.at(us.months(3, 8), "11:30"), AISHA, "Supplements: R5 without “treats” in force"),
            us.ago(5),
            moves=((us.at(us.ago(4), "10:00"), us.shift(us.today, 8), review),),
        ),
        Goal("clear", us.at(us.months(1), "11:30"), AISHA, "Under 5% in both markets", us.today + 90 * DAY),
    ]


def _live(us: MarketDays) -> list[Goal]:
    at = us.at(us.months(9, 2), "11:00")
    on = us.shift(us.months(2), 2)
    back = "The reviewer sent edition 10 back: two tests for one decision. A new draft is under way."
    return [
        Goal(
            *("live", at, AISHA, "Low prices restrict and no longer remove"),
            us.shift(on, -10),
            moves=((us.at(us.shift(on, -14), "10:00"), on, "Brand Integrity asked for a new edge case of R3."),),
            done=us.at(us.shift(on, 1), "09:00"),
            done_on=on,
        ),
        Goal(
            *("live", us.at(us.shift(on, 8), "11:30"), AISHA, "Everybody on livestreams is taught R3"),
            us.shift(on, 15),
            done=us.at(us.shift(on, 14), "12:00"),
            done_on=us.shift(on, 13),
        ),
        Goal(
            *("live", us.at(us.ago(16), "10:30"), AISHA, "Gift goals: one question parts R4 and R5"),
            us.ago(3),
            moves=((us.at(us.ago(5), "10:30"), us.shift(us.today, 6), back),),
        ),
        Goal("live", us.at(us.ago(12), "11:30"), AISHA, "Paid promotion: first edition in force", us.today + 40 * DAY),
    ]


def _viet(vn: MarketDays) -> list[Goal]:
    at = vn.at(vn.months(10, 3), "10:30")
    copied = vn.months(5)
    return [
        Goal(
            *("viet", at, BAO, "Ngưỡng giá thấp giống với US"),
            copied,
            done=vn.at(vn.shift(copied, 1), "10:00"),
            done_on=copied,
        ),
        Goal("viet", vn.at(vn.months(1), "10:00"), BAO, "Thuốc lá điện tử: ấn bản 3 có hiệu lực", vn.today + 5 * DAY),
        Goal("viet", vn.at(vn.ago(8), "15:30"), BAO, "Thực phẩm bảo vệ sức khỏe: R4 rõ ràng", vn.today + 16 * DAY),
    ]


def reports(us: MarketDays) -> list[Said]:
    """Of the last two quarters, and one under way."""
    until = us.today - 4 * DAY
    this = _quarter(until)
    last, before = _quarter(this - DAY), _quarter(_quarter(this - DAY) - DAY)
    issued = min(us.at(us.shift(this + 6 * DAY, 0), "11:00"), us.now - dt.timedelta(hours=30))
    earlier = us.at(us.shift(last + 6 * DAY, 0), "11:00")
    first = (
        "The rule on shop takeover that was missed in one of seven cases is parted in two, and its errors fell while "
        "its neighbours stayed level. An emergency edition that nobody ratified ended by itself; two reviewers are on "
        "call at night now."
    )
    second = (
        "R5 of supplements is wrong in one of nine checks at all three sites: the rule is at fault, and its words are "
        "parted anew. Knives looked as bad and were not: four new hires, coached. Translations lag; a second "
        "translator is asked for."
    )
    draft = (
        "Low prices: the first two weeks of edition 4 were worse than before, until everybody was taught. Gift goals "
        "are the open problem: 14% and rising."
    )
    found = [
        Said("clear", earlier, AISHA, before, last - DAY, first),
        Said("clear", issued, AISHA, last, this - DAY, second),
    ]
    under_way = us.now - dt.timedelta(hours=26)
    return [*found, Said("clear", under_way, AISHA, this, until, draft, is_issued=False)]


def _quarter(day: dt.date) -> dt.date:
    """The first day of the quarter of a day."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
