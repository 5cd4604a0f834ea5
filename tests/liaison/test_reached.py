"""Who was told about this change, and when; and what reached nobody."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from benchmarks.packing import pack
from guidelines.editions import services
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.services.classing import class_guideline
from guidelines.liaison import reached
from guidelines.liaison.happenings import Happening
from guidelines.liaison.models import Pack, PackNote, Stakeholder
from guidelines.liaison.services.contacts import add_person
from guidelines.liaison.services.feeds import open_feed
from guidelines.liaison.services.sending import send
from guidelines.liaison.services.subscribing import subscribe
from guidelines.liaison.standing import aside
from guidelines.people import services as people
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.text.audience import Audience
from tests.editions import making
from tests.liaison.making import NOW, STRICTER, again, coming, first, signed_in, vietnamese
from tests.liaison.sending import a_list, mailbox, tried
from tests.liaison.test_directory_pages import post, shown
from tests.liaison.test_feeds import read
from tests.liaison.test_subscribing import wish
from tests.people import World, make_person

DAY = dt.timedelta(days=1)


def about(stakeholder: Stakeholder, *editions: Edition) -> Pack:
    """A finished pack that tells of these editions."""
    for one in editions:
        guideline = Guideline.objects.get(pk=one.guideline_id)
        if not Audience(stakeholder.audience).hears(Audience(guideline.audience)):
            class_guideline(guideline, audience=stakeholder.audience, by=guideline.owner, reason="They act on it.")
    made = pack(stakeholder, stakeholder.made_by, "Guideline changes")
    PackNote.objects.bulk_create(PackNote(pack=made, edition=one, kind="in_force") for one in editions)
    return made


def told(stakeholder: Stakeholder, *editions: Edition) -> None:
    send(about(stakeholder, *editions), stakeholder.made_by)
    tried(stakeholder.contacts.earliest("pk").deliveries.earliest("pk"))


def test_the_page_of_editions_says_who_was_told_of_each(world: World) -> None:
    edition = first(world, NOW - 2 * DAY)
    newer = again(world, edition.guideline, NOW - DAY)
    agencies = a_list(world)
    mailbox(agencies)
    told(agencies, edition)
    page = shown(world.lia, "editions", edition.guideline.policy_id)
    assert "Agencies, US, notes@agency.example.com" in " ".join(page.split())
    assert "sent 22 Jun 2037, 05:00 PT" in page
    assert page.count("Nobody was told.") == 1, f"Of edition {newer.number}."


def test_a_feed_that_was_read_is_named_as_no_more_than_that(world: World) -> None:
    _feed, token = open_feed(a_list(world, "Brand Integrity", "internal"), "Brand feed", by=world.lia)
    edition = first(world, NOW - DAY)
    read(token)
    page = shown(world.lia, "editions", edition.guideline.policy_id)
    assert "It was in the feed Brand feed, read last 22 Jun 2037" in page
    assert edition.title in shown(world.lia, "untold")


@pytest.mark.parametrize(
    ("who", "sees"), [("lia", True), ("ann", True), ("bob", True), ("ada", True), ("joe", True), ("mo", False)]
)
def test_who_was_told_is_shown_to_insiders_and_exporters(who: str, sees: bool, world: World) -> None:
    edition = first(world, NOW - DAY)
    page = shown(getattr(world, who), "editions", edition.guideline.policy_id)
    assert ("Who was told, and when" in page) is sees


def test_what_reached_nobody_is_listed_until_a_message_arrives(world: World) -> None:
    edition, other = first(world, NOW - DAY, title="Vapes"), first(world, NOW - 2 * DAY, title="Knives")
    coming(world, edition.guideline, NOW + DAY, title="Vapes soon")
    agencies = a_list(world)
    mailbox(agencies)
    page = shown(world.lia, "untold")
    assert "Vapes" in page
    assert "Knives" in page
    assert "Vapes soon" not in page, "It has not begun."
    told(agencies, edition)
    page = shown(world.lia, "untold")
    assert "Vapes" not in page
    assert "Knives" in page
    assert "Everything reached somebody" in shown(world.lia, "untold", since="2037-01-01", until="2037-01-02")
    assert "Everything reached somebody" in shown(world.lia, "untold", domain="CC")
    assert "ends before it begins" in shown(world.lia, "untold", status=422, since="2037-02-01", until="2037-01-02")
    assert "The year 9999 can’t be right." in shown(world.lia, "untold", status=422, until="9999-12-31")
    assert "The year 1 can’t be right." in shown(world.lia, "untold", status=422, since="0001-01-01")
    assert other.title in shown(world.ann, "untold", market="US")
    shown(world.mo, "untold", status=403)


def test_what_failed_reached_nobody(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    edition, agencies = first(world, NOW - DAY), a_list(world)
    mailbox(agencies)
    told(agencies, edition)
    assert edition.title in shown(world.lia, "untold")


def test_the_report_is_a_file_without_formulas(world: World) -> None:
    first(world, NOW - DAY, title="=HYPERLINK(1)")
    answer = signed_in(world.lia).get(reverse("untold_csv"))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["title"] for row in rows] == ["'=HYPERLINK(1)"]
    assert rows[0]["at"] == "21 Jun 2037, 05:00 PT"


def test_a_stakeholder_reads_what_was_sent_to_them_and_nobody_elses(world: World) -> None:
    sue, tom = (make_person(f"X-{n}", name, Role.STAKEHOLDER, world.us) for n, name in enumerate(("Sue", "Tom")))
    agencies = a_list(world)
    add_person(agencies, sue, by=world.lia)
    made = about(agencies, first(world, NOW - DAY))
    send(made, world.lia)
    delivery = made.deliveries.get()
    page = shown(sue, "receiving")
    assert "Guideline changes" in page
    assert "Agencies, US" in page
    assert "Guideline changes" in shown(sue, "home")
    file = signed_in(sue).get(reverse("received_file", args=[delivery.pk, "md"]))
    assert (file.status_code, file["Content-Disposition"]) == (200, 'attachment; filename="change-notes_US.md"')
    assert "sandbox" in file["Content-Security-Policy"]
    assert "You are in no list" in shown(tom, "receiving")
    assert signed_in(tom).get(reverse("received_file", args=[delivery.pk, "md"])).status_code == 404
    assert signed_in(sue).get(reverse("received_file", args=[delivery.pk, "exe"])).status_code == 404
    assert "Guideline changes" not in shown(tom, "home")


def test_whoever_holds_no_role_any_more_reads_nothing_of_it_here(world: World) -> None:
    sue, agencies = make_person("X-0", "Sue", Role.STAKEHOLDER, world.us), a_list(world)
    add_person(agencies, sue, by=world.lia)
    made = about(agencies, first(world, NOW - DAY))
    send(made, world.lia)
    file = reverse("received_file", args=[made.deliveries.get().pk, "md"])
    assert signed_in(sue).get(file).status_code == 200
    people.end_role(sue.assignments.get(), by=None)
    assert "You hold no role here" in shown(sue, "receiving", status=403)
    assert signed_in(sue).get(file).status_code == 404
    people.grant(sue, Role.MODERATOR, by=None, market=world.us)
    assert "Guideline changes" in shown(sue, "receiving"), "What was theirs is theirs again."


def test_sending_asks_once_more_and_names_how_many_of_which_class_and_the_embargo(world: World) -> None:
    agencies = a_list(world)
    for number in range(3):
        mailbox(agencies, f"notes{number}@agency.example.com")
    made = about(agencies, first(world, NOW - DAY))
    page = shown(world.lia, "send_pack", made.pk)
    assert "It goes to 3 contacts. Its audience: partner." in page
    assert "Its subject is: Guideline changes" in page
    shown(world.ann, "send_pack", made.pk, status=403)
    post(world.lia, "send_pack", made.pk)
    assert made.deliveries.count() == 3
    post(world.lia, "send_pack", made.pk)
    assert made.deliveries.count() == 3


def test_the_side_column_says_what_each_list_receives_and_what_failed(world: World, settings: Any) -> None:
    guideline = first(world, NOW - 9 * DAY).guideline
    brand, relations, education = (
        a_list(world, name, "internal") for name in ("Brand Integrity", "Agency Relations", "Seller Education")
    )
    subscribe(brand, wish(world, rhythm="weekly", redline=True), by=world.lia)
    subscribe(relations, wish(world, format="md"), by=world.lia)
    open_feed(a_list(world), "Partner portal feed", by=world.lia)
    for one in (brand, education):
        mailbox(one)
    told(brand, first(world, NOW - DAY))
    coming(world, guideline, NOW + 2 * DAY)
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    told(education, first(world, NOW - DAY))
    lines = {line.name: (line.words, line.detail) for line in aside(world.lia, NOW)}
    assert lines == {
        "Seller Education": ("Failed", "No mail server is set. Ask your administrator. 22 Jun 2037, 05:00 PT."),
        "Agency Relations": ("Next 24 Jun 2037", "On each major change, Markdown"),
        "Brand Integrity": ("Sent 22 Jun 2037", "Every Monday 09:00 PT, HTML with redline"),
        "Partner portal feed": ("Not read yet", "Notes appear when their embargo ends"),
    }
    assert [line.may_repeat for line in aside(world.lia, NOW) if line.failed] == [True]
    assert [line.may_repeat for line in aside(world.ann, NOW) if line.failed] == [False]


def test_of_each_edition_the_newest_deliveries_are_listed_and_the_others_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reached, "MOST", 2)
    edition = first(world, NOW - 2 * DAY)
    newer = again(world, edition.guideline, NOW - DAY)
    agencies = a_list(world)
    for number in range(3):
        mailbox(agencies, f"n{number}@agency.example.com")
    send(about(agencies, edition, newer), world.lia)
    page = shown(world.lia, "editions", edition.guideline.policy_id)
    assert page.count("on its way") == 4
    assert page.count("1 delivery more, before these.") == 2


@pytest.mark.parametrize(
    ("chosen", "is_in"),
    [
        ({}, True),
        ({"topic": "counterfeit"}, True),
        ({"topic": "counterfeit.goods"}, True),
        ({"topic": "regulated"}, False),
        ({"significance": "minor"}, False),
    ],
)
def test_only_a_feed_that_holds_the_note_is_named(chosen: dict[str, Any], is_in: bool, world: World) -> None:
    _feed, token = open_feed(a_list(world, "Brand", "internal"), "Brand feed", by=world.lia, **chosen)
    edition = first(world, NOW - DAY)
    assert (edition.title in read(token).content.decode()) is is_in
    page = shown(world.lia, "editions", edition.guideline.policy_id)
    assert ("It was in the feed Brand feed" in page) is is_in


def test_a_feed_made_when_a_change_was_old_news_never_held_it(world: World) -> None:
    edition = first(world, NOW - 9 * 7 * DAY)
    _feed, token = open_feed(a_list(world, "Brand", "internal"), "Brand feed", by=world.lia)
    assert edition.title not in read(token).content.decode()
    assert "It was in the feed" not in shown(world.lia, "editions", edition.guideline.policy_id)


def test_what_comes_next_for_a_list_is_what_its_filter_lets_through(world: World) -> None:
    guideline = first(world, NOW - 9 * DAY).guideline
    coming(world, guideline, NOW + 2 * DAY)
    subscribe(a_list(world, "Goods", "internal"), wish(world, topic="counterfeit"), by=world.lia)
    subscribe(a_list(world, "Drugs", "internal"), wish(world, topic="regulated"), by=world.lia)
    words = {line.name: line.words for line in aside(world.lia, NOW)}
    assert words == {"Goods": "Next 24 Jun 2037", "Drugs": "Nothing sent yet"}


def test_withdrawals_and_ended_emergencies_that_reached_nobody_are_listed_too(world: World) -> None:
    old = first(world, NOW - 3 * DAY, title="Vapes")
    draft = making.next_draft(old.guideline, world.ann, title="Recall", source=STRICTER)
    services.enforce_now(draft, by=world.bob, seen=draft.digest, note="Recall alert.", hours=24)
    with time_machine.travel(NOW + 2 * DAY):
        told(a_list_with_a_mailbox(world), old, draft)
        services.withdraw(old, by=world.bob, note="Not needed.")
        rows = [(one.edition.title, one.kind) for one in nobody_heard(world.lia, NOW + 3 * DAY)]
    assert rows == [("Vapes", "withdrawn"), ("Recall", "ended")]
    with time_machine.travel(NOW + 3 * DAY):
        page = shown(world.lia, "untold")
    assert "Withdrawn" in page
    assert "Ended" in page


def test_days_are_counted_in_each_market_s_own_time(world: World) -> None:
    late = dt.datetime(2037, 6, 15, 3, tzinfo=dt.UTC)  # the 14th in Los Angeles, the 15th in Việt Nam
    first(world, late, title="Over there")
    vietnamese(world, late)
    people.grant(world.lia, Role.LIAISON, by=None, market=world.vn)
    days = {
        day: [one.edition.guideline.market.code for one in nobody_heard(world.lia, NOW + DAY, day)] for day in (14, 15)
    }
    assert days == {14: ["US"], 15: ["VN"]}


def a_list_with_a_mailbox(world: World) -> Stakeholder:
    agencies = a_list(world)
    mailbox(agencies)
    return agencies


def nobody_heard(person: Person, now: dt.datetime, day: int = 0) -> list[Happening]:
    since, until = (dt.date(2037, 6, day or 1), dt.date(2037, 6, day or 30))
    return reached.told_nobody(person, now, since=since, until=until, market=None, domain=None)
