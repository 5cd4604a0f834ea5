"""Save points grow a text without ever cutting a block in two."""

import pytest

from guidelines.demo.growing import grown, part_of_the_way
from guidelines.demo.sources import TEXTS, words
from guidelines.editions.drafts import DraftWords
from guidelines.text.rendering import render

EMPTY = DraftWords(title="")
OLD = "One.\n\n/// rule | R1\nif: a\n\nb\ndo: c\naction: remove\n///\n\nTwo.\n\nThree.\n"
NEW = "One.\n\n/// rule | R1\nif: a\n\nx\ndo: c\naction: remove\n///\n\nTwo.\n\nThree!\n"


def test_nothing_of_the_way_is_the_old_text_and_all_of_it_the_new() -> None:
    assert grown(OLD, NEW, 0) == OLD
    assert grown(OLD, NEW, 1) == NEW


def test_half_of_the_way_takes_the_upper_changes_first() -> None:
    assert grown(OLD, NEW, 0.5) == "One.\n\n/// rule | R1\nif: a\n\nx\ndo: c\naction: remove\n///\n\nTwo.\n\nThree.\n"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["US-CC-0142/4", "VN-PR-0093/3", "US-SE-0052/4"])
def test_no_block_is_cut_in_two(name: str) -> None:
    policy_id, number = name.split("/")
    before, after = words(policy_id, str(int(number) - 1)), words(policy_id, number)
    for share in (0.25, 0.5, 0.75):
        part = part_of_the_way(before, after, share)
        sentences = [str(problem.sentence) for problem in render(part.source).problems]
        assert [sentence for sentence in sentences if not sentence.startswith("No term")] == []
        assert part.source not in (before.source, after.source)
        assert after.change_note.startswith(part.change_note)


def test_every_file_is_reached_from_nothing() -> None:
    for path in TEXTS.glob("*/*.md"):
        after = words(path.parent.name, path.stem)
        assert part_of_the_way(EMPTY, after, 1) == after
        assert grown("", after.source, 1).strip() == after.source.strip()
