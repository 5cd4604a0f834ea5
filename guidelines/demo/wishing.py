"""What stakeholders request in the demo’s year: one is answered by an edition in force, one declined, one taken up,
one open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from guidelines.catalogue.models import Domain, Market
from guidelines.demo.dates import MarketDays
from guidelines.demo.story.people import MAYA
from guidelines.editions.models import Edition, Guideline
from guidelines.frame import clock
from guidelines.insights import services
from guidelines.insights.models import StakeholderRequest
from guidelines.insights.services import Wish
from guidelines.people.models import Person

NOOR, GRANT, RUTH, PHUONG = "Noor Haddad", "Grant Sullivan", "Ruth Abramson", "Hoàng Thị Mai Phương"
DEV, MINH = "Dev Anand", "Lê Quang Minh"


@dataclass(frozen=True)
class Wished:
    """One deed on a request, at its moment. `key` names the request for what is done with it later."""

    at: dt.datetime
    deed: str
    key: str
    by: str
    where: str = ""
    """Market and domain, or the policy ID of a guideline."""
    text: str = ""
    why: str = ""
    rule: str = ""
    number: int = 0
    """The edition that answers it."""


def wishes(days: MarketDays) -> list[Wished]:
    """All of it, in its order."""
    asked, declined, now = days.months(3), days.months(1), days.now
    restrict = "R3 should restrict, not remove, where a low price is all there is."
    appeals = "A third of the appeals that reach Brand Integrity are outlet sales. Each costs a brand a day of papers."
    stolen = "A rule for sellers who take over a dormant account and list within the hour."
    dormant = "41 such accounts last month. They sell for a day and are gone before R1 of identity checks fits."
    melatonin = "Remove all listings of melatonin, whatever the dose."
    caution = "Two customers wrote to Legal."
    law = "Below 5 mg the product is lawful in the US, and R4 decides the rest. Open it again with a new legal opinion."
    pen = "Bổ sung quy tắc cho bút tiêm giảm cân bán qua nhóm kín."
    hospital = "Ba ca nhập viện trong tháng. Người bán chuyển sang nhắn tin riêng nên quy tắc hiện nay không bắt được."
    links = "Bạn gửi giúp 5 liên kết mẫu. Chúng tôi dự kiến đưa vào ấn bản sau."
    found = [
        Wished(days.at(asked, "15:10"), "wish", "restrict", NOOR, "US-CC-0142", restrict, appeals, "R3"),
        Wished(days.at(days.shift(asked, 2), "10:05"), "take", "restrict", MAYA),
        Wished(days.at(days.shift(days.months(2), 1), "09:35"), "answer", "restrict", MAYA, "US-CC-0142", number=4),
        Wished(days.at(declined, "11:20"), "wish", "melatonin", RUTH, "US-PR-0164", melatonin, caution),
        Wished(days.at(days.shift(declined, 2), "14:30"), "decline", "melatonin", DEV, text=law),
        Wished(now - dt.timedelta(hours=77), "wish", "pen", PHUONG, "VN-PR", pen, hospital),
        Wished(now - dt.timedelta(hours=53), "take", "pen", MINH),
        Wished(now - dt.timedelta(hours=52, minutes=50), "remark", "pen", MINH, text=links),
        Wished(now - dt.timedelta(hours=29), "wish", "stolen", GRANT, "US-SE", stolen, dormant),
    ]
    return sorted(found, key=lambda wished: wished.at)


class Wishing:
    """Plays the requests through the services, each at its moment."""

    def __init__(self, days: MarketDays, *, before: Callable[[dt.datetime], None]) -> None:
        """`before` lets everything else happen that happened until then."""
        self._before = before
        self._people = {person.name: person for person in Person.objects.all()}
        self._made: dict[str, StakeholderRequest] = {}
        self._to_come = wishes(days)[::-1]

    def until(self, moment: dt.datetime) -> None:
        while self._to_come and self._to_come[-1].at < moment:
            wished = self._to_come.pop()
            self._before(wished.at)
            with clock.pretend(wished.at):
                _DEEDS[wished.deed](self, wished, self._people[wished.by])

    def wish(self, wished: Wished, by: Person) -> None:
        market, domain, *number = wished.where.split("-")
        guideline = Guideline.objects.get(policy_id=wished.where) if number else None
        self._made[wished.key] = services.request_change(
            Wish(
                market=Market.objects.get(code=market),
                domain=Domain.objects.get(code=domain),
                guideline=guideline,
                rule_id=wished.rule,
                text=wished.text,
                why=wished.why,
            ),
            by=by,
        )

    def take(self, wished: Wished, by: Person) -> None:
        services.take_up(self._made[wished.key], by=by)

    def decline(self, wished: Wished, by: Person) -> None:
        services.decline(self._made[wished.key], by=by, reason=wished.text)

    def remark(self, wished: Wished, by: Person) -> None:
        services.remark(self._made[wished.key], by=by, text=wished.text)

    def answer(self, wished: Wished, by: Person) -> None:
        edition = Edition.objects.get(guideline__policy_id=wished.where, number=wished.number)
        services.answer_in(self._made[wished.key], edition, by=by)


_DEEDS: dict[str, Callable[[Wishing, Wished, Person], None]] = {
    "wish": Wishing.wish,
    "take": Wishing.take,
    "decline": Wishing.decline,
    "remark": Wishing.remark,
    "answer": Wishing.answer,
}
