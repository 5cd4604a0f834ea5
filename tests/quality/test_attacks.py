"""What somebody might try with figures to learn what is closed to them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

import pytest
from openpyxl import Workbook

from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid
from guidelines.insights.models import Insight
from guidelines.people.models import Team
from guidelines.quality.importing import files, workbooks
from tests.editions import clearing
from tests.editions.pages import signed_in
from tests.people import World
from tests.people.beyond import lee
from tests.quality.weeks import Story, another, story

pytestmark = pytest.mark.django_db
TOPIC = "/quality/topics/US-counterfeit.goods/"


@pytest.fixture
def told(world: World) -> Iterator[Story]:
    """40 checks of one guideline with 8 errors, and 60 with 12 of another under the same topic, which is restricted."""
    begun = story(world)
    other = another(begun)
    with clock.pretend(begun.day(25)):
        begun.bring(begun.checks("US-PR-0001 R1", 60, 12), begun.checks(f"{other.guideline.policy_id} R1", 40, 8))
        clearing.restricted(Edition.objects.get(guideline__policy_id="US-PR-0001"), world.ann)
        yield begun


def test_a_topic_in_a_file_counts_nothing_restricted(told: Story) -> None:
    client = signed_in(told.world.ann)
    assert "100" in client.get(f"{TOPIC}").content.decode()
    text = client.get("/quality/areas.csv?kind=topic").content.decode()
    assert '"40","8"' in text
    assert '"100","20"' not in text


def test_an_insight_on_a_topic_counts_nothing_restricted(told: Story) -> None:
    assert signed_in(told.world.ann).post(TOPIC).status_code == 302
    text = Insight.objects.get(guideline=None).text
    assert "40 checks" in text
    assert "100 checks" not in text


def test_whose_role_as_lead_ended_reads_no_names(told: Story) -> None:
    lead, team = lee(told.world), told.world.mo.team
    Team.objects.filter(pk=team.pk if team else 0).update(lead=lead)
    page = f"{TOPIC}?cases=all"
    assert "Mo Diallo" in signed_in(lead).get(page).content.decode()
    lead.assignments.update(role="quality_analyst")
    answer = signed_in(lead).get(page)
    assert answer.status_code == 200
    assert "Mo Diallo" not in answer.content.decode()


def _claims_a_billion_rows(sheet: bytes) -> bytes:
    return sheet.replace(b'<row r="2"', b'<row r="2000000000"')


def _is_one_endless_word(sheet: bytes) -> bytes:
    return sheet.replace(b"<v>7</v>", b"<v>" + b"7" * (9 * 2**20) + b"</v>")


@pytest.mark.parametrize("twist", [_claims_a_billion_rows, _is_one_endless_word])
def test_a_small_workbook_keeps_no_worker_busy_for_hours(twist: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Invalid):
        list(workbooks.rows(_twisted(twist)))


def test_a_workbook_whose_parts_cannot_be_unpacked_is_refused_in_a_sentence() -> None:
    file = _twisted(lambda sheet: sheet)
    place = zipfile.ZipFile(file).getinfo("xl/worksheets/sheet1.xml").header_offset
    raw = bytearray(file.getvalue())
    raw[place + 60 : place + 90] = b"\xff" * 30
    with pytest.raises(Invalid):
        list(workbooks.rows(io.BytesIO(bytes(raw))))


def _twisted(twist: Callable[[bytes], bytes]) -> io.BytesIO:
    """A workbook of two rows, its sheet written otherwise."""
    book, plain, made = Workbook(), io.BytesIO(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["case"])
    sheet.append([7])
    book.save(plain)
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            content = before.read(part)
            after.writestr(part.filename, twist(content) if "worksheets/" in part.filename else content)
    return made


def test_the_effect_of_an_edition_is_a_workbook_too(told: Story) -> None:
    answer = signed_in(told.world.ann).get("/g/US-PR-0002/editions/1/effect.xlsx")
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


def _has_a_long_cell(sheet: bytes) -> bytes:
    return sheet.replace(b't="n"><v>7</v>', b't="inlineStr"><is><t>' + b"7" * 140_000 + b"</t></is>")


@pytest.mark.parametrize(
    "file",
    [_twisted(_has_a_long_cell), io.BytesIO(b"case," + b"x" * 5000 + b"\n1,2\n")],
    ids=["a cell", "a heading"],
)
def test_what_could_not_be_read_again_is_refused_before_it_is_kept(file: io.BytesIO) -> None:
    with pytest.raises(Invalid, match="far too long"):
        files.write_again(file, io.BytesIO())


def test_a_heading_holds_nothing_that_a_database_refuses() -> None:
    written = files.write_again(io.BytesIO(b"case\x00,rule\n1,2\n"), io.BytesIO())
    assert written.header == ("case�", "rule")
