"""Checked decisions come in: each row bound to the rule in force when it was decided."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.quality import services
from guidelines.quality.importing import working
from guidelines.quality.importing.counting import recount
from guidelines.quality.importing.troubles import of_row, readable_of, told
from guidelines.quality.models import (
    FIGURES,
    CheckedDecision,
    DailyConfusion,
    DailyCount,
    DailyTeamCount,
    Identity,
    RowProblem,
    Subject,
    VerdictChange,
)
from guidelines.quality.queries.names import names_for
from tests.editions import making as issued
from tests.people import World
from tests.people.beyond import lee, quinn
from tests.quality.making import brought, csv_of, row, source, uploaded, wrong

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def edition(world: World) -> Edition:
    """US-PR-0001, in force."""
    return issued.published(issued.draft(world), world)


def sentences(world: World) -> list[str]:
    """What Quinn is told of the rows that could not be taken."""
    troubles = [of_row(problem) for problem in RowProblem.objects.order_by("line")]
    readable = readable_of(quinn(world), troubles)
    return [told(trouble, "America/Los_Angeles", readable) for trouble in troubles]


def figures() -> dict[str, int]:
    return {name: sum(DailyCount.objects.values_list(name, flat=True)) for name in FIGURES}


def test_the_same_file_twice_is_refused_with_where_it_is(world: World, edition: Edition) -> None:
    feed, rows = source(world), [row()]
    first = brought(feed, rows)
    with pytest.raises(services.BroughtInBefore) as refusal:
        uploaded(feed, rows)
    assert refusal.value.earlier == first


@pytest.mark.parametrize(("many", "gathers"), [(2, True), (3, False)])
def test_the_planner_learns_of_a_file_of_many_rows(
    world: World,
    edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    many: int,
    gathers: bool,
) -> None:
    monkeypatch.setattr(working, "ROWS", many)
    with CaptureQueriesContext(connection) as asked, django_capture_on_commit_callbacks(execute=True):
        assert brought(source(world), [row(), row(case="C-2")]).taken == 2
    assert ("ANALYZE" in [query["sql"] for query in asked.captured_queries]) == gathers


def test_the_same_row_in_another_file_is_known(world: World, edition: Edition) -> None:
    feed, one = source(world), row()
    brought(feed, [one])
    done = brought(feed, [one, row(case="C-2")])
    assert (done.taken, done.known) == (1, 1)
    assert figures()["checks"] == 2


def test_another_verdict_is_a_new_fact_and_leaves_the_rate(world: World, edition: Edition) -> None:
    feed, one = source(world), wrong()
    brought(feed, [one, row(case="C-2")])
    assert (figures()["checks"], figures()["errors"]) == (2, 1)
    done = brought(feed, [{**one, "outcome": "Overturned"}])
    assert (done.taken, done.changed) == (0, 1)
    assert (figures()["checks"], figures()["errors"], figures()["overturned"]) == (1, 0, 1)
    assert VerdictChange.objects.get().outcome == "overturned"
    assert CheckedDecision.objects.get(case_ref="C-1").first_outcome == "upheld"
    assert list(CheckedDecision.objects.counted().values_list("case_ref", flat=True)) == ["C-2"]


def test_other_facts_of_a_known_row_are_a_problem(world: World, edition: Edition) -> None:
    feed, one = source(world), row()
    brought(feed, [one])
    done = brought(feed, [{**one, "right_action": "restrict", "error_class": "FP"}])
    assert (done.changed, done.problems) == (0, 1)
    assert "was brought in before" in sentences(world)[0]


def test_a_row_twice_in_one_file_is_one_check_with_its_last_verdict(world: World, edition: Edition) -> None:
    one = wrong()
    done = brought(source(world), [one, one, {**one, "outcome": "disputed"}])
    assert (done.taken, done.known, done.changed) == (1, 1, 1)
    assert (figures()["checks"], figures()["disputed"]) == (1, 1)


def test_counts_kept_with_the_batches_are_those_counted_anew(world: World, edition: Edition) -> None:
    feed = source(world)
    rows = [row(case=f"R-{n}", team=("", "Listings", "Nobody")[n % 3]) for n in range(9)]
    rows += [wrong(case=f"W-{n}", rule=f"US-PR-0001 R{1 + n % 2}", outcome="disputed" * (n % 2)) for n in range(8)]
    brought(feed, rows)
    brought(feed, [{**one, "outcome": "overturned"} for one in rows[5:12]])
    kept = counts()
    assert kept[2]
    recount()
    assert counts() == kept
    assert figures() == {
        **dict.fromkeys(FIGURES, 0),
        "checks": 10,
        "errors": 5,
        "false_positives": 5,
        "disputed": 3,
        "overturned": 7,
    }


def counts() -> list[list[tuple[object, ...]]]:
    """Every row of the three tables that counts something."""
    rule = ("day", "guideline", "edition", "rule_id", "severity")
    tables = ((DailyCount, (*rule, *FIGURES)), (DailyTeamCount, (*rule, "site", "team", *FIGURES)))
    confusion = ("day", "guideline", "edition", "rule_id", "decided_action", "right_action", "error_class", "errors")
    found = [sorted(table.objects.values_list(*columns), key=str) for table, columns in tables]
    return [*found, sorted(DailyConfusion.objects.exclude(errors=0).values_list(*confusion), key=str)]


def test_a_worker_that_died_leaves_nothing_out_and_counts_nothing_twice(
    world: World, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    from guidelines.quality.importing import storing, working

    monkeypatch.setattr(working, "ROWS", 3)
    found = services.confirm(uploaded(source(world), [row(case=f"C-{n}") for n in range(10)]), by=quinn(world))
    written, writes = storing.Storing.write, []

    def dies(self: storing.Storing, *given: object) -> object:
        writes.append(1)
        done = written(self, *given)  # type: ignore[arg-type]
        if len(writes) == 3:
            raise RuntimeError("The power went.")
        return done

    monkeypatch.setattr(storing.Storing, "write", dies)
    working.bring_in_due()
    found.refresh_from_db()
    assert (found.standing, found.done_rows, found.taken) == ("queued", 6, 6)
    with clock.pretend(clock.now() + HOUR):
        working.bring_in_due()
    found.refresh_from_db()
    assert (found.standing, found.taken, CheckedDecision.objects.count()) == ("done", 10, 10)
    assert figures()["checks"] == 10


def test_a_long_import_makes_room_for_other_work(
    world: World, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    from guidelines.quality.importing import working

    monkeypatch.setattr(working, "ROWS", 3)
    found = services.confirm(uploaded(source(world), [row(case=f"C-{n}") for n in range(7)]), by=quinn(world))
    assert working.take(found.pk, seconds=0)
    found.refresh_from_db()
    assert (found.standing, found.done_rows) == ("queued", 3)
    while working.bring_in_due():
        pass
    found.refresh_from_db()
    assert (found.standing, found.taken, found.stored_as) == ("done", 7, "")


def test_nobody_but_their_lead_learns_who_a_moderator_is(world: World, edition: Edition) -> None:
    brought(source(world), [row(), row(case="C-2", moderator="X-900")])
    mo, stranger = Subject.objects.get(identity__person=world.mo), Subject.objects.get(identity=None)
    assert str(mo) == f"Moderator {mo.code[:4].upper()}"
    assert "A-004" not in mo.code
    assert mo != stranger
    lead = lee(world)
    for person in (quinn(world), world.ann, world.mo, lead):
        assert names_for(person, [mo.pk, stranger.pk]) == {}
    assert world.mo.team
    world.mo.team.lead = lead
    world.mo.team.save()
    assert names_for(lead, [mo.pk, stranger.pk]) == {mo.pk: "Mo Diallo"}


def test_who_gets_an_account_later_is_known_from_the_next_file_on(world: World, edition: Edition) -> None:
    from tests.people import make_person

    feed = source(world)
    brought(feed, [row(moderator="A-077")])
    assert not Identity.objects.exists()
    make_person("A-077", "Nell Day")
    brought(feed, [row(moderator=" a-077 ", case="C-2")])
    assert Subject.objects.count() == 1
    assert Identity.objects.get().person.name == "Nell Day"


def test_only_a_quality_analyst_of_the_market_brings_files_in(world: World, edition: Edition) -> None:
    feed = source(world)
    for person in (world.ann, world.mo, world.ada, world.joe, lee(world), world.vy, world.root):
        with pytest.raises(Refused):
            services.upload(feed, by=person, file=csv_of([row()]), name="checks.csv")


def test_a_file_that_was_given_up_can_come_again(world: World, edition: Edition) -> None:
    feed, rows = source(world), [row()]
    first = uploaded(feed, rows)
    services.discard(first, by=quinn(world))
    with pytest.raises(WrongState):
        services.confirm(first, by=quinn(world))
    assert brought(feed, rows).taken == 1


def test_a_file_without_a_column_waits_until_the_source_names_it(world: World, edition: Edition) -> None:
    feed = source(world, columns={"case": "Case ID"})
    waiting = uploaded(feed, [row()])
    with pytest.raises(Invalid, match="Say which column"):
        services.confirm(waiting, by=quinn(world))
