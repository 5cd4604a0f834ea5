"""Did the edition help? Only what each edition judged counts for it, and what changed is held against what did not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from guidelines.editions.models import Edition, Guideline
from guidelines.frame import clock
from guidelines.people.models import Person
from guidelines.quality.happenings import Happening, happenings
from guidelines.quality.queries.effects import Effect, effect_of
from guidelines.quality.words import explained, helped
from tests.editions import making as issued
from tests.people import World
from tests.people.beyond import quinn
from tests.quality.weeks import Story, another, next_edition, story

pytestmark = pytest.mark.django_db
CHANGED = issued.SOURCE.replace("“mirror quality”", "“mirror quality” or “1:1”", 1)
BOTH_CHANGED = CHANGED.replace("30% of its usual price", "40% of its usual price", 1)


@pytest.fixture
def told(world: World) -> Iterator[Story]:
    """Quinn looks 45 days after the guideline took force."""
    begun = story(world)
    with clock.pretend(begun.day(45)):
        yield begun


def effect(told: Story, number: int = 2, window: int = 28) -> Effect:
    edition = Edition.objects.select_related("guideline__market", "base").get(number=number)
    found = effect_of(quinn(told.world), edition, window=window, today=told.day(45).date())
    assert found is not None
    return found


def before_and_after(told: Story, rule: str, before: tuple[int, int], after: tuple[int, int]) -> list[dict[str, str]]:
    """Errors and checks of a rule in the days 2 to 18 and 21 to 40; edition 2 takes force on day 20."""
    (errors_before, checks_before), (errors_after, checks_after) = before, after
    return [
        *told.checks(rule, checks_before, errors_before, days=(2, 18)),
        *told.checks(rule, checks_after, errors_after, days=(21, 40)),
    ]


def test_a_fall_that_the_other_rules_do_not_share(told: Story) -> None:
    next_edition(told, 20, source=CHANGED)
    told.bring(
        before_and_after(told, "US-PR-0001 R1", (30, 150), (6, 150)),
        before_and_after(told, "US-PR-0001 R2", (15, 150), (15, 150)),
    )
    found = effect(told)
    assert [(rule.rule_id, rule.kind) for rule in found.rules] == [("R1", "changed"), ("R2", "same")]
    assert found.changed.difference.estimate == pytest.approx(-0.16)
    assert found.changed.difference.high < 0
    assert found.beyond is not None
    assert found.beyond.high < 0
    assert helped(found, 0).text == "It fell"
    assert helped(found, 2).text == "It fell; other things happened too"


def test_a_fall_of_all_rules_alike_is_not_put_down_to_the_edition(told: Story) -> None:
    next_edition(told, 20, source=CHANGED)
    told.bring(
        before_and_after(told, "US-PR-0001 R1", (30, 150), (8, 150)),
        before_and_after(told, "US-PR-0001 R2", (30, 150), (8, 150)),
    )
    assert helped(effect(told), 0).text == "It fell, and so did what did not change"


def test_of_rules_that_stood_still_it_is_not_said_that_they_fell_too(told: Story) -> None:
    next_edition(told, 20, source=CHANGED)
    told.bring(
        before_and_after(told, "US-PR-0001 R1", (20, 150), (8, 150)),
        before_and_after(told, "US-PR-0001 R2", (5, 100), (5, 100)),
    )
    assert helped(effect(told), 0).text == "It fell, but not clearly more than what did not change"


def test_a_difference_that_chance_explains_is_no_change(told: Story) -> None:
    next_edition(told, 20, source=CHANGED)
    told.bring(before_and_after(told, "US-PR-0001 R1", (8, 80), (6, 80)))
    found = effect(told)
    assert helped(found, 0).text == "No clear change"
    assert "Chance alone explains a difference of this size." in explained(found, 0)


def test_a_rise_is_said_as_plainly(told: Story) -> None:
    next_edition(told, 20, source=CHANGED)
    told.bring(before_and_after(told, "US-PR-0001 R1", (3, 150), (30, 150)))
    assert helped(effect(told), 0).text == "It rose"


def test_with_few_checks_on_one_side_nothing_is_said(told: Story) -> None:
    next_edition(told, 20, source=CHANGED)
    told.bring(before_and_after(told, "US-PR-0001 R1", (60, 100), (0, 12)))
    found = effect(told)
    assert helped(found, 0).text == "Not enough checks"
    assert explained(found, 0) == ["100 checks before and 12 after; 30 on each side are needed to say anything."]


def test_where_every_rule_changed_there_is_nothing_to_compare_with(told: Story) -> None:
    next_edition(told, 20, source=BOTH_CHANGED)
    told.bring(before_and_after(told, "US-PR-0001 R1", (30, 150), (6, 150)))
    found = effect(told)
    assert found.control is None
    assert "Every rule changed, so there is nothing to compare with." in explained(found, 0)


def test_of_an_edition_that_changes_no_decision_all_rules_are_looked_at(told: Story) -> None:
    next_edition(told, 20, summary="Said more shortly.")
    told.bring(
        before_and_after(told, "US-PR-0001 R1", (5, 40), (5, 40)),
        before_and_after(told, "US-PR-0001 R2", (5, 40), (5, 40)),
    )
    found = effect(told)
    assert (found.changes_nothing, found.changed.checks_before, found.control) == (True, 80, None)


def test_on_its_first_day_each_check_counts_for_the_edition_that_judged_it(told: Story) -> None:
    edition = next_edition(told, 20, source=CHANGED)
    moment = edition.effective_from
    assert moment is not None
    hour = dt.timedelta(hours=1)
    day = moment.astimezone(told.world.us.zone).date()
    sooner, later = told.checks("US-PR-0001 R1", 1, 1), told.checks("US-PR-0001 R1", 1, 0)
    sooner[0]["decided_at"], later[0]["decided_at"] = (moment - hour).isoformat(), (moment + hour).isoformat()
    assert {
        (moment - hour).astimezone(told.world.us.zone).date(),
        (moment + hour).astimezone(told.world.us.zone).date(),
    }
    told.bring(sooner, later)
    change = effect(told).changed
    assert (change.errors_before, change.checks_before, change.errors_after, change.checks_after) == (1, 1, 0, 1)
    assert effect(told).first_day == day


def test_what_a_newer_edition_judged_belongs_to_neither_side(told: Story) -> None:
    next_edition(told, 20, source=CHANGED)
    guideline = Guideline.objects.get(policy_id="US-PR-0001")
    with clock.pretend(told.start):
        draft = issued.services.open_edition(
            guideline, by=told.world.ann, words=issued.words(source=BOTH_CHANGED), on=Edition.objects.get(number=2)
        )
        issued.published(draft, told.world, effective_from=told.day(30))
    told.bring(
        told.checks("US-PR-0001 R1", 40, 4, days=(2, 18)),
        told.checks("US-PR-0001 R1", 35, 2, days=(21, 29)),
        told.checks("US-PR-0001 R1", 50, 25, days=(31, 40)),
    )
    change = effect(told).changed
    assert (change.checks_before, change.checks_after, change.errors_after) == (40, 35, 2)


def test_the_window_can_be_made_shorter(told: Story) -> None:
    next_edition(told, 20, source=CHANGED)
    told.bring(
        told.checks("US-PR-0001 R1", 40, 4, days=(2, 5)),
        told.checks("US-PR-0001 R1", 30, 4, days=(10, 18)),
        told.checks("US-PR-0001 R1", 30, 4, days=(22, 30)),
    )
    assert effect(told, window=14).changed.checks_before == 30
    assert effect(told, window=28).changed.checks_before == 70


def test_before_a_first_edition_there_is_nothing(told: Story) -> None:
    told.bring(told.checks("US-PR-0001 R1", 40, 4))
    found = effect(told, number=1)
    assert (found.before, found.changed.checks_before, found.is_known) == ((), 0, False)
    assert {rule.kind for rule in found.rules} == {"added"}


def test_a_draft_has_no_effect(told: Story) -> None:
    draft = issued.next_draft(Guideline.objects.get(), told.world.ann, source=CHANGED)
    assert effect_of(quinn(told.world), draft, today=told.day(45).date()) is None


def _happened(told: Story, person: Person) -> list[Happening]:
    return happenings(person, Guideline.objects.get(policy_id="US-PR-0001"), told.start, told.day(45))


def test_other_editions_of_those_weeks_are_told_to_those_who_may_read_them(told: Story) -> None:
    another(told, title="Nicotine")
    next_edition(told, 20, source=CHANGED)
    texts = [one.text for one in _happened(told, quinn(told.world))]
    assert "US-PR-0002 edition 1" in texts
    assert "US-PR-0001 edition 2" in texts
    assert _happened(told, told.world.vy) == []
