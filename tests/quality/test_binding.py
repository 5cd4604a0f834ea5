"""Each check is bound to the rule in force when it was decided."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Sum

from guidelines.editions import services as editions
from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.frame.times import in_zone
from guidelines.quality.importing.troubles import of_row, readable_of, told
from guidelines.quality.models import CheckedDecision, CheckImport, DailyCount, RowProblem
from guidelines.quality.queries.imports import first_rows, looked_at
from tests.editions import clearing
from tests.editions import making as issued
from tests.people import World
from tests.people.beyond import quinn
from tests.quality.making import HEADER, brought, confirmed, row, source, uploaded, wrong

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


def moment_of(done: CheckImport) -> str:
    """When the rows of this import were decided, as they are told."""
    return in_zone(
        CheckedDecision.objects.filter(brought_by=done).latest("decided_at").decided_at, "America/Los_Angeles"
    )


def test_a_check_is_bound_to_the_rule_in_force_when_it_was_decided(world: World, edition: Edition) -> None:
    done = brought(source(world), [row(), wrong(case="C-2", rule="US-PR-0001 R2")])
    assert (done.standing, done.taken, done.problems) == ("done", 2, 0)
    right, too_strict = CheckedDecision.objects.order_by("case_ref")
    assert (right.edition, right.rule_id, right.severity, right.error_class) == (edition, "R1", "S2", "")
    assert (too_strict.rule_id, too_strict.severity, too_strict.error_class) == ("R2", "S3", "false_positive")
    assert (right.team, right.site) == (world.mo.team, world.mo.team and world.mo.team.site)


def test_a_later_edition_does_not_judge_an_earlier_decision(world: World, edition: Edition) -> None:
    before = clock.now()
    gone = issued.SOURCE.replace("severity: S2", "severity: S4")
    second = issued.published(issued.next_draft(edition.guideline, world.ann, source=gone), world)
    brought(source(world), [row(decided_at=before.isoformat()), row(case="C-2")])
    old, new = CheckedDecision.objects.order_by("case_ref")
    assert (old.edition, old.severity) == (edition, "S2")
    assert (new.edition, new.severity) == (second, "S4")


def test_what_was_not_in_force_then_is_told_and_kept(world: World, edition: Edition) -> None:
    early = (clock.now() - dt.timedelta(days=2)).isoformat()
    done = brought(source(world), [row(decided_at=early), row(case="C-2", rule="US-PR-0001 R9"), row(case="C-3")])
    assert (done.taken, done.problems) == (1, 2)
    first, second = sentences(world)
    assert first.startswith("Nothing of US-PR-0001 was in force at ")
    assert second == "Edition 1 of US-PR-0001, in force then, has no rule R9."
    assert RowProblem.objects.order_by("line")[0].cells[0] == "C-1"


def test_after_a_withdrawal_nothing_binds(world: World, edition: Edition) -> None:
    before = clock.now()
    editions.withdraw(edition, by=world.bob, note="A court ruled.")
    done = brought(source(world), [row(decided_at=before.isoformat()), row(case="C-2")])
    assert (done.taken, done.problems) == (1, 1)
    assert sentences(world)[0].startswith("Nothing of US-PR-0001 was in force")


def test_an_emergency_edition_binds_only_while_it_runs(world: World, edition: Edition) -> None:
    before = clock.now()
    urgent = issued.next_draft(edition.guideline, world.ann, source=issued.SOURCE.replace("S2", "S1"))
    editions.enforce_now(urgent, by=world.bob, seen=urgent.digest, note="A recall this morning.", hours=1)
    rows = [row(decided_at=before.isoformat()), row(case="C-2")]
    later = clock.now() + 2 * HOUR
    with clock.pretend(later):
        brought(source(world), [*rows, row(case="C-3", decided_at=later.isoformat())])
    found = CheckedDecision.objects.order_by("case_ref").values_list("edition__number", "severity")
    assert list(found) == [(1, "S2"), (2, "S1"), (1, "S2")]


def test_a_suspended_rule_judges_nobody(world: World, edition: Edition) -> None:
    before = clock.now()
    editions.suspend(edition, by=world.bob, reason="A court looks at it.", escalate_to="Legal")
    done = brought(source(world), [row(decided_at=before.isoformat()), row(case="C-2")])
    assert (done.taken, done.problems) == (1, 1)
    assert "was suspended at" in sentences(world)[0]


def test_a_label_names_the_one_rule_that_had_it_then(world: World, edition: Edition) -> None:
    done = brought(source(world), [row("counterfeit.low_price", decided_action="restrict", right_action="restrict")])
    assert done.taken == 1
    assert CheckedDecision.objects.get().rule_id == "R2"


def test_a_label_of_two_rules_or_of_none_is_told(world: World, edition: Edition) -> None:
    issued.published(issued.draft(world), world)
    done = brought(source(world), [row("counterfeit.low_price"), row("counterfeit.nothing", case="C-2")])
    assert done.problems == 2
    several, none = sentences(world)
    assert "Several rules" in several
    assert "had the label “counterfeit.nothing”" in none


def test_an_earlier_number_of_a_guideline_leads_to_it(world: World, edition: Edition) -> None:
    editions.add_number(edition.guideline, number="CP-17", by=world.ann)
    assert brought(source(world), [row("cp-17 R1")]).taken == 1


UNKNOWN = "There is no guideline “%s” in this market that you can read."


@pytest.mark.parametrize(
    ("restricted", "unknown"),
    [
        ({"rule": "US-PR-0001 R1"}, {"rule": "US-PR-0777 R1"}),
        ({"rule": "us-pr-0001/r1"}, {"rule": "us-pr-0777/r1"}),
        ({"rule": "US-PR-0001 R9"}, {"rule": "US-PR-0777 R9"}),
        ({"rule": "cp-17 R1"}, {"rule": "cp-18 R1"}),
        ({"rule": "counterfeit.low_price"}, {"rule": "counterfeit.no_price"}),
        ({"rule": "R1", "site": "US-PR-0001"}, {"rule": "R1", "site": "US-PR-0777"}),
        ({"rule": "counterfeit.none", "site": "US-PR-0001"}, {"rule": "counterfeit.none", "site": "US-PR-0777"}),
        (
            {"rule": "US-PR-0001 R1", "decided_at": "2020-01-01T10:00Z"},
            {"rule": "US-PR-0777 R1", "decided_at": "2020-01-01T10:00Z"},
        ),
    ],
)
def test_nothing_tells_a_row_of_a_restricted_rule_from_one_that_cites_none(
    world: World, edition: Edition, restricted: dict[str, str], unknown: dict[str, str]
) -> None:
    """In the columns “Site” stands the guideline, where one is named apart."""
    editions.add_number(edition.guideline, number="CP-17", by=world.ann)
    clearing.restricted(edition, world.ann)
    columns = {**HEADER, "site": "", "guideline": "Site"} if "site" in restricted else HEADER
    seen, now = [], clock.now().isoformat()
    for number, cited in enumerate((restricted, unknown)):
        feed = source(world, name=f"Feed {number}", columns=columns)
        found = uploaded(feed, [row(**{"site": "", "team": "Nobody", "decided_at": now, **cited})])
        (looked,) = looked_at(found, first_rows(found) or [], quinn(world))
        done = confirmed(found)
        problem = of_row(done.row_problems.get())
        sentence = told(problem, "America/Los_Angeles", readable_of(quinn(world), [problem]))
        figures = (done.taken, done.known, done.changed, done.problems, done.unknown, done.first_day, done.last_day)
        words = [sentence, looked.problem, looked.case]
        for name, same in zip(restricted.values(), unknown.values(), strict=True):
            words = [one.replace(name, same).replace(name.split()[0], same.split()[0]) for one in words]
        seen.append((*figures, *(one.replace("us-pr-0001", "us-pr-0777") for one in words)))
    assert seen[0] == seen[1]
    assert seen[0][:4] == (0, 0, 0, 1)


def test_a_check_of_a_restricted_rule_counts_for_those_it_names_and_tells_them_so(
    world: World, edition: Edition
) -> None:
    guideline = clearing.restricted(edition, world.ann)
    feed = source(world)
    said = row()
    done = brought(feed, [said, row(case="C-2", rule="US-PR-0001 R9"), row("counterfeit.low_price", case="3"), said])
    assert (done.taken, done.known, done.problems) == (0, 0, 4)
    assert set(sentences(world)) == {
        UNKNOWN % "US-PR-0001",
        f"No rule that was in force at {moment_of(done)} had the label “counterfeit.low_price”.",
    }
    assert CheckedDecision.objects.count() == 2
    assert DailyCount.objects.aggregate(checks=Sum("checks"))["checks"] == 2
    clearing.named(guideline, quinn(world), world.ann)
    counted, _other, by_label, again = sentences(world)
    assert counted == again
    assert counted == by_label
    assert counted.startswith("It is counted. US-PR-0001 was restricted")


def test_another_verdict_on_a_check_of_a_restricted_rule_counts_as_quietly(world: World, edition: Edition) -> None:
    clearing.restricted(edition, world.ann)
    feed, said = source(world), wrong()
    brought(feed, [said])
    done = brought(feed, [{**said, "outcome": "overturned"}, row(case="C-9", rule="US-PR-0777 R1")])
    assert (done.taken, done.known, done.changed, done.problems) == (0, 0, 0, 2)
    assert CheckedDecision.objects.with_outcome().get().outcome == "overturned"
    other = brought(feed, [{**said, "outcome": "overturned", "right_action": "no_action"}])
    assert other.problems == 1
    assert set(sentences(world)) == {UNKNOWN % "US-PR-0001", UNKNOWN % "US-PR-0777"}


def test_a_label_names_the_rule_that_everybody_knows_before_a_restricted_one(world: World, edition: Edition) -> None:
    """Else “several rules” would tell of the restricted one."""
    issued.published(issued.draft(world), world)
    clearing.restricted(edition, world.ann)
    done = brought(source(world), [row("counterfeit.low_price")])
    assert done.taken == 1
    assert CheckedDecision.objects.get().guideline.policy_id == "US-PR-0002"


def test_teams_that_nobody_knows_are_told(world: World, edition: Edition) -> None:
    done = brought(source(world), [row(team="Night"), row(case="C-2", team="Night"), row(case="C-3")])
    assert done.unknown == {"team Night": 2}
    assert CheckedDecision.objects.filter(team=None).count() == 2


def test_a_source_of_one_domain_takes_no_other(world: World, edition: Edition) -> None:
    done = brought(source(world, domain=world.seller), [row()])
    assert sentences(world) == ["US-PR-0001 is of another domain than this source."]
    assert done.taken == 0
