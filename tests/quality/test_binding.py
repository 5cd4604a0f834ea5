"""Each check is bound to the rule in force when it was decided."""

from __future__ import annotations

import datetime as dt

import pytest

from guidelines.editions import services as editions
from guidelines.editions.models import Edition, Guideline
from guidelines.frame import clock
from guidelines.quality.importing.troubles import of_row, readable_of, told
from guidelines.quality.models import (
    CheckedDecision,
    RowProblem,
)
from guidelines.quality.queries.imports import first_rows, looked_at
from tests.editions import making as issued
from tests.people import World
from tests.people.beyond import quinn
from tests.quality.making import brought, row, source, uploaded, wrong

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


def test_a_restricted_guideline_is_bound_and_told_of_to_nobody_else(world: World, edition: Edition) -> None:
    guideline = Guideline.objects.get(pk=edition.guideline_id)
    editions.class_guideline(guideline, audience="restricted", by=world.ann, reason="A leak.", instruction="Ask Ann.")
    done = brought(
        source(world), [row(), row(case="C-2", rule="US-PR-0001 R9"), row("counterfeit.low_price", case="3")]
    )
    assert (done.taken, done.problems) == (2, 1)
    assert sentences(world) == ["There is no guideline “US-PR-0001” in this market that you can read."]


def test_teams_that_nobody_knows_are_told(world: World, edition: Edition) -> None:
    done = brought(source(world), [row(team="Night"), row(case="C-2", team="Night"), row(case="C-3")])
    assert done.unknown == {"team Night": 2}
    assert CheckedDecision.objects.filter(team=None).count() == 2


def test_a_source_of_one_domain_takes_no_other(world: World, edition: Edition) -> None:
    done = brought(source(world, domain=world.seller), [row()])
    assert sentences(world) == ["US-PR-0001 is of another domain than this source."]
    assert done.taken == 0


def test_a_preview_says_of_a_restricted_guideline_what_the_file_says(world: World, edition: Edition) -> None:
    guideline = Guideline.objects.get(pk=edition.guideline_id)
    editions.class_guideline(guideline, audience="restricted", by=world.ann, reason="A leak.", instruction="Ask Ann.")
    found = uploaded(source(world), [row("counterfeit.low_price")])
    (looked,) = looked_at(found, first_rows(found) or [], quinn(world))
    assert (looked.rule, looked.edition, looked.problem) == ("counterfeit.low_price", None, "")
