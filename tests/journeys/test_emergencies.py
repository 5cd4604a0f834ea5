"""The emergency lane: words in force at once under a bar, ratified by somebody else, or gone by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from guidelines.editions import services
from guidelines.editions.models import Approval, Edition
from guidelines.editions.queries import in_force
from tests.editions import making
from tests.editions.pages import address
from tests.journeys.conftest import Window, ago
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Window]
REASON = "Children were hurt by this product today."


def test_an_emergency_is_in_force_at_once_and_ratified_by_somebody_else(marketplace: World, window: Opener) -> None:
    first = making.published(making.draft(marketplace), marketplace)
    edition = making.next_draft(first.guideline, marketplace.ann, summary="Remove at once.")
    bob, mo = window(marketplace.bob), window(marketplace.mo)
    it_is_enforced(bob, edition)
    mo.open("/g/US-PR-0001/")
    expect(mo.page.get_by_text("Remove at once.")).to_be_visible()
    expect(bar(mo)).to_contain_text(f"edition 1 returns by itself at that time. Reason: {REASON}")
    mo.look("reading-temporary")
    whoever_enforced_it_cannot_ratify(bob, edition)
    another_reviewer_ratifies(window(marketplace.eve))
    mo.open("/g/US-PR-0001/")
    expect(mo.page.get_by_text("Remove at once.")).to_be_visible()
    expect(bar(mo)).to_have_count(0)
    edition.refresh_from_db()
    assert edition.expires_at is None
    assert Approval.objects.get(edition=edition, kind="ratified").person == marketplace.eve


def it_is_enforced(bob: Window, edition: Edition) -> None:
    page = bob.page
    bob.open(address("review", edition))
    page.get_by_role("link", name="Enforce now").click()
    page.get_by_role("button", name="Enforce now").click()
    assert Edition.objects.get(pk=edition.pk).state == "draft"  # without a reason nothing happens
    page.get_by_label("Reason").fill(REASON)
    page.get_by_label("Ends after").fill("24")
    page.get_by_role("button", name="Enforce now").click()
    page.wait_for_url(f"**{address('review', edition)}**")
    expires = Edition.objects.get(pk=edition.pk).expires_at
    assert expires
    assert dt.timedelta(hours=23) < expires - timezone.now() <= dt.timedelta(hours=24)


def bar(mo: Window) -> Locator:
    return mo.page.get_by_role("note").filter(has_text="Temporary until")


def whoever_enforced_it_cannot_ratify(bob: Window, edition: Edition) -> None:
    page = bob.page
    bob.open(address("review", edition))
    expect(page.get_by_role("link", name="Ratify")).to_have_count(0)
    bob.look("review-emergency")
    bob.open(address("move", edition, "ratify"))
    expect(page.get_by_role("button", name="Ratify")).to_have_count(0)


def another_reviewer_ratifies(eve: Window) -> None:
    page = eve.page
    eve.open("/work/")
    page.get_by_role("link", name="Counterfeit product listings").first.click()
    page.get_by_role("link", name="Ratify").click()
    eve.look("ratify")
    page.get_by_role("button", name="Ratify").click()
    expect(page.get_by_role("status").filter(has_text="Ratified.")).to_be_visible()


def test_what_nobody_ratified_has_ended_by_itself_and_is_listed(marketplace: World, window: Opener) -> None:
    """Four days ago Bob enforced it for three; since then nobody did anything."""
    with ago(4):
        first = making.published(making.draft(marketplace), marketplace)
        draft = making.next_draft(first.guideline, marketplace.ann, summary="Remove at once.")
        services.enforce_now(draft, by=marketplace.bob, seen=draft.digest, note=REASON)
        assert in_force(first.guideline, timezone.now()) == draft
    mo, joe = window(marketplace.mo), window(marketplace.joe)
    mo.open("/g/US-PR-0001/")
    expect(mo.page.get_by_text("Act on listings that offer counterfeit goods.")).to_be_visible()
    expect(bar(mo)).to_have_count(0)
    joe.open("/emergencies/")
    row = joe.page.get_by_role("row").filter(has_text="US-PR-0001")
    for words in ("Bob Stone", REASON, "Nobody ratified it"):
        expect(row).to_contain_text(words)
    joe.look("emergencies-listed")
