"""What was taught in the demo’s year: sessions, requests for training, and materials. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from guidelines.demo.dates import MarketDays
from guidelines.demo.story.people import HANNAH, MARCUS, NGOC, PRIYA

CAMILLE, RAFAEL, THINH = "Camille Laurent", "Rafael Santos", "Ngô Đức Thịnh"
GRACE, BETH, RAMON, DIEP = "Grace Lim", "Beth Lindqvist", "Ramon Aquino", "Võ Ngọc Diệp"
FLOOR = ("moderator", "team_lead")


@dataclass(frozen=True)
class Lesson:
    """A session, from its plan to what followed from it."""

    key: str
    planned: dt.datetime
    by: str
    where: str
    topic: str
    starts: dt.datetime
    minutes: int = 60
    about: str = ""
    editions: tuple[tuple[str, int], ...] = ()
    roles: tuple[str, ...] = FLOOR
    teams: tuple[str, ...] = ()
    seats: int | None = None
    place: str = ""
    link: str = ""
    answers: str = ""
    """The request for training that it answers."""
    said: tuple[str, ...] = ()
    """In words, by some of those who came."""
    notes: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    open_points: tuple[str, ...] = ()
    off: dt.datetime | None = None
    why_off: str = ""

    @property
    def ends(self) -> dt.datetime:
        return self.starts + dt.timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Asked:
    """A deed on a request for training."""

    at: dt.datetime
    deed: str
    key: str
    by: str
    where: str = ""
    text: str = ""
    why: str = ""


@dataclass(frozen=True)
class Shown:
    """A deck or a handout, made and decided on."""

    key: str
    at: dt.datetime
    by: str
    policy_id: str
    number: int
    kind: str = "deck"
    title: str = ""
    file: str = ""
    """The words that it ends with; empty keeps those it was made with."""
    reviewer: str = ""
    """Empty stays a draft."""
    decided: dt.datetime | None = None
    """Empty waits for the reviewer."""
    reason: str = ""
    """Why it was sent back; empty approves."""
    note: str = ""


def lessons(us: MarketDays, vn: MarketDays) -> list[Lesson]:
    return [_coaching(us), *_low_prices(us), _in_ha_noi(vn), *_to_come(us, vn), _called_off(us)]


def _coaching(us: MarketDays) -> Lesson:
    """For the new hires who missed a setting."""
    coached = us.shift(us.today - dt.timedelta(days=66), 0)
    return Lesson(
        "coaching",
        us.at(us.shift(coached, -2), "10:00"),
        *(CAMILLE, "US-PR", "Knives: what a missing setting looks like"),
        us.at(coached, "11:00"),
        minutes=45,
        about="Coaching for the new hires in Tampa, with their leads. R2 of US-PR-0140 stays as it is.",
        editions=(("US-PR-0140", 2),),
        teams=("Listings", "Children’s goods"),
        place="Tampa, room 2",
        said=("The screenshot of the setting helped. Nobody had shown it to us.",),
        notes=("The four new hires took part with their leads: they looked for the setting in the wrong place.",),
        settled=("Show the setting on the first day of every new hire.",),
    )


def _low_prices(us: MarketDays) -> list[Lesson]:
    """The session that fixed it, and the one for who was away."""
    begins = us.shift(us.months(2), 2)
    low = (("US-CC-0142", 4),)
    about = "R3 restricts and no longer removes. Six cards, each decided by everybody before it is talked about."
    by_agency = "310 people of the three sites in all: those without an account here stand in the vendor’s lists."
    return [
        Lesson(
            "low",
            us.at(us.shift(begins, 8), "10:30"),
            *(CAMILLE, "US-CC", "Low prices: restrict, do not remove"),
            us.at(us.shift(begins, 10), "09:00"),
            about=about,
            editions=low,
            link="https://meet.portal.example/low-prices",
            answers="low",
            said=(
                "Card 4 is the one we all got wrong.",
                "More of these. An hour with cases is worth ten mails.",
                "Too early for the night shift.",
            ),
            notes=(by_agency,),
            settled=(
                "What counts as an outlet’s invoice? Asked Brand Integrity: any invoice with the brand’s number.",
            ),
            open_points=("Cards for screens that are read in Manila at night: larger pictures.",),
        ),
        Lesson(
            "again",
            us.at(us.shift(begins, 10), "14:00"),
            *(RAFAEL, "US-CC", "Low prices: restrict, do not remove, for who was away"),
            us.at(us.shift(begins, 13), "18:30"),
            about=about,
            editions=low,
            teams=("Live", "Live night", "Video"),
            place="Manila, training room",
            said=("Now I know why.",),
            notes=("With this the checks of R3 fell to 6%.",),
        ),
    ]


def _in_ha_noi(vn: MarketDays) -> Lesson:
    return Lesson(
        "gia",
        vn.at(vn.months(4), "10:00"),
        *(THINH, "VN-PR", "Giá thấp: hạn chế, không gỡ"),
        vn.at(vn.shift(vn.months(4), 4), "14:00"),
        about="R3 của VN-PR-0087 từ ấn bản 5: hạn chế hiển thị. Mỗi người quyết định 8 tình huống.",
        editions=(("VN-PR-0087", 5),),
        place="Hà Nội, phòng 3",
        said=("Ví dụ sát với việc hằng ngày.",),
        notes=("Cả hai nhóm sản phẩm đều có mặt.",),
    )


def _to_come(us: MarketDays, vn: MarketDays) -> list[Lesson]:
    day = dt.timedelta(days=1)
    return [
        Lesson(
            "goals",
            us.at(us.ago(4), "15:00"),
            *(CAMILLE, "US-CC", "Gift goals: is a product promised?"),
            us.at(us.shift(us.today, 4), "09:00"),
            about="R4 and R5 of US-CC-0088 with the cases the floor asked about: surprises, charity goals, raffles.",
            editions=(("US-CC-0088", 9),),
            seats=12,
            link="https://meet.portal.example/gift-goals",
        ),
        Lesson(
            "listings",
            us.at(us.ago(9), "11:00"),
            *(RAFAEL, "US-PR", "Counterfeit listings, once more"),
            us.at(us.shift(us.today, 2), "10:00"),
            about="“Mirror quality” and its relatives. Planned before edition 8 took force.",
            editions=(("US-PR-0031", 7),),
            place="Manila, training room",
        ),
        Lesson(
            "pods",
            vn.at(vn.ago(1), "16:00"),
            *(THINH, "VN-PR", "Thuốc lá điện tử: ấn bản 3 thay đổi gì"),
            vn.at(vn.today + 6 * day, "14:00"),
            about="R7 mới và R2 nay gỡ. Mười tình huống về phụ kiện và đồ dùng trông như đồ chơi.",
            editions=(("VN-PR-0093", 3),),
            place="Hà Nội, phòng 3",
        ),
    ]


def _called_off(us: MarketDays) -> Lesson:
    return Lesson(
        "documents",
        us.at(us.ago(8), "10:00"),
        *(CAMILLE, "US-SE", "Documents that differ: R2 and R7"),
        us.at(us.shift(us.today, 3), "13:00"),
        about="What to do when the second document differs too.",
        editions=(("US-SE-0052", 4),),
        off=us.at(us.ago(1), "12:00"),
        why_off="Edition 5 waits for a label in the case tool. We teach R7 once it is in force.",
    )


def asked(us: MarketDays, vn: MarketDays) -> list[Asked]:
    """One answered with a session, one taken up, one declined, one open."""
    begins = us.shift(us.months(2), 2)
    why_low = "My shift goes on removing on a low price alone, out of habit. Four appeals last night."
    dormant = "Sellers who take over dormant accounts"
    why_dormant = "Two of my people missed the sign-in from a new device because the shop was two years old."
    tool = "Keyboard shortcuts of the case tool"
    not_ours = "The tool’s own team teaches it every Tuesday at noon. Their calendar is open to everybody."
    swap = "Đối chiếu ảnh mở hộp với ảnh đóng gói"
    why_swap = "Nhóm tôi mất 6 phút cho mỗi ca đổi trả và vẫn sai khi ảnh mờ."
    low = us.shift(begins, 7)
    return [
        Asked(
            us.at(low, "15:40"), "ask", "low", GRACE, "US-CC-0142", "R3 of counterfeit goods in livestreams", why_low
        ),
        Asked(us.at(us.ago(2), "14:10"), "ask", "dormant", BETH, "US-SE-0052", dormant, why_dormant),
        Asked(us.at(us.months(1), "11:00"), "ask", "tool", RAMON, "US-SE", tool, "Half of the clicks are too many."),
        Asked(us.at(us.shift(us.months(1), 1), "10:00"), "decline", "tool", RAFAEL, text=not_ours),
        Asked(vn.at(vn.ago(4), "15:00"), "ask", "swap", DIEP, "VN-SE-0035", swap, why_swap),
        Asked(vn.at(vn.ago(2), "09:20"), "take", "swap", THINH),
    ]


def shown(us: MarketDays, vn: MarketDays) -> list[Shown]:
    """A deck that is taught, one that is out of date, a handout that was sent back, and one in review."""
    begins = us.shift(us.months(2), 2)
    wait = "Edition 7 parts these words anew and is in review. Make the handout from it once it is in force."
    return [
        Shown(
            *("low", us.at(us.shift(begins, 8), "13:00"), CAMILLE, "US-CC-0142", 4),
            title="Low prices: restrict, do not remove",
            file="US-CC-0142-4",
            reviewer=HANNAH,
            decided=us.at(us.shift(begins, 9), "10:00"),
            note="Read against edition 4. Card 4 is R2, as it says.",
        ),
        Shown(
            *("listings", us.at(us.months(3, 6), "13:00"), RAFAEL, "US-PR-0031", 7),
            reviewer=PRIYA,
            decided=us.at(us.months(3, 7), "11:00"),
        ),
        Shown(
            *("supports", us.at(us.ago(12), "13:30"), CAMILLE, "US-PR-0164", 6, "handout"),
            reviewer=MARCUS,
            decided=us.at(us.ago(11), "15:00"),
            reason=wait,
        ),
        Shown(*("pods", vn.at(vn.ago(1), "13:00"), THINH, "VN-PR-0093", 3), reviewer=NGOC),
    ]
