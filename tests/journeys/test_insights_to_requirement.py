"""From what was said to what is delivered: the queue, a requirement, the board; axe on each page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from guidelines.insights.models import Insight, Requirement
from tests.insights import making
from tests.insights.queueing import SAID, noted
from tests.journeys.conftest import Window
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Window]


def test_a_manager_makes_a_requirement_of_two_insights_and_delivers_it(marketplace: World, window: Opener) -> None:
    making.asked(making.in_force(marketplace), marketplace.mo)
    noted(marketplace, marketplace.bob)
    ann = window(marketplace.ann)
    ann.open("/insights/")
    ann.look("insights")
    for box in ann.page.get_by_role("checkbox").all():
        box.check()
    ann.page.get_by_role("button", name="Make a requirement of those chosen").click()
    ann.look("new-requirement")
    ann.page.get_by_label("Kind").select_option("tool")
    ann.page.get_by_label("What is needed?").fill("A price guide in the case tool.")
    ann.page.get_by_label("Business reason").fill("One case in nine is decided twice.")
    ann.page.get_by_role("button", name="Open the requirement").click()
    expect(ann.page.get_by_role("heading", name="What asks for it")).to_be_visible()
    ann.look("requirement")
    ann.page.get_by_label("What was delivered").fill("The guide is there since Monday.")
    ann.page.get_by_role("button", name="Deliver").click()
    expect(ann.page.get_by_role("heading", name="Delivered by Ann Rivera")).to_be_visible()
    requirement = Requirement.objects.get()
    assert requirement.insights.count() == 2
    for name, path in (
        ("requirements", "/requirements/?state="),
        ("requirement-board", "/requirements/board/"),
        ("new-insight", "/insights/new/"),
        ("insight", f"/insights/{Insight.objects.get(text=SAID).pk}/"),
    ):
        ann.open(path)
        ann.look(name)
    mo = window(marketplace.mo)
    mo.open(f"/requirements/{requirement.pk}/")
    expect(mo.page.get_by_text("The guide is there since Monday.")).to_be_visible()
    mo.look("requirement-of-a-moderator")
