"""The whole portal answers NUL with a sentence, on every database."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.people import World


@pytest.mark.parametrize("path", ["/g/%00/", "/guidelines/?q=%00", "/people/%00/", "/admin/people/person/?q=%00"])
def test_an_address_with_nul_is_a_bad_request_for_everybody(world: World, path: str) -> None:
    client = Client(raise_request_exception=False)
    assert client.get(path).status_code == 400
    client.force_login(world.root)
    assert client.get(path).status_code == 400


def test_a_session_cookie_with_nul_is_a_bad_request(world: World) -> None:
    answer = Client(raise_request_exception=False).get("/sign-in/", HTTP_COOKIE='sessionid="\\000aaaaaaaaaaaaaaaa"')
    assert answer.status_code == 400


@pytest.mark.parametrize("login", ["\x00", "A-001\x00"])
def test_nul_in_the_sign_in_form_matches_nobody(world: World, login: str) -> None:
    client = Client(raise_request_exception=False)
    assert client.post("/sign-in/", {"login": login, "password": "x\x00"}).status_code == 422


def test_nul_in_the_one_click_sign_in_matches_nobody(world: World, settings: Settings) -> None:
    settings.DEMO = True
    assert Client(raise_request_exception=False).post("/sign-in/demo/", {"employee_id": "\x00"}).status_code == 404
