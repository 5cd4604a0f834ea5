"""Two markets side by side: what answers the same thing, what differs, what one of them lacks."""

from __future__ import annotations

import pytest
from django.utils import timezone

from guidelines.editions.models import Guideline
from guidelines.insights.analysis.beside import Beside, beside, set_side_by_side
from guidelines.insights.models import AnalysedRule
from tests.insights.analysis.making import LOW_PRICE, analysed, in_force, rule
from tests.people import World

Row = tuple[str | None, str | None, str | None, str]
LABEL = "counterfeit.low_price"


def rows(us: list[AnalysedRule], vn: list[AnalysedRule], origins: dict[int, int] | None = None) -> list[Row]:
    return [_row(row) for row in set_side_by_side(us, vn, {1: ("counterfeit",), 1001: ("counterfeit",)}, origins or {})]


def _row(row: Beside) -> Row:
    one, two = (side.citation if side else None for side in (row.one, row.two))
    return one, two, row.why.value if row.why else None, row.standing


def test_the_same_label_answers_the_same_thing_in_two_languages() -> None:
    us = [analysed("US-PR-0001 R1", "Half price.", label=LABEL)]
    vn = [analysed("VN-PR-0001 R1", "Giá chỉ bằng một nửa.", label=LABEL, language="vi")]
    assert rows(us, vn) == [("US-PR-0001 R1", "VN-PR-0001 R1", "label", "same")]


def test_a_label_of_another_domain_is_another_thing() -> None:
    us = [analysed("US-PR-0001 R1", "Half price.", label=LABEL)]
    vn = [analysed("VN-SE-0001 R1", "Giá chỉ bằng một nửa.", label=LABEL, domain_id=2)]
    assert [row[3] for row in rows(us, vn)] == ["only_one", "only_two"]


@pytest.mark.parametrize(
    ("columns", "differs"), [({"action": "restrict"}, (True, False)), ({"severity": "S3"}, (False, True))]
)
def test_another_action_and_another_severity_differ(columns: dict[str, str], differs: tuple[bool, bool]) -> None:
    us = [analysed("US-PR-0001 R1", "Half price.", label=LABEL)]
    vn = [analysed("VN-PR-0001 R1", "Nửa giá.", label=LABEL, **columns)]
    (row,) = set_side_by_side(us, vn, {}, {})
    assert row.standing == "differs"
    assert (row.other_action, row.other_severity) == differs


def test_rules_of_a_guideline_adapted_from_another_keep_their_ids() -> None:
    us = [analysed("US-PR-0001 R1", "Half price."), analysed("US-PR-0001 R2", "A fake.")]
    vn = [analysed("VN-PR-0001 R2", "Hàng giả."), analysed("VN-PR-0001 R7", "Mới.")]
    assert rows(us, vn, {1001: 1}) == [
        ("US-PR-0001 R1", None, None, "only_one"),
        ("US-PR-0001 R2", "VN-PR-0001 R2", "adapted", "same"),
        (None, "VN-PR-0001 R7", None, "only_two"),
    ]


def test_the_same_condition_in_one_language_answers_the_same_thing() -> None:
    us = [analysed("US-PR-0001 R1", LOW_PRICE)]
    vn = [analysed("VN-PR-0001 R1", LOW_PRICE.replace("30%", "40%"))]
    assert rows(us, vn) == [("US-PR-0001 R1", "VN-PR-0001 R1", "condition", "same")]


def test_of_several_with_one_label_those_that_do_the_same_stand_beside_each_other() -> None:
    us = [
        analysed("US-PR-0001 R1", "A half.", label=LABEL),
        analysed("US-PR-0001 R2", "A third.", label=LABEL, action="ask"),
    ]
    vn = [analysed("VN-PR-0001 R1", "Ba.", label=LABEL, action="ask"), analysed("VN-PR-0001 R2", "Hai.", label=LABEL)]
    assert rows(us, vn) == [
        ("US-PR-0001 R1", "VN-PR-0001 R2", "label", "same"),
        ("US-PR-0001 R2", "VN-PR-0001 R1", "label", "same"),
    ]


def test_what_one_market_lacks_stands_alone_under_its_topic(world: World) -> None:
    source = in_force(world, rule("Half price."), topic_codes=("counterfeit.goods",))
    copy = in_force(world, rule("Thuốc kê đơn."), market=world.vn, topic_codes=("regulated",))
    now = timezone.now()

    def found(**narrowed: str) -> list[tuple[str, str]]:
        return [(row.topic, row.standing) for row in beside(world.ann, now, world.us, world.vn, **narrowed)]

    assert found() == [("counterfeit.goods", "only_one"), ("regulated", "only_two")]
    assert found(topic="regulated") == [("regulated", "only_two")]
    assert found(domain="SE") == []
    Guideline.objects.filter(pk=copy.guideline_id).update(adapted_from=source)
    assert found() == [("counterfeit.goods", "same")]
