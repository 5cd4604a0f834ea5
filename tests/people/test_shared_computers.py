"""Computers that several people use: how long a sign-in lasts, the lock, the switch, and what stays behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.people import services
from guidelines.people.attempts import ACCOUNT
from guidelines.people.models import Person, Site
from tests.editions import making
from tests.people import PASSWORD, World

pytestmark = pytest.mark.django_db
Clock = time_machine.Traveller


def rules(person: Person, **fields: Any) -> Site:
    """Set the rules of the site where this person works."""
    assert person.team
    site = Site.objects.get(pk=person.team.site_id)
    for name, value in fields.items():
        setattr(site, name, value)
    site.save()
    return site


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(timezone.now(), tick=False) as moving:
        yield moving


@pytest.fixture
def mo(world: World, clock: Clock, client: Client) -> Client:
    """Mo, signed in at a site that locks after twenty minutes."""
    rules(world.mo, locks_when_idle=True)
    return sign_in(client)


def sign_in(client: Client, login: str = "A-004", **extra: str) -> Client:
    answer = client.post("/sign-in/", {"login": login, "password": PASSWORD, **extra})
    assert answer.status_code == 302
    return client


def minutes(number: float) -> dt.timedelta:
    return dt.timedelta(minutes=number)


@pytest.mark.slow
def test_somebody_who_goes_on_reading_is_never_locked(mo: Client, clock: Clock) -> None:
    for _page in range(5):
        clock.shift(minutes(19))
        assert mo.get("/").status_code == 200


@pytest.mark.slow
def test_the_server_locks_after_twenty_minutes_without_anybody(mo: Client, world: World, clock: Clock) -> None:
    edition = making.published(making.draft(world, title="Knives and blades"), world)
    page = f"/g/{edition.guideline.policy_id}/"
    assert "Knives and blades" in mo.get(page).content.decode()
    clock.shift(minutes(20))
    answer = mo.get(page)
    assert answer.status_code == 403
    assert "Locked after 20 minutes" in answer.content.decode()
    assert "Knives" not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert mo.get("/").status_code == 403, "asking again is no way in"


@pytest.mark.slow
def test_what_a_page_asks_for_by_itself_is_not_use(mo: Client, clock: Clock) -> None:
    for _poll in range(20):
        clock.shift(minutes(1))
        answer = mo.get("/", headers={"sec-fetch-mode": "cors"})
    assert answer.status_code == 401
    assert answer.json()["problem"]
    assert mo.get("/").status_code == 403


def test_a_key_pressed_or_the_mouse_moved_is_use(mo: Client, clock: Clock) -> None:
    for _key in range(3):
        clock.shift(minutes(15))
        assert mo.post("/in-use/", headers={"sec-fetch-mode": "cors"}).status_code == 204
    assert mo.get("/").status_code == 200
    clock.shift(minutes(20))
    assert mo.post("/in-use/", headers={"sec-fetch-mode": "cors"}).status_code == 401, "too late"
    assert mo.get("/").status_code == 403


def unlock(client: Client, person: Person, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/unlock/", {"person": person.pk, "password": password, "next": "/guidelines/"}, **more)


def test_the_password_opens_the_page_again(mo: Client, world: World, clock: Clock) -> None:
    clock.shift(minutes(30))
    assert unlock(mo, world.mo).headers["Location"] == "/guidelines/"
    assert mo.get("/guidelines/").status_code == 200
    clock.shift(minutes(20))
    assert mo.get("/guidelines/").status_code == 403


def test_the_password_opens_it_in_place_too(mo: Client, world: World, clock: Clock) -> None:
    clock.shift(minutes(30))
    json: dict[str, Any] = {"headers": {"accept": "application/json", "sec-fetch-mode": "cors"}}
    wrong = unlock(mo, world.mo, "not it", **json)
    assert (wrong.status_code, "not your password" in wrong.json()["problem"]) == (422, True)
    assert mo.get("/").status_code == 403
    assert unlock(mo, world.mo, **json).status_code == 200
    assert mo.get("/").status_code == 200


@pytest.mark.slow
def test_a_wrong_password_keeps_it_locked_and_is_counted(mo: Client, world: World, clock: Clock) -> None:
    clock.shift(minutes(30))
    answers = [unlock(mo, world.mo, "not it") for _try in range(ACCOUNT.tries + 1)]
    assert [answer.status_code for answer in answers] == [422] * ACCOUNT.tries + [429]
    assert unlock(mo, world.mo).status_code == 429
    assert mo.get("/").status_code == 403


def test_an_unlock_never_leads_to_another_host(mo: Client, world: World) -> None:
    answer = mo.post("/unlock/", {"person": world.mo.pk, "password": PASSWORD, "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"


def test_a_cover_left_by_somebody_else_does_not_open(mo: Client, world: World) -> None:
    assert unlock(mo, world.ann).status_code == 409


def test_the_cookie_of_another_session_opens_nothing(mo: Client, world: World, clock: Clock) -> None:
    clock.shift(minutes(20))
    other = sign_in(Client())
    mo.cookies["used"] = other.cookies["used"].value
    assert mo.get("/").status_code == 403
    for forged in ("", "x", f"{int(timezone.now().timestamp())}:abc", "9999999999"):
        mo.cookies["used"] = forged
        assert mo.get("/").status_code == 403, forged
    del mo.cookies["used"]
    assert mo.get("/").status_code == 403


@pytest.mark.slow
def test_text_that_met_the_lock_is_given_back_to_the_same_person_alone(mo: Client, world: World, clock: Clock) -> None:
    typed = {"question": "Is a letter opener a knife?"}
    clock.shift(minutes(30))
    locked = mo.post("/settings/", typed)
    assert locked.status_code == 403
    assert "letter opener" not in locked.content.decode()
    back = unlock(mo, world.mo)
    assert back.status_code == 409
    assert "Is a letter opener a knife?" in back.content.decode()
    clock.shift(minutes(30))
    mo.post("/settings/", typed)
    mo.post("/switch/", {"next": "/settings/"})
    sign_in(mo, "A-001")
    pages = [mo.get("/").content.decode(), unlock(mo, world.ann).content.decode()]
    assert not any("letter opener" in page for page in pages)


@pytest.mark.slow
def test_people_elsewhere_are_neither_locked_nor_told_not_to_keep_pages(world: World, clock: Clock) -> None:
    rules(world.mo, locks_when_idle=True, forbids_staying=True)
    ann = sign_in(Client(), "A-001")
    clock.shift(dt.timedelta(hours=11))
    answer = ann.get("/")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-cache")
    assert "data-shared" not in answer.content.decode()
    assert "used" not in ann.cookies
    assert "Clear-Site-Data" not in ann.post("/sign-out/").headers


@pytest.mark.slow
def test_a_sign_in_ends_with_the_browser_and_after_its_hours(world: World, clock: Clock) -> None:
    rules(world.mo, forbids_staying=True, session_hours=9)
    client = sign_in(Client())
    assert client.cookies["sessionid"]["max-age"] == ""
    clock.shift(dt.timedelta(hours=8, minutes=59))
    assert client.get("/").status_code == 200
    clock.shift(minutes(1))
    answer = client.get("/")
    assert answer.headers["Location"] == "/sign-in/?next=/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_elsewhere_a_person_stays_signed_in(world: World) -> None:
    assert sign_in(Client()).cookies["sessionid"]["max-age"] > 0


@pytest.mark.slow
def test_a_rule_that_comes_later_holds_for_those_who_are_signed_in(world: World, client: Client, clock: Clock) -> None:
    sign_in(client)
    rules(world.mo, forbids_staying=True, session_hours=9)
    client.get("/")
    clock.shift(dt.timedelta(hours=9))
    assert client.get("/").status_code == 302


def test_signing_out_leaves_nothing_in_the_browser(mo: Client) -> None:
    page = mo.get("/")
    assert page.headers["Cache-Control"] == "private, no-store"
    assert 'data-shared="on"' in page.content.decode()
    answer = mo.post("/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.cookies["used"].value == ""


@pytest.mark.slow
def test_every_page_offers_to_switch_the_person(world: World, client: Client) -> None:
    client.force_login(world.mo)
    for path in ("/", "/guidelines/", "/settings/", "/nowhere/"):
        page = client.get(path).content.decode()
        assert "Not Mo Diallo? Switch" in page, path


def switched(client: Client, page: str, to: str) -> str:
    answer = client.post("/switch/", {"next": page})
    assert answer.headers["Location"] == "/sign-in/", "the address of the page tells nothing to the next person"
    assert page not in client.get("/sign-in/").content.decode()
    return str(client.post("/sign-in/", {"login": to, "password": PASSWORD}).headers["Location"])


@pytest.mark.slow
def test_the_next_person_comes_back_to_the_page_they_may_see_and_else_home(world: World, client: Client) -> None:
    draft = making.draft(world).get_absolute_url()
    sign_in(client, "A-001")
    assert client.get(draft).status_code in (200, 302)
    assert switched(client, draft, "A-002") == draft, "a second policy manager may"
    assert switched(client, draft, "A-004") == "/", "a moderator may not, and is not told of it"
    assert switched(client, "/guidelines/?q=1", "A-001") == "/guidelines/?q=1"
    assert switched(client, "https://evil.example/", "A-001") == "/"


@pytest.mark.slow
@pytest.mark.parametrize("page", ["/api/v1/rules/US-PR-0001-R1", "/g/%00/"])
def test_no_page_left_by_the_person_before_keeps_the_next_from_signing_in(
    client: Client, world: World, page: str
) -> None:
    client.force_login(world.mo)
    client.raise_request_exception = False
    assert switched(client, page, "A-001") == "/"
    assert client.get("/").status_code == 200


def test_a_switch_keeps_no_page_for_visitors_and_none_that_is_longer_than_addresses_are(
    client: Client, world: World
) -> None:
    client.post("/switch/", {"next": "/guidelines/"})
    assert not Session.objects.exists()
    client.force_login(world.mo)
    client.post("/switch/", {"next": f"/guidelines/?q={'x' * 3000}"})
    assert not Session.objects.exists()


def test_whoever_signs_in_later_is_led_nowhere_else(world: World, client: Client) -> None:
    sign_in(client, "A-001")
    switched(client, "/guidelines/", "A-002")
    client.post("/sign-out/")
    assert client.post("/sign-in/", {"login": "A-001", "password": PASSWORD}).headers["Location"] == "/"


def test_the_rules_of_a_site_are_a_deed_of_the_system_administrator(world: World, client: Client) -> None:
    client.force_login(world.root)
    site = Site.objects.get(code="AUS")
    fields = {"code": site.code, "name": site.name, "company": "", "time_zone": site.time_zone, "session_hours": 8}
    answer = client.post(
        f"/admin/people/site/{site.pk}/change/", {**fields, "locks_when_idle": "on", "idle_minutes": 5}
    )
    assert answer.status_code == 302
    site.refresh_from_db()
    assert (site.locks_when_idle, site.idle_minutes, site.session_hours) == (True, 5, 8)
    event = AuditEvent.objects.latest("id")
    assert (event.verb, event.data["fields"]) == ("site.changed", ["idle_minutes", "locks_when_idle", "session_hours"])
    wrong = client.post(f"/admin/people/site/{site.pk}/change/", {**fields, "idle_minutes": 0})
    assert wrong.status_code == 200
    assert services.why_not_keep_accounts(world.ada)
