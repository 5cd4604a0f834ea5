"""The year of the US guidelines on creators and content."""

from __future__ import annotations

import datetime as dt

from guidelines.demo.book import Book, Entry
from guidelines.demo.dates import MarketDays, is_worked
from guidelines.demo.scenes import Deed
from guidelines.demo.story.people import DANIEL, HANNAH, MAYA, PRIYA


def books(days: MarketDays) -> list[Book]:
    return [
        counterfeit(Book(Entry("US-CC-0142", MAYA, 6, ("SOP-CC-017",)), days)),
        gifting(Book(Entry("US-CC-0088", DANIEL, 6, ("SOP-LV-031",), first_edition=8), days)),
        giveaways(Book(Entry("US-CC-0117", DANIEL, 12, ("SOP-AF-009", "SOP-AF-012"), first_edition=5), days)),
        health_claims(Book(Entry("US-CC-0121", MAYA, 6, ("SOP-HC-004",), first_edition=2), days)),
        outside_payment(Book(Entry("US-CC-0156", DANIEL, 12, ("SOP-FR-022",), first_edition=3), days)),
        paid_promotion(Book(Entry("US-CC-0203", DANIEL, 6), days)),
        synthetic(Book(Entry("US-CC-0210", MAYA, 3), days)),
        child_safety(Book(Entry("US-CC-0900", MAYA, 24), days)),
    ]


def counterfeit(book: Book) -> Book:
    """Withdrawn after nine hours; widened; mended by training; the next edition is in review."""
    days = book.days
    first, second = days.months(12), days.months(12, 1)
    book.first(first, MAYA, PRIYA, note="Read against SOP-CC-017, paragraph by paragraph.")
    begun = next(scene.at for scene in book.scenes if scene.deed is Deed.PUBLISH)
    nine_hours_later = (begun + dt.timedelta(hours=9)).astimezone(days.zone)
    book.scene(
        Deed.WITHDRAW,
        1,
        nine_hours_later.date(),
        f"{nine_hours_later:%H:%M}",
        PRIYA,
        exact=True,
        note="R1 sends repeat cases to Live Operations. They belong to Brand Integrity. Edition 2 follows tomorrow; "
        "until then ask your team lead.",
    )
    book.scene(Deed.OPEN, 2, second, "07:30", DANIEL, text="")
    book.scene(Deed.SAVE, 2, second, "08:30", DANIEL, text="2")
    book.scene(Deed.SUBMIT, 2, second, "09:30", DANIEL)
    book.scene(Deed.APPROVE, 2, second, "10:30", HANNAH, note="Only R1 and the escalation table differ from edition 1.")
    book.scene(Deed.PUBLISH, 2, second, "11:30", DANIEL)
    _widened(book)
    on = days.months(2)
    book.regular(4, on, (MAYA, DANIEL), PRIYA, lead=10, saves=4, begins=days.at(days.shift(on, 2), "00:00"))
    book.write(5, days.ago(9), days.ago(4), (MAYA, DANIEL), saves=4)
    book.scene(Deed.SUBMIT, 5, days.ago(2), "10:00", MAYA, note="R3: Brand Integrity agreed to 2 hours.")
    return book


def _widened(book: Book) -> None:
    """Edition 3 goes back once before it is approved."""
    days = book.days
    on = days.months(7, 5)
    book.write(3, days.shift(on, -8), days.shift(on, -6), (DANIEL, MAYA), upto=0.8)
    book.scene(Deed.SUBMIT, 3, days.shift(on, -5), "10:00", DANIEL)
    book.scene(
        Deed.REQUEST_CHANGES,
        3,
        days.shift(on, -4),
        "14:00",
        HANNAH,
        note="The new section acts on showcase items, and the term affiliate creator still speaks of links and codes "
        "only. Say so in the term. The change note does not name the new answer time of Brand Integrity.",
    )
    book.scene(Deed.SAVE, 3, days.shift(on, -3), "10:00", MAYA, text="3")
    book.scene(Deed.SUBMIT, 3, days.shift(on, -3), "15:00", MAYA)
    book.scene(Deed.APPROVE, 3, days.shift(on, -1), "11:00", HANNAH)
    book.scene(Deed.PUBLISH, 3, on, "09:00", MAYA)


