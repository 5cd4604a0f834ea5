"""Where a draft begins: a template, the words in force or to come, a copy for another market. Two at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from guidelines.editions.models import Edition, Guideline
from guidelines.editions.services import Fate
from guidelines.people.roles import Role
from guidelines.people.services import grant
from tests.editions import making
from tests.journeys.conftest import Window
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Window]
OUTLINE = "## Scope\n\nWhich licence a seller needs.\n\n## Proof\n\nWhat counts as proof.\n"


def test_a_guideline_begins_with_a_template_of_its_domain(marketplace: World, window: Opener) -> None:
    ann = window(marketplace.ann)
    page = ann.page
    ann.open("/templates/")
    page.get_by_role("link", name="New template").click()
    page.get_by_label("Name", exact=True).fill("Licensed goods")
    page.get_by_label("Text", exact=True).fill(OUTLINE)
    page.get_by_role("button", name="Keep the template").click()
    ann.look("template-kept")
    ann.open("/new-guideline/")
    page.get_by_label("Domain", exact=True).select_option(label="Product")
    page.get_by_label("Title", exact=True).fill("Fireworks")
    page.get_by_label("Start with").select_option(label="Licensed goods (Product, English)")
    page.get_by_role("button", name="Open a draft", exact=True).click()
    expect(page.get_by_role("region", name="Preview").get_by_text("Which licence a seller needs.")).to_be_visible()
    assert (Edition.objects.get().title, Edition.objects.get().source) == ("Fireworks", OUTLINE)


def test_two_drafts_stand_on_the_words_in_force_and_on_those_to_come(marketplace: World, window: Opener) -> None:
    first = making.published(making.draft(marketplace), marketplace)
    making.published(
        making.next_draft(first.guideline, marketplace.ann, summary="Words to come."),
        marketplace,
        effective_from=timezone.now() + dt.timedelta(days=2),
    )
    ann = window(marketplace.ann)
    page = ann.page
    ann.open("/g/US-PR-0001/")
    page.get_by_role("button", name="New edition", exact=True).click()
    expect(page.get_by_text("Edition 3, from edition 1")).to_be_visible()
    ann.open("/g/US-PR-0001/editions/")
    ann.look("editions-one-scheduled")
    page.get_by_role("button", name="New edition on the words of edition 2, scheduled").click()
    expect(page.get_by_text("Edition 4, from edition 2")).to_be_visible()
    expect(page.get_by_label("Summary", exact=True)).to_have_value("Words to come.")
    bases = dict(Edition.objects.filter(number__gt=2).values_list("number", "base__number"))
    assert bases == {3: 1, 4: 2}
    a_correction_does_not_wait_for_the_drafts(marketplace, page, first.guideline)


def a_correction_does_not_wait_for_the_drafts(marketplace: World, page: Page, guideline: Guideline) -> None:
    """The urgent one goes out at once; the rewrite stays open and says what it must be rebased on."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Work").click()
    drafts = page.get_by_role("region", name="Draft")
    expect(drafts.get_by_text("Edition 3", exact=True)).to_be_visible()
    expect(drafts.get_by_text("Edition 4", exact=True)).to_be_visible()
    urgent = making.next_draft(guideline, marketplace.art, summary="Urgent.")
    making.published(urgent, marketplace, fates={2: Fate.KEEP}, note="Both hold.")
    page.reload()
    drafts.get_by_role("listitem").filter(has_text="Edition 3").get_by_role("link").click()
    expect(page.get_by_text("Edition 5 was published after this draft was opened")).to_be_visible()


def test_a_copy_for_another_market_says_how_far_it_is_behind(marketplace: World, window: Opener) -> None:
    first = making.published(making.draft(marketplace), marketplace)
    grant(marketplace.ann, Role.POLICY_MANAGER, by=None, market=marketplace.vn, domain=marketplace.product)
    ann = window(marketplace.ann)
    page = ann.page
    page.on("dialog", lambda dialog: dialog.accept())
    ann.open("/g/US-PR-0001/")
    page.get_by_role("link", name="Copy to another market").click()
    ann.look("copy")
    page.get_by_label("Market").select_option(label="Việt Nam")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Counterfeit product listings")
    copy = Guideline.objects.get(market=marketplace.vn)
    assert copy.adapted_from == first

    changed = making.SOURCE.replace("less than 30%", "less than 25%")
    newest = making.published(making.next_draft(first.guideline, marketplace.art, source=changed), marketplace)
    ann.open("/work/")
    copies = page.get_by_role("region", name="Copies and their sources")
    expect(copies.get_by_text("1 behind")).to_be_visible()
    ann.look("board-behind")
    copies.get_by_role("link", name="See what changed").click()
    expect(page.locator("ins", has_text="25").first).to_be_visible()
    page.go_back()
    copies.get_by_role("button", name="It is brought up to date").click()
    expect(copies.get_by_text("current")).to_be_visible()
    copy.refresh_from_db()
    assert copy.adapted_from == newest
