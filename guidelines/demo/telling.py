"""The liaison’s directory in the demo: who is told, what they had last week, and one mailbox that refuses.

In the story the mails went out. Since then there is no mail server: what is sent in the demo says so and goes nowhere.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from guidelines.catalogue.models import Market
from guidelines.frame import clock
from guidelines.frame.jobs import claim
from guidelines.liaison.delivering.contents import contents
from guidelines.liaison.delivering.outcomes import NotTaken
from guidelines.liaison.delivering.working import put_back, write_down
from guidelines.liaison.exports import IN_A_MESSAGE
from guidelines.liaison.making import make
from guidelines.liaison.models import Delivery, Feed, Reason, Stakeholder, Subscription
from guidelines.liaison.questions import Question
from guidelines.liaison.services.contacts import add_mailbox, add_person
from guidelines.liaison.services.feeds import open_feed
from guidelines.liaison.services.packing import ask_for_pack
from guidelines.liaison.services.stakeholders import make_stakeholder
from guidelines.liaison.services.subscribing import Wish, subscribe
from guidelines.people.models import Person

ELENA, CHI, NOOR, PHUONG = "Elena Marsh", "Vũ Khánh Chi", "Noor Haddad", "Hoàng Thị Mai Phương"
PACIFIC = ZoneInfo("America/Los_Angeles")
STUDIOS = (
    *("north", "harbor", "lantern", "juniper", "redwood", "copper", "maple"),
    *("orchid", "summit", "tide", "vista", "willow", "ember", "quarry"),
)
"""Fourteen agencies that run creators’ channels."""


def keep_the_directory(now: dt.datetime) -> None:
    elena, us = Person.objects.get(name=ELENA), Market.objects.get(code="US")
    brand = _list("Brand Integrity", "internal", us, elena, about="Answers for trade marks and counterfeits.")
    add_person(brand, Person.objects.get(name=NOOR), by=elena)
    add_mailbox(brand, "brand-integrity@example.com", name="Brand Integrity", by=elena)
    weekly = subscribe(brand, Wish("weekly", us, format="pdf", redline=True), by=elena)
    relations = _list("Agency Relations", "internal", us, elena, about="Speaks with the agencies.")
    add_mailbox(relations, "agency-relations@example.com", name="Agency Relations", by=elena)
    subscribe(relations, Wish("at_once", us, format="docx"), by=elena)
    agencies = _list("Agencies, US", "partner", us, elena, about="Agencies that run creators’ channels.")
    for studio in STUDIOS:
        add_mailbox(agencies, f"policy@{studio}.example.com", name=f"{studio.capitalize()} Studio", by=elena)
    subscribe(agencies, Wish("at_once", us), by=elena)
    portal = _list("Partner portal, US", "partner", us, elena, about="Shows the notes to partners who sign in there.")
    feed, _token = open_feed(portal, "Partner portal feed, US", by=elena)
    education = _list("Seller Education, US", "internal", us, elena, about="Writes the courses for sellers.")
    add_mailbox(education, "seller-education@example.com", name="Seller Education", by=elena)
    _in_viet_nam()
    monday = _last_monday(now)
    _sent(brand, monday, by=elena, format="pdf", subscription=weekly)
    _sent(education, monday - dt.timedelta(days=3), by=elena, refused="550 5.1.1 No such mailbox")
    Feed.objects.filter(pk=feed.pk).update(read_at=now - dt.timedelta(hours=1))


def _in_viet_nam() -> None:
    chi, vn = Person.objects.get(name=CHI), Market.objects.get(code="VN")
    safety = _list("An toàn sức khỏe", "internal", vn, chi, language="vi", about="Nhóm an toàn sức khỏe.")
    add_person(safety, Person.objects.get(name=PHUONG), by=chi)
    subscribe(safety, Wish("weekly", vn), by=chi)


def _list(name: str, audience: str, market: Market, by: Person, *, about: str, language: str = "en") -> Stakeholder:
    return make_stakeholder(
        name=name, audience=audience, market=market, domain=None, language=language, about=about, by=by
    )


def _last_monday(now: dt.datetime) -> dt.datetime:
    """Nine o’clock on the newest Monday that has passed, in Pacific time."""
    local = now.astimezone(PACIFIC)
    monday = local.date() - dt.timedelta(days=local.weekday())
    at = dt.datetime.combine(monday, dt.time(9), PACIFIC)
    return (at if at < now else at - dt.timedelta(weeks=1)).astimezone(dt.UTC)


def _sent(
    stakeholder: Stakeholder,
    at: dt.datetime,
    *,
    by: Person,
    format: str = "html",
    subscription: Subscription | None = None,
    refused: str = "",
) -> None:
    """The three weeks before that moment, sent then."""
    day = at.astimezone(PACIFIC).date()
    question = Question(since=day - dt.timedelta(weeks=3), until=day, markets=("US",))
    formats = tuple(dict.fromkeys((format, *IN_A_MESSAGE)))
    told = {"audience": stakeholder.audience, "formats": formats, "redline": format == "pdf"}
    with clock.pretend(at):
        pack = ask_for_pack(question, by=by, stakeholder=stakeholder, subscription=subscription, **told)  # type: ignore[arg-type]  # by name
        make(pack.pk)
        for delivery in pack.deliveries.all():
            _arrived(delivery, refused)


def _arrived(delivery: Delivery, refused: str) -> None:
    mine = claim(Delivery, delivery.pk)
    assert mine is not None
    if refused:
        put_back(mine, NotTaken(Reason.MAILBOX_REFUSED, refused, for_good=True))
    else:
        write_down(mine, contents(mine.pack), "")
