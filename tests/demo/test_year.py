"""What the year around the editions shows once the world is built: the planted figures, and how it all ended."""

import datetime as dt
from collections import Counter

import pytest

from guidelines.demo.checks.workforce import NEWCOMERS
from guidelines.demo.models import DemoWorld
from guidelines.editions.models import Edition
from guidelines.insights.models import Insight, Requirement, Source
from guidelines.learning.models import Material, Quiz, Result, RuleTold, Session, Task, TrainingRequest
from guidelines.people.models import Person
from guidelines.programmes.models import Milestone, Programme, Report, Risk
from guidelines.quality.importing.moderators import Moderators
from guidelines.quality.models import CheckedDecision, CheckImport
from guidelines.quality.queries.areas import Area, Areas, areas_of
from guidelines.quality.queries.asked import Period, Question
from guidelines.quality.queries.effects import Effect, effect_of
from tests.demo import NOW

pytestmark = pytest.mark.slow
YESTERDAY = (NOW - dt.timedelta(days=1)).date()


@pytest.fixture(scope="module")
def world(built: DemoWorld) -> DemoWorld:
    return built


def person(name: str) -> Person:
    return Person.objects.get(name=name)


def areas(name: str, until: dt.date = YESTERDAY) -> Areas:
    return areas_of(person(name), Question(Period.ending(until)))


def named(found: list[Area]) -> list[str]:
    return [str(area.ref) for area in found]


def effect(policy_id: str, number: int) -> Effect:
    edition = Edition.objects.select_related("guideline__market").get(guideline__policy_id=policy_id, number=number)
    found = effect_of(person("Judith Keller"), edition, today=NOW.date())
    assert found is not None
    return found


def test_every_four_weeks_a_file_came_in_for_each_market_and_all_of_them_were_taken(world: DemoWorld) -> None:
    files = CheckImport.objects.select_related("source__market")
    assert Counter(file.source.market.code for file in files) == {"US": 13, "VN": 13}
    assert {file.standing for file in files} == {CheckImport.Standing.DONE}
    assert 18_000 < CheckedDecision.objects.count() < 28_000
    assert all(0 < file.problems < 12 and not file.unknown for file in files)
    assert sum(file.changed for file in files) > 100


def test_the_bad_and_the_open_rules_struggle_most_and_three_checks_do_not(world: DemoWorld) -> None:
    found = areas("Judith Keller")
    assert set(named(found.known)[:4]) == {"US-CC-0088 R4", "US-CC-0088 R5", "US-PR-0164 R5", "VN-CC-0074 R4"}
    assert named(found.known)[0].startswith("US-CC-0088")
    three = next(area for area in found.few if str(area.ref) == "VN-SE-0035 R2")
    assert (three.tally.checks, three.tally.errors) == (3, 2)


def test_the_edition_on_shop_takeover_helped_beyond_what_its_neighbours_did(world: DemoWorld) -> None:
    found = effect("US-SE-0052", 4)
    rule = next(one for one in found.rules if one.rule_id == "R1")
    assert abs(rule.change.before.estimate - 0.137) < 0.01
    assert abs(rule.change.after.estimate - 0.079) < 0.01
    assert rule.change.difference.high < 0
    assert found.control is not None
    assert abs(found.control.difference.estimate) < 0.02


def test_the_edition_on_low_prices_made_it_worse_until_the_session(world: DemoWorld) -> None:
    rule = next(one for one in effect("US-CC-0142", 4).rules if one.rule_id == "R3")
    assert rule.change.after.estimate > rule.change.before.estimate
    lately = next(area for area in areas("Ingrid Solberg").known if str(area.ref) == "US-CC-0142 R3")
    assert lately.rate.estimate < 0.08
    session = Session.objects.get(topic="Low prices: restrict, do not remove")
    assert session.invitations.filter(attended=True).count() > 12
    assert session.feedback.count() >= 5


