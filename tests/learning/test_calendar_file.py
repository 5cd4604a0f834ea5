"""The calendar file of a session, read as RFC 5545 says: lines unfolded, values unescaped."""

from __future__ import annotations

import re

from django.utils import timezone

from guidelines.learning import services
from guidelines.learning.calendar_file import calendar_file, folded, text
from guidelines.learning.models import Session
from tests.learning.making import DAY, plan, planned
from tests.people import World
from tests.people.beyond import tia

URL = "https://portal.example/training/sessions/1/"


def read(file: bytes) -> dict[str, str]:
    """The properties by name, as a calendar reads them."""
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", file) is None, "every line ends in CRLF"
    whole = file.decode().replace("\r\n ", "")
    assert whole.endswith("\r\n")
    return {line.partition(":")[0].partition(";")[0]: line.partition(":")[2] for line in whole.split("\r\n")[:-1]}


def test_a_session_is_one_event_with_its_times_in_utc(world: World) -> None:
    session = planned(world, place="Room 4; third floor, left", about="First line\nSecond line \\ end")
    file = read(calendar_file(session, url=URL))
    assert (file["METHOD"], file["STATUS"], file["VERSION"], file["SEQUENCE"]) == ("PUBLISH", "CONFIRMED", "2.0", "0")
    assert file["DTSTART"] == session.starts_at.strftime("%Y%m%dT%H%M%SZ")
    assert file["DTEND"] == session.ends_at.strftime("%Y%m%dT%H%M%SZ")
    assert file["UID"] == str(session.uid)
    assert file["LOCATION"] == r"Room 4\; third floor\, left"
    assert file["DESCRIPTION"] == r"First line\nSecond line \\ end"
    assert file["URL"] == URL
    assert file["ORGANIZER"].startswith("mailto:")


def test_a_change_keeps_the_uid_and_counts_up_and_calling_off_cancels(world: World) -> None:
    session = planned(world)
    moved = plan(world, starts_at=timezone.now() + 3 * DAY)
    changed = services.change_session(session, moved, by=tia(world), seen=0, reason="Moved.")
    file = read(calendar_file(changed, url=URL))
    assert (file["UID"], file["SEQUENCE"]) == (str(session.uid), "1")
    file = read(calendar_file(services.call_off(changed, by=tia(world), reason="Ill."), url=URL))
    assert (file["METHOD"], file["STATUS"]) == ("CANCEL", "CANCELLED")
    assert (file["UID"], file["SEQUENCE"]) == (str(session.uid), "2")


def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut(world: World) -> None:
    topic = "Hàng giả: chứng cứ, giá và nguồn gốc của sản phẩm có thương hiệu trên sàn thương mại điện tử 🧾🧾🧾"
    session = planned(world, topic=topic)
    file = calendar_file(session, url=URL)
    assert max(len(line) for line in file.split(b"\r\n")) <= 75
    assert read(file)["SUMMARY"] == topic.replace(",", "\\,")
    for width in range(70, 80):
        assert folded("x" * width + "ế" * 40).replace("\r\n ", "") == "x" * width + "ế" * 40
        assert all(len(line.encode()) <= 75 for line in folded("x" * width + "ế" * 40).split("\r\n"))


def test_nothing_that_is_written_begins_another_property(world: World) -> None:
    assert text("a\r\nMETHOD:CANCEL\rb\x00\x0b") == r"a\nMETHOD:CANCEL\nb"
    session = Session(topic="x", trainer=world.mo)
    world.mo.name = 'Mo "quote"\r\nATTENDEE:mailto:x'
    line = next(part for part in _lines(session, world) if part.startswith("ORGANIZER"))
    assert line.startswith('ORGANIZER;CN="Mo quoteATTENDEE:mailto:x":mailto:')


def _lines(session: Session, world: World) -> list[str]:
    made = planned(world)
    made.trainer = world.mo
    return calendar_file(made, url=URL).decode().replace("\r\n ", "").split("\r\n")
