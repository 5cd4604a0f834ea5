"""The page for a file of people: preview first, then exactly what was previewed."""

import re
from html import unescape

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from guidelines.people import services
from guidelines.people.importing.reading import PAGE_BYTES
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.people import World

URL = "/people/import/"
TEXT = "employee_id,name\r\nN-001,Nia <b>Cole</b>\r\nA-004,Mo Diallo\r\n"


def upload(client: Client, content: str | bytes = TEXT, **more: str):  # type: ignore[no-untyped-def]
    raw = content if isinstance(content, bytes) else content.encode()
    return client.post(URL, {"file": SimpleUploadedFile("people.csv", raw, "text/csv"), **more})


def carried(page: str) -> dict[str, str]:
    """What the preview's form sends: hidden fields, as a browser reads them."""
    found = re.findall(r'<input type="hidden" name="(text|seal)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


@pytest.fixture
def root(world: World, client: Client) -> Client:
    client.force_login(world.root)
    return client


def test_a_preview_changes_nothing_and_shows_names_as_text(root: Client) -> None:
    answer = upload(root)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Nia &lt;b&gt;Cole&lt;/b&gt;" in page
    assert "<b>Cole" not in page
    assert "1 person stays as they are." in page
    assert not Person.objects.filter(employee_id="N-001").exists()


def test_what_was_previewed_is_applied(root: Client) -> None:
    fields = carried(upload(root).content.decode())
    answer = root.post(URL, {**fields, "text": fields["text"].replace("\n", "\r\n")}, follow=True)
    assert answer.redirect_chain == [("/people/", 302)]
    assert "Applied: 1 person changed." in answer.content.decode()
    assert Person.objects.get(employee_id="N-001").name == "Nia <b>Cole</b>"


def test_another_file_than_the_one_previewed_is_refused(root: Client) -> None:
    fields = carried(upload(root).content.decode())
    answer = root.post(URL, {**fields, "text": fields["text"].replace("N-001", "N-002")})
    assert answer.status_code == 409
    assert "This is not the file you looked at." in answer.content.decode()
    assert not Person.objects.filter(employee_id__startswith="N-").exists()


def test_a_seal_that_was_changed_or_made_for_somebody_else_is_refused(root: Client, world: World) -> None:
    fields = carried(upload(root).content.decode())
    assert root.post(URL, {**fields, "seal": fields["seal"][:-2] + "xx"}).status_code == 409
    second = Person.objects.create_superuser("S-002", "x", name="Second Root")
    other = Client()
    other.force_login(second)
    assert other.post(URL, fields).status_code == 409
    assert other.post(URL, {"seal": fields["seal"]}).status_code == 409
    assert not Person.objects.filter(employee_id="N-001").exists()


def test_a_preview_lasts_an_hour(root: Client) -> None:
    fields = carried(upload(root).content.decode())
    with time_machine.travel(timezone.now() + timezone.timedelta(seconds=3700), tick=False):
        assert root.post(URL, fields).status_code == 409


def test_people_who_changed_meanwhile_are_shown_again(root: Client, world: World) -> None:
    fields = carried(upload(root, "employee_id,role,market,domain\nA-004,trainer,US,PR\n").content.decode())
    services.grant(world.mo, Role.LIAISON, by=None, market=world.us)
    answer = root.post(URL, fields)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "People changed after this preview was made." in page
    assert "Liaison, United States, all domains" in page
    assert root.post(URL, carried(page)).status_code == 302


def test_a_file_with_wrong_lines_cannot_be_applied(root: Client) -> None:
    answer = upload(root, "employee_id,role,market\nA-004,king,US\nA-003,<i>x</i>,US\n")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2 lines can’t be taken" in page
    assert "Line 2: There is no role “king”." in page
    assert "&lt;i&gt;x&lt;/i&gt;" in page
    assert "Apply all of it" not in page


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        (b"\xff\xfenot utf-8", 422, "is not UTF-8"),
        (b"x" * (PAGE_BYTES + 10), 413, "KB can be read at once"),
        (b"name\nAnn\n", 422, "The first line must name the columns"),
        (b"", 422, "The submitted file is empty."),
    ],
)
def test_a_file_that_cannot_be_read_gets_its_sentence(root: Client, content: bytes, status: int, sentence: str) -> None:
    answer = upload(root, content)
    assert answer.status_code == status
    assert sentence in answer.content.decode()


def test_without_a_file_the_page_asks_for_one(root: Client) -> None:
    assert root.post(URL, {}).status_code == 422


def test_a_market_administrator_is_not_offered_to_close_accounts(world: World, client: Client) -> None:
    client.force_login(world.ada)
    assert "end_missing" not in client.get(URL).content.decode()
    page = upload(client, "employee_id,role,market\nA-004,trainer,US\n", end_missing="on").content.decode()
    assert "Leave" not in re.findall(r"<h2[^>]*>([^<]*)</h2>", page)


def test_a_file_that_says_what_is_so_offers_nothing_to_apply(root: Client) -> None:
    page = upload(root, "employee_id,name\nA-004,Mo Diallo\n").content.decode()
    assert "Nothing to change" in page
    assert "Apply all of it" not in page


def test_somebody_who_lost_the_right_meanwhile_applies_nothing(world: World, client: Client) -> None:
    client.force_login(world.ada)
    fields = carried(upload(client, "employee_id,role,market,domain\nA-004,trainer,US,PR\n").content.decode())
    services.end_role(world.ada.assignments.get(), by=None)
    assert client.post(URL, fields).status_code == 403
    assert world.mo.assignments.get().role == Role.MODERATOR
