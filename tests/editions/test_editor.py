"""The editor: blocks posted with their fields, and what stands beside the words."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from time import process_time

import pytest

from guidelines.audit.models import AuditEvent
from guidelines.catalogue.models import Topic
from guidelines.editions import block_form, services
from guidelines.editions.models import Contribution, Edition
from guidelines.frame.refusals import Refused
from tests.editions import making
from tests.editions.editing import key_of, opened, post
from tests.editions.pages import FIELDS, address, signed_in, text
from tests.people import World


@pytest.fixture
def edition(world: World) -> Edition:
    return making.draft(world)


@pytest.mark.slow
def test_saving_untouched_blocks_changes_no_letter(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    assert page.count("data-block=") >= 5
    assert post(world, edition, data, "save").status_code == 302
    edition.refresh_from_db()
    assert edition.source == making.SOURCE
    assert Contribution.objects.count() == 1


@pytest.mark.slow
def test_a_field_that_was_changed_is_saved_into_its_block(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    data[f"{key_of(page, 'R2')}-severity"] = "S4"
    post(world, edition, data, "save")
    edition.refresh_from_db()
    assert edition.source == making.SOURCE.replace("severity: S3", "severity: S4")


@pytest.mark.slow
def test_markdown_that_was_changed_wins_over_the_fields(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    key = key_of(page, "R2")
    data[f"{key}-md"] = str(data[f"{key}-md"]).replace("S3", "S1")
    post(world, edition, data, "save")
    edition.refresh_from_db()
    assert "severity: S1" in edition.source


@pytest.mark.slow
def test_a_field_that_would_break_out_is_refused_and_stays_on_the_page(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    data[f"{key_of(page, 'R2')}-do"] = "Remove.\n///\nMy long thoughts."
    answer = post(world, edition, data, "save")
    assert answer.status_code == 422
    assert "My long thoughts." in text(answer)
    assert "can’t begin with" in text(answer)
    edition.refresh_from_db()
    assert edition.source == making.SOURCE


@pytest.mark.slow
def test_odd_block_names_are_ignored(world: World, edition: Edition) -> None:
    _, data = opened(world, edition)
    data["order"] = [*data["order"], "b0", "title", "b123456", "'; --"]  # type: ignore[misc]
    assert post(world, edition, data, "save").status_code == 302
    edition.refresh_from_db()
    assert edition.source == making.SOURCE


@pytest.mark.slow
def test_values_that_left_the_lists_are_kept_and_shown(world: World, edition: Edition) -> None:
    odd = making.words(source=making.SOURCE.replace("action: remove", "action: vanish"))
    edition = services.save_draft(edition, by=world.ann, seen=edition.digest, words=odd).edition
    page, data = opened(world, edition)
    assert "vanish (not in the list)" in page
    post(world, edition, data, "save")
    edition.refresh_from_db()
    assert "action: vanish" in edition.source


@pytest.mark.slow
def test_autosave_reads_blocks_as_well(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    data[f"{key_of(page, 'R2')}-severity"] = "S4"
    answer = signed_in(world.ann).post(address("autosave", edition), data)
    assert answer.json()["saved"] is True  # type: ignore[attr-defined]
    edition.refresh_from_db()
    assert "severity: S4" in edition.source


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_page_that_did_not_arrive_whole_is_refused(world: World, edition: Edition) -> None:
    _, data = opened(world, edition)
    data["order"] = data["order"][:-1]  # type: ignore[index]
    answer = post(world, edition, data, "save")
    assert answer.status_code == 422
    assert "did not arrive whole" in text(answer)
    edition.refresh_from_db()
    assert edition.source == making.SOURCE


@pytest.mark.slow
def test_a_page_with_more_blank_lines_than_a_source_can_hold_is_refused_with_its_words(
    world: World, edition: Edition
) -> None:
    seal = hashlib.sha256(b"Mine.").hexdigest()[:16]
    keys = [f"b{n}" for n in range(30)]
    data = {**FIELDS, "seen": edition.digest, "mode": "forms", "order": keys, "blocks": len(keys)}
    for key in keys:
        data |= {f"{key}-md": "Mine.", f"{key}-was": f"9999.{seal}"}
    answer = post(world, edition, data, "save")
    assert answer.status_code == 422
    assert "did not arrive whole" in text(answer)
    assert len(answer.content) < 300_000
    assert text(answer).count("Mine.") >= len(keys)


@pytest.mark.slow
@pytest.mark.parametrize("source", ["[" * 60_000, "# a" + "# " * 30_000 + "x"])
def test_a_block_is_named_at_once_whatever_stands_in_it(world: World, edition: Edition, source: str) -> None:
    start = process_time()
    data = {**FIELDS, "source": source, "seen": edition.digest, "mode": "text"}
    assert post(world, edition, data, "view-forms").status_code == 200
    assert process_time() - start < 3


@pytest.mark.slow
def test_a_browser_that_sends_only_what_was_touched_is_understood(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    key = key_of(page, "R2")
    sent = {name: value for name, value in data.items() if not name.startswith("b") or name.endswith(("-md", "-was"))}
    sent |= {"blocks": data["blocks"], f"{key}-when": "within 2 hours"}
    post(world, edition, sent, "save")
    edition.refresh_from_db()
    assert edition.source == making.SOURCE.replace("within 4 hours", "within 2 hours")


@pytest.mark.slow
def test_only_the_lines_of_a_changed_field_are_written_anew(world: World) -> None:
    odd = making.SOURCE.replace("if: A branded item", "if:\n  - A branded item").replace("label:", "label:   ")
    edition = making.draft(world, source=odd)
    page, data = opened(world, edition)
    data[f"{key_of(page, 'R2')}-severity"] = "S4"
    post(world, edition, data, "save")
    edition.refresh_from_db()
    assert edition.source == odd.replace("severity: S3", "severity: S4")


@pytest.mark.slow
def test_a_team_that_left_the_list_is_kept_and_shown(world: World) -> None:
    edition = making.draft(world, source=making.SOURCE.replace("Brand Integrity, within", "Ghosts, within"))
    page, data = opened(world, edition)
    assert "Ghosts (not in the list)" in page
    post(world, edition, data, "save")
    edition.refresh_from_db()
    assert "escalate: Ghosts, within 4 hours" in edition.source


@pytest.mark.slow
def test_a_topic_that_left_the_list_stays_chosen_until_it_is_taken_out(world: World, edition: Edition) -> None:
    Topic.objects.filter(code="counterfeit.goods").update(retired=True)
    page, data = opened(world, edition)
    assert "no longer in the list" in page
    post(world, edition, {**data, "title": "Another title"}, "save")
    edition.refresh_from_db()
    assert (edition.title, edition.topic_codes) == ("Another title", ["counterfeit.goods"])


@pytest.mark.slow
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


@pytest.mark.slow
def test_autosave_keeps_the_wished_start_too(world: World, edition: Edition) -> None:
    _, data = opened(world, edition)
    data |= {"review_months": "6", "wished_from": "2031-06-24T09:00"}
    signed_in(world.ann).post(address("autosave", edition), data)
    edition.refresh_from_db()
    assert edition.wished_from == dt.datetime(2031, 6, 24, 16, tzinfo=dt.UTC)


@pytest.mark.slow
def test_the_reviewer_sees_the_wished_start(world: World, edition: Edition) -> None:
    services.wish(edition, start=dt.datetime(2031, 6, 24, 16, tzinfo=dt.UTC), by=world.ann)
    page = text(signed_in(world.bob).get(address("review", edition)))
    assert "24 Jun 2031, 09:00" in page


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_block_whose_words_did_not_arrive_is_not_taken_for_emptied(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    del data[f"{key_of(page, 'R2')}-md"]
    assert post(world, edition, data, "save").status_code == 422
    edition.refresh_from_db()
    assert edition.source == making.SOURCE


@pytest.mark.slow
def test_a_block_that_was_emptied_is_taken_away(world: World, edition: Edition) -> None:
    page, data = opened(world, edition)
    data[f"{key_of(page, 'R2')}-md"] = "  \n"
    post(world, edition, data, "save")
    edition.refresh_from_db()
    assert "| R2" not in edition.source
    assert "| R1" in edition.source


@pytest.mark.slow
def test_a_text_too_long_for_blocks_is_edited_whole(
    world: World, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(block_form, "MOST_POSTED", 100)
    page = text(signed_in(world.ann).get(address("draft", edition)))
    assert 'name="mode" value="text"' in page
    assert "too long to be edited block by block" in page
