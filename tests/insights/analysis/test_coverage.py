"""The coverage of topics: what is counted, which gaps are shown, and that each number leads to its rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

import pytest
from django.utils import timezone

from guidelines.catalogue.models import Topic
from guidelines.editions import services
from guidelines.insights.analysis import measures
from guidelines.insights.analysis.coverage import Coverage, Tally, coverage
from guidelines.insights.analysis.measures import Checked, RuleKey
from guidelines.insights.analysis.rule_lists import Wanted, rules_for
from guidelines.insights.models import AnalysedRule
from guidelines.people.models import Person
from guidelines.people.sessions import Anyone
from guidelines.reading.models import LibraryTopic
from tests.editions import making
from tests.insights.analysis.making import case, in_force, next_in_force, rule
from tests.insights.making import asked
from tests.people import World


def seen(world: World, by: Person | None = None, under: str = "") -> Coverage:
    topic = Topic.objects.get(code=under) if under else None
    domains = (world.product, world.seller)
    return coverage(by or world.ann, timezone.now(), markets=(world.us, world.vn), domains=domains, under=topic)


def cell(found: Coverage, topic: str | None, market: str, domain: str = "PR") -> Tally:
    for line in found.lines:
        if (line.topic.code if line.topic else None) == topic and line.domain.code == domain:
            return {market.code: tally for market, tally in line.cells}[market]
    raise AssertionError(topic)


@pytest.fixture
def checks() -> Iterator[dict[RuleKey, Checked]]:
    """What a room nearer the roof knows of checked decisions."""
    known: dict[RuleKey, Checked] = {}

    def function(person: Anyone, rules: Collection[RuleKey]) -> dict[RuleKey, Checked]:
        return {key: known[key] for key in rules if key in known}

    measures.register(function)
    yield known
    measures._checked.remove(function)


def test_rules_cases_and_ages_are_counted_where_they_stand(world: World) -> None:
    in_force(world, rule(), rule("Another thing.", rule_id="R2"), case())
    tally = cell(seen(world), "counterfeit", "US")
    assert (tally.rules, tally.cases, tally.without_cases, tally.old) == (2, 1, 1, 0)
    assert tally.median_days == 0


def test_a_topic_that_another_market_has_a_rule_on_is_a_gap(world: World) -> None:
    in_force(world, rule())
    found = seen(world)
    assert cell(found, "counterfeit", "VN").is_gap
    assert not cell(found, "counterfeit", "US").is_gap
    assert cell(found, "counterfeit", "US", "SE").elsewhere == "domain"
    assert cell(found, "regulated", "VN").elsewhere == ""
    assert found.gaps == 1


def test_a_gap_is_closed_by_a_rule_in_force_and_not_by_a_draft(world: World) -> None:
    in_force(world, rule())
    in_force(world, rule(), market=world.vn)
    found = seen(world)
    assert found.gaps == 0
    assert cell(found, "counterfeit", "VN").rules == 1


def test_the_topics_below_one_are_counted_by_themselves(world: World) -> None:
    in_force(world, rule())
    in_force(world, rule("Any fake."), topic_codes=("counterfeit",))
    found = seen(world, under="counterfeit")
    assert cell(found, "counterfeit.goods", "US").rules == 1
    assert cell(found, None, "US").rules == 1
    assert found.total.rules == 2


def test_rules_under_no_topic_have_a_row_of_their_own(world: World) -> None:
    in_force(world, rule())
    LibraryTopic.objects.all().delete()  # as of a text from before there were topics
    assert cell(seen(world), None, "US").rules == 1


def test_the_age_is_that_of_the_words_and_not_of_the_edition(world: World) -> None:
    edition = in_force(world, rule(), rule("Another thing.", rule_id="R2"))
    first = AnalysedRule.objects.get(rule="R1").words_since
    next_in_force(edition, world, rule(), rule("Something else.", rule_id="R2"))
    now = timezone.now()
    rows = {row.rule: row for row in AnalysedRule.objects.in_force(now)}
    assert rows["R1"].words_since == first
    assert rows["R2"].words_since == rows["R2"].since > first


def test_old_rules_are_counted_and_listed(world: World) -> None:
    in_force(world, rule(), rule("Another thing.", rule_id="R2"))
    long_ago = timezone.now() - dt.timedelta(days=400)
    AnalysedRule.objects.filter(rule="R2").update(words_since=long_ago)
    tally = cell(seen(world), "counterfeit", "US")
    assert (tally.old, tally.median_days) == (1, 200)
    listed = rules_for(world.ann, timezone.now(), Wanted(only="old"))
    assert [row.citation for row in listed] == ["US-PR-0001 R2"]


def test_checks_come_from_whoever_registered_them(world: World, checks: dict[RuleKey, Checked]) -> None:
    edition = in_force(world, rule(), rule("Another thing.", rule_id="R2"))
    assert cell(seen(world), "counterfeit", "US").checked.rate is None
    checks[edition.guideline_id, "R1"] = Checked(30, 3)
    checks[edition.guideline_id, "R2"] = Checked(10, 1)
    tally = cell(seen(world), "counterfeit", "US")
    assert (tally.checked.checks, tally.checked.rate) == (40, 10.0)
    checks.pop((edition.guideline_id, "R2"))
    assert [row.rule for row in rules_for(world.ann, timezone.now(), Wanted(only="checked"))] == ["R1"]


def test_open_questions_are_counted_until_they_are_answered(world: World) -> None:
    edition = in_force(world, rule(), rule("Another thing.", rule_id="R2"))
    assert cell(seen(world), "counterfeit", "US").open == 0
    asked(edition, world.mo)
    assert cell(seen(world), "counterfeit", "US").open == 1
    assert [row.rule for row in rules_for(world.ann, timezone.now(), Wanted(only="open"))] == ["R2"]


@pytest.mark.slow
def test_each_number_is_that_of_the_list_behind_it(world: World) -> None:
    in_force(world, rule(), rule("Another thing.", rule_id="R2"), case())
    in_force(world, rule(), market=world.vn)
    in_force(world, rule(), domain=world.product, topic_codes=("regulated",))
    found = seen(world)
    for line in found.lines:
        for market, tally in line.cells:
            for only, number in (("", tally.rules), ("without_cases", tally.without_cases), ("old", tally.old)):
                topic = line.topic.code if line.topic else "-"
                wanted = Wanted(market=market.code, domain=line.domain.code, topic=topic, only=only)
                assert rules_for(world.ann, timezone.now(), wanted).count() == number


def test_what_was_withdrawn_counts_no_more_and_what_is_to_come_not_yet(world: World) -> None:
    edition = in_force(world, rule())
    draft = making.next_draft(
        edition.guideline, world.ann, source=edition.source.replace("R1", "R9"), change_note="R1 is gone: R9 is new."
    )
    making.published(draft, world, effective_from=timezone.now() + dt.timedelta(days=3))
    assert [row.rule for row in rules_for(world.ann, timezone.now(), Wanted())] == ["R1"]
    later = rules_for(world.ann, timezone.now() + dt.timedelta(days=4), Wanted())
    assert [row.rule for row in later] == ["R9"]
    services.withdraw(edition, by=world.bob, note="It was wrong.")
    assert seen(world).total.rules == 0
