"""An image on its way: uploaded, described before it may go to review, seen where it changed, kept from moderators."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from guidelines.editions import services
from guidelines.editions.models import Attachment, Edition
from tests.editions import making
from tests.editions.pages import address
from tests.editions.test_images import drawn
from tests.journeys.conftest import Window
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Window]


@pytest.fixture
def in_force(marketplace: World, settings, tmp_path) -> Edition:  # type: ignore[no-untyped-def]
    """A text in force that shows a red seal."""
    settings.MEDIA_ROOT = tmp_path
    draft = making.draft(marketplace)
    seal = services.attach(draft, by=marketplace.ann, data=drawn(colour="red"))
    words = making.words(source=f"{making.SOURCE}\n![A red seal]({seal.get_absolute_url()})\n")
    draft = services.save_draft(draft, by=marketplace.ann, seen=draft.digest, words=words).edition
    return making.published(draft, marketplace)


def test_an_image_is_exchanged(marketplace: World, window: Opener, in_force: Edition) -> None:
    red = Attachment.objects.get()
    edition = services.open_edition(in_force.guideline, by=marketplace.ann)
    ann, mo = window(marketplace.ann), window(marketplace.mo)
    blue = an_image_is_uploaded(ann, edition, red)
    it_goes_to_review_only_with_its_words(ann, edition, red, blue)
    the_reviewer_sees_both(window(marketplace.bob), edition, red, blue)
    mo.open("/g/US-PR-0001/")
    expect(mo.page.get_by_role("img", name="A red seal")).to_be_visible()
    assert is_drawn(mo.page, red)
    assert mo.page.request.get(mo.server + red.get_absolute_url()).status == 200
    assert mo.page.request.get(mo.server + blue.get_absolute_url()).status == 404


def test_an_image_in_a_case_is_blurred_until_it_is_asked_for(
    marketplace: World, window: Opener, settings, tmp_path
) -> None:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path
    draft = making.draft(marketplace)
    bag = services.attach(draft, by=marketplace.ann, data=drawn(colour="red")).get_absolute_url()
    said = "The seller says that it is a copy."
    words = making.words(source=making.SOURCE.replace(said, f"![A bag]({bag})\n\n{said}"))
    making.published(
        services.save_draft(draft, by=marketplace.ann, seen=draft.digest, words=words).edition, marketplace
    )
    mo = window(marketplace.mo)
    mo.open("/g/US-PR-0001/R1/")
    image = mo.page.get_by_role("img", name="A bag")
    expect(image).to_have_css("filter", re.compile(r"blur\(12px\)"))
    mo.page.get_by_text("Show image").click()
    expect(image).to_have_css("filter", "none")


def an_image_is_uploaded(ann: Window, edition: Edition, red: Attachment) -> Attachment:
    page = ann.page
    ann.open(address("images", edition))
    form = page.get_by_role("complementary", name="Add an image")
    form.get_by_label("Image file").set_input_files(
        {"name": "seal.png", "mimeType": "image/png", "buffer": drawn(colour="blue")}
    )
    form.get_by_label("What it shows").fill("A blue seal")
    form.get_by_role("button", name="Add").click()
    blue = Attachment.objects.exclude(pk=red.pk).get()
    expect(page.get_by_role("status")).to_contain_text(f"![A blue seal]({blue.get_absolute_url()})")
    expect(page.get_by_label("Line for image 2")).to_have_value(f"![]({blue.get_absolute_url()})")
    ann.look("images-two")
    return blue


def it_goes_to_review_only_with_its_words(ann: Window, edition: Edition, red: Attachment, blue: Attachment) -> None:
    page = ann.page
    ann.open(address("draft", edition))
    page.get_by_role("button", name="Whole text as Markdown").click()
    text = page.get_by_label("Text", exact=True)
    text.fill(text.input_value().replace(f"![A red seal]({red.get_absolute_url()})", f"![]({blue.get_absolute_url()})"))
    page.get_by_label("Change note", exact=True).fill("The seal is blue now.")
    page.get_by_role("button", name="Save and submit for review").click()
    expect(page.get_by_role("alert")).to_contain_text("This image has no words for those who can’t see it.")
    assert Edition.objects.get(pk=edition.pk).state == "draft"
    text.fill(text.input_value().replace("![](", "![A blue seal]("))
    page.get_by_role("button", name="Save and submit for review").click()
    expect(page.get_by_text("Sent to review").first).to_be_visible()


def the_reviewer_sees_both(bob: Window, edition: Edition, red: Attachment, blue: Attachment) -> None:
    page = bob.page
    bob.open(address("review", edition))
    redline = page.get_by_role("region", name="Redline")
    expect(redline.get_by_text("1 block differs from edition 1")).to_be_visible()
    expect(redline.locator("del img:visible")).to_have_attribute("src", red.get_absolute_url())
    expect(redline.locator("ins img:visible")).to_have_attribute("src", blue.get_absolute_url())
    assert is_drawn(page, red)
    assert is_drawn(page, blue)
    bob.look("review-image")


def is_drawn(page: Page, attachment: Attachment) -> bool:
    """Whether the browser got the picture, not only its address."""
    image = page.locator(f"img[src='{attachment.get_absolute_url()}']:visible").first
    image.scroll_into_view_if_needed()
    return bool(image.evaluate("async image => { await image.decode(); return image.naturalWidth === 40 }"))
