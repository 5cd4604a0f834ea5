"""A bundle: several editions start in one moment, and one that is not approved stops them all by its name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from guidelines.editions import services
from guidelines.editions.models import Bundle, Edition
from tests.editions import making
from tests.journeys.conftest import Window
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def states() -> list[str]:
    return list(Edition.objects.order_by("guideline__policy_id").values_list("state", flat=True))


def test_one_unapproved_member_stops_the_bundle_by_name(marketplace: World, window: Callable[..., Window]) -> None:
    one = making.approved(making.draft(marketplace, title="Copies"), marketplace)
    two = making.approved(making.draft(marketplace, title="Replicas"), marketplace)
    ann = window(marketplace.ann)
    page = ann.page
    bundle = a_bundle_is_made(ann, one, two)
    expect(page.get_by_text("Ready to publish.")).to_have_count(2)
    page.get_by_label("Why sooner?").fill("The recall begins.")

    services.recall(two, by=marketplace.art)  # while Ann looks at the page
    page.get_by_role("button", name="Publish all").click()
    expect(page.get_by_role("alert").first).to_contain_text(f"{two} stops the bundle")
    expect(page.get_by_role("alert").first).to_contain_text("Nothing was published.")
    expect(page.get_by_label("Why sooner?")).to_have_value("The recall begins.")
    ann.look("bundle-stopped")
    assert states() == ["approved", "draft"]

    ann.open(bundle)
    expect(page.get_by_role("button", name="Publish all")).to_be_disabled()
    expect(page.get_by_role("listitem").filter(has_text="Replicas")).not_to_contain_text("Ready to publish.")
    two.refresh_from_db()
    making.approved(two, marketplace)
    ann.open(bundle)
    page.get_by_label("Why sooner?").fill("The recall begins.")
    page.get_by_role("button", name="Publish all").click()
    expect(page.get_by_text("Published", exact=True).first).to_be_visible()
    ann.look("bundle-published")
    assert states() == ["published", "published"]
    assert len(set(Edition.objects.values_list("effective_from", flat=True))) == 1
    assert Bundle.objects.get().published_by == marketplace.ann


def a_bundle_is_made(ann: Window, *editions: Edition) -> str:
    page = ann.page
    ann.open("/bundles/")
    page.get_by_label("Name", exact=True).fill("Winter recall")
    page.get_by_role("button", name="Open", exact=True).click()
    for edition in editions:
        page.get_by_label("Edition", exact=True).select_option(str(edition.pk))
        page.get_by_role("button", name="Add to the bundle").click()
        expect(page.get_by_role("link", name=edition.title)).to_be_visible()
    return Bundle.objects.get().get_absolute_url()
