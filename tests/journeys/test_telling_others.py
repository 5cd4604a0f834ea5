"""The liaison tells internal teams and partners what changed: lists, packs, a second person, a correction, requests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import expect

from guidelines.audit.catching_up import catch_up_all
from guidelines.editions import services as editions
from guidelines.editions.models import Edition
from guidelines.liaison.delivering.working import deliver_due
from guidelines.liaison.making import make_due
from guidelines.liaison.models import Pack
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.editions import making
from tests.journeys.conftest import Window, ago
from tests.people import World, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Opener = Callable[[Person], Window]
PARTNERS_READ = "A low price alone no longer leads to removal."


@pytest.fixture
def changed(marketplace: World) -> Edition:
    """An edition in force since yesterday, of a guideline that partners may know of."""
    with ago(days=30):
        first = making.published(making.draft(marketplace), marketplace)
        editions.class_guideline(first.guideline, audience="partner", by=marketplace.ann, reason="Agencies sign it.")
    with ago(days=1):
        draft = making.next_draft(
            first.guideline,
            marketplace.ann,
            source=making.SOURCE.replace("less than 30%", "less than 40%"),
            partner_note=PARTNERS_READ,
        )
        return making.published(draft, marketplace)


def the_worker_works() -> None:
    """What `manage.py worker` does in a turn, whatever waits."""
    make_due()
    deliver_due()


def test_a_pack_goes_to_partners_with_their_own_words(
    marketplace: World, changed: Edition, window: Opener, tmp_path: Path
) -> None:
    lia = window(marketplace.lia)
    lia.open("/stakeholders/")
    lia.page.get_by_role("link", name="New list").click()
    lia.page.get_by_label("Name", exact=True).fill("Agencies, US")
    lia.page.get_by_label("Partner").check()
    lia.look("new-list")
    lia.page.get_by_role("button", name="Make the list").click()
    lia.page.get_by_role("region", name="Contacts").get_by_role("link", name="Add").click()
    lia.page.get_by_label("Mailbox").first.check()
    lia.page.get_by_role("textbox", name="Mailbox").fill("notes@agency.example.com, other@example.com")
    lia.page.get_by_role("button", name="Add the contact").click()
    expect(lia.page.get_by_role("alert")).to_be_visible()
    lia.look("contact-refused")
    lia.page.get_by_role("textbox", name="Mailbox").fill("notes@agency.example.com")
    lia.page.get_by_role("button", name="Add the contact").click()
    expect(lia.page.get_by_role("heading", name="Agencies, US", exact=True)).to_be_visible()
    lia.look("list")

    lia.open("/change-notes/?audience=partner")
    expect(lia.page.get_by_text(PARTNERS_READ)).to_be_visible()
    expect(lia.page.get_by_text("R1 and R2 are new.")).to_have_count(0)
    lia.look("notes-for-partners")
    lia.page.get_by_label("Introduction").fill("Dear partners,")
    lia.page.get_by_role("button", name="Send to list").click()
    expect(lia.page.get_by_role("heading", name="Send 1 note to Agencies, US?")).to_be_visible()
    lia.look("confirm-sending")
    lia.page.get_by_role("button", name="Send", exact=True).click()
    lia.look("pack-waits")
    the_worker_works()
    expect(lia.page.get_by_role("heading", name="Files")).to_be_visible()  # the page looks again by itself
    lia.look("pack")
    with lia.page.expect_download() as download:
        lia.page.get_by_role("link", name="HTML").click()
    download.value.save_as(tmp_path / "pack.html")
    assert PARTNERS_READ in (tmp_path / "pack.html").read_text()
    [message] = mail.outbox
    assert message.to == ["notes@agency.example.com"]
    assert "Dear partners," in message.body
    assert "R1 and R2 are new." not in message.message().as_string()


def test_partners_get_internal_words_only_when_a_second_person_agrees(
    marketplace: World, changed: Edition, window: Opener
) -> None:
    lia = window(marketplace.lia)
    lia.open("/change-notes/?audience=partner&domain=PR")  # all that Ann answers for
    lia.page.get_by_label("Words of internal teams").check()
    lia.page.get_by_text("Download", exact=True).click()
    lia.page.get_by_role("button", name="HTML").click()
    expect(lia.page.get_by_role("heading", name="Waiting for a second person")).to_be_visible()
    expect(lia.page.get_by_role("button", name="Agree")).to_have_count(0)
    lia.look("waits-for-a-second-person")
    the_worker_works()
    assert not Pack.objects.get().files.exists()

    ann = window(marketplace.ann)
    ann.page.on("dialog", lambda dialog: dialog.accept())
    ann.open(Pack.objects.get().get_absolute_url())
    expect(ann.page.get_by_text("R1 and R2 are new.")).to_be_visible()
    ann.look("agrees")
    ann.page.get_by_role("button", name="Agree").click()
    the_worker_works()
    expect(ann.page.get_by_role("heading", name="Files")).to_be_visible()
    assert Pack.objects.get().agreed_by == marketplace.ann


def test_a_note_that_was_wrong_is_corrected_and_the_pack_issued_again(
    marketplace: World, changed: Edition, window: Opener
) -> None:
    ann = window(marketplace.ann)
    ann.page.on("dialog", lambda dialog: dialog.accept())
    ann.open("/change-notes/")
    ann.page.get_by_text("Download", exact=True).click()
    ann.page.get_by_role("button", name="Markdown").click()
    the_worker_works()
    ann.page.get_by_role("link", name="Note and corrections").first.click()
    ann.page.get_by_label("Change note").fill("R1 asks for less than 40%.")
    ann.page.get_by_label("What was wrong").fill("It named the wrong rule.")
    ann.look("correct")
    ann.page.get_by_role("button", name="Correct the note").click()
    expect(ann.page.get_by_text("Corrected by Ann Rivera")).to_be_visible()
    ann.look("corrected")
    ann.page.get_by_role("button", name="Issue again").click()
    the_worker_works()
    expect(ann.page.get_by_role("heading", name="Corrected: replaces")).to_be_visible()
    ann.look("issued-again")


def test_a_stakeholder_asks_for_a_change_and_is_told_when_it_is_in_force(
    marketplace: World, changed: Edition, window: Opener
) -> None:
    sam = make_person("S-0900", "Sam Stake", Role.STAKEHOLDER, marketplace.us, marketplace.product)
    catch_up_all()
    asker = window(sam)
    asker.open("/")
    asker.page.get_by_role("link", name="Request a change").first.click()
    asker.page.get_by_label("What do you need?").fill("A rule for refurbished goods.")
    asker.page.get_by_label("Why").fill("Sellers ask us every day.")
    asker.look("new-request")
    asker.page.get_by_role("button", name="Send request").click()
    expect(asker.page.get_by_role("heading", name="Request", exact=True)).to_be_visible()

    ann = window(marketplace.ann)
    ann.open("/requests/")
    ann.look("requests")
    ann.page.get_by_role("link", name="A rule for refurbished goods.").click()
    ann.page.get_by_role("button", name="Take it up").click()
    ann.page.get_by_label("Guideline", exact=True).fill(changed.guideline.policy_id)
    ann.page.get_by_label("Edition", exact=True).fill(str(changed.number))
    ann.page.get_by_role("region", name="Answer it in an edition").get_by_role("button").click()
    ann.look("request")
    catch_up_all()

    asker.open("/notifications/")
    expect(asker.page.get_by_role("main")).to_contain_text("in force")
    asker.look("notifications")
