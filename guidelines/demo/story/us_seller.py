"""The year of the US guidelines on sellers."""

from __future__ import annotations

import datetime as dt

from guidelines.demo.book import ALL_BUT_THE_LAST_POINT, Book, Entry
from guidelines.demo.dates import MarketDays, holiday_peak
from guidelines.demo.scenes import Deed
from guidelines.demo.story.people import HANNAH, PRIYA, TOMAS, WEN
from guidelines.demo.story.seasons import last_season


def books(days: MarketDays) -> list[Book]:
    return [
        takeover(Book(Entry("US-SE-0052", TOMAS, 6, ("SOP-SI-002",), first_edition=3), days)),
        refund_rings(Book(Entry("US-SE-0033", WEN, 9, ("SOP-OR-014",), first_edition=2), days)),
        trade_marks(Book(Entry("US-SE-0019", WEN, 12, ("SOP-TM-005",), first_edition=4), days)),
        reviews(Book(Entry("US-SE-0070", TOMAS, 6, ("SOP-RV-007",)), days)),
    ]


def takeover(book: Book) -> Book:
    """The edition that helped, and the next one, approved and not published."""
    days = book.days
    book.first(days.months(12, 5), TOMAS, PRIYA)
    on = days.months(6)
    book.write(4, days.shift(on, -12), days.shift(on, -7), (TOMAS, WEN), saves=3, upto=ALL_BUT_THE_LAST_POINT)
    book.scene(Deed.SUBMIT, 4, days.shift(on, -6), "10:00", TOMAS)
    book.scene(
        Deed.RECALL, 4, days.shift(on, -5), "09:00", TOMAS, note="The change note must name the terms that changed."
    )
    book.scene(Deed.SAVE, 4, days.shift(on, -4), "11:00", TOMAS, text="4")
    book.scene(Deed.SUBMIT, 4, days.shift(on, -4), "15:00", TOMAS)
    approval = "“Edited” and “written in another form” are two rules now. The cases show both sides."
    book.scene(Deed.APPROVE, 4, days.shift(on, -2), "11:00", HANNAH, note=approval)
    book.scene(Deed.PUBLISH, 4, on, "09:00", TOMAS)
    book.write(5, days.ago(14), days.ago(8), (WEN, TOMAS))
    book.scene(Deed.SUBMIT, 5, days.ago(6), "10:00", WEN)
    approval = "Publish when the case tool offers the label fraud.document_failed."
    book.scene(Deed.APPROVE, 5, days.ago(3), "14:00", PRIYA, note=approval)
    return book


def refund_rings(book: Book) -> Book:
    """Ready for the holiday peak; the edition after it was given up."""
    days = book.days
    in_force = last_season(days, _before_the_peak, then=7)
    book.first(min(days.months(12, 6), days.shift(in_force, -15)), WEN, HANNAH)
    book.regular(3, in_force, (WEN, TOMAS), PRIYA, lead=9, approval="In time for the peak. Watch R6 in its first week.")
    book.write(4, days.shift(in_force, 2), days.shift(in_force, 4), (WEN,))
    book.scene(
        Deed.DISCARD,
        4,
        days.shift(in_force, 6),
        "15:00",
        WEN,
        note="Carriers round light parcels up to 50 grams, so a share of the weight decides nothing. "
        "Fraud keeps edition 3.",
    )
    return book


def _before_the_peak(days: MarketDays, year: int) -> dt.date:
    return days.shift(holiday_peak(year), -10)


def trade_marks(book: Book) -> Book:
    days = book.days
    book.first(days.months(12, 6), WEN, PRIYA)
    book.regular(5, days.months(8, 8), (WEN,), HANNAH)
    return book


def reviews(book: Book) -> Book:
    """Edition 2 was cancelled before it began and published again; edition 3 is scheduled."""
    days = book.days
    book.first(days.months(11, 2), TOMAS, HANNAH)
    on = days.months(5)
    book.regular(2, on, (TOMAS, WEN), PRIYA, begins=days.at(days.shift(on, 4), "00:00"))
    reason = "The mail to sellers goes out a week later than planned. They must know before R2 changes."
    book.scene(Deed.CANCEL, 2, days.shift(on, 2), "11:00", TOMAS, note=reason)
    book.scene(Deed.PUBLISH, 2, days.shift(on, 5), "10:00", TOMAS, begins=days.at(days.shift(on, 9), "00:00"))
    book.write(3, days.ago(18), days.ago(10), (TOMAS, WEN))
    book.scene(Deed.SUBMIT, 3, days.ago(8), "10:00", TOMAS)
    book.scene(Deed.APPROVE, 3, days.ago(5), "11:00", HANNAH)
    begins = days.at(days.today + dt.timedelta(days=15), "00:00")
    book.scene(Deed.PUBLISH, 3, days.ago(3), "10:00", TOMAS, begins=begins)
    return book
