"""What a read costs: queries, and the answer to a browser that already has the page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from guidelines.editions.services import set_precedence, suspend
from guidelines.people import services as people
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.reading import kept, texts
from guidelines.reading.models import Page
from guidelines.reading.services import deriving
from guidelines.text import rendering
from tests.insights import making as insights
from tests.people import World, make_person
from tests.reading import making

pytestmark = pytest.mark.django_db

DRAWN = 6
"""Session; person with roles; the newest deeds and when it changes by itself; the editions; the page; the rulings on
it. Nothing more, whatever there is, for somebody whom this process has never seen."""
READ = 1
"""A page that this process keeps: the newest deeds, and nothing else."""


def new_to_a_process_at_work(world: World, person: Person) -> Client:
    """Somebody signed in whom this process has not seen; others read other pages there."""
    cache.clear()
    kept.clear()
    making.signed_in(world.joe).get(f"/g/{making.first(world, title='Knives').policy_id}/")
    return making.signed_in(person)


def address(world: World, editions: int) -> str:
    guideline = making.first(world)
    for number in range(2, editions + 1):
        making.again(world, guideline, summary=f"Words of edition {number}.")
    return f"/g/{guideline.policy_id}/"


@pytest.mark.slow
@pytest.mark.parametrize("editions", [1, 6])
def test_a_read_is_drawn_with_six_queries_however_many_editions_there_are(
    world: World, django_assert_num_queries: DjangoAssertNumQueries, editions: int
) -> None:
    wanted = address(world, editions)
    client = new_to_a_process_at_work(world, world.mo)
    with django_assert_num_queries(DRAWN):
        assert client.get(wanted).status_code == 200


@pytest.mark.slow
def test_a_read_is_drawn_with_six_queries_whatever_stands_beside_the_words(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition = making.asking(world)
    wanted = f"/g/{edition.guideline.policy_id}/"
    second = making.first(world, title="Second")
    set_precedence(edition.guideline, before=second, by=world.ann)
    making.scheduled(world, edition.guideline, timezone.now() + making.DAY, title="The coming words")
    suspend(edition, by=world.bob, reason="Under repair.", escalate_to="Brand desk", until=timezone.now() + making.DAY)
    insights.ruled(edition, insights.lead(world), questions=[insights.asked(edition, world.mo)])
    max_ = make_person("A-077", "Max Oduya", Role.MODERATOR, world.us, world.product)
    client = new_to_a_process_at_work(world, max_)
    with django_assert_num_queries(DRAWN):
        page = client.get(wanted).content.decode()
    for shown in ("Under repair.", "begins on", second.policy_id, insights.RULING, "I, Max Oduya, have read"):
        assert shown in page


@pytest.mark.slow
@pytest.mark.parametrize("editions", [1, 6])
def test_a_browser_that_has_the_page_is_told_so_in_one_query(
    world: World, django_assert_num_queries: DjangoAssertNumQueries, editions: int
) -> None:
    wanted, client = address(world, editions), making.signed_in(world.mo)
    client.get(wanted)  # sets the cookie of the forms, once in a session
    first = client.get(wanted)
    assert first.headers["Cache-Control"] == "private, no-cache"
    with django_assert_num_queries(READ):
        again = client.get(wanted, headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.slow
def test_a_past_edition_and_an_instant_cost_no_more(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    wanted = address(world, 3)
    at = timezone.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    for path in (f"{wanted}editions/1/", f"{wanted}?at={at}"):
        client = new_to_a_process_at_work(world, world.mo)
        with django_assert_max_num_queries(DRAWN):
            assert client.get(path).status_code == 200


@pytest.mark.slow
def test_a_read_renders_no_markdown_and_calls_no_sanitiser(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted, client = address(world, 2), making.signed_in(world.mo)

    def refuse(*_args: object, **_options: object) -> None:
        raise AssertionError("a read must not render")

    for module in (rendering, deriving):
        monkeypatch.setattr(module, "render", refuse)
    cache.clear()
    assert client.get(wanted).status_code == 200
    assert client.get(f"{wanted}editions/1/").status_code == 200


def etag(client: Client, wanted: str) -> str:
    client.get(wanted)
    return client.get(wanted).headers["ETag"]


@pytest.mark.slow
def test_everything_a_page_shows_changes_its_etag(world: World) -> None:
    guideline = making.first(world)
    wanted, client = f"/g/{guideline.policy_id}/", making.signed_in(world.mo)
    seen = [etag(client, wanted), etag(making.signed_in(world.ann), wanted)]
    people.choose_settings(world.mo, language="en", time_zone="Asia/Tokyo", theme="", keys_on=True)
    seen.append(etag(client, wanted))
    client.cookies["theme"] = "dark"
    seen.append(etag(client, wanted))
    making.scheduled(world, guideline, timezone.now() + 2 * making.DAY, summary="Soon.")
    seen.append(etag(client, wanted))
    set_precedence(guideline, before=making.first(world, title="Second"), by=world.ann)
    seen.append(etag(client, wanted))
    making.withdrawn(world, guideline)
    assert len(set(seen)) == len(seen)
    assert client.get(wanted, headers={"if-none-match": seen[-1]}).status_code == 200


@pytest.mark.slow
def test_new_words_reach_a_browser_that_holds_the_old_page(world: World) -> None:
    guideline = making.first(world)
    wanted, client = f"/g/{guideline.policy_id}/", making.signed_in(world.mo)
    old = etag(client, wanted)
    making.again(world, guideline, title="Counterfeit listings, mended")
    response = client.get(wanted, headers={"if-none-match": old})
    assert response.status_code == 200
    assert "Counterfeit listings, mended" in response.content.decode()


def test_a_page_that_was_lost_is_made_at_the_first_read_and_kept(world: World) -> None:
    wanted, client = address(world, 1), making.signed_in(world.mo)
    Page.objects.all().delete()
    cache.clear()
    assert client.get(wanted).status_code == 200
    assert Page.objects.count() == 1


def test_the_page_is_made_with_the_publication(world: World) -> None:
    guideline = making.first(world)
    assert Page.objects.filter(digest=guideline.editions.get().digest, renderer=texts.RENDERER).exists()


@pytest.mark.slow
def test_a_page_kept_for_another_base_is_made_anew(world: World) -> None:
    guideline = making.first(world)
    edition = making.again(world, guideline, summary="Second.")
    Page.objects.filter(digest=edition.digest).update(base_digest="1:other", changes={"R1": "new"})
    cache.clear()
    html = making.signed_in(world.mo).get(f"/g/{guideline.policy_id}/").content.decode()
    assert "is-new" not in html


@pytest.mark.slow
def test_a_page_that_shows_a_message_is_shown_once_and_never_kept(world: World, rf: RequestFactory) -> None:
    wanted, client = address(world, 1), making.signed_in(world.ann)
    kept = etag(client, wanted)
    client.cookies["messages"] = CookieStorage(rf.get("/"))._encode(
        [Message(constants.SUCCESS, "Approved, thank you.")]
    )
    shown = client.get(wanted, headers={"if-none-match": kept})
    assert shown.status_code == 200
    assert "Approved, thank you." in shown.content.decode()
    assert "ETag" not in shown.headers
    assert "Approved, thank you." not in client.get(wanted).content.decode()


@pytest.mark.slow
def test_the_clock_alone_changes_the_page(world: World, time_machine) -> None:  # type: ignore[no-untyped-def]
    guideline = making.first(world)
    start = timezone.now() + dt.timedelta(hours=5)
    making.scheduled(world, guideline, start, title="The coming words")
    client, wanted = making.signed_in(world.mo), f"/g/{guideline.policy_id}/"
    old = etag(client, wanted)
    time_machine.move_to(start + dt.timedelta(seconds=1))
    response = client.get(wanted, headers={"if-none-match": old})
    assert response.status_code == 200
    assert '<h1 lang="en">The coming words' in response.content.decode()
