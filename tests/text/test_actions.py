"""A ruling interprets its rule: it names no other action, and does not switch the rule's own off."""

from __future__ import annotations

import pytest

from guidelines.text.checks.actions import action_findings

NAMES = {
    "remove": ["Remove", "Gỡ"],
    "restrict": ["Restrict", "Hạn chế"],
    "end_stream": ["End the stream", "Dừng phiên"],
    "deny": ["Deny", "Từ chối"],
    "warn": ["Warn", "Cảnh cáo"],
    "no_action": ["No action", "Không xử lý"],
}


def refused(text: str, own: str = "restrict") -> int:
    return len(list(action_findings(text, own, NAMES)))


@pytest.mark.parametrize(
    "text",
    [
        "For a model no longer made, the usual price is the last one in the brand’s own shop.",
        "Restrict here too: an outlet counts as proof only with an invoice.",
        "R2 fits from the second item on. Restricting one is enough.",
        "Do not remove the listing.",
        "Don’t remove or warn.",
        "It should never be removed.",
        "Restrict without removing the video.",
        "Restrict rather than remove.",
        "The warner of the house is no seller.",
        "Không gỡ sản phẩm; hạn chế hiển thị.",
    ],
)
def test_a_ruling_that_leaves_the_action_as_it_is_passes(text: str) -> None:
    assert refused(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "Remove these.",
        "Such items are REMOVED at once.",
        "Removal follows.",
        "Do not wait, remove it.",
        "Do not hesitate to remove it.",
        "Not only restrict but remove.",
        "Take no action here.",
        "End this stream.",
        "They are denied.",
        "Set end_stream.",
        "Gỡ sản phẩm này.",
        "Go\u031b\u0303 thì không, nhưng cảnh cáo người bán.",
        "Do not restrict.",
        "Đừng hạn chế.",
    ],
)
def test_a_ruling_that_gives_another_action_is_found(text: str) -> None:
    assert refused(text) == 1


def test_each_sentence_is_found_by_itself_and_quoted() -> None:
    found = list(action_findings("Restrict it. Then warn the seller! Later remove it.", "restrict", NAMES))
    assert ["warn the seller" in found[0].sentence, "remove it" in found[1].sentence, len(found)] == [True, True, 2]


def test_a_rule_without_action_is_given_none() -> None:
    assert refused("Restrict it.", own="") == 1


def test_a_name_inside_a_longer_one_is_not_taken_for_it() -> None:
    names = {"remove": ["Remove"], "remove_and_warn": ["Remove and warn"]}
    assert not list(action_findings("Remove and warn here too.", "remove_and_warn", names))
