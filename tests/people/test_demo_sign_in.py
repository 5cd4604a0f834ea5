"""The list of people at the demo's sign-in. Anywhere else it does not exist."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from guidelines.people import services
from guidelines.people.roles import Role
from tests.people import World, make_person


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True


def test_outside_the_demo_nobody_is_listed_or_let_in(world: World, client: Client) -> None:
    page = client.get("/sign-in/").content.decode()
    assert "Mo Diallo" not in page
    assert client.post("/sign-in/demo/", {"employee_id": "A-004"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_demo_lists_people_by_role_with_their_place(demo: None, world: World, client: Client) -> None:
    page = client.get("/sign-in/").content.decode()
    assert page.index("<h3>Moderator</h3>") < page.index("Mo Diallo") < page.index("<h3>Policy manager</h3>")
    assert "Austin · United States, Product" in page
    assert page.index("<h3>System administrator</h3>") < page.index("Sam Root")


def test_one_click_signs_in_and_leads_on(demo: None, world: World, client: Client) -> None:
    answer = client.post("/sign-in/demo/", {"employee_id": "A-004", "next": "/settings/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/settings/")
    assert client.session["_auth_user_id"] == str(world.mo.pk)


def test_the_click_is_a_post_with_a_token(demo: None, world: World, client: Client) -> None:
    assert client.get("/sign-in/demo/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sign-in/demo/", {"employee_id": "A-004"}).status_code == 403


def test_no_leaver_and_no_stranger_is_let_in_by_one_click(demo: None, world: World, client: Client) -> None:
    services.leave(world.mo, by=None)
    for employee_id in ("A-004", "nobody", ""):
        assert client.post("/sign-in/demo/", {"employee_id": employee_id}).status_code == 404


def test_the_click_leads_to_no_other_host(demo: None, world: World, client: Client) -> None:
    answer = client.post("/sign-in/demo/", {"employee_id": "A-004", "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"


@pytest.mark.slow
def test_a_long_cast_is_cut_in_every_role_and_no_role_is_missing(demo: None, world: World, client: Client) -> None:
    for number in range(60):
        make_person(f"M-{number:03}", f"Moderator {number}", Role.MODERATOR, world.us)
    page = client.get("/sign-in/").content.decode()
    assert page.count('name="employee_id"') <= 40
    moderators = page.split("<h3>Moderator</h3>")[1].split("<h3>")[0]
    assert moderators.count("<button") == 3
    assert "Joe Audley" in page
