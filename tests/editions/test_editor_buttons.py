"""The editor: buttons that arrange what is typed without saving, and the preview of it."""

from __future__ import annotations

import re

import pytest

from guidelines.editions import services
from guidelines.editions.block_form import blocks_of
from guidelines.editions.block_rows import Lists, rows_of
from guidelines.editions.models import Edition
from tests.editions import making
from tests.editions.editing import key_of, opened, post, posted
from tests.editions.pages import FIELDS, address, signed_in, text
from tests.people import World


@pytest.fixture
def edition(world: World) -> Edition:
    return making.draft(world)


@pytest.mark.slow
@pytest.mark.parametrize("accept", [{}, {"HTTP_X_PART": "editor"}])
def test_a_button_arranges_what_is_typed_and_saves_nothing(
    world: World, edition: Edition, accept: dict[str, str]
) -> None:
    page, data = opened(world, edition)
    data["title"] = "A new title"
    answer = text(post(world, edition, data, f"up-{key_of(page, 'R2')}", **accept))
    assert answer.index('data-rule="r2"') < answer.index('data-rule="r1"')
    assert "R2 moved, now 1 of 2." in answer
    edition.refresh_from_db()
    assert edition.source == making.SOURCE
    if not accept:
        assert "A new title" in answer


@pytest.mark.slow
def test_a_new_rule_gets_an_id_that_was_never_used(world: World, edition: Edition) -> None:
    with_nine = making.words(source=making.SOURCE.replace("| R2\n", "| R9\n").replace("R2", "R9"))
    edition = services.save_draft(edition, by=world.ann, seen=edition.digest, words=with_nine).edition
    edition = services.save_draft(edition, by=world.ann, seen=edition.digest, words=making.words()).edition
    _, data = opened(world, edition)
    answer = text(post(world, edition, data, "add-rule"))
    assert 'data-rule="r10"' in answer


@pytest.mark.slow
def test_the_next_edition_does_not_hand_out_a_removed_id(world: World, edition: Edition) -> None:
    published = making.published(edition, world)
    without = making.SOURCE.partition("/// rule | R2")[0]
    newer = making.next_draft(published.guideline, world.ann, source=without, change_note="R2 is gone.")
    _, data = opened(world, newer)
    assert 'data-rule="r3"' in text(post(world, newer, data, "add-rule"))


