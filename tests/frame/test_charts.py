"""Charts: shapes beside colours, numbers in text, nothing that the policy would block."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.utils import translation

from guidelines.frame.charts.interval_bar import Bar, interval_bar
from guidelines.frame.charts.over_time import OverTime, Point, Stretch, over_time
from guidelines.frame.charts.spark import spark
from guidelines.frame.charts.svg import Scale, round_most, ticks
from guidelines.frame.shares import percent, points


def _chart(**more: object) -> OverTime:
    before = Stretch([Point(0, 0.13, 0.10, 0.16), Point(1, 0.12, 0.09, 0.15)], "Edition 3: 12.5%", 0.125)
    after = Stretch([Point(2, 0.08, 0.05, 0.11)], "Edition 4", 0.08)
    control = Stretch([Point(0, 0.04, 0.03, 0.05), Point(2, 0.04, 0.03, 0.05)], "Unchanged rules")
    given = {
        "key": "help",
        "title": "Weekly <rates>",
        "description": "It fell.",
        "labels": ["28 Feb", "7 Mar", "14 Mar"],
    }
    given |= {"before": before, "after": after, "control": control, "cut": 2, "target": 0.05}
    return OverTime(**{**given, **more})  # type: ignore[arg-type]


def _tree(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def test_a_chart_names_and_describes_itself() -> None:
    tree = _tree(over_time(_chart()))
    assert tree.get("role") == "img"
    assert tree.get("aria-labelledby") == "help-t help-d"
    assert [tree.findtext("title"), tree.findtext("desc")] == ["Weekly <rates>", "It fell."]


def test_before_after_and_control_differ_by_shape() -> None:
    tree = _tree(over_time(_chart()))
    shapes = {child.get("class"): child.tag for child in tree if (child.get("class") or "").startswith("pt ")}
    assert shapes == {"pt b": "circle", "pt a": "rect", "pt c": "path"}


def test_no_shape_carries_a_style_or_a_handler() -> None:
    drawn = [over_time(_chart()), interval_bar(Bar(0.1, 0.2, 0.3)), str(spark([0.1, 0.2], most=0.3))]
    for svg in drawn:
        for element in _tree(svg).iter():
            assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_what_lies_beyond_the_scale_stands_on_its_edge() -> None:
    scale = Scale(0, 0.2, 0, 180)
    assert (scale.at(0.05), scale.at(0.9), scale.at(-1)) == (45, 180, 0)


def test_an_interval_reaches_from_low_to_high_with_the_target_dashed() -> None:
    tree = _tree(interval_bar(Bar(0.117, 0.142, 0.172, mark=0.05, tone="danger")))
    (span,) = [child for child in tree if child.get("class") == "range"]
    assert (span.get("x"), span.get("width")) == ("105.3", "49.5")
    assert [child.get("d") for child in tree if child.get("class") == "target"] == ["M45.0 1v18"]


def test_a_week_without_checks_is_a_gap() -> None:
    tree = _tree(str(spark([0.1, 0.2, None, 0.2, 0.1], most=0.2)))
    assert len([child for child in tree if child.tag == "path"]) == 2


def test_without_any_check_there_is_no_spark() -> None:
    assert spark([None, None], most=0.2) == ""


def test_sparks_of_one_page_share_a_scale() -> None:
    low, high = (str(spark([value, value], most=0.2)) for value in (0.05, 0.2))
    assert "21.0" in low
    assert "3.0" in high


@pytest.mark.parametrize(("values", "most"), [([], 0.05), ([0.02], 0.05), ([0.06], 0.1), ([0.2], 0.2), ([0.93], 1.0)])
def test_a_scale_ends_at_a_round_share(values: list[float], most: float) -> None:
    assert round_most(values) == most
    assert ticks(most)[0] == 0
    assert len(ticks(most)) <= 6


def test_a_tone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no tone"):
        interval_bar(Bar(0.1, 0.2, 0.3, tone="red"))


def test_a_chart_without_any_point_still_stands() -> None:
    empty = Stretch([])
    assert (
        _tree(over_time(_chart(before=empty, after=None, control=None, cut=None, labels=[], target=None))) is not None
    )


def test_shares_are_written_as_the_language_does() -> None:
    assert (percent(0.1416), points(-0.0584), points(0.003), points(0)) == (
        "14.2%",
        "−5.8 points",
        "+0.3 points",
        "0.0 points",
    )
    with translation.override("vi"):
        assert percent(0.1416) == "14,2%"