def gifting(book: Book) -> Book:
    """The open problem: R4 and R5 confuse, and the draft that parts them came back."""
    days = book.days
    book.first(days.months(12, 2), DANIEL, HANNAH)
    book.regular(9, days.months(4, 6), (DANIEL,), PRIYA)
    book.write(10, days.ago(15), days.ago(10), (DANIEL, MAYA), saves=4)
    book.scene(Deed.SUBMIT, 10, days.ago(8), "10:00", DANIEL)
    book.scene(
        Deed.REQUEST_CHANGES,
        10,
        days.ago(6),
        "13:00",
        HANNAH,
        note="1. Edge case R5, “Surprise at 300”: “No answer: R5” tells moderators to let a possible promise pass. Say "
        "what they do when the host answers after the 2 minutes.\n"
        "2. Gift goals, step 2, asks one question, and R5 lists 5 kinds of goals. Two tests for one decision is what "
        "confused people in edition 9. Keep the question, cut the list.\n"
        "3. A charity goal that raffles a prize fits R4 by its words and is let go by the edge case. Which one holds?",
    )
    return book


def giveaways(book: Book) -> Book:
    """A minor edition that began yesterday."""
    days = book.days
    book.first(days.months(12, 3), DANIEL, PRIYA)
    yesterday = days.at(days.today - dt.timedelta(days=1), "06:00")
    book.regular(6, days.ago(2), (DANIEL,), HANNAH, lead=5, begins=yesterday)
    return book


def health_claims(book: Book) -> Book:
    """Takes force together with US-PR-0208 edition 11 - or so it was planned."""
    days = book.days
    book.first(days.months(12, 4), MAYA, HANNAH)
    bundle = bundle_day(days)
    book.regular(3, days.shift(bundle, -5), (MAYA, DANIEL), PRIYA, lead=8, begins=days.at(bundle, "00:00"))
    return book


def bundle_day(days: MarketDays) -> dt.date:
    """The Wednesday, a month ago, on which the two nicotine editions were to begin, in a week without a holiday."""
    day = days.months(1)
    wednesday = day + dt.timedelta(days=2 - day.weekday())
    while not all(is_worked(wednesday + dt.timedelta(days=shift), "US") for shift in (-2, -1, 0, 1)):
        wednesday -= dt.timedelta(days=7)
    return wednesday


def outside_payment(book: Book) -> Book:
    """An emergency edition that nobody ratified ended by itself; a regular one came two weeks later."""
    days = book.days
    book.first(days.months(12, 2), DANIEL, PRIYA)
    night = days.months(8, 3)
    book.scene(Deed.OPEN, 4, night, "20:40", DANIEL, exact=True)
    book.scene(Deed.SAVE, 4, night, "21:12", DANIEL, exact=True, text="4")
    book.scene(
        Deed.ENFORCE_NOW,
        4,
        night,
        "21:30",
        HANNAH,
        exact=True,
        note="Fraud counted 41 sessions with payment codes tonight and 187 buyers who paid outside the shop (FR-136).",
    )
    book.regular(5, days.shift(night, 14), (DANIEL, MAYA), PRIYA, lead=8)
    return book


def paid_promotion(book: Book) -> Book:
    """A new guideline, still a draft."""
    days = book.days
    book.scene(Deed.OPEN, 1, days.ago(12), "10:00", DANIEL, text="1", share=0.3)
    book.scene(Deed.SAVE, 1, days.ago(9), "14:00", DANIEL, text="1", share=0.6)
    book.scene(Deed.SAVE, 1, days.ago(4), "11:00", MAYA, text="1", share=0.85)
    book.scene(Deed.SAVE, 1, days.ago(3), "15:00", DANIEL, text="1")
    return book


def synthetic(book: Book) -> Book:
    days = book.days
    book.first(days.months(10, 4), MAYA, PRIYA, note="Legal confirmed R1 and R3 (LGL-395).")
    book.regular(2, days.months(3, 4), (MAYA,), HANNAH, lead=4)
    return book


def child_safety(book: Book) -> Book:
    book.first(book.days.months(12), MAYA, HANNAH, note="The words are those of the Child Safety team.")
    return book
