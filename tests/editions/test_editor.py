"""The editor: blocks posted with their fields, buttons that arrange without saving, the preview of what is typed."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.http import HttpResponse

from guidelines.audit.models import AuditEvent
from guidelines.editions import services
from guidelines.editions.models import Contribution, Edition
from guidelines.frame.refusals import Refused
from tests.editions import making
from tests.editions.pages import FIELDS, address, signed_in, text
from tests.people import World


@pytest.fixture
def edition(world: World) -> Edition:
    return making.draft(world)


def posted(page: str) -> dict[str, object]:
    """What a browser would post of the blocks on a page, with nothing typed."""
    order = re.findall(r'name="order" value="(b\d+)"', page)
    data: dict[str, object] = {"mode": "forms", "order": order, "blocks": len(order)}
    for tag in re.findall(r"<input[^>]+>", page):
        found = re.search(r'name="(b\d+-[\w-]+)"', tag)
        if found:
            value = re.search(r'value="([^"]*)"', tag, re.S)
            data[found[1]] = unescape(value[1]) if value else ""
    for name, value in re.findall(r'<textarea[^>]*name="(b\d+-[\w-]+)"[^>]*>\n?(.*?)</textarea>', page, re.S):
        data[name] = unescape(value)
    for name, options in re.findall(r'<select[^>]*name="(b\d+-[\w-]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        data[name] = chosen[1] if chosen else ""
    return data


def key_of(page: str, rule: str) -> str:
    found = re.search(rf'data-block="(b\d+)" data-rule="{rule.lower()}"', page)
    assert found
    return found[1]


def opened(world: World, edition: Edition) -> tuple[str, dict[str, object]]:
    page = text(signed_in(world.ann).get(address("draft", edition)))
    fields = {name: value for name, value in FIELDS.items() if name != "source"}
    return page, {**fields, "seen": edition.digest, **posted(page)}


def post(world: World, edition: Edition, data: dict[str, object], action: str, **headers: str) -> HttpResponse:
    return signed_in(world.ann).post(address("draft", edition), {**data, "action": action}, **headers)


def test_saving_untouched_blocks_changes_no_letter(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    assert page.count("data-block=") >= 5
    assert post(world, edition, data, "save").status_code == 302
    edition.refresh_from_db()
    assert edition.source == making.SOURCE
    assert Contribution.objects.count() == 1


def test_a_field_that_was_changed_is_saved_into_its_block(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    data[f"{key_of(page, 'R2')}-severity"] = "S4"
    post(world, edition, data, "save")
    edition.refresh_from_db()
    assert edition.source == making.SOURCE.replace("severity: S3", "severity: S4")


def test_markdown_that_was_changed_wins_over_the_fields(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    key = key_of(page, "R2")
    data[f"{key}-md"] = str(data[f"{key}-md"]).replace("S3", "S1")
    post(world, edition, data, "save")
    edition.refresh_from_db()
    assert "severity: S1" in edition.source


def test_a_field_that_would_break_out_is_refused_and_stays_on_the_page(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    data[f"{key_of(page, 'R2')}-do"] = "Remove.\n///\nMy long thoughts."
    answer = post(world, edition, data, "save")
    assert answer.status_code == 422
    assert "My long thoughts." in text(answer)
    assert "can&#x27;t begin with" in text(answer) or "can't begin with" in text(answer)
    edition.refresh_from_db()
    assert edition.source == making.SOURCE


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


def test_a_new_rule_gets_an_id_that_was_never_used(world: World, edition: Edition) -> None:
    with_nine = making.words(source=making.SOURCE.replace("| R2\n", "| R9\n").replace("R2", "R9"))
    edition = services.save_draft(edition, by=world.ann, seen=edition.digest, words=with_nine).edition
    edition = services.save_draft(edition, by=world.ann, seen=edition.digest, words=making.words()).edition
    _, data = opened(world, edition)
    answer = text(post(world, edition, data, "add-rule"))
    assert 'data-rule="r10"' in answer


def test_the_next_edition_does_not_hand_out_a_removed_id(world: World, edition: Edition) -> None:
    published = making.published(edition, world)
    without = making.SOURCE.partition("/// rule | R2")[0]
    newer = making.next_draft(published.guideline, world.ann, source=without, change_note="R2 is gone.")
    _, data = opened(world, newer)
    assert 'data-rule="r3"' in text(post(world, newer, data, "add-rule"))


def test_a_case_is_added_to_its_rule_and_a_block_removed(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    answer = text(post(world, edition, data, "add-case-R2"))
    assert answer.count("data-block=") == page.count("data-block=") + 1
    removed = text(post(world, edition, data, f"remove-{key_of(page, 'R2')}"))
    assert 'data-rule="r2"' not in removed
    assert 'data-rule="r1"' in removed


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


def test_a_template_is_added_at_the_end(world: World, edition: Edition) -> None:
    kept = services.add_template(
        domain=world.product, language="en", by=world.ann, name="Licences", source="## Licences\n\nAsk for one."
    )
    page, data = opened(world, edition)
    assert "Licences" in page
    assert "Ask for one." in text(post(world, edition, data, f"template-{kept.pk}"))
    assert "no longer kept" in text(post(world, edition, data, "template-999"))


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


@pytest.mark.parametrize("action", ["up-b999", "down-b0", "add-case-R77", "remove-b99999", "template-1"])
def test_a_button_of_an_old_page_does_no_harm(world: World, edition: Edition, action: str) -> None:
    _, data = opened(world, edition)
    assert post(world, edition, data, action).status_code == 200
    edition.refresh_from_db()
    assert edition.source == making.SOURCE


def test_odd_block_names_are_ignored(world: World, edition: Edition) -> None:
    _, data = opened(world, edition)
    data["order"] = [*data["order"], "b0", "title", "b123456", "'; --"]  # type: ignore[misc]
    assert post(world, edition, data, "save").status_code == 302
    edition.refresh_from_db()
    assert edition.source == making.SOURCE


def test_values_that_left_the_lists_are_kept_and_shown(world: World, edition: Edition) -> None:
    odd = making.words(source=making.SOURCE.replace("action: remove", "action: vanish"))
    edition = services.save_draft(edition, by=world.ann, seen=edition.digest, words=odd).edition
    page, data = opened(world, edition)
    assert "vanish (not in the list)" in page
    post(world, edition, data, "save")
    edition.refresh_from_db()
    assert "action: vanish" in edition.source


def test_autosave_reads_blocks_as_well(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    data[f"{key_of(page, 'R2')}-severity"] = "S4"
    answer = signed_in(world.ann).post(address("autosave", edition), data)
    assert answer.json()["saved"] is True  # type: ignore[attr-defined]
    edition.refresh_from_db()
    assert "severity: S4" in edition.source


def test_the_wished_start_and_the_review_interval_are_kept_beside_the_words(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    assert "Wished start" in page
    beside = {"review_months": "9", "wished_from": "2031-06-24T09:00"}
    assert post(world, edition, {**data, **beside}, "save").status_code == 302
    digest = edition.digest
    edition.refresh_from_db()
    assert edition.wished_from == dt.datetime(2031, 6, 24, 16, tzinfo=dt.UTC)
    assert (edition.digest, edition.guideline.review_months) == (digest, 9)
    verbs = AuditEvent.objects.order_by("-id").values_list("verb", flat=True)[:2]
    assert set(verbs) == {"edition.wished", "guideline.review_interval_set"}
    assert post(world, edition, {**data, **beside, "review_months": "99"}, "save").status_code == 422
    before = AuditEvent.objects.count()
    post(world, edition, {**data, **beside}, "save")
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("who", ["bob", "mo", "joe", "van"])
def test_only_writers_set_what_stands_beside_the_words(world: World, edition: Edition, who: str) -> None:
    person = getattr(world, who)
    with pytest.raises(Refused):
        services.wish(edition, start=None, by=person)
    with pytest.raises(Refused):
        services.set_review_interval(edition.guideline, months=3, by=person)


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
