"""A vendor's file of who came: all of it is taken, or each wrong line is named."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guidelines.frame import clock
from guidelines.frame.refusals import Invalid
from guidelines.learning.attendance_file import MOST_BYTES, read_attendance
from guidelines.learning.models import Session
from tests.learning.making import AN_HOUR, with_three_invited
from tests.people import World
from tests.people.beyond import tia


@pytest.fixture
def session(world: World) -> Session:
    return with_three_invited(world)


def test_each_line_says_who_came(world: World, session: Session) -> None:
    file = "\ufeffName;Employee_ID;Attended\r\nMo;a-004;Yes\r\nOne;M-001;không\r\n;;\r\nTwo;M-002;1\r\n"
    read = read_attendance(file.encode(), session)
    assert read.wrong == ()
    assert read.attended[world.mo.pk] is True
    assert sorted(read.attended.values()) == [False, True, True]


def test_every_wrong_line_is_named_with_what_is_wrong(world: World, session: Session) -> None:
    file = "employee_id,attended\nA-004,yes\nA-004,no\nV-001,yes\n,yes\nM-001,perhaps\n"
    read = read_attendance(file.encode(), session)
    assert [row.line for row in read.wrong] == [3, 4, 5, 6]
    words = ("twice", "Nobody with the employee ID V-001 is invited", "is missing", "neither yes nor no")
    assert all(part in row.sentence for part, row in zip(words, read.wrong, strict=True))


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "name the columns"),
        (b"id,came\nA-004,yes\n", "name the columns"),
        (b"employee_id,attended\n", "names nobody"),
        (b"employee_id,attended\nA-004,\xff\n", "Line 2 is not UTF-8"),
        (b"x" * (MOST_BYTES + 1), "can be read at once"),
    ],
)
def test_what_is_no_such_table_is_refused_as_a_whole(session: Session, raw: bytes, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        read_attendance(raw, session)


@pytest.mark.slow
def test_a_file_with_a_wrong_line_changes_nothing_on_the_page(client: Client, world: World, session: Session) -> None:
    client.force_login(tia(world))
    address = f"/training/sessions/{session.pk}/attendance/file/"
    with clock.pretend(session.starts_at + AN_HOUR):
        answer = client.post(address, {"file": _file("A-004,yes\nV-001,yes\n")})
        assert answer.status_code == 422
        assert "Line 3: Nobody with the employee ID V-001 is invited" in answer.content.decode()
        assert not session.invitations.exclude(attended=None).exists()
        assert client.post(address, {"file": _file("A-004,yes\n")}).status_code == 302
        assert client.post(address, {}).status_code == 422
    assert session.invitations.get(attended=True).person == world.mo


def _file(rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("came.csv", f"employee_id,attended\n{rows}".encode())