@pytest.mark.slow
def test_a_case_is_added_to_its_rule_and_a_block_removed(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    answer = text(post(world, edition, data, "add-case-R2"))
    assert answer.count("data-block=") == page.count("data-block=") + 1
    removed = text(post(world, edition, data, f"remove-{key_of(page, 'R2')}"))
    assert 'data-rule="r2"' not in removed
    assert 'data-rule="r1"' in removed


@pytest.mark.slow
def test_the_whole_text_is_one_button_away_and_back(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    data[f"{key_of(page, 'R2')}-severity"] = "S4"
    whole = text(post(world, edition, data, "view-text"))
    assert "severity: S4" in whole
    assert 'name="mode" value="text"' in whole
    typed = {**FIELDS, "seen": edition.digest, "mode": "text", "source": making.SOURCE + "\nMore."}
    blocks = text(post(world, edition, typed, "view-forms"))
    assert "data-block=" in blocks
    assert "More." in blocks


@pytest.mark.slow
def test_a_template_is_added_at_the_end(world: World, edition: Edition) -> None:
    kept = services.add_template(
        domain=world.product, language="en", by=world.ann, name="Licences", source="## Licences\n\nAsk for one."
    )
    page, data = opened(world, edition)
    assert "Licences" in page
    assert "Ask for one." in text(post(world, edition, data, f"template-{kept.pk}"))
    assert "no longer kept" in text(post(world, edition, data, "template-999"))


@pytest.mark.slow
def test_the_preview_is_made_of_what_is_typed(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    data[f"{key_of(page, 'R2')}-do"] = "Ask the seller."
    answer = text(post(world, edition, data, "preview", HTTP_X_PART="editor"))
    preview = answer.partition('data-part="preview"')[2].partition('data-part="checks"')[0]
    assert "Ask the seller." in preview
    assert "<header" not in answer.partition("<li")[0]


def test_text_beyond_the_limits_says_so_in_the_preview(world: World, edition: Edition) -> None:
    data = {**FIELDS, "seen": edition.digest, "mode": "text", "source": "- " * 3000}
    answer = post(world, edition, data, "preview", HTTP_X_PART="editor")
    assert answer.status_code == 200
    assert "tone-danger" in text(answer).partition('data-part="preview"')[2]


@pytest.mark.slow
@pytest.mark.parametrize("action", ["up-b999", "down-b0", "add-case-R77", "remove-b99999", "template-1"])
def test_a_button_of_an_old_page_does_no_harm(world: World, edition: Edition, action: str) -> None:
    _, data = opened(world, edition)
    assert post(world, edition, data, action).status_code == 200
    edition.refresh_from_db()
    assert edition.source == making.SOURCE


@pytest.mark.slow
def test_a_rule_that_was_dragged_stands_where_it_was_dropped(world: World) -> None:
    above, rule, below = making.SOURCE.partition("/// rule | R2")
    rule_2, case, cases = below.partition("/// case")
    edition = making.draft(world, source=above + case + cases + "\n" + rule + rule_2)
    page, data = opened(world, edition)
    first, last = key_of(page, "R1"), key_of(page, "R2")
    order = [key for key in data["order"] if key != last]  # type: ignore[attr-defined]
    data["order"] = [order[0], last, *order[1:]]
    answer = text(post(world, edition, data, f"put-{first}", HTTP_X_PART="editor"))
    assert "R1 moved, now 2 of 2." in answer
    assert answer.index('data-rule="r2"') < answer.index('data-rule="r1"')


@pytest.mark.slow
def test_markdown_that_became_two_blocks_is_kept_as_two(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    key = key_of(page, "R2")
    data[f"{key}-md"] = f"{data[f'{key}-md']}\n\n/// rule | R3\nif: A\ndo: B\naction: remove\n///"
    answer = text(post(world, edition, data, f"up-{key_of(page, 'R1')}", HTTP_X_PART="editor"))
    assert answer.index('data-rule="r2"') < answer.index('data-rule="r3"')


@pytest.mark.slow
def test_what_is_wrong_in_one_block_stays_there_when_another_is_moved(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    key = key_of(page, "R2")
    data[f"{key}-do"] = "Remove.\n///\nMy long thoughts."
    answer = text(post(world, edition, data, f"up-{key}", HTTP_X_PART="editor"))
    block = answer.partition('data-rule="r2"')[2].partition("<li")[0]
    assert "My long thoughts." in block
    assert 'aria-invalid="true"' in block
    assert "data-send-all" in block
    again = {**data, **posted(answer)}
    assert post(world, edition, again, "save").status_code == 422


@pytest.mark.slow
def test_rules_of_a_template_get_ids_of_their_own(world: World, edition: Edition) -> None:
    source = making.SOURCE.partition("Listings of branded goods by every US seller.")[2]
    kept = services.add_template(domain=world.product, language="en", by=world.ann, name="Signals", source=source)
    _, data = opened(world, edition)
    answer = text(post(world, edition, data, f"template-{kept.pk}", HTTP_X_PART="editor"))
    assert re.findall(r'data-rule="(r\d+)"', answer) == ["r1", "r2", "r3", "r4"]
    assert re.findall(r'data-case-of="(r\d+)"', answer) == ["r1", "r1", "r3", "r3"]


@pytest.mark.slow
def test_the_preview_marks_what_became_of_a_rule_as_the_published_page_will(world: World, edition: Edition) -> None:
    published = making.published(edition, world)
    newer = making.next_draft(published.guideline, world.ann, change_note="R2 is graver.")
    page, data = opened(world, newer)
    data[f"{key_of(page, 'R2')}-severity"] = "S2"
    answer = text(post(world, newer, data, "preview", HTTP_X_PART="preview"))
    assert 'data-part="blocks"' not in answer
    assert '<tr id="r2" class="is-new">' in answer.partition('data-part="preview"')[2]


@pytest.mark.slow
def test_an_id_that_named_another_rule_is_pointed_out(world: World, edition: Edition) -> None:
    first = making.published(edition, world)
    without = making.SOURCE.partition("/// rule | R2")[0]
    second = making.published(
        making.next_draft(first.guideline, world.ann, source=without, change_note="R2 is gone."), world
    )
    other = without + "/// rule | R2\nif: Something else.\ndo: Wait.\naction: restrict\n///\n"
    newer = making.next_draft(second.guideline, world.ann, source=other, change_note="R2 is new.")
    page = text(signed_in(world.ann).get(address("draft", newer)))
    assert "R2 named another rule in edition 1: “A branded item at less than 30%" in page
    back = making.next_draft(second.guideline, world.ann, change_note="R2 is back.")
    assert "named another rule" not in text(signed_in(world.ann).get(address("draft", back)))


@pytest.mark.slow
def test_a_finding_leads_to_its_block_where_blocks_are_drawn(world: World) -> None:
    edition = making.draft(world, source=making.SOURCE.replace("action: restrict", "action: vanish"))
    page, data = opened(world, edition)
    assert f'<a href="#block-{key_of(page, "R2")}">R2: the action “vanish” is not in the list.</a>' in page
    whole = text(post(world, edition, data, "view-text"))
    assert "R2: the action “vanish” is not in the list." in whole
    assert "#block-" not in whole


def test_a_block_is_called_by_its_first_words_cut_between_two_of_them() -> None:
    long = " ".join(["counterfeit"] * 12)
    source = f"/// rule | R1\nif: {long}\ndo: Remove.\naction: remove\n///\n\n/// case | violating R1\n///\n"
    lists = Lists(actions=(), labels=(), teams=(), rules=("R1",), severities=(), case_kinds=())
    rule, case = rows_of(blocks_of(source).blocks, {}, lists)
    assert rule.title == " ".join(["counterfeit"] * 7) + " …"
    assert (case.title, case.name) == ("", "Case of R1")
