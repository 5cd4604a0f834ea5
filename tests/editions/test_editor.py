"""The editor: blocks posted with their fields, buttons that arrange without saving, the preview of what is typed."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.http import HttpResponse

from guidelines.audit.models import AuditEvent
from guidelines.catalogue.models import Topic
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


def test_a_page_that_did_not_arrive_whole_is_refused(world: World, edition: Edition) -> None:
    _, data = opened(world, edition)
    data["order"] = data["order"][:-1]  # type: ignore[index]
    answer = post(world, edition, data, "save")
    assert answer.status_code == 422
    assert "did not arrive whole" in text(answer)
    edition.refresh_from_db()
    assert edition.source == making.SOURCE


def test_a_browser_that_sends_only_what_was_touched_is_understood(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    key = key_of(page, "R2")
    sent = {name: value for name, value in data.items() if not name.startswith("b") or name.endswith(("-md", "-was"))}
    sent |= {"blocks": data["blocks"], f"{key}-when": "within 2 hours"}
    post(world, edition, sent, "save")
    edition.refresh_from_db()
    assert edition.source == making.SOURCE.replace("within 4 hours", "within 2 hours")


def test_markdown_that_became_two_blocks_is_kept_as_two(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    key = key_of(page, "R2")
    data[f"{key}-md"] = f"{data[f'{key}-md']}\n\n/// rule | R3\nif: A\ndo: B\naction: remove\n///"
    answer = text(post(world, edition, data, f"up-{key_of(page, 'R1')}", HTTP_X_PART="editor"))
    assert answer.index('data-rule="r2"') < answer.index('data-rule="r3"')


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


def test_only_the_lines_of_a_changed_field_are_written_anew(world: World) -> None:
    odd = making.SOURCE.replace("if: A branded item", "if:\n  - A branded item").replace("label:", "label:   ")
    edition = making.draft(world, source=odd)
    page, data = opened(world, edition)
    data[f"{key_of(page, 'R2')}-severity"] = "S4"
    post(world, edition, data, "save")
    edition.refresh_from_db()
    assert edition.source == odd.replace("severity: S3", "severity: S4")


def test_a_team_that_left_the_list_is_kept_and_shown(world: World) -> None:
    edition = making.draft(world, source=making.SOURCE.replace("Brand Integrity, within", "Ghosts, within"))
    page, data = opened(world, edition)
    assert "Ghosts (not in the list)" in page
    post(world, edition, data, "save")
    edition.refresh_from_db()
    assert "escalate: Ghosts, within 4 hours" in edition.source


def test_a_topic_that_left_the_list_stays_chosen_until_it_is_taken_out(world: World, edition: Edition) -> None:
    Topic.objects.filter(code="counterfeit.goods").update(retired=True)
    page, data = opened(world, edition)
    assert "no longer in the list" in page
    post(world, edition, {**data, "title": "Another title"}, "save")
    edition.refresh_from_db()
    assert (edition.title, edition.topic_codes) == ("Another title", ["counterfeit.goods"])


def test_a_page_left_open_does_not_take_back_a_wish_of_somebody_else(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    was = re.search(r'name="beside_was" value="([^"]+)"', page)
    assert was
    data |= {"review_months": "6", "wished_from": "", "beside_was": was[1]}
    start = dt.datetime(2031, 6, 24, 16, tzinfo=dt.UTC)
    services.wish(edition, start=start, by=world.ann)
    answer = signed_in(world.ann).post(address("autosave", edition), {**data, "title": "Another title"})
    assert answer.json()["saved"] is True  # type: ignore[attr-defined]
    edition.refresh_from_db()
    assert edition.wished_from == start


def test_autosave_keeps_the_wished_start_too(world: World, edition: Edition) -> None:
    _, data = opened(world, edition)
    data |= {"review_months": "6", "wished_from": "2031-06-24T09:00"}
    signed_in(world.ann).post(address("autosave", edition), data)
    edition.refresh_from_db()
    assert edition.wished_from == dt.datetime(2031, 6, 24, 16, tzinfo=dt.UTC)


def test_the_reviewer_sees_the_wished_start(world: World, edition: Edition) -> None:
    services.wish(edition, start=dt.datetime(2031, 6, 24, 16, tzinfo=dt.UTC), by=world.ann)
    page = text(signed_in(world.bob).get(address("review", edition)))
    assert "24 Jun 2031, 09:00" in page


def test_rules_of_a_template_get_ids_of_their_own(world: World, edition: Edition) -> None:
    source = making.SOURCE.partition("Listings of branded goods by every US seller.")[2]
    kept = services.add_template(domain=world.product, language="en", by=world.ann, name="Signals", source=source)
    _, data = opened(world, edition)
    answer = text(post(world, edition, data, f"template-{kept.pk}", HTTP_X_PART="editor"))
    assert re.findall(r'data-rule="(r\d+)"', answer) == ["r1", "r2", "r3", "r4"]
    assert re.findall(r'data-case-of="(r\d+)"', answer) == ["r1", "r1", "r3", "r3"]


def test_the_preview_marks_what_became_of_a_rule_as_the_published_page_will(world: World, edition: Edition) -> None:
    published = making.published(edition, world)
    newer = making.next_draft(published.guideline, world.ann, change_note="R2 is graver.")
    page, data = opened(world, newer)
    data[f"{key_of(page, 'R2')}-severity"] = "S2"
    answer = text(post(world, newer, data, "preview", HTTP_X_PART="preview"))
    assert 'data-part="blocks"' not in answer
    assert '<tr id="r2" class="is-new">' in answer.partition('data-part="preview"')[2]


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


def test_a_large_guideline_is_edited_block_by_block(world: World) -> None:
    rules = "".join(
        f"/// rule | R{n}\nif: Sign {n} is seen.\ndo: Remove the listing.\naction: remove\nseverity: S2\n"
        f"label: counterfeit.declared\nescalate: Brand Integrity, at once\nbasis: LGL-{n}\n///\n\n"
        f"/// case | violating R{n}\n“Sign {n}.”\n\nIt is there.\n///\n\n/// case | edge R{n}\nHalf.\n\nAsk.\n///\n\n"
        for n in range(1, 201)
    )
    edition = making.draft(world, source=f"## Scope\n\nEverything.\n\n{rules}", change_note="All rules are new.")
    page, data = opened(world, edition)
    data[f"{key_of(page, 'R200')}-severity"] = "S4"
    assert post(world, edition, data, "save").status_code == 302
    before = edition.source
    edition.refresh_from_db()
    head, _, last = before.rpartition("severity: S2")
    assert edition.source == f"{head}severity: S4{last}"
