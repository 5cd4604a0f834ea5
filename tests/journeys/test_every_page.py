"""Every page a journey does not pass: axe finds nothing, nothing scrolls sideways, the console stays silent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from guidelines.editions import services
from guidelines.editions.models import Edition
from tests.editions import making
from tests.insights.making import ruled
from tests.journeys.conftest import PHONE, SIDEWAYS, Window
from tests.people import World
from tests.reading.floor import make_floor
from tests.reading.making import VIETNAMESE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Window]


@pytest.fixture
def second(marketplace: World) -> Edition:
    """The second edition of a guideline, in force, with a third as a draft behind the newest words."""
    first = making.published(making.draft(marketplace), marketplace)
    slow = making.next_draft(first.guideline, marketplace.art, summary="A long rewrite.")
    services.save_draft(slow, by=marketplace.art, seen=slow.digest, words=making.words(summary="A longer rewrite."))
    changed = making.SOURCE.replace("less than 30%", "less than 25%")
    return making.published(making.next_draft(first.guideline, marketplace.ann, source=changed), marketplace)


def test_the_pages_of_a_moderator(marketplace: World, window: Opener, second: Edition) -> None:
    mo = window(marketplace.mo)
    then = (timezone.now() - dt.timedelta(days=2)).strftime("%Y-%m-%dT%H:%MZ")
    for name, path in (
        ("past-edition", "/g/US-PR-0001/editions/1/"),
        ("compare", "/g/US-PR-0001/editions/compare/?from=1&to=3"),
        ("nothing-in-force", f"/g/US-PR-0001/?at={then}"),
        ("no-results", "/search/?q=zebra"),
        ("not-found", "/g/US-PR-9999/"),
        ("bad-moment", "/g/US-PR-0001/?at=yesterday"),
        ("settings", "/settings/"),
        ("notifications", "/notifications/"),
        ("notification-settings", "/settings/notifications/"),
        ("requests", "/requests/"),
        ("new-request", "/requests/new/?guideline=US-PR-0001"),
        ("password", "/password/"),
        ("keyboard-shortcuts", "/keys/"),
        ("accessibility", "/accessibility/"),
    ):
        mo.open(path)
        mo.look(name)


def test_what_the_floor_reads_fits_from_320_pixels_to_a_wall(
    marketplace: World, window: Opener, second: Edition
) -> None:
    floor = make_floor(marketplace)
    ruled(second, marketplace.ann)
    then = (timezone.now() - dt.timedelta(days=2)).strftime("%Y-%m-%dT%H:%MZ")
    pages = {
        marketplace.mo: (
            *("/", "/updates/?days=7", "/guidelines/", "/search/?q=brand", "/receipts/", "/questions/", "/rulings/"),
            *("/g/US-PR-0001/", "/g/US-PR-0001/R2/", f"/g/US-PR-0001/?at={then}", "/g/US-PR-0001/editions/"),
            *("/g/US-PR-0001/editions/compare/?from=1&to=3", "/g/US-PR-0001/ask/?rule=R2"),
        ),
        floor.lou: ("/teams/", f"/teams/{floor.listings.pk}/huddle/?days=7"),
    }
    for person, paths in pages.items():
        one = window(person)
        for width in (320, 768, 1024, 2560):
            one.page.set_viewport_size({"width": width, "height": 900})
            for path in paths:
                one.open(path)
                assert one.page.evaluate(SIDEWAYS) <= 0, (path, width)
        assert one.complaints == []


def test_the_masthead_keeps_every_tool_in_sight_in_a_narrow_window(marketplace: World, window: Opener) -> None:
    ada = window(marketplace.ada)
    ada.open("/tokens/")
    for width in (1280, 1000, 700):
        ada.page.set_viewport_size({"width": width, "height": 800})
        ada.page.reload()
        for part in (".brand svg", ".top-search", ".top .menu > summary", ".top-nav [aria-current]"):
            box = ada.page.locator(part).last.bounding_box()
            assert box, part
            assert box["width"] > 20, (part, width)
            assert 0 <= box["x"] <= width - box["width"], (part, width, box)


def test_the_tab_of_the_page_stands_in_sight_on_a_phone(marketplace: World, window: Opener) -> None:
    ann = window(marketplace.ann)
    ann.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for path, rows in (("/requirements/board/", 1), ("/analysis/markets/", 2), ("/quality/targets/", 1)):
        ann.open(path)
        tabs = ann.page.locator(".scroll .seg > [aria-current=page]")
        assert tabs.count() == rows, path
        for tab in tabs.all():
            box = tab.bounding_box()
            assert box, path
            assert 0 <= box["x"] <= PHONE["width"] - box["width"], path


def test_what_is_wrong_with_a_filter_stands_off_from_its_fields(marketplace: World, window: Opener) -> None:
    lia = window(marketplace.lia)
    lia.open("/stakeholders/untold/?since=2037-02-01&until=2037-01-02")
    for width in (1440, 390):
        lia.page.set_viewport_size({"width": width, "height": 900})
        wrong, fields = (lia.page.locator(part).first.bounding_box() for part in (".callout", ".filters"))
        assert wrong, width
        assert fields, width
        assert fields["y"] - (wrong["y"] + wrong["height"]) >= 12, width


def test_the_pages_of_those_who_work_on_guidelines(marketplace: World, window: Opener, second: Edition) -> None:
    art = window(marketplace.art)
    for name in ("draft", "save-points", "rebase", "review", "moves/discard"):
        art.open(f"/g/US-PR-0001/editions/2/{name}/")
        art.look(f"work-{name.replace('/', '-')}")
    bob = window(marketplace.bob)
    bob.open("/g/US-PR-0001/editions/3/review/")
    bob.look("review-published")
    bob.open("/g/US-PR-0001/editions/2/moves/enforce-now/")
    bob.look("enforce-now")


def test_the_pages_of_administrators(marketplace: World, window: Opener) -> None:
    stranger = window()
    stranger.open("/sign-in/")
    stranger.look("sign-in")
    ada = window(marketplace.ada)
    for name, path in (
        ("people", "/people/"),
        ("person", "/people/A-004/"),
        ("grant-role", "/people/A-004/grant/"),
        ("import-people", "/people/import/"),
    ):
        ada.open(path)
        ada.look(name)


def test_a_vietnamese_guideline(marketplace: World, window: Opener) -> None:
    draft = services.open_guideline(
        market=marketplace.vn,
        domain=marketplace.product,
        words=making.words(source=VIETNAMESE, title="Hàng giả", summary="Xử lý hàng giả.", change_note="R1 mới."),
        by=marketplace.van,
    )
    making.published(draft, marketplace, by=marketplace.van, reviewer=marketplace.binh)
    vy = window(marketplace.vy)
    vy.open("/g/VN-PR-0001/")
    vy.look("vietnamese")
    assert vy.page.locator("article [lang=vi], article[lang=vi]").count() > 0


def test_the_pages_of_writing_and_reviewing_together(marketplace: World, window: Opener, second: Edition) -> None:
    draft = making.next_draft(second.guideline, marketplace.ann, source=making.SOURCE, change_note="R2 is as before.")
    thread = services.comment(
        draft,
        by=marketplace.bob,
        text=f"Why? @{marketplace.eve.name}",
        place=0,
        seen=draft.digest,
        blocks_approval=True,
    )
    services.reply(thread, by=marketplace.ann, text="Because.")
    services.comment(draft, by=marketplace.bob, text="", place=1, seen=draft.digest, suggestion="All listings.")
    services.consult(draft, by=marketplace.ann, person=marketplace.mo, until=timezone.now() + dt.timedelta(days=1))
    bundle = services.open_bundle(name="Winter", by=marketplace.ann)
    services.add_to_bundle(bundle, draft, by=marketplace.ann)
    services.suspend(second, by=marketplace.bob, reason="A court order.", escalate_to="Legal")
    kept = services.add_template(
        domain=marketplace.product, language="en", name="Licence", source="## Scope\n", by=marketplace.ann
    )
    work = f"/g/US-PR-0001/editions/{draft.number}"
    ann = window(marketplace.ann)
    for name, path in (
        ("draft-blocks", f"{work}/draft/"),
        ("review-discussed", f"{work}/review/"),
        ("review-split", f"{work}/review/?view=split&against=1"),
        ("images", f"{work}/images/"),
        ("bring-in", f"{work}/bring-in/"),
        ("periodic-review", "/g/US-PR-0001/periodic-review/"),
        ("guideline-settings", "/g/US-PR-0001/settings/"),
        ("bundles", "/bundles/"),
        ("bundle", bundle.get_absolute_url()),
        ("emergencies", "/emergencies/"),
        ("templates", "/templates/"),
        ("template", f"/templates/{kept.pk}/"),
        ("new-template", "/templates/new/"),
        ("writing-words", "/writing-words/"),
        ("checklists", "/checklists/"),
        ("required-signatures", "/required-signatures/"),
        ("compare-two", "/compare/"),
    ):
        ann.open(path)
        ann.look(name)
    bob = window(marketplace.bob)
    for name, path in (
        ("suspended", "/g/US-PR-0001/"),
        ("resume", "/g/US-PR-0001/editions/3/moves/resume/"),
        ("delegations", "/settings/delegations/"),
    ):
        bob.open(path)
        bob.look(name)
    mo = window(marketplace.mo)
    for name, path in (("consulted", f"{work}/consultation/"), ("home-asked", "/")):
        mo.open(path)
        mo.look(name)
