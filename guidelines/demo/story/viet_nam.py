"""The year of the guidelines of Việt Nam."""

from __future__ import annotations

import datetime as dt

from guidelines.demo.book import Book, Entry
from guidelines.demo.dates import MarketDays, tet
from guidelines.demo.scenes import Deed
from guidelines.demo.story.people import AN, LINH, MINH, NGOC, TUAN
from guidelines.demo.story.seasons import last_season


def books(days: MarketDays) -> list[Book]:
    return [*_creator(days), *_seller(days), *_product(days)]


def _creator(days: MarketDays) -> list[Book]:
    return [
        counterfeit(Book(Entry("VN-CC-0061", AN, 6, ("QT-22",), first_edition=2), days)),
        off_platform(Book(Entry("VN-CC-0066", AN, 12, ("QT-27",)), days)),
        health_food(Book(Entry("VN-CC-0074", LINH, 12, ("QT-29",), first_edition=2), days)),
        unchanged(Book(Entry("VN-CC-0080", AN, 12, ("QT-31", "QT-34")), days), days.months(10, 3), AN, TUAN),
    ]


def _seller(days: MarketDays) -> list[Book]:
    return [
        unchanged(Book(Entry("VN-SE-0012", LINH, 6, ("QT-41",), 2), days), days.months(12, 6), LINH, NGOC),
        unchanged(Book(Entry("VN-SE-0027", LINH, 18, ("QT-44",), 2), days), days.months(12, 7), LINH, TUAN),
        fake_orders(Book(Entry("VN-SE-0031", LINH, 12, ("QT-48",)), days)),
        unchanged(Book(Entry("VN-SE-0035", AN, 12, ("QT-52",)), days), days.months(7, 2), AN, NGOC),
    ]


def _product(days: MarketDays) -> list[Book]:
    return [
        copied_rule(Book(Entry("VN-PR-0087", LINH, 12, ("QT-57",), first_edition=4), days)),
        e_cigarettes(Book(Entry("VN-PR-0093", MINH, 6, ("QT-59",), first_edition=2), days)),
        cosmetics(Book(Entry("VN-PR-0101", MINH, 6, ("QT-61",)), days)),
        unchanged(Book(Entry("VN-PR-0110", MINH, 6, ("QT-63",), 2), days), days.months(12, 8), MINH, NGOC),
    ]


def unchanged(book: Book, on: dt.date, writer: str, reviewer: str) -> Book:
    """A guideline with one edition in the year."""
    book.first(on, writer, reviewer)
    return book


def counterfeit(book: Book) -> Book:
    """A major edition that took force two days ago."""
    days = book.days
    book.first(days.months(12, 3), AN, TUAN)
    begins = days.at(days.today - dt.timedelta(days=2), "00:00")
    approval = "Khớp với US-CC-0142 R6. Đã đối chiếu thứ tự với mục “Trong phiên phát trực tiếp”."
    book.regular(3, days.ago(4), (AN, LINH), NGOC, lead=8, begins=begins, approval=approval)
    return book


def off_platform(book: Book) -> Book:
    days = book.days
    book.first(days.months(12, 4), AN, NGOC)
    book.regular(2, days.months(3, 2), (AN,), TUAN, lead=5)
    return book


def health_food(book: Book) -> Book:
    """The same bad rule as in the US; a draft that mends it is under way."""
    days = book.days
    book.first(days.months(12, 5), LINH, TUAN)
    book.write(3, days.ago(10), days.ago(2), (LINH, AN), saves=4)
    return book


def fake_orders(book: Book) -> Book:
    """Rewritten for Tết."""
    days = book.days
    in_force = last_season(days, _before_tet)
    book.first(min(days.months(12, 2), days.shift(in_force, -15)), LINH, NGOC)
    approval = "Ngưỡng mới đã thử trên nhóm đơn tháng trước: bắt được 9 trên 10 nhóm, không nhầm gia đình nào."
    book.regular(2, in_force, (LINH, AN), TUAN, lead=7, approval=approval)
    return book


def _before_tet(days: MarketDays, year: int) -> dt.date:
    return days.shift(tet(year), -14)


def copied_rule(book: Book) -> Book:
    """R3 taken over from the US guideline."""
    days = book.days
    book.first(days.months(12, 3), LINH, NGOC)
    book.regular(5, days.months(5), (LINH, MINH), TUAN, approval="R3 giống US-PR-0031 R3, đã bỏ phần gỡ ngay.")
    return book


def e_cigarettes(book: Book) -> Book:
    """A major edition that begins in five days."""
    days = book.days
    book.first(days.months(12, 6), MINH, TUAN)
    begins = days.at(days.today + dt.timedelta(days=5), "00:00")
    book.regular(3, days.ago(2), (MINH, LINH), NGOC, lead=9, begins=begins)
    return book


def cosmetics(book: Book) -> Book:
    """Sent back by the reviewer."""
    days = book.days
    book.first(days.months(12, 5), MINH, TUAN)
    book.write(2, days.ago(13), days.ago(7), (MINH, LINH))
    book.scene(Deed.SUBMIT, 2, days.ago(5), "10:00", MINH)
    book.scene(
        Deed.REQUEST_CHANGES,
        2,
        days.ago(2),
        "14:00",
        NGOC,
        note="1. R8: “mẫu dùng thử” chưa có định nghĩa. Hàng tặng kèm cỡ nhỏ có bán lẻ thì tính là mẫu thử hay là "
        "sản phẩm?\n"
        "2. R4 nay hạn chế hiển thị ngay. Ghi rõ khi người bán nộp ảnh nhãn phụ thì mở lại trong bao lâu.\n"
        "3. Thêm một tình huống ranh giới cho R8: mẫu thử có nhãn nhưng là nhãn của hãng khác.",
    )
    return book
