"""The year of the US guidelines on products."""

from __future__ import annotations

import datetime as dt

from guidelines.demo.book import Book, Entry
from guidelines.demo.dates import MarketDays
from guidelines.demo.scenes import Deed
from guidelines.demo.story.people import DEV, HANNAH, MARCUS, PRIYA, SAM
from guidelines.demo.story.us_creator import bundle_day


def books(days: MarketDays) -> list[Book]:
    return [
        listings(Book(Entry("US-PR-0031", DEV, 6, ("SOP-PL-003",), first_edition=7), days)),
        nicotine(Book(Entry("US-PR-0208", SAM, 6, ("SOP-PL-008",), first_edition=10), days)),
        supplements(Book(Entry("US-PR-0164", DEV, 12, ("SOP-PL-006",), first_edition=6), days)),
        pharmacy(Book(Entry("US-PR-0077", SAM, 6, ("SOP-PL-007",), first_edition=3), days)),
        knives(Book(Entry("US-PR-0140", SAM, 18, ("SOP-PL-009",), first_edition=2), days)),
        children(Book(Entry("US-PR-0175", DEV, 9, ("SOP-PL-011",), first_edition=2), days)),
    ]


def listings(book: Book) -> Book:
    """A major edition that took force two days ago."""
    days = book.days
    book.first(days.months(12, 5), DEV, MARCUS)
    begins = days.at(days.today - dt.timedelta(days=2), "00:00")
    book.regular(
        8,
        days.ago(4),
        (DEV, SAM),
        PRIYA,
        begins=begins,
        approval="“Same factory” was 1 in 5 of the questions moderators sent.",
    )
    return book


def nicotine(book: Book) -> Book:
    """Edition 11 was scheduled when a hot fix went in under it: rebased, and in force one day late."""
    days = book.days
    book.first(days.months(12, 6), SAM, MARCUS)
    begin = bundle_day(days)
    monday, tuesday, thursday = (begin + dt.timedelta(days=shift) for shift in (-2, -1, 1))
    text = "11-before-rebase"
    planned = days.at(begin, "00:00")
    book.regular(11, days.shift(begin, -5), (SAM,), PRIYA, lead=8, begins=planned, text=text)
    book.scene(Deed.OPEN, 12, monday, "08:30", DEV)
    book.scene(Deed.SAVE, 12, monday, "09:30", DEV, text="12", share=0.5)
    book.scene(Deed.SAVE, 12, monday, "10:30", DEV, text="12")
    book.scene(Deed.SUBMIT, 12, monday, "12:00", DEV)
    book.scene(Deed.APPROVE, 12, monday, "13:30", MARCUS, note="Small, urgent and complete. LGL-381 is attached there.")
    note = (
        "LGL-381 cannot wait for Wednesday. Edition 11 keeps its own changes and must also ask for the age statement, "
        "so it is rebased, and begins on Thursday. US-CC-0121 edition 3 begins on Wednesday as planned."
    )
    book.scene(Deed.PUBLISH, 12, monday, "15:00", DEV, note=note, fates={11: "rebase"})
    book.scene(Deed.REBASE, 11, tuesday, "09:30", SAM, text="11")
    book.scene(Deed.SUBMIT, 11, tuesday, "11:00", SAM)
    approval = "R4 and R5 are those of edition 12. R2 and R7 are as I approved them before."
    book.scene(Deed.APPROVE, 11, tuesday, "15:00", PRIYA, note=approval)
    book.scene(Deed.PUBLISH, 11, tuesday, "16:00", SAM, begins=days.at(thursday, "00:00"))
    return book


def supplements(book: Book) -> Book:
    """R5 was the bad rule; the draft that mends it is in review."""
    days = book.days
    book.first(days.months(12, 7), DEV, MARCUS)
    book.write(7, days.ago(20), days.ago(6), (DEV, SAM), saves=4)
    note = "11.8% of the checks of R5 were wrong at all three sites. The new section shows the words side by side."
    book.scene(Deed.SUBMIT, 7, days.ago(3), "11:00", DEV, note=note)
    return book


def pharmacy(book: Book) -> Book:
    """Untouched for a year: its review is overdue."""
    book.first(book.days.months(12, 8), SAM, MARCUS)
    return book


def knives(book: Book) -> Book:
    """No new rule was needed; a minor edition is scheduled for next week."""
    days = book.days
    book.first(days.months(12, 7), SAM, MARCUS)
    next_week = days.today + dt.timedelta(days=7 - days.today.weekday())
    book.regular(3, days.ago(1), (SAM,), HANNAH, lead=6, begins=days.at(next_week, "00:00"))
    return book


def children(book: Book) -> Book:
    """The recall alert: in force at 02:10, ratified 19 hours later."""
    days = book.days
    book.first(days.months(12, 8), DEV, MARCUS)
    night = days.months(8)
    book.scene(Deed.OPEN, 3, night, "00:52", DEV, exact=True)
    book.scene(Deed.SAVE, 3, night, "01:24", DEV, exact=True, text="3", share=0.7)
    book.scene(Deed.SAVE, 3, night, "01:58", DEV, exact=True, text="3")
    alert = (
        "Recall alert PSA-77 (LGL-356): a chair that folds on fingers, 212 listings. It cannot wait for the morning."
    )
    book.scene(Deed.ENFORCE_NOW, 3, night, "02:10", MARCUS, exact=True, note=alert)
    note = "Read against PSA-77 with Product Safety. R1 and R2 stay."
    book.scene(Deed.RATIFY, 3, night, "21:10", PRIYA, exact=True, note=note)
    return book