def test_of_the_knives_a_few_people_made_the_errors(world: DemoWorld) -> None:
    begins = NOW - dt.timedelta(days=98)
    rows = CheckedDecision.objects.filter(guideline__policy_id="US-PR-0140", rule_id="R2", decided_at__gte=begins)
    wrong = rows.counted().wrong().filter(decided_at__lt=NOW - dt.timedelta(days=63))
    codes = Moderators()
    theirs = wrong.filter(moderator__code__in=[codes.code(one) for one in NEWCOMERS])
    assert theirs.count() > 0.7 * wrong.count() > 10


def test_a_struggling_area_became_an_insight_a_requirement_and_an_edition(world: DemoWorld) -> None:
    insight = Insight.objects.get(source=Source.AREA, guideline__policy_id="US-SE-0052")
    assert insight.requirement is not None
    assert str(insight.requirement.answered_in) == "US-SE-0052 edition 4"
    assert insight.standing(NOW) == Insight.Standing.ANSWERED


def test_the_queue_holds_every_source_and_every_standing(world: DemoWorld) -> None:
    insights = Insight.objects.select_related("answered_in", "requirement__answered_in")
    assert {insight.source for insight in insights} == set(Source.values)
    assert {insight.standing(NOW) for insight in insights} == set(Insight.Standing)
    standings = Counter(one.standing(NOW) for one in Requirement.objects.select_related("answered_in"))
    assert standings[Requirement.Standing.DELIVERED] >= 4
    assert set(standings) >= {"in_work", "planned", "declined"}
    late = Requirement.objects.open(NOW).filter(due_on__lt=NOW.date())
    assert {one.owner.name for one in late} == {"Trịnh Quốc Bảo", "Ingrid Solberg"}


def test_questions_on_the_bad_rule_fail_and_the_portal_said_so_itself(world: DemoWorld) -> None:
    told = RuleTold.objects.select_related("guideline").get()
    assert (told.guideline.policy_id, told.rule_id) == ("US-PR-0164", "R5")
    assert Insight.objects.filter(source=Source.QUIZ, rule_id="R5").count() == 1
    taught = Quiz.objects.get(title="Signals and low prices in livestreams")
    results = Result.objects.filter(attempt__quiz=taught)
    assert results.filter(passed=True).count() > 0.6 * results.count() > 10


def test_there_is_training_to_come_called_off_and_out_of_date(world: DemoWorld) -> None:
    assert {session.standing(NOW) for session in Session.objects.all()} >= {"upcoming", "past", "called_off"}
    full = Session.objects.get(topic__startswith="Gift goals")
    assert full.invitations.waiting().count() > 0
    assert set(Material.objects.values_list("state", flat=True)) == set(Material.State.values)
    assert {request.standing for request in TrainingRequest.objects.all()} == set(TrainingRequest.Standing)
    assert Task.objects.filter(due_on__lt=NOW.date()).exists()
    assert Task.objects.filter(due_on__gt=NOW.date()).exists()


def scores(title: str) -> list[int]:
    return [score.value for score in Risk.objects.get(title__contains=title).scores.all()]


def test_risks_moved_as_they_are_told(world: DemoWorld) -> None:
    assert (scores("lag behind")[0], scores("lag behind")[-1]) == (9, 16)
    assert (scores("Synthetic")[0], scores("Synthetic")[-1]) == (6, 12)
    assert scores("overloaded") == [9, 15]
    assert (scores("taken over")[0], scores("taken over")[-1]) == (16, 8)
    shared = Risk.objects.get(title__contains="works in the US and in Việt Nam")
    assert shared.memberships.count() == 2
    assert Risk.objects.filter(taken_from__isnull=False).count() == 1


def test_programmes_have_milestones_of_each_standing_and_a_report_that_was_issued(world: DemoWorld) -> None:
    assert Programme.objects.count() == 3
    standings = {one.standing(NOW.date()) for one in Milestone.objects.all()}
    assert standings == {"done", "late", "at_risk", "on_plan"}
    reports = Report.objects.order_by("number")
    assert [report.is_issued for report in reports] == [True, True, False]
    assert {figure["code"] for figure in reports[1].said["figures"]}
