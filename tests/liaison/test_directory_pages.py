"""The pages of the directory, as those who keep it and those who read it see them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from benchmarks.sinks import Sink
from guidelines.frame.jobs import JobState
from guidelines.liaison.models import Contact, Feed, Stakeholder, Subscription
from guidelines.liaison.services.stakeholders import seen_of
from guidelines.liaison.services.subscribing import subscribe
from guidelines.people.models import Person
from tests.forms import opened
from tests.liaison.making import signed_in
from tests.liaison.sending import a_list, mailbox, only_delivery, sent, tried, webhook
from tests.liaison.test_subscribing import wish
from tests.people import World, make_person


def shown(person: Person, name: str, /, *args: Any, status: int = 200, **query: str) -> str:
    answer = signed_in(person).get(reverse(name, args=args), query)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def post(person: Person, name: str, /, *args: Any, status: int = 302, **fields: Any) -> str:
    answer = signed_in(person).post(reverse(name, args=args), fields)
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return answer.content.decode()


LIST = {"name": "Agencies, US", "audience": "partner", "market": "US", "domain": "", "language": "en", "about": ""}
WISH = {"rhythm": "weekly", "weekday": "0", "hour": "9", "market": "US", "format": "html"}


def test_an_empty_directory_says_what_appears_there_and_offers_the_first_step(world: World) -> None:
    assert "Make one for each team or partner that must know." in shown(world.lia, "stakeholders")
    page = shown(world.ann, "stakeholders")
    assert "A liaison makes them." in page
    assert reverse("new_stakeholder") not in page


def test_lists_are_found_by_name_by_contact_and_by_place(world: World) -> None:
    agencies, sellers = a_list(world), a_list(world, "Sellers", "internal", domain=world.seller)
    mailbox(agencies, "hello@agency.example.com")
    both = shown(world.lia, "stakeholders")
    assert all(one.name in both for one in (agencies, sellers))
    for query in ({"q": "AGENC"}, {"q": "hello@"}, {"domain": "CC"}):
        page = shown(world.lia, "stakeholders", **query)
        assert (agencies.name in page, sellers.name in page) == (True, False), query
    assert "No list matches" in shown(world.lia, "stakeholders", q="no-such")
    assert "Sellers" not in shown(world.ann, "stakeholders"), "Ann writes product policies."


@pytest.mark.slow
def test_the_directory_costs_the_same_for_one_list_and_for_twenty(
    world: World, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        stakeholder = a_list(world, f"List {number}")
        mailbox(stakeholder)
        subscribe(stakeholder, wish(world), by=world.lia)
    client = signed_in(world.lia)
    client.get(reverse("stakeholders"))
    with django_assert_max_num_queries(16):
        client.get(reverse("stakeholders"))


def test_the_page_of_a_list_costs_the_same_for_one_subscription_and_for_six(
    world: World, django_assert_max_num_queries: Any
) -> None:
    found, client = a_list(world), signed_in(world.lia)
    for _number in range(6):
        made = subscribe(found, wish(world), by=world.lia)
        Subscription.objects.filter(pk=made.pk).update(told_until=made.made_at + dt.timedelta(days=1))
    client.get(reverse("stakeholder", args=[found.pk]))
    with django_assert_max_num_queries(10):
        page = client.get(reverse("stakeholder", args=[found.pk])).content.decode()
    assert page.count("Nothing to tell the last time.") == 6


@pytest.mark.slow
def test_a_liaison_makes_changes_and_ends_a_list(world: World) -> None:
    shown(world.lia, "new_stakeholder")
    post(world.lia, "new_stakeholder", **LIST)
    made = Stakeholder.objects.get()
    assert (made.audience, made.market, made.domain) == ("partner", world.us, None)
    mine = opened(signed_in(world.lia), reverse("change_stakeholder", args=[made.pk]))
    post(world.lia, "change_stakeholder", made.pk, **{**mine, "name": "Agencies", "language": "vi"})
    made.refresh_from_db()
    assert (made.name, made.language) == ("Agencies", "vi")
    mailbox(made)
    assert "1 contact hears nothing more." in shown(world.lia, "end_stakeholder", made.pk)
    post(world.lia, "end_stakeholder", made.pk)
    assert "This list was ended." in shown(world.lia, "stakeholder", made.pk)
    assert made.name in shown(world.lia, "stakeholders", ended="on")
    assert made.name not in shown(world.lia, "stakeholders")


def test_of_two_who_change_a_list_the_later_is_told_and_reads_both(world: World) -> None:
    made = a_list(world)
    mine = opened(signed_in(world.lia), reverse("change_stakeholder", args=[made.pk]))
    post(world.lia, "change_stakeholder", made.pk, **{**mine, "language": "vi"})
    late = {**mine, "about": "They sell live"}
    page = post(world.lia, "change_stakeholder", made.pk, status=409, **late)
    for words in ("Somebody else changed this meanwhile.", "They sell live", "Kept now: Tiếng Việt"):
        assert words in page
    made.refresh_from_db()
    assert (made.language, made.about) == ("vi", "")
    post(world.lia, "change_stakeholder", made.pk, **{**late, "seen": seen_of(made)})
    post(world.lia, "change_stakeholder", made.pk, **{**late, "seen": seen_of(made)})
    made.refresh_from_db()
    assert (made.language, made.about) == ("en", "They sell live")


def test_what_was_typed_stays_when_a_list_is_refused(world: World) -> None:
    a_list(world)
    page = post(world.lia, "new_stakeholder", status=422, **{**LIST, "about": "They sell live"})
    assert "There is a list of this name already" in page
    assert "They sell live" in page
    assert "is not in the list" in post(world.lia, "new_stakeholder", status=422, **{**LIST, "market": "VN"})
    assert "is not in the list" in post(world.lia, "new_stakeholder", status=422, **{**LIST, "audience": "restricted"})


@pytest.mark.slow
@pytest.mark.parametrize("who", ["ann", "ada", "joe"])
def test_whoever_reads_the_directory_changes_nothing(who: str, world: World) -> None:
    person, stakeholder = getattr(world, who), a_list(world)
    contact = mailbox(stakeholder)
    page = shown(person, "stakeholder", stakeholder.pk)
    assert "Only a liaison keeps the directory and sends." in page
    assert reverse("add_contact", args=[stakeholder.pk]) not in page
    for name, pk in (("end_stakeholder", stakeholder.pk), ("add_contact", stakeholder.pk), ("end_contact", contact.pk)):
        assert "Only a liaison" in shown(person, name, pk, status=403)
        post(person, name, pk, status=403)
    contact.refresh_from_db()
    assert contact.ended_at is None


def test_others_find_no_directory_and_no_list(world: World, lan: Person) -> None:
    stakeholder = a_list(world)
    shown(world.mo, "stakeholders", status=403)
    shown(world.mo, "stakeholder", stakeholder.pk, status=403)
    shown(lan, "stakeholder", stakeholder.pk, status=404)
    contact = mailbox(stakeholder)
    for name in ("end_contact", "change_contact"):
        shown(lan, name, contact.pk, status=404)


BAD_CONTACTS = {
    "mailbox": ("notes@example.com\r\nBcc: all@example.com", "no line ends"),
    "url": ("http://hooks.example.com/", "begins with https://"),
    "person": ("no-such", "Nobody has this employee ID"),
}


@pytest.mark.parametrize("field", BAD_CONTACTS)
def test_a_contact_that_can_not_be_comes_back_with_the_sentence_and_what_was_typed(field: str, world: World) -> None:
    typed, sentence = BAD_CONTACTS[field]
    kind = {"url": "webhook"}.get(field, field)
    page = post(world.lia, "add_contact", a_list(world).pk, status=422, kind=kind, name="Kept", **{field: typed})
    assert sentence in page
    assert "Kept" in page
    assert not Contact.objects.exists()


def test_a_webhook_on_this_machine_is_refused(world: World) -> None:
    for url in ("https://127.0.0.1/", "https://localhost/", "https://[::ffff:127.0.0.1]/"):
        page = post(world.lia, "add_contact", a_list(world, url).pk, status=422, kind="webhook", url=url)
        assert "an address that is not public" in page


def test_the_same_mailbox_twice_is_refused(world: World) -> None:
    stakeholder = a_list(world)
    post(world.lia, "add_contact", stakeholder.pk, kind="mailbox", mailbox="a@example.com")
    page = post(world.lia, "add_contact", stakeholder.pk, status=422, kind="mailbox", mailbox="A@example.com")
    assert "This list has that contact already." in page


@pytest.mark.slow
def test_a_person_a_mailbox_and_a_webhook_are_added_and_a_secret_is_shown_once(
    world: World, hook: tuple[Sink, int]
) -> None:
    stakeholder = a_list(world, "Trainers", "internal")
    post(world.lia, "add_contact", stakeholder.pk, kind="person", person="A-004")
    post(world.lia, "add_contact", stakeholder.pk, kind="mailbox", mailbox="a@example.com", name="Archive")
    url = f"http://127.0.0.1:{hook[1]}/"
    page = post(world.lia, "add_contact", stakeholder.pk, status=200, kind="webhook", url=url)
    assert "whsec_" in page
    page = shown(world.lia, "stakeholder", stakeholder.pk)
    assert all(words in page for words in ("Mo Diallo", "Archive", url))
    assert "whsec_" not in page
    contact = Contact.objects.get(kind="webhook")
    shown(world.lia, "renew_secret", contact.pk)
    assert "whsec_" in post(world.lia, "renew_secret", contact.pk, status=200)
    post(world.lia, "change_contact", contact.pk, name="Their portal")
    post(world.lia, "end_contact", contact.pk)
    assert "Their portal" not in shown(world.lia, "stakeholder", stakeholder.pk)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"hour": "25"}, "A day has the hours 0 to 23"),
        ({"weekday": "9"}, "A week has seven days"),
        ({"format": "exe"}, "not written in that format"),
        ({"redline": "on"}, "A redline goes to internal lists only"),
        ({"rhythm": "hourly"}, "is not in the list"),
        ({"market": "VN"}, "is not in the list"),
    ],
)
def test_a_subscription_that_can_not_be_is_refused(changes: dict[str, str], sentence: str, world: World) -> None:
    page = post(world.lia, "new_subscription", a_list(world).pk, status=422, **{**WISH, **changes})
    assert sentence in page
    assert not Subscription.objects.exists()


@pytest.mark.slow
def test_a_subscription_is_made_changed_and_ended_and_the_list_says_so(world: World) -> None:
    stakeholder = a_list(world, "Brand Integrity", "internal")
    post(world.lia, "new_subscription", stakeholder.pk, **WISH, redline="on")
    page = shown(world.lia, "stakeholder", stakeholder.pk)
    assert "Every Monday 09:00 PT, HTML with redline" in page
    assert "Next 22 Jun 2037, 09:00 PT." in page
    first = Subscription.objects.get()
    assert 'value="9" selected' in shown(world.lia, "change_subscription", first.pk)
    post(world.lia, "change_subscription", first.pk, **{**WISH, "rhythm": "at_once", "format": "md", "later": "on"})
    page = shown(world.lia, "stakeholders")
    assert "On each major change, Markdown" in page
    second = Subscription.objects.running().get()
    assert second.filter["includes_later"]
    assert "Packs can still be sent by hand." in shown(world.lia, "end_subscription", second.pk)
    post(world.lia, "end_subscription", second.pk)
    assert "None: it is told when somebody sends it a pack." in shown(world.lia, "stakeholder", stakeholder.pk)


def test_a_feed_shows_its_address_once(world: World) -> None:
    stakeholder = a_list(world)
    page = post(world.lia, "new_feed", stakeholder.pk, status=200, name="Partner portal", topic="", significance="")
    assert "/atom.xml" in page
    feed = Feed.objects.get()
    page = shown(world.lia, "stakeholder", stakeholder.pk)
    assert "Partner portal" in page
    assert "Not read yet" in page
    assert "/atom.xml" not in page
    shown(world.lia, "end_feed", feed.pk)
    post(world.lia, "end_feed", feed.pk)
    assert "Partner portal" not in shown(world.lia, "stakeholder", stakeholder.pk)


def test_a_failed_delivery_says_why_and_is_tried_again_with_one_click(world: World, hook: tuple[Sink, int]) -> None:
    hook[0].plan = lambda _key, copy: "404" if copy == 0 else ""
    stakeholder = a_list(world)
    webhook(stakeholder, hook[1])
    sent(stakeholder)
    delivery = tried(only_delivery())
    page = shown(world.lia, "stakeholder", stakeholder.pk)
    assert "The webhook refused the message. 404" in page
    assert "A delivery failed" in shown(world.ann, "stakeholders")
    post(world.ann, "repeat_delivery", delivery.pk, status=403)
    post(world.mo, "repeat_delivery", delivery.pk, status=403)
    post(world.lia, "repeat_delivery", delivery.pk)
    assert tried(delivery).state == JobState.DONE
    post(world.lia, "repeat_delivery", delivery.pk, status=409)


def test_nobody_is_led_elsewhere_after_trying_again(world: World, hook: tuple[Sink, int]) -> None:
    hook[0].plan = lambda _key, _copy: "404"
    stakeholder = a_list(world)
    webhook(stakeholder, hook[1])
    sent(stakeholder)
    own = stakeholder.get_absolute_url()
    for back, leads in (("//evil.example.com/", own), ("stakeholders", own), ("/change-notes/", "/change-notes/")):
        delivery = tried(only_delivery())
        answer = signed_in(world.lia).post(reverse("repeat_delivery", args=[delivery.pk]), {"back": back})
        assert answer["Location"] == leads


def test_vietnamese_reads_the_same_pages(world: World) -> None:
    person = make_person("X-7", "Lê Mai", "liaison", world.us)  # type: ignore[arg-type]
    person.language = "vi"
    person.save()
    stakeholder = a_list(world, by=person)
    subscribe(stakeholder, wish(world, rhythm="weekly"), by=person)
    assert "Thứ 2 hằng tuần 09:00 PT, HTML" in shown(person, "stakeholder", stakeholder.pk)
