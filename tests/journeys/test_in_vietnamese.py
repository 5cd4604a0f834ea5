"""The portal in Vietnamese: longer words fit at 320 pixels, a guideline keeps its language, and paper holds it all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from guidelines.editions.models import Guideline
from guidelines.people.models import Person
from tests.editions import making
from tests.journeys.conftest import Window
from tests.people import PASSWORD, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Window]
NARROWEST = {"width": 320, "height": 640}


def the_guideline() -> Guideline:
    return Guideline.objects.get(policy_id="US-PR-0001")


def speaks_vietnamese(person: Person) -> Person:
    Person.objects.filter(pk=person.pk).update(language="vi")
    person.refresh_from_db()
    return person


def looks_in_vietnamese(window: Window, name: str) -> None:
    expect(window.page.locator("html")).to_have_attribute("lang", "vi")
    window.look(f"vi-{name}")
    window.page.set_viewport_size(NARROWEST)  # type: ignore[arg-type]
    assert window.page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0, name


def test_a_moderator_chooses_vietnamese_at_the_door_and_keeps_it_in_the_settings(
    marketplace: World, window: Opener
) -> None:
    making.published(making.draft(marketplace), marketplace)
    mo = window()
    mo.open("/sign-in/")
    mo.page.get_by_role("button", name="Tiếng Việt").click()
    looks_in_vietnamese(mo, "sign-in")
    mo.page.get_by_label("Mã nhân viên hoặc địa chỉ thư").fill(marketplace.mo.employee_id)
    mo.page.get_by_label("Mật khẩu").fill(PASSWORD)
    mo.page.get_by_role("button", name="Đăng nhập").click()
    expect(mo.page.locator("html")).to_have_attribute("lang", "en")  # as their settings say, until they change them
    mo.open("/settings/")
    mo.page.get_by_label("Language").select_option("vi")
    mo.page.get_by_role("button", name="Save", exact=True).click()
    expect(mo.page.get_by_text("Đã lưu.")).to_be_visible()
    mo.open("/g/US-PR-0001/")
    expect(mo.page.locator("article.prose").first).to_have_attribute("lang", "en")
    expect(mo.page.get_by_role("heading", name="Trong trang này")).to_be_visible()
    looks_in_vietnamese(mo, "guideline")


def test_the_main_pages_of_every_role_fit_in_vietnamese(marketplace: World, window: Opener) -> None:
    making.published(making.draft(marketplace), marketplace)
    making.submitted(making.next_draft(the_guideline(), marketplace.ann), marketplace.ann)
    for person, pages in (
        (marketplace.mo, {"home": "/", "library": "/guidelines/", "search": "/search/?q=brand"}),
        (marketplace.ann, {"board": "/work/", "new-guideline": "/new-guideline/"}),
        (marketplace.bob, {"review": "/g/US-PR-0001/editions/2/review/"}),
        (marketplace.root, {"people": "/people/"}),
        (marketplace.lia, {"change-notes": "/change-notes/"}),
    ):
        one = window(speaks_vietnamese(person))
        for name, path in pages.items():
            one.open(path)
            looks_in_vietnamese(one, name)


def test_a_guideline_on_paper_has_every_case_open_and_no_controls(marketplace: World, window: Opener) -> None:
    making.published(making.draft(marketplace), marketplace)
    mo = window(speaks_vietnamese(marketplace.mo))
    mo.open("/g/US-PR-0001/")
    mo.page.emulate_media(media="print")
    expect(mo.page.get_by_role("navigation", name="Chính")).to_be_hidden()
    expect(mo.page.get_by_role("button", name="In", exact=True)).to_be_hidden()
    case = mo.page.locator("tr.rule-more details figure").first
    expect(case).to_be_hidden()
    mo.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(case).to_be_visible()
    mo.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(case).to_be_hidden()


def test_change_notes_on_paper_are_the_notes_alone(marketplace: World, window: Opener) -> None:
    making.published(making.draft(marketplace), marketplace)
    lia = window(speaks_vietnamese(marketplace.lia))
    lia.open("/change-notes/")
    lia.page.emulate_media(media="print")
    expect(lia.page.locator("article.paper")).to_be_visible()
    for aside in ("form.filters", "aside", "main h1"):
        expect(lia.page.locator(aside).first).to_be_hidden()
