"""Importing again: only what is new comes in, and what was decided in the portal stands."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from guidelines.editions import services
from guidelines.editions.models import Edition, Guideline
from guidelines.frame import clock
from tests.editions.importing import change, counted, editions_of, rows_of_every_table, run, samples_in, written
from tests.editions.making import next_draft, published
from tests.people import World

pytestmark = pytest.mark.slow

DAY = "2024-01-{:02}T09:00:00Z"
GIFTS = "gift-cards.md"


def test_only_new_changes_come_in(world: World, tmp_path: Path) -> None:
    changes = [change("a.md", DAY.format(1), "added", "One.")]
    run(*written(tmp_path, changes, {"a.md": "One."}))
    changes.append(change("b.md", DAY.format(2), "renamed", "Two.", **{"from": "a.md"}))
    folder, history = written(tmp_path, changes, {"b.md": "Two."})
    (folder / "a.md").unlink()
    report = run(folder, history)
    assert [edition.source for edition in editions_of("b.md")] == ["One.", "Two."]
    assert (counted(report, "changes that an earlier"), counted(report, "editions published")) == (1, 1)


def test_a_file_that_changed_without_a_record_takes_force_now(world: World, tmp_path: Path) -> None:
    folder, history = samples_in(tmp_path)
    run(folder, history, effective_from="2025-01-01T00:00Z")
    (folder / GIFTS).write_text("Gift cards are sold below face value.")
    before = clock.now()
    run(folder, history, effective_from="2025-01-01T00:00Z")
    assert editions_of(GIFTS)[1].effective_from >= before


def test_a_history_that_comes_later_slips_nothing_in(world: World, tmp_path: Path) -> None:
    changes = [change("a.md", DAY.format(1), "added", "Old."), change("a.md", DAY.format(2), "modified", "New.")]
    folder, history = written(tmp_path, changes, {"a.md": "New."})
    run(folder)
    report = run(folder, history)
    assert [edition.source for edition in editions_of("a.md")] == ["New."]
    assert counted(report, "changes passed over") == 2


def test_a_guideline_edited_in_the_portal_goes_its_own_way(world: World, tmp_path: Path) -> None:
    folder, history = samples_in(tmp_path)
    run(folder, history)
    guideline = Guideline.objects.get(source_path=GIFTS)
    published(next_draft(guideline, world.ann), world)
    assert counted(run(folder, history), "changes passed over") == 0
    (folder / GIFTS).write_text("Something else.")
    report = run(folder, history)
    assert counted(report, "changes passed over") == 1
    assert f"{GIFTS}: newer or other words were passed over, because {guideline.policy_id} went on here." in report
    assert guideline.editions.count() == 2


def test_a_withdrawal_in_the_portal_stands(world: World, tmp_path: Path) -> None:
    folder, history = samples_in(tmp_path)
    run(folder, history)
    (edition,) = editions_of(GIFTS)
    services.withdraw(edition, by=world.bob, note="Not ours.")
    assert counted(run(folder, history), "changes passed over") == 0
    assert [edition.state for edition in editions_of(GIFTS)] == ["withdrawn"]


def test_a_document_renamed_onto_another_ends_it(world: World, tmp_path: Path) -> None:
    changes = [
        change("a.md", DAY.format(1), "added", "# Title\nA."),
        change("b.md", DAY.format(2), "added", "B."),
        change("b.md", DAY.format(3), "renamed", "# Title\nA.", **{"from": "a.md"}),
    ]
    folder, history = written(tmp_path, changes, {"b.md": "# Title\nA."})
    report = run(folder, history)
    assert counted(report, "documents ended because") == 1
    ended = Edition.objects.get(source="B.")
    assert ended.withdrawn_at == dt.datetime(2024, 1, 3, 9, tzinfo=dt.UTC)
    assert ended.guideline.source_path == ""
    assert [edition.source for edition in editions_of("b.md")] == ["# Title\nA."]
    before = rows_of_every_table(), list(Guideline.objects.values_list("pk", "source_path"))
    run(folder, history)
    assert (rows_of_every_table(), list(Guideline.objects.values_list("pk", "source_path"))) == before


def test_an_emptied_file_ends_its_guideline_and_an_empty_one_opens_none(world: World, tmp_path: Path) -> None:
    changes = [
        change("a.md", DAY.format(1), "added", "---\ntitle: A\n---\n"),
        change("a.md", DAY.format(2), "modified", "A."),
        change("a.md", DAY.format(3), "modified", "\n \n"),
    ]
    folder, history = written(tmp_path, changes, {"a.md": "", "only.md": "---\ntitle: B\n---\n"})
    report = run(folder, history)
    assert "only.md holds no text: nothing is in force." in report
    assert list(Edition.objects.values_list("source", "state")) == [("A.", "withdrawn")]
    assert counted(run(folder, history), "changes that an earlier import brought") == 3


def test_a_moment_to_come_schedules_and_a_second_run_changes_nothing(world: World, tmp_path: Path) -> None:
    folder, _ = written(tmp_path, [], {"a.md": "A."})
    later = (clock.now() + dt.timedelta(days=3)).isoformat()
    assert counted(run(folder, effective_from=later), "that begin later") == 1
    assert counted(run(folder, effective_from=later), "files whose text of today") == 1
    (folder / "a.md").write_text("B.")
    with pytest.raises(CommandError, match=r"a\.md: Edition 1 is scheduled after this one\."):
        run(folder)
    assert [edition.source for edition in editions_of("a.md")] == ["A."]


def test_a_missing_file_without_a_recorded_deletion_is_said(world: World, tmp_path: Path) -> None:
    report = run(*written(tmp_path, [change("a.md", DAY.format(1), "added", "A.")], {}))
    assert "a.md is not in the folder, and no deletion is recorded: it stays in force." in report
