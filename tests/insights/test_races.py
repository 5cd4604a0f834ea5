"""Real transactions at the same time: nobody asks twice, and no ruling is pinned on words it was not made for."""

from __future__ import annotations

import pytest
from django.utils import timezone

from guidelines.audit.verify import verify
from guidelines.frame.refusals import Outdated, WrongState
from guidelines.insights import services
from guidelines.insights.models import Asker, Ruling
from guidelines.insights.queries import pinned_on, running_rulings
from tests.editions import making as editions
from tests.editions.test_races import at_once
from tests.insights import making
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
