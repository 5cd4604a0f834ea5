"""The pages of files, sources and targets."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from pytest_django import DjangoAssertNumQueries

from guidelines.audit.catching_up import catch_up_all
from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.liaison.models import Notification
from guidelines.people.models import Person
from guidelines.quality import services
from guidelines.quality.importing import working
from guidelines.quality.importing.columns import guessed
from guidelines.quality.models import CheckedDecision, CheckImport, Source
from tests.editions import making as issued
from tests.people import World
from tests.people.beyond import quinn
from tests.quality.making import HEADER, brought, csv_of, row, source, uploaded, wrong


@pytest.fixture
def edition(world: World) -> Edition:
    return issued.published(issued.draft(world), world)


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def sent(client: Client, feed: Source, content: bytes, name: str = "checks.csv") -> CheckImport:
    given = {"source": str(feed.pk), "file": SimpleUploadedFile(name, content)}
    answer = client.post(reverse("new_check_import"), given)
    assert answer.status_code == 302, answer.content.decode()
    return CheckImport.objects.latest("pk")


def test_an_analyst_looks_at_a_file_confirms_it_and_reads_its_figures(world: World, edition: Edition) -> None:
    client, feed = client_of(quinn(world)), source(world)
    content = csv_of([row(), wrong(case="C-2"), row(case="C-3", rule="US-PR-0777 R1")]).getvalue()
    found = sent(client, feed, content)
    page = client.get(found.get_absolute_url()).content.decode()
    assert "2 of 3 can be taken" in page
    assert "There is no guideline “US-PR-0777” in this market that you can read." in page
    assert not CheckedDecision.objects.exists()
    assert client.post(reverse("confirm_check_import", args=[found.pk])).status_code == 302
    assert "Row 0 of 3" in client.get(found.get_absolute_url()).content.decode()
    working.bring_in_due()
    page = client.get(found.get_absolute_url()).content.decode()
    assert "1 row was not taken" in page
    assert "Brought in" in page
    answer = client.get(reverse("import_problems", args=[found.pk]))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0].startswith("Case ID,Decided,Agent,Rule,")
    assert lines[1].startswith("C-3,")
    assert lines[1].endswith("that you can read.")


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(world: World, edition: Edition) -> None:
    found = brought(source(world), [row("=HYPERLINK(1)")])
    answer = client_of(quinn(world)).get(reverse("import_problems", args=[found.pk]))
    assert "'=HYPERLINK(1)" in b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_a_file_with_other_headings_is_mapped_on_the_page(world: World, edition: Edition) -> None:
    client, feed = client_of(quinn(world)), source(world)
    content = csv_of([row()]).getvalue().replace(b"Case ID", b"Vorgang")
    found = sent(client, feed, content)
    page = client.get(found.get_absolute_url()).content.decode()
    assert "The file has no column “Case ID” (Case)." in page
    assert client.post(reverse("confirm_check_import", args=[found.pk])).status_code == 422
    columns = {**HEADER, "case": "Vorgang", "guideline": "", "date_form": "iso"}
    assert client.post(reverse("map_columns", args=[found.pk]), columns).status_code == 302
    feed.refresh_from_db()
    assert feed.columns["case"] == "Vorgang"
    assert "1 of 1 can be taken" in client.get(found.get_absolute_url()).content.decode()
    twice = client.post(reverse("map_columns", args=[found.pk]), {**columns, "team": "Vorgang"})
    assert twice.status_code == 422
    assert "is given for two columns" in twice.content.decode()


@pytest.mark.parametrize(
    ("moment", "action"), [("Decided", "Action"), ("When", "Decided"), ("Decision", "Decided"), ("Time", "Decision")]
)
@pytest.mark.parametrize("written", ["%Y-%m-%dT%H:%M:%SZ", "%d/%m/%Y %H:%M", "%m/%d/%Y %I:%M %p", "%Y-%m-%d"])
def test_what_holds_moments_is_offered_as_the_moment_of_the_decision_whatever_it_is_called(
    world: World, edition: Edition, moment: str, action: str, written: str
) -> None:
    """The source says other names, so the page guesses by the heading and the rows of the file."""
    columns = {**HEADER, "decided_at": "Zeit", "decided_action": "Handlung"}
    client, feed = client_of(quinn(world)), source(world, columns=columns)
    said = row(decided_at=f"{clock.now():{written}}")
    heading = {**HEADER, "decided_at": moment, "decided_action": action}
    lines = [",".join(heading.values()), ",".join(said[column] for column in heading), ""]
    found = sent(client, feed, "\n".join(lines).encode())
    page = client.get(found.get_absolute_url()).content.decode()
    assert offered(page, "decided_at") == moment
    assert offered(page, "decided_action") == action


def test_moments_are_known_in_seconds_where_the_heading_says_so() -> None:
    header = ["case", "decided", "action", "right", "moderator", "rule"]
    rows = [["1718000001", "1718000000", "remove", "remove", "1718000003", "US-PR-0001 R1"]]
    found = guessed(header, rows)
    assert (found["decided_at"], found["decided_action"], found["case"]) == ("decided", "action", "case")
    assert found["moderator"] == "moderator"


def test_of_two_columns_with_moments_and_other_names_none_is_guessed() -> None:
    rows = [["C-1", "2026-06-01T10:00Z", "2026-06-02T10:00Z", "remove"]]
    found = guessed(["case", "begun", "checked", "decided"], rows)
    assert (found["decided_at"], found["decided_action"]) == ("", "decided")


def offered(page: str, name: str) -> str:
    """What is chosen in a list of the form."""
    field = re.search(rf'<select name="{name}".*?</select>', page, re.DOTALL)
    assert field, name
    chosen = re.search(r'<option value="([^"]*)" selected', field[0])
    return chosen[1] if chosen else ""


def test_the_same_file_again_leads_to_where_it_is(world: World, edition: Edition) -> None:
    feed, rows = source(world), [row()]
    first = brought(feed, rows)
    given = {"source": str(feed.pk), "file": SimpleUploadedFile("again.csv", csv_of(rows).getvalue())}
    answer = client_of(quinn(world)).post(reverse("new_check_import"), given)
    assert answer.status_code == 409
    assert first.get_absolute_url() in answer.content.decode()


def test_a_workbook_is_read_like_the_same_table_in_csv(world: World, edition: Edition) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADER.values()))
    cells = row(case="1001")
    sheet.append([int(cells[one]) if one == "case" else cells[one] for one in HEADER])
    written = io.BytesIO()
    book.save(written)
    found = sent(client_of(quinn(world)), source(world), written.getvalue(), "checks.xlsx")
    services.confirm(found, by=quinn(world))
    working.bring_in_due()
    assert CheckedDecision.objects.get().case_ref == "1001"


def test_a_large_workbook_is_sent_as_csv(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from guidelines.quality import import_forms

    monkeypatch.setattr(import_forms, "MOST_OF_A_WORKBOOK", 3 * 2**20)
    given = {"source": str(source(world).pk), "file": SimpleUploadedFile("checks.xlsx", b"PK" + bytes(3 * 2**20))}
    answer = client_of(quinn(world)).post(reverse("new_check_import"), given)
    assert answer.status_code == 422
    assert "A workbook may hold 3 MB here. Save it as CSV." in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty"),
        (b"Case ID,Agent\n", "a heading and no row"),
        (b"Case ID,Agent\nC-1,M\xfcller\n", "not UTF-8"),
        ("Case ID,Agent\nC-1,Mü\n".encode("utf-16"), "UTF-16"),
        (b'Case ID,Agent\nC-1,"open\n', "a quotation mark is not closed"),
        (b"\xd0\xcf\x11\xe0 old", "an older Excel file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(world: World, content: bytes, sentence: str) -> None:
    feed = source(world)
    given = {"source": str(feed.pk), "file": SimpleUploadedFile("checks.csv", content)}
    answer = client_of(quinn(world)).post(reverse("new_check_import"), given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not CheckImport.objects.exists()


def test_a_target_is_set_on_its_page(world: World) -> None:
    client = client_of(quinn(world))
    given = {"market": "US", "topic": "counterfeit", "rate": "4.5"}
    assert client.post(reverse("targets"), given).status_code == 302
    assert "4.5%" in client.get(reverse("targets")).content.decode()
    assert client.post(reverse("targets"), given).status_code == 409
    assert client.post(reverse("targets"), {**given, "rate": "500"}).status_code == 422
    assert client_of(world.ann).post(reverse("targets"), given).status_code == 403


def test_whoever_confirmed_is_told_when_it_is_done(world: World, edition: Edition) -> None:
    found = brought(source(world), [row()])
    catch_up_all()
    told = Notification.objects.get(person=quinn(world))
    assert (told.kind, told.subject_id) == ("quality", found.pk)
    page = client_of(quinn(world)).get(reverse("notifications")).content.decode()
    assert "A file was brought in: 1 new, 0 other verdicts, 0 rows not taken." in page


def test_an_import_that_failed_can_be_gone_on_with_or_given_up(
    world: World, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    from guidelines.people import services as people

    found, by = services.confirm(uploaded(source(world), [row()]), by=quinn(world)), quinn(world)
    held = by.assignments.get()
    people.end_role(held, by=None)
    working.bring_in_due()
    found.refresh_from_db()
    assert found.standing == "failed"
    assert "Only a quality analyst" in found.error
    people.grant(by, held.role, by=None, market=world.us)  # type: ignore[arg-type]
    client = client_of(Person.objects.get(pk=by.pk))
    assert client.post(reverse("repeat_check_import", args=[found.pk])).status_code == 302
    working.bring_in_due()
    found.refresh_from_db()
    assert found.standing == "done"
    assert client.post(reverse("discard_check_import", args=[found.pk])).status_code == 409


def test_a_file_nobody_confirms_is_given_up_after_a_week(world: World) -> None:
    import datetime as dt

    from django.core.files.storage import default_storage

    from guidelines.frame import clock

    found = uploaded(source(world), [row()])
    services.discard_old()
    found.refresh_from_db()
    assert default_storage.exists(found.stored_as)
    with clock.pretend(clock.now() + dt.timedelta(days=8)):
        services.discard_old()
    found.refresh_from_db()
    assert (found.standing, found.stored_as) == ("discarded", "")


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("check_imports", 12),
        pytest.param("check_sources", 12, marks=pytest.mark.slow),
        pytest.param("targets", 15, marks=pytest.mark.slow),
    ],
)
def test_lists_ask_the_database_as_often_for_many_rows_as_for_one(
    world: World, edition: Edition, django_assert_max_num_queries: DjangoAssertNumQueries, name: str, most: int
) -> None:
    for number in range(12):
        feed = source(world, name=f"Feed {number}")
        uploaded(feed, [row(case=f"C-{number}")])
        services.set_target(world.us, None, Decimal(number + 1) / 100, by=quinn(world))
    client = client_of(quinn(world))
    client.get(reverse(name))
    with django_assert_max_num_queries(most):
        assert client.get(reverse(name)).status_code == 200
