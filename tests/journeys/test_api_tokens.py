"""A market administrator makes a token, a program reads with it, and it is ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.editions import making
from tests.journeys.conftest import Window
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_token_is_made_used_and_ended(marketplace: World, window: Callable[..., Window]) -> None:
    making.published(making.draft(marketplace), marketplace)
    ada = window(marketplace.ada)
    page = ada.page
    ada.open("/tokens/")
    expect(page.get_by_role("heading", name="No token yet")).to_be_visible()
    ada.look("tokens-none")
    page.get_by_role("link", name="How to use the API").click()
    ada.look("api-manual")
    page.go_back()
    page.get_by_role("link", name="New token").click()
    page.get_by_role("button", name="Make the token").click()
    expect(page.get_by_role("alert")).to_be_visible()
    ada.look("new-token-refused")
    page.get_by_label("Name", exact=True).fill("Case tool")
    page.get_by_label("Purpose", exact=True).fill("Shows the rule beside the case.")
    page.get_by_label("All domains, also later ones").check()
    page.get_by_label("Rules at any moment").check()
    page.get_by_role("button", name="Make the token").click()
    secret = page.get_by_label("Secret", exact=True).input_value()
    ada.look("token-made")

    shown = {"Authorization": f"Bearer {secret}"}
    rule = f"{ada.server}/api/v1/rules/US-PR-0001-R1"
    answer = page.request.get(rule, headers=shown)
    assert answer.json()["action"] == "remove"
    page.get_by_role("link", name="I have it").click()
    ada.look("tokens")
    page.get_by_role("link", name="End Case tool").click()
    ada.look("end-token")
    page.get_by_role("button", name="End the token").click()
    expect(page.get_by_text("Nothing can be read with it any more.")).to_be_visible()
    assert page.request.get(rule, headers=shown).status == 401
