"""Publishing: in the market's time as each site reads it, with a reason when sooner, over a schedule, and suspended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from guidelines.audit.models import AuditEvent
from guidelines.editions.models import Edition
from guidelines.editions.queries import in_force
from tests.editions import making
from tests.editions.pages import address
from tests.journeys.conftest import Window
from tests.people import World
from tests.people.sites import seat

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Window]


@pytest.fixture
def first(marketplace: World) -> Edition:
    """In force, read at Austin and Manila."""
    seat(marketplace.lia, "Manila", "Asia/Manila")
    return making.published(making.draft(marketplace), marketplace)


def approved_draft(marketplace: World, first: Edition, summary: str) -> Edition:
    """A further draft, signed by Eve, for somebody to publish."""
    draft = making.next_draft(first.guideline, marketplace.ann, summary=summary)
    return making.approved(draft, marketplace, reviewer=marketplace.eve)


def test_an_edition_is_scheduled_and_an_urgent_one_published_before_it(
    marketplace: World, window: Opener, first: Edition
) -> None:
    planned = approved_draft(marketplace, first, "Planned words.")
    ann = window(marketplace.ann)
    day = timezone.now().date() + dt.timedelta(days=2)
    start = dt.datetime.combine(day, dt.time(9), ZoneInfo("America/Los_Angeles"))
    it_is_scheduled_in_market_time(ann, planned, start)
    planned.refresh_from_db()
    assert (planned.state, planned.effective_from) == ("published", start)
    assert AuditEvent.objects.latest("id").data["why_sooner"] == "The campaign begins."
    mo = window(marketplace.mo)
    mo.open("/")
    expect(mo.page.get_by_role("region", name="Starts later")).to_contain_text("decide by edition 1")
    an_urgent_edition_decides_what_becomes_of_it(ann, approved_draft(marketplace, first, "Urgent words."))
    planned.refresh_from_db()
    assert planned.state == "draft"
    assert in_force(first.guideline, timezone.now() + dt.timedelta(days=3)).number == 3  # type: ignore[union-attr]
    mo.open("/g/US-PR-0001/")
    expect(mo.page.get_by_text("Urgent words.")).to_be_visible()


def it_is_scheduled_in_market_time(ann: Window, edition: Edition, start: dt.datetime) -> None:
    page = ann.page
    ann.open(address("publish", edition))
    page.get_by_label("Date and time").fill(f"{start:%Y-%m-%dT%H:%M}")
    page.get_by_label("Date and time").blur()
    for site, zone in (("Austin", "America/Chicago"), ("Manila", "Asia/Manila")):
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=site))
        expect(row).to_contain_text(f"{start.astimezone(ZoneInfo(zone)):%H:%M}")
    expect(page.get_by_text("this market asks for 3 for a major edition")).to_be_visible()
    expect(page.get_by_role("article", name="Preview of the update")).to_contain_text("R1 and R2 are new.")
    publish(page)
    expect(page.get_by_role("alert").first).to_contain_text("asks for 3 working days")
    expect(page.get_by_label("Date and time")).to_have_value(f"{start:%Y-%m-%dT%H:%M}")
    ann.look("publish-short-notice")
    page.get_by_label("Why sooner?").fill("The campaign begins.")
    publish(page)
    expect(page.get_by_role("status").first).to_contain_text("Edition 2")


def an_urgent_edition_decides_what_becomes_of_it(ann: Window, edition: Edition) -> None:
    page = ann.page
    ann.open(address("publish", edition))
    page.get_by_label("Why sooner?").fill("Children were hurt.")
    publish(page)
    expect(page.get_by_role("alert").first).to_contain_text("Edition 2 is scheduled after this one")
    ann.look("publish-over-a-schedule")
    page.get_by_label("Rebase it").check()
    page.get_by_label("Reason", exact=True).fill("It must stand on the recall.")
    publish(page)
    expect(page.get_by_role("status").first).to_contain_text("Edition 3 is in force.")


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish", exact=True).click()


def test_a_moderator_sees_words_suspended_and_resumed(marketplace: World, window: Opener, first: Edition) -> None:
    bob, mo = window(marketplace.bob), window(marketplace.mo)
    move(bob, first, "Suspend", "A court looks at R2.", escalate_to="Legal, within an hour")
    mo.open("/g/US-PR-0001/")
    banner = mo.page.get_by_role("note").filter(has_text="Do not enforce: escalate to Legal, within an hour.")
    expect(banner).to_contain_text("A court looks at R2.")
    expect(mo.page.locator("tr#r1")).to_be_visible()  # the words stay readable
    mo.open("/")
    expect(mo.page.get_by_role("region", name="In force now")).to_contain_text("Do not enforce")
    move(bob, first, "Resume", "The court agrees.")
    mo.open("/g/US-PR-0001/")
    expect(mo.page.locator("tr#r1")).to_be_visible()
    expect(banner).to_have_count(0)
    verbs = AuditEvent.objects.filter(verb__in=("edition.suspended", "edition.resumed")).order_by("id")
    assert [(event.verb, event.data["note"]) for event in verbs] == [
        ("edition.suspended", "A court looks at R2."),
        ("edition.resumed", "The court agrees."),
    ]


def move(one: Window, edition: Edition, label: str, reason: str, escalate_to: str = "") -> None:
    page = one.page
    one.open(address("review", edition))
    page.get_by_role("link", name=label).click()
    page.get_by_label("Reason").fill(reason)
    if escalate_to:
        page.get_by_label("Escalate to").fill(escalate_to)
    one.look(f"move-{label.lower()}")
    page.get_by_role("button", name=label).click()
    page.wait_for_url(f"**{address('review', edition)}**")
