"""A folder of policies and the history of its changes come in whole, each change from its own date."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guidelines.audit.models import AuditEvent
from guidelines.audit.verify import verify
from guidelines.editions.models import Approval, Contribution, Edition, Guideline
from guidelines.editions.queries import in_force
from tests.editions.importing import counted, editions_of, rows_of_every_table, run, samples_in
from tests.people import World

pytestmark = pytest.mark.slow

MIRROR, RETURNS, SELLERS = "counterfeit/mirror-quality.md", "returns.md", "sellers.md"


@pytest.fixture
def report(world: World, tmp_path: Path) -> str:
    return run(*samples_in(tmp_path))


def in_force_at(path: str, instant: str) -> int | None:
    edition = in_force(Guideline.objects.get(source_path=path), dt.datetime.fromisoformat(instant))
    return edition.number if edition else None


def test_the_report_counts_everything(report: str) -> None:
    expected = {
        "Markdown files in the folder": 6,
        "left out by their name": 1,
        "taken, with recorded changes": 3,
        "taken, without": 2,
        "documents with recorded changes that are no longer": 1,
        "documents in all": 6,
        "recorded changes": 12,
        "additions": 4,
        "modifications": 4,
        "renames": 2,
        "deletions": 2,
        "changes that change no word": 2,
        "guidelines opened": 6,
        "editions published": 10,
        "from recorded changes": 8,
        "from files": 2,
        "editions withdrawn": 2,
        "files whose text of today was here already": 3,
        "editions that show Liquid": 1,
        "editions that show raw HTML": 1,
        "editions with front matter": 2,
        "documents refused": 0,
    }
    assert {name: counted(report, name) for name in expected} == expected
    assert "README.md is left out by its name." in report
    assert "badges.md: its front matter can’t be read and stays in the text." in report


def test_every_edition_is_in_force_from_the_date_of_its_change(report: str) -> None:
    begins = [edition.effective_from.isoformat() for edition in editions_of(MIRROR) if edition.effective_from]
    assert begins == ["2024-01-10T17:00:00+00:00", "2024-03-01T17:00:00+00:00"]
    assert [edition.change_note for edition in editions_of(MIRROR)] == ["Add the mirror rule", "Name the team"]
    assert {edition.significance for edition in Edition.objects.all()} == {"minor"}
    assert in_force_at(MIRROR, "2024-01-10T08:59:59-08:00") is None
    assert in_force_at(MIRROR, "2024-02-29T09:00:00-08:00") == 1
    assert in_force_at(MIRROR, "2024-04-01T09:00:00-07:00") == 2


def test_front_matter_is_kept_beside_the_words_and_liquid_and_html_stay_in_them(report: str) -> None:
    first, second = editions_of(MIRROR)
    assert (first.title, first.source) == ("Mirror quality", "Remove listings that say “mirror quality”.")
    assert first.import_record["front_matter"] == {"redirect_from": ["/mirror"], "versions": "3"}
    assert first.import_record["note"] == "Asked for by the brand team."
    assert "{% note %}" in second.source
    assert "<b>mirror quality</b>" in second.source
    assert (second.import_record["liquid"], second.import_record["raw_html"]) == (2, 3)


def test_a_deletion_withdraws_at_its_own_instant_and_an_addition_goes_on_with_the_guideline(report: str) -> None:
    first, second = editions_of(RETURNS)
    assert (first.state, second.state) == ("withdrawn", "published")
    assert first.withdrawn_at == dt.datetime.fromisoformat("2024-05-01T09:00:00-07:00")
    assert in_force_at(RETURNS, "2024-05-01T08:59:59-07:00") == 1
    assert in_force_at(RETURNS, "2024-05-01T09:00:00-07:00") is None
    assert in_force_at(RETURNS, "2024-06-01T09:00:00-07:00") == 2
    event = AuditEvent.objects.get(verb="edition.withdrawn", policy_id=first.guideline.policy_id)
    assert (event.data["imported"], event.data["backdate"]) == (True, "2024-05-01T16:00:00+00:00")


def test_a_new_title_is_an_edition_and_two_changes_of_one_instant_are_two(report: str) -> None:
    editions = editions_of(SELLERS)
    assert [edition.title for edition in editions] == ["Sellers", "Sellers and shops", "Sellers and shops"]
    second, third = editions[1].effective_from, editions[2].effective_from
    assert second
    assert third
    assert third - second == dt.timedelta(microseconds=1)
    assert in_force_at(SELLERS, "2024-07-03T09:00:00-07:00") == 3


def test_a_file_without_history_is_in_force_from_the_given_moment(world: World, tmp_path: Path) -> None:
    run(*samples_in(tmp_path), effective_from="2025-01-01T00:00Z")
    (edition,) = editions_of("gift-cards.md")
    assert edition.title == "Gift cards"
    assert edition.effective_from == dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


def test_the_record_names_the_import_the_waived_blockers_and_both_people(report: str, world: World) -> None:
    (edition,) = editions_of("gift-cards.md")
    events = {event.verb: event for event in AuditEvent.objects.filter(subject_id=edition.pk, subject_kind="edition")}
    assert events["edition.published"].data["imported"] is True
    assert "backdate" not in events["edition.published"].data
    assert events["edition.submitted"].data["waived"] == edition.import_record["waived"] != []
    assert (events["edition.opened"].actor_id, events["edition.approved"].actor_id) == (world.ann.pk, world.bob.pk)
    assert set(Contribution.objects.values_list("person", "kind")) == {(world.ann.pk, "imported")}
    assert set(Approval.objects.values_list("person", flat=True)) == {world.bob.pk}
    assert list(verify()) == []


def test_the_planner_learns_how_much_came_in(world: World, tmp_path: Path) -> None:
    with CaptureQueriesContext(connection) as asked:
        run(*samples_in(tmp_path))
    assert asked.captured_queries[-1]["sql"] == "ANALYZE"


def test_a_second_run_changes_nothing(world: World, tmp_path: Path) -> None:
    folder, history = samples_in(tmp_path)
    run(folder, history)
    before, digests = rows_of_every_table(), list(Edition.objects.values_list("pk", "digest", "moved_at"))
    report = run(folder, history)
    assert rows_of_every_table() == before
    assert list(Edition.objects.values_list("pk", "digest", "moved_at")) == digests
    assert counted(report, "changes that an earlier import brought") == 10
    assert counted(report, "changes that change no word") == 2
    assert counted(report, "files whose text of today was here already") == 5
    assert counted(report, "editions published") == counted(report, "changes passed over") == 0


def test_a_left_out_file_comes_in_when_it_is_named(world: World, tmp_path: Path) -> None:
    folder, history = samples_in(tmp_path)
    assert counted(run(folder, history, also=["README.md"]), "left out by their name") == 0
    assert editions_of("README.md")[0].title == "About this folder"
