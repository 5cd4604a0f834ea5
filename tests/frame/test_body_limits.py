"""A body that is too long is refused before a byte of it is parsed."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.test.client import RequestFactory

from guidelines.frame.body_limits import _larger, body_limits
from tests.frame.addresses import reads_form

MIB = 1024 * 1024
FORM = "application/x-www-form-urlencoded"


def declared(length: str, content_type: str = FORM, **headers: str) -> int:
    """The status for a POST that declares a length and sends nothing."""
    request = RequestFactory().generic("POST", "/form/", b"", content_type=content_type)
    request.META.update({"CONTENT_TYPE": content_type, "CONTENT_LENGTH": length, **headers})
    return body_limits(lambda request: reads_form(request))(request).status_code


def test_a_form_of_one_mebibyte_passes() -> None:
    assert declared(str(MIB)) == 200


def test_a_form_of_one_byte_more_is_too_long() -> None:
    assert declared(str(MIB + 1)) == 413


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", ""])
def test_any_other_body_has_the_limit_of_a_form(content_type: str) -> None:
    assert declared(str(MIB + 1), content_type) == 413


@pytest.mark.parametrize(("length", "status"), [(10 * MIB, 200), (10 * MIB + 1, 413)])
def test_an_upload_may_hold_ten_mebibytes(length: int, status: int) -> None:
    request = RequestFactory().generic("POST", "/form/", b"")
    request.META.update({"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(length)})
    assert body_limits(lambda request: HttpResponse())(request).status_code == status


def test_a_body_without_a_length_is_refused() -> None:
    assert declared("", HTTP_TRANSFER_ENCODING="chunked") == 411


@pytest.mark.parametrize("length", ["-1", "many", "²", "1e3"])
def test_a_length_that_is_no_number_is_refused(length: str) -> None:
    assert declared(length) == 400


def test_the_refusal_has_a_sentence(browser: Client) -> None:
    answer = browser.post("/form/", {"source": "x" * (11 * MIB)})
    assert answer.status_code == 413
    assert "10 MB" in answer.content.decode()


def test_a_multipart_form_with_too_much_text_is_refused(browser: Client) -> None:
    answer = browser.post("/form/", {"source": "x" * (2 * MIB)})
    assert answer.status_code == 413
    assert "1 MB of text" in answer.content.decode()


def test_a_form_with_too_many_fields_is_refused_with_a_sentence(browser: Client) -> None:
    fields = urlencode({f"f{number}": "x" for number in range(20_001)})
    answer = browser.post("/form/", fields, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert "more fields" in answer.content.decode()


def test_a_file_within_the_limit_arrives(browser: Client) -> None:
    answer = browser.post("/form/", {"source": "kept", "file": SimpleUploadedFile("a.bin", b"x" * (3 * MIB))})
    assert answer.status_code == 200
    assert answer.content == b"kept"


@pytest.mark.parametrize(("session", "status"), [({SESSION_KEY: "7"}, 200), ({}, 413)])
def test_a_room_may_let_signed_in_people_send_more_and_nobody_else(
    session: dict[str, str], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(_larger, "/form/", 50 * MIB)
    request = RequestFactory().generic("POST", "/form/", b"")
    request.META.update({"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(50 * MIB)})
    request.session = session  # type: ignore[assignment]  # all that is asked of it
    assert body_limits(lambda request: HttpResponse())(request).status_code == status
