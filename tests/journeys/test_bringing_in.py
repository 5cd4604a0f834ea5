"""Text comes from Word, from the clipboard and from a file, and is looked at before it is in the draft."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Route, expect

from guidelines.editions.models import Edition
from tests.editions import making
from tests.editions.test_bringing_in import WORD
from tests.journeys.conftest import Window
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path


def look_at_word_file(ann: Window, edition: Edition) -> Locator:
    ann.open(reverse("bring_in", args=[edition.guideline.policy_id, edition.number]))
    ann.look("bring-in")
    ann.page.get_by_label("File").set_input_files({"name": "Policy.docx", "mimeType": "", "buffer": WORD})
    ann.page.get_by_role("button", name="Look at it").click()
    return ann.page.get_by_label("Text as it comes in")


def paste(field: Locator, html: str, plain: str) -> None:
    field.evaluate(
        """(field, [html, plain]) => {
            const data = new DataTransfer();
            data.setData('text/html', html);
            data.setData('text/plain', plain);
            field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [html, plain],
    )


def test_ann_brings_a_word_file_into_her_draft(window: Callable[..., Window], marketplace: World) -> None:
    edition = making.draft(marketplace)
    ann = window(marketplace.ann)
    look_at_word_file(ann, edition)
    expect(ann.page.get_by_text("1 comment was left out.")).to_be_visible()
    ann.look("bring-in-result")
    ann.page.get_by_label("Replace the whole text").check()
    ann.page.get_by_role("button", name="Put it into the draft").click()
    expect(ann.page.get_by_text("The text is in the draft.")).to_be_visible()
    edition.refresh_from_db()
    assert edition.source.startswith("# Scope\n\nEvery **US** seller.")


def test_ann_pastes_from_word_and_takes_it_back(window: Callable[..., Window], marketplace: World) -> None:
    ann = window(marketplace.ann)
    field = look_at_word_file(ann, making.draft(marketplace))
    field.fill("before after")
    field.evaluate("field => field.setSelectionRange(7, 7)")
    asked: list[Route] = []
    ann.page.route("**/paste/", lambda route: asked.append(route))
    with ann.page.expect_request("**/paste/"):
        paste(field, "<b>bold</b> <u>line</u> ", "bold line ")
    ann.page.keyboard.type("typed ")  # before the server has answered
    asked[0].continue_()
    expect(field).to_have_value("before **bold** line typed after")
    expect(ann.page.locator("[data-toast]")).to_contain_text("The underline of 1 passage was left out.")
    ann.page.keyboard.press("Control+z")
    expect(field).to_have_value("before typed after")
    assert ann.complaints == []


def test_what_cannot_be_converted_is_pasted_as_plain_text(window: Callable[..., Window], marketplace: World) -> None:
    ann = window(marketplace.ann)
    field = look_at_word_file(ann, making.draft(marketplace))
    field.fill("")
    field.focus()
    paste(field, "<table>" + "<tr><td>x" * 3000, "the plain words")
    expect(field).to_have_value("the plain words")
    expect(ann.page.locator("[data-toast]")).to_contain_text("A table is too big")


def test_ann_pastes_into_the_text_of_her_draft(window: Callable[..., Window], marketplace: World) -> None:
    edition = making.draft(marketplace, source="## Scope\n\nListings.\n")
    ann = window(marketplace.ann)
    ann.open(reverse("draft", args=[edition.guideline.policy_id, edition.number]))
    ann.page.get_by_role("link", name="Bring text in").wait_for()
    field = ann.page.get_by_label("Text", exact=True)
    field.fill("Here: ")
    paste(field, "<ul><li>one<ul><li>two</li></ul></li></ul>", "one two")
    expect(field).to_have_value("Here: \n\n- one\n  - two\n")
    assert ann.complaints == []
