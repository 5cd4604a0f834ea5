"""The answer to a browser that has a reading page already: given at once, and never another than the long way gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.utils import timezone

from guidelines.editions import services as editions
from guidelines.editions.models import Edition
from guidelines.editions.models.edition import Audience
from guidelines.editions.services import Acknowledging
from guidelines.people import presence, services
from guidelines.people.models import Person, Presence
from guidelines.people.roles import Role
from guidelines.people.sessions import KEPT_FOR, LONGEST_PATH
from guidelines.reading import unchanged
from guidelines.reading.queries.path import NEW_FOR
from tests.editions.clearing import restricted
from tests.insights.making import in_force, ruled
from tests.people import World
from tests.people.sites import seat
from tests.reading import making

pytestmark = pytest.mark.django_db
SHORT_WAY = "guidelines.reading.unchanged.unchanged"
LONG_WAY = override_settings(MIDDLEWARE=[name for name in settings.MIDDLEWARE if name != SHORT_WAY])


def asked_again(client: Client, wanted: str, tag: str) -> Any:
    return client.get(wanted, headers={"if-none-match": tag})


def tag_of(client: Client, wanted: str) -> str:
    client.get(wanted)  # sets the cookie of the forms, once in a session
    return client.get(wanted).headers["ETag"]


def is_at_once(answer: Any) -> bool:
    """Whether nobody looked for a session."""
    return answer.status_code == 304 and not hasattr(answer.wsgi_request, "session")


@pytest.mark.parametrize("ending", ["", "editions/1/", "editions/2/"])
@pytest.mark.parametrize("who", ["mo", "ann", "bob"])
def test_the_short_way_answers_as_the_long_way_does(world: World, who: str, ending: str) -> None:
    person = getattr(world, who)
    guideline = making.first(world)
    making.again(world, guideline, summary="Second.")
    services.choose_settings(person, language="vi", time_zone="UTC", theme="dark", keys_on=True)
    wanted, client = f"/g/{guideline.policy_id}/{ending}", making.signed_in(person)
    tag = tag_of(client, wanted)
    short = asked_again(client, wanted, tag)
    with LONG_WAY:
        other = Client()
        other.cookies = client.cookies
        long = asked_again(other, wanted, tag)
    assert is_at_once(short)
    assert long.status_code == 304
    assert hasattr(long.wsgi_request, "session")
    assert dict(short.items()) | {"Content-Length": "0"} == dict(long.items())
    assert short.content == long.content == b""


def test_head_is_answered_at_once_too(world: World) -> None:
    wanted, client = f"/g/{making.first(world).policy_id}/", making.signed_in(world.mo)
    assert is_at_once(client.head(wanted, headers={"if-none-match": tag_of(client, wanted)}))


def test_what_asks_for_more_than_the_page_goes_the_long_way(world: World) -> None:
    wanted, client = f"/g/{making.first(world).policy_id}/", making.signed_in(world.mo)
    tag = tag_of(client, wanted)
    for address in (f"{wanted}?at=2020-01-01", "/guidelines/", "/g/", "/g/US-PR-9999/", f"{wanted}R1", "/nowhere/"):
        assert not is_at_once(asked_again(client, address, tag)), address
    assert client.post(wanted, headers={"if-none-match": tag}).status_code == 405
    assert asked_again(client, wanted, '"another"').status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"if-none-match": "*"}, 304),
        ({"if-none-match": 'W/"old", {tag}'}, 304),
        ({"if-none-match": '"old"', "if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 200),
        ({"if-none-match": "{tag}", "if-match": '"old"'}, 412),
        ({"if-none-match": "{tag}", "host": "elsewhere.example"}, 400),
    ],
)
def test_odd_headers_are_answered_as_the_long_way_answers_them(
    world: World, headers: dict[str, str], status: int
) -> None:
    wanted, client = f"/g/{making.first(world).policy_id}/", making.signed_in(world.mo)
    asked = {name: value.replace("{tag}", tag_of(client, wanted)) for name, value in headers.items()}
    with LONG_WAY:
        other = Client()
        other.cookies = client.cookies
        long = other.get(wanted, headers=asked)
    assert client.get(wanted, headers=asked).status_code == long.status_code == status


def test_made_up_addresses_fill_no_memory(world: World) -> None:
    wanted, client = f"/g/{making.first(world).policy_id}/", making.signed_in(world.mo)
    tag, kept = tag_of(client, wanted), unchanged._page.cache_info().currsize
    for place in range(3):
        assert asked_again(Client(), f"/g/stranger-{place}/", tag).status_code == 302
        assert asked_again(client, f"/g/{place}{'x' * LONGEST_PATH}/", tag).status_code == 404
    assert unchanged._page.cache_info().currsize == kept


def test_who_is_new_no_longer_is_told_of_the_day(world: World, time_machine) -> None:  # type: ignore[no-untyped-def]
    """Until then they had as long as they need for what was in force before they came."""
    began, until = timezone.now(), timezone.now() + NEW_FOR + 9 * making.DAY
    edition = making.asking(world, wanted=Acknowledging(Audience.READERS, until=until))
    Person.objects.filter(pk=world.mo.pk).update(joined_at=began + making.DAY)
    last = began + making.DAY + NEW_FOR
    time_machine.move_to(last - making.HOUR, tick=False)
    wanted, client = f"/g/{edition.guideline.policy_id}/", making.signed_in(world.mo)
    tag = tag_of(client, wanted)
    assert is_at_once(asked_again(client, wanted, tag))
    time_machine.move_to(last + making.HOUR, tick=False)
    assert "Acknowledge by" in asked_again(client, wanted, tag).content.decode()


def test_nobody_is_told_by_the_tag_of_somebody_else(world: World) -> None:
    wanted, mo, joe = f"/g/{making.first(world).policy_id}/", making.signed_in(world.mo), making.signed_in(world.joe)
    tags = [tag_of(client, wanted) for client in (mo, joe)]
    assert asked_again(mo, wanted, tags[1]).status_code == asked_again(joe, wanted, tags[0]).status_code == 200
    stranger = asked_again(Client(), wanted, tags[0])
    assert stranger.status_code == 302
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "0" * 32
    assert asked_again(client, wanted, tags[0]).status_code == 302


def shared_computer(world: World, edition: Edition) -> None:
    site = seat(world.mo, "Manila", "Asia/Manila").site
    site.locks_when_idle = True
    services.keep(site, by=world.root, changed=["locks_when_idle"], is_new=False)


def handed_over(world: World, edition: Edition) -> None:
    services.end_role(world.mo.assignments.get(), by=None)
    services.grant(world.mo, Role.STAKEHOLDER, by=None, market=world.vn, domain=world.product)


DEEDS: dict[str, tuple[Callable[[World, Edition], Any], int]] = {
    "the words suspended": (lambda w, e: editions.suspend(e, by=w.bob, reason="No.", escalate_to="Desk"), 200),
    "withdrawn": (lambda w, e: making.withdrawn(w, e.guideline), 200),
    "made known to named people alone": (lambda w, e: restricted(e, w.art), 403),
    "other words": (lambda w, e: making.again(w, e.guideline, title="Other words"), 200),
    "an interim ruling": (lambda w, e: ruled(e, w.bob), 200),
    "a role taken away": (lambda w, e: services.end_role(w.mo.assignments.get(), by=None), 404),
    "another market": (handed_over, 404),
    "a role more": (lambda w, e: services.grant(w.mo, Role.TEAM_LEAD, by=None, market=w.us, domain=w.product), 200),
    "another name": (lambda w, e: services.correct(w.mo, by=w.root, name="Mo Newname"), 200),
    "another password": (lambda w, e: services.change_password(w.mo, "a new password 1", by=w.root), 302),
    "an account that was closed": (lambda w, e: services.leave(w.mo, by=w.root), 302),
    "a site that locks": (shared_computer, 403),
}


@pytest.mark.parametrize(("deed", "status"), DEEDS.values(), ids=DEEDS)
def test_nobody_is_told_that_nothing_changed_after(
    world: World, deed: Callable[[World, Edition], Any], status: int
) -> None:
    edition = in_force(world)
    wanted, client = f"/g/{edition.guideline.policy_id}/", making.signed_in(world.mo)
    tag = tag_of(client, wanted)
    assert is_at_once(asked_again(client, wanted, tag))
    deed(world, edition)
    assert asked_again(client, wanted, tag).status_code == status


def test_nobody_is_told_once_other_words_bind(world: World, time_machine) -> None:  # type: ignore[no-untyped-def]
    guideline = making.first(world)
    begins = timezone.now() + making.HOUR
    making.scheduled(world, guideline, begins, title="The coming words")
    wanted, client = f"/g/{guideline.policy_id}/", making.signed_in(world.mo)
    coming = f"{wanted}editions/2/"
    tags = {address: tag_of(client, address) for address in (wanted, coming)}
    time_machine.move_to(begins, tick=False)
    client.get("/guidelines/")  # known to this process for another half minute
    for address, tag in tags.items():
        assert asked_again(client, address, tag).status_code == 200


def test_whose_session_ended_is_told_nothing_after_half_a_minute(world: World, time_machine) -> None:  # type: ignore[no-untyped-def]
    wanted, client = f"/g/{making.first(world).policy_id}/", making.signed_in(world.mo)
    tag = tag_of(client, wanted)
    Session.objects.all().delete()
    time_machine.move_to(timezone.now() + KEPT_FOR)
    assert asked_again(client, wanted, tag).status_code == 302


def test_whoever_only_looks_again_is_here_all_the_same(world: World, time_machine) -> None:  # type: ignore[no-untyped-def]
    wanted, client = f"/g/{making.first(world).policy_id}/", making.signed_in(world.mo)
    tag = tag_of(client, wanted)
    later = timezone.now() + presence.EVERY + dt.timedelta(seconds=1)
    time_machine.move_to(later, tick=False)
    client.get("/guidelines/")  # known to this process for another half minute
    Presence.objects.update(seen_at=later - dt.timedelta(days=1))
    presence._written.clear()
    assert is_at_once(asked_again(client, wanted, tag))
    assert Presence.objects.get(person=world.mo).seen_at == later
