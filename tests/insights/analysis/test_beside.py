"""Two markets side by side: what answers the same thing, what differs, what one of them lacks."""

from __future__ import annotations

from django.utils import timezone

from guidelines.editions.models import Guideline
from guidelines.insights.analysis.beside import Beside, beside
from tests.insights.analysis.making import LOW_PRICE, in_force, rule
from tests.people import World

Row = tuple[str | None, str | None, str | None, str]


def rows(world: World, **narrowed: str) -> list[Row]:
    return [_row(one) for one in beside(world.ann, timezone.now(), world.us, world.vn, **narrowed)]


def _row(row: Beside) -> Row:
    one, two = (rule.citation if rule else None for rule in (row.one, row.two))
    return one, two, row.why.value if row.why else None, row.standing


def test_the_same_label_answers_the_same_thing_in_two_languages(world: World) -> None:
    in_force(world, rule("Half price.", label="counterfeit.low_price"))
    in_force(world, rule("Giá chỉ bằng một nửa.", label="counterfeit.low_price"), market=world.vn)
    assert rows(world) == [("US-PR-0001 R1", "VN-PR-0001 R1", "label", "same")]


def test_another_action_and_another_severity_differ(world: World) -> None:
    in_force(world, rule("Half price.", label="counterfeit.low_price"))
    in_force(world, rule("Nửa giá.", label="counterfeit.low_price", action="restrict", severity="S3"), market=world.vn)
    found = beside(world.ann, timezone.now(), world.us, world.vn)
    assert [(row.standing, row.other_action, row.other_severity) for row in found] == [("differs", True, True)]


def test_what_one_market_lacks_stands_alone(world: World) -> None:
    in_force(world, rule("Half price."), rule("A fake.", rule_id="R2"), topic_codes=("counterfeit.goods",))
    in_force(world, rule("Thuốc kê đơn."), market=world.vn, topic_codes=("regulated",))
    assert rows(world) == [
        ("US-PR-0001 R1", None, None, "only_one"),
        ("US-PR-0001 R2", None, None, "only_one"),
        (None, "VN-PR-0001 R1", None, "only_two"),
    ]
    assert rows(world, topic="regulated") == [(None, "VN-PR-0001 R1", None, "only_two")]
    assert rows(world, domain="SE") == []


def test_rules_of_a_guideline_adapted_from_another_keep_their_ids(world: World) -> None:
    source = in_force(world, rule("Half price.", rule_id="R1"), rule("A fake.", rule_id="R2"))
    copy = in_force(world, rule("Hàng giả.", rule_id="R2"), rule("Mới.", rule_id="R7"), market=world.vn)
    Guideline.objects.filter(pk=copy.guideline_id).update(adapted_from=source)
    assert rows(world) == [
        ("US-PR-0001 R1", None, None, "only_one"),
        ("US-PR-0001 R2", "VN-PR-0001 R2", "adapted", "same"),
        (None, "VN-PR-0001 R7", None, "only_two"),
    ]


def test_the_same_condition_in_one_language_answers_the_same_thing(world: World) -> None:
    world.vn.language = "en"
    world.vn.save()
    in_force(world, rule(LOW_PRICE))
    in_force(world, rule(LOW_PRICE.replace("30%", "40%")), market=world.vn)
    assert rows(world) == [("US-PR-0001 R1", "VN-PR-0001 R1", "condition", "same")]


def test_of_several_with_one_label_those_that_do_the_same_stand_beside_each_other(world: World) -> None:
    label = "counterfeit.low_price"
    in_force(world, rule("Half price.", label=label), rule("A third.", rule_id="R2", label=label, action="restrict"))
    vn = (rule("Một phần ba.", label=label, action="restrict"), rule("Một nửa.", rule_id="R2", label=label))
    in_force(world, *vn, market=world.vn)
    assert rows(world) == [
        ("US-PR-0001 R1", "VN-PR-0001 R2", "label", "same"),
        ("US-PR-0001 R2", "VN-PR-0001 R1", "label", "same"),
    ]
