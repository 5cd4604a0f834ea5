"""Every page a journey does not pass: axe finds nothing, nothing scrolls sideways, the console stays silent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from guidelines.editions import services
from guidelines.editions.models import Edition
from tests.editions import making
from tests.journeys.conftest import Window
from tests.people import World
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
        ("password", "/password/"),
        ("keyboard-shortcuts", "/keys/"),
        ("accessibility", "/accessibility/"),
    ):
        mo.open(path)
        mo.look(name)


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
