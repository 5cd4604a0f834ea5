"""The bell, the list of notifications, and what each shows of what its person may read now."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guidelines.editions import services
from guidelines.liaison.models import Kind, Notification
from guidelines.people import services as people
from guidelines.people import sessions
from guidelines.people.models import Assignment, Person
from tests.editions import making
from tests.editions.clearing import named, restricted
from tests.liaison.notifying import give_mailboxes, told
from tests.liaison.test_telling import DEEDS, publish, submit
from tests.people import World


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def bell(client: Client, page: str = "/settings/") -> int:
    html = client.get(page).content.decode()
    after = html.split('class="top-btn bell"', 1)[1].split("</a>", 1)[0]
    return int(after.split('class="count">', 1)[1].split("<", 1)[0]) if 'class="count"' in after else 0


def test_the_bell_counts_what_i_have_not_read_on_drafts_and_on_kept_pages(world: World) -> None:
    edition = publish(world)
    told(world)
    mo = browser(world.mo)
    for page in ("/settings/", "/", f"/g/{edition.guideline.policy_id}/", "/library/", "/search/?q=copy"):
        assert bell(mo, page) == 1, page
    assert bell(browser(world.vy)) == 0
    mo.post("/notifications/seen/")
    sessions.forget_everybody()
    assert [bell(mo, page) for page in ("/settings/", "/", "/library/")] == [0, 0, 0]


def test_reading_pages_ask_nothing_for_the_bell(world: World, django_assert_num_queries: object) -> None:
    edition = publish(world)
    told(world)
    page, mo = f"/g/{edition.guideline.policy_id}/", browser(world.mo)
    mo.get(page)
    mo.get(page)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert bell(mo, page) == 1


@pytest.mark.slow
@pytest.mark.parametrize("kind", DEEDS)
def test_every_kind_is_listed_in_a_sentence_and_leads_to_its_page(world: World, kind: Kind) -> None:
    DEEDS[kind](world)
    told(world)
    row = Notification.objects.filter(kind=kind, seen_at=None).order_by("pk")[0]
    client = browser(row.person)
    assert f"/notifications/{row.pk}/" in client.get(f"/notifications/?kind={kind}").content.decode()
    answer = client.get(f"/notifications/{row.pk}/")
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200
    assert not Notification.objects.filter(pk=row.pk, seen_at=None).exists()


def test_a_right_that_was_lost_shows_nothing_of_it(world: World) -> None:
    publish(world)
    told(world)
    for role in Assignment.objects.filter(person=world.mo):
        people.end_role(role, by=None)
    row = Notification.objects.get(person=world.mo)
    mo = browser(world.mo)
    page = mo.get("/notifications/").content.decode()
    assert "Something you can no longer read." in page
    assert "US-PR-0001" not in page
    assert "Counterfeit product listings" not in page
    assert mo.get(f"/notifications/{row.pk}/")["Location"] == "/notifications/"


def test_what_was_withdrawn_from_review_is_still_shown_to_those_who_read_drafts(world: World) -> None:
    edition = submit(world)
    told(world)
    services.recall(edition, by=world.ann)
    assert "Ann Rivera asks you to review edition 1." in browser(world.bob).get("/notifications/").content.decode()


def test_nobody_opens_or_reads_the_notifications_of_another(world: World) -> None:
    publish(world)
    told(world)
    row = Notification.objects.get(person=world.mo)
    for address in (f"/notifications/{row.pk}/", f"/notifications/{row.pk}/seen/"):
        method = browser(world.lia).post if address.endswith("seen/") else browser(world.lia).get
        assert method(address).status_code == 404
    assert "/seen/" in browser(world.mo).get("/notifications/").content.decode()
    assert Notification.objects.get(pk=row.pk).seen_at is None


def test_one_or_all_are_marked_as_read_and_the_filters_stay(world: World) -> None:
    submit(world)
    submit(world)
    told(world)
    bob = browser(world.bob)
    row = Notification.objects.filter(person=world.bob)[0]
    answer = bob.post(f"/notifications/{row.pk}/seen/", {"list": "?kind=review&unread=on"})
    assert answer["Location"] == "/notifications/?kind=review&unread=on"
    assert "1 notification<" in bob.get(answer["Location"]).content.decode()
    bob.post("/notifications/seen/")
    assert "No notification fits" in bob.get("/notifications/?unread=on").content.decode()
    assert bob.get("/notifications/?kind=nonsense").status_code == 422


def test_the_list_takes_as_many_queries_for_many_as_for_few(world: World) -> None:
    def queries() -> int:
        bob = browser(world.bob)
        with CaptureQueriesContext(connection) as asked:
            assert bob.get("/notifications/").status_code == 200
        return len(asked)

    submit(world)
    told(world)
    queries()
    few = queries()
    for _ in range(5):
        submit(world)
    told(world)
    assert queries() == few


def test_a_person_chooses_how_each_kind_is_mailed(world: World) -> None:
    give_mailboxes(world)
    mo, address = browser(Person.objects.get(pk=world.mo.pk)), reverse("notification_settings")
    page = mo.get(address).content.decode()
    assert "mo@portal.example" in page
    wanted = dict.fromkeys(Kind.values, "daily")
    assert mo.post(address, {**wanted, "published": "never"}).status_code == 422
    assert mo.post(address, {**wanted, "review": ""}).status_code == 422
    assert mo.post(address, {**wanted, "mentioned": "never"}).status_code == 302
    chosen = dict(world.mo.notification_choices.values_list("kind", "rhythm"))
    assert (chosen["mentioned"], chosen["review"], chosen["published"]) == ("never", "daily", "daily")


def test_without_a_mailbox_or_a_mail_server_the_settings_say_so(world: World, settings: object) -> None:
    mo, address = browser(world.mo), reverse("notification_settings")
    assert "You have no mail address here" in mo.get(address).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"  # type: ignore[attr-defined]
    assert "No mail server is set" in mo.get(address).content.decode()


def test_a_restricted_guideline_is_marked_to_those_it_names_and_says_nothing_to_others(world: World) -> None:
    edition = submit(world)
    told(world)
    guideline = restricted(edition, world.ann)
    page = browser(world.bob).get("/notifications/").content.decode()
    assert "Something you can no longer read." in page
    assert "PR-0001" not in page
    named(guideline, world.bob, world.ann)
    page = browser(world.bob).get("/notifications/").content.decode()
    assert "Restricted" in page
    assert "PR-0001" in page


def test_in_vietnamese_the_list_is_in_vietnamese(world: World) -> None:
    Person.objects.filter(pk=world.binh.pk).update(language="vi")
    making.submitted(making.draft(world, by=world.van, market=world.vn), world.van)
    told(world)
    page = browser(Person.objects.get(pk=world.binh.pk)).get("/notifications/").content.decode()
    assert "Thông báo" in page
    assert "Vân Lê" in page
    assert "asks you" not in page
