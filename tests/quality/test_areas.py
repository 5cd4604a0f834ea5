"""Struggling areas: what is ranked, what is only listed, by which words it was judged, and who sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from guidelines.catalogue.models import Topic
from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.insights.analysis import measures
from guidelines.people.models import Person
from guidelines.quality import services
from guidelines.quality.queries.areas import Area, Areas, areas_of
from guidelines.quality.queries.asked import Kind, Period, Question
from guidelines.quality.queries.beside import confusions_of, weeks_of
from guidelines.quality.queries.inside import people_of, places_of
from guidelines.quality.statistics import concentration, trend, wilson
from guidelines.quality.words import against, confused
from tests.editions import clearing
from tests.editions import making as issued
from tests.people import World
from tests.people.beyond import quinn
from tests.quality.weeks import Story, another, next_edition, story

pytestmark = pytest.mark.django_db
SECTIONED = issued.SOURCE.replace("/// rule | R2", "## Prices\n\n/// rule | R2", 1)


@pytest.fixture
def told(world: World) -> Iterator[Story]:
    """Quinn looks 25 days after the guideline took force."""
    begun = story(world)
    with clock.pretend(begun.day(25)):
        yield begun


def asked(told: Story, **more: object) -> Question:
    today = told.day(25).astimezone(told.world.us.zone).date()
    return replace(Question(Period.ending(today)), **more)  # type: ignore[arg-type]


def found(told: Story, person: Person | None = None, **more: object) -> Areas:
    return areas_of(person or quinn(told.world), asked(told, **more))


def named(areas: list[Area]) -> list[str]:
    return [str(area.ref) for area in areas]


def test_three_checks_never_top_the_list(told: Story) -> None:
    told.bring(told.checks("US-PR-0001 R1", 60, 12), told.checks("US-PR-0001 R2", 3, 3))
    answer = found(told)
    assert named(answer.known) == ["US-PR-0001 R1"]
    assert named(answer.few) == ["US-PR-0001 R2"]


def test_of_two_rules_with_one_rate_the_better_known_stands_first(told: Story) -> None:
    another(told)
    told.bring(told.checks("US-PR-0001 R1", 40, 6), told.checks("US-PR-0002 R1", 200, 30))
    told.bring(told.checks("US-PR-0001 R2", 200, 4), told.checks("US-PR-0002 R2", 200, 4))
    assert named(found(told).known)[:2] == ["US-PR-0002 R1", "US-PR-0001 R1"]


def test_what_was_overturned_is_out_of_the_rate(told: Story) -> None:
    told.bring(told.checks("US-PR-0001 R1", 40, 4), told.checks("US-PR-0001 R1", 10, 10, outcome="overturned"))
    (area,) = found(told).known
    assert (area.tally.checks, area.tally.errors, area.tally.overturned) == (40, 4, 10)


def test_days_outside_the_period_do_not_count(told: Story) -> None:
    told.bring(told.checks("US-PR-0001 R1", 40, 4, days=(1, 3)), told.checks("US-PR-0001 R1", 35, 7, days=(20, 24)))
    late = found(told, period=Period.ending(told.day(25).date(), 7))
    assert [(area.tally.checks, area.tally.errors) for area in late.known] == [(35, 7)]


def test_a_rule_that_two_editions_had_names_both(told: Story) -> None:
    next_edition(told, 6, summary="Shorter.")
    told.bring(told.checks("US-PR-0001 R1", 30, 3, days=(1, 5)))
    told.bring(told.checks("US-PR-0001 R1", 30, 6, days=(8, 20)))
    (area,) = found(told).known
    assert (area.numbers, area.tally.checks, area.tally.errors) == ([1, 2], 60, 9)


def test_sections_gather_the_rules_under_their_headings(told: Story) -> None:
    another(told, source=SECTIONED)
    told.bring(told.checks("US-PR-0002 R1", 40, 4), told.checks("US-PR-0002 R2", 50, 10))
    sections = {area.title: area.tally.checks for area in found(told, kind=Kind.SECTION).known}
    assert sections == {"Scope": 40, "Prices": 50}


def test_topics_gather_guidelines_and_a_topic_holds_what_is_below_it(told: Story) -> None:
    another(told, topic_codes=("regulated",))
    told.bring(told.checks("US-PR-0001 R1", 40, 4), told.checks("US-PR-0002 R1", 50, 10))
    assert sorted(named(found(told, kind=Kind.TOPIC).known)) == ["US counterfeit.goods", "US regulated"]
    parent = Topic.objects.get(code="counterfeit")
    assert named(found(told, topic=parent).known) == ["US-PR-0001 R1"]


def test_weighted_by_severity_the_graver_rule_counts_double(told: Story) -> None:
    # R1 is S2 and R2 is S3: 10 errors of 50 weigh 4 each, none of 50 weigh 2 each.
    told.bring(told.checks("US-PR-0001 R1", 50, 10), told.checks("US-PR-0001 R2", 50, 0))
    (area,) = found(told, kind=Kind.GUIDELINE).known
    assert area.rate.estimate == pytest.approx(0.1)
    assert area.tally.weighted.estimate == pytest.approx(10 * 4 / (50 * 4 + 50 * 2))


def test_a_rate_stands_against_the_target_of_its_topic(told: Story) -> None:
    services.set_target(told.world.us, None, Decimal("0.3"), by=quinn(told.world))
    services.set_target(told.world.us, Topic.objects.get(code="counterfeit"), Decimal("0.05"), by=quinn(told.world))
    told.bring(told.checks("US-PR-0001 R1", 60, 15))
    (area,) = found(told).known
    assert area.target == pytest.approx(0.05)
    assert against(area.rate, area.target).text == "Above the 5.0% target"


def test_only_an_interval_on_one_side_says_so_plainly() -> None:
    words = [against(wilson(errors, 100), 0.1).text for errors in (20, 12, 8, 2)]
    assert words == [
        "Above the 10.0% target",
        "May be above the 10.0% target",
        "Near the 10.0% target",
        "Under the 10.0% target",
    ]


def test_a_site_or_team_can_be_asked_for_alone(told: Story) -> None:
    told.bring(
        told.checks("US-PR-0001 R1", 40, 4),
        told.checks("US-PR-0001 R1", 30, 9, team="", site="Manila"),
    )
    site = told.world.mo.team and told.world.mo.team.site
    (area,) = found(told, site=site).known
    assert (area.tally.checks, area.tally.errors) == (40, 4)
    (both,) = found(told).known
    places = places_of(quinn(told.world), asked(told), both)
    assert [(place.name, place.checks, place.errors) for place in places] == [("", 30, 9), ("Austin", 40, 4)]
    assert [team.name for team in places[1].ordered_teams] == ["Listings"]


def test_the_commonest_confusion_is_what_was_done_and_what_was_right(told: Story) -> None:
    told.bring(
        told.checks("US-PR-0001 R1", 40, 8),
        told.checks("US-PR-0001 R1", 5, 5, right_action="no_action", error_class="FP"),
    )
    (area,) = found(told).known
    confusions = confusions_of(quinn(told.world), asked(told), [area])[area.ref]
    assert [(confused(one), one.errors) for one in confusions] == [("Remove → Restrict", 8), ("Remove → No action", 5)]


def test_the_weeks_of_an_area_go_back_beyond_the_period_and_tell_its_trend(told: Story) -> None:
    told.bring(
        told.checks("US-PR-0001 R1", 60, 3, days=(1, 6)),
        told.checks("US-PR-0001 R1", 60, 9, days=(9, 13)),
        told.checks("US-PR-0001 R1", 60, 20, days=(19, 24)),
    )
    week = asked(told, period=Period.ending(told.day(25).date(), 7))
    (area,) = areas_of(quinn(told.world), week).known
    weeks = weeks_of(quinn(told.world), week, [area])[area.ref]
    assert sum(checks for _errors, checks in weeks) == 180
    assert trend(weeks) == "rising"


def test_the_person_is_told_from_the_rule(told: Story) -> None:
    told.bring(
        told.checks("US-PR-0001 R1", 30, 18, people=("M-9",)),
        told.checks("US-PR-0001 R1", 120, 4, people=("M-1", "M-2", "M-3", "M-4", "M-5", "M-6")),
        told.checks("US-PR-0001 R2", 120, 24, people=("M-1", "M-2", "M-3", "M-4", "M-5", "M-6")),
    )
    causes = {}
    for area in found(told).known:
        causes[str(area.ref)] = concentration(people_of(quinn(told.world), asked(told), area)).cause.value
    assert causes == {"US-PR-0001 R1": "few", "US-PR-0001 R2": "rule"}


def test_the_coverage_of_rules_has_their_error_rates(told: Story) -> None:
    told.bring(told.checks("US-PR-0001 R1", 40, 4))
    key = Edition.objects.get().guideline_id
    rules = {(key, "R1"), (key, "R2")}
    assert measures.checked(quinn(told.world), rules) == {(key, "R1"): measures.Checked(40, 4)}
    assert measures.checked(told.world.van, rules) == {}


def test_a_restricted_guideline_is_there_for_those_it_names_alone(told: Story) -> None:
    told.bring(told.checks("US-PR-0001 R1", 40, 4))
    clearing.restricted(Edition.objects.get(), told.world.ann)
    assert found(told).total.checks == 0
    assert found(told, told.world.ann).total.checks == 40


def test_nobody_counts_what_lies_outside_their_market(told: Story) -> None:
    told.bring(told.checks("US-PR-0001 R1", 40, 4))
    assert found(told, told.world.van).total.checks == 0
    assert found(told, told.world.mo).total.checks == 0
    assert found(told, told.world.joe).total.checks == 40
