"""Real transactions at the same time: nobody asks twice, and no ruling is pinned on words it was not made for."""

from __future__ import annotations

import pytest
from django.utils import timezone

from guidelines.audit.verify import verify
from guidelines.frame.refusals import Outdated, WrongState
from guidelines.insights import services
from guidelines.insights.models import Asker, Insight, Requirement, Ruling
from guidelines.insights.queries import pinned_on, running_rulings
from tests.editions import making as editions
from tests.editions.test_races import at_once
from tests.insights import making
from tests.insights.queueing import noted, required
from tests.people import World, the_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def committed(transactional_db: None) -> World:
    return the_world()


@pytest.mark.slow
def test_whoever_joins_four_times_at_once_asks_once(committed: World) -> None:
    question = making.asked(making.in_force(committed), committed.mo)
    results = at_once(*[lambda: services.join(question, by=committed.art)] * 4)
    assert sum(isinstance(result, Asker) for result in results) == 1
    assert sum(isinstance(result, WrongState) for result in results) == 3
    assert not [finding for finding in verify() if finding.broken]


@pytest.mark.slow
def test_a_ruling_made_while_an_edition_changes_its_rule_is_not_pinned_on_the_new_words(committed: World) -> None:
    edition = making.in_force(committed)
    draft = editions.next_draft(
        edition.guideline, committed.ann, source=editions.SOURCE.replace("less than 30%", "less than 40%")
    )
    approved = editions.approved(draft, committed)
    publish = {"by": committed.ann, "seen": approved.digest, "why_sooner": editions.SOONER}
    made, _published = at_once(
        lambda: making.ruled(edition, committed.bob),
        lambda: editions.services.publish(approved, effective_from=None, **publish),
    )
    assert isinstance(made, Ruling | Outdated)
    assert pinned_on(approved, timezone.now()) == ()
    assert not running_rulings(committed.mo).exists()


@pytest.mark.slow
def test_of_two_who_rule_on_one_rule_at_once_one_is_pinned_and_the_other_reads_it(committed: World) -> None:
    edition = making.in_force(committed)
    results = at_once(
        lambda: making.ruled(edition, committed.ann, newest_seen=0),
        lambda: making.ruled(edition, committed.bob, text="It is the price of the last sale.", newest_seen=0),
    )
    (made,) = [result for result in results if isinstance(result, Ruling)]
    (refused,) = [result for result in results if isinstance(result, Outdated)]
    assert f"{made.made_by.name} pinned a ruling on R2 meanwhile." in refused.sentence
    assert Ruling.objects.get() == made


@pytest.mark.slow
def test_what_four_people_say_at_once_is_one_insight_said_four_times(committed: World) -> None:
    people = (committed.ann, committed.art, committed.bob, committed.eve)
    results = at_once(*[lambda person=person: noted(committed, person) for person in people])
    assert all(isinstance(result, Insight) for result in results)
    assert Insight.objects.get().said == 4
    assert not [finding for finding in verify() if finding.broken]


@pytest.mark.slow
def test_an_insight_is_decided_once_however_many_decide_at_once(committed: World) -> None:
    insight, other = noted(committed), noted(committed, words="Another.")
    results = at_once(
        lambda: services.decline_insight(insight, reason="No.", by=committed.ann),
        lambda: services.answer_insight(insight, text="R2.", by=committed.art),
        lambda: services.merge_insight(insight, other, by=committed.bob),
        lambda: required(committed, insight, by=committed.eve),
    )
    assert sum(isinstance(result, Insight | Requirement) for result in results) == 1
    assert sum(isinstance(result, WrongState) for result in results) == 3
    assert not [finding for finding in verify() if finding.broken]


@pytest.mark.slow
def test_two_that_are_merged_into_each_other_at_once_are_one(committed: World) -> None:
    one, other = noted(committed), noted(committed, words="Another.")
    at_once(
        lambda: services.merge_insight(one, other, by=committed.ann),
        lambda: services.merge_insight(other, one, by=committed.bob),
    )
    (left,) = Insight.objects.unmerged()
    assert left.said == 2
