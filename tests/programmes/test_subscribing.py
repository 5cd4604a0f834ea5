"""Whoever subscribed receives each report when it is issued, as far as its class goes; a program gets it as JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.utils import timezone
from pytest_django import Settings

from benchmarks.sinks import Sink, http_sink
from guidelines.frame.jobs import JobState
from guidelines.frame.refusals import Invalid, NotFound, Refused, WrongState
from guidelines.liaison.delivering.signing import new_seed, secret_of, signature
from guidelines.liaison.models import Contact, Stakeholder
from guidelines.people.roles import Role
from guidelines.programmes import services
from guidelines.programmes.composing import canonical, digest_of
from guidelines.programmes.delivering import body, deliver_due, file_of
from guidelines.programmes.models import Programme, ReportDelivery, ReportSubscription
from tests.insights.making import in_force
from tests.people import World, make_person
from tests.people.beyond import pam
from tests.programmes.making import BY_ROLE, at, issued, programme, report
from tests.programmes.test_pages import browser, text
from tests.programmes.test_sending import lists


def subscribed(home: Programme, world: World, *contacts: Contact, form: str = "pdf") -> list[ReportSubscription]:
    return [services.subscribe(home, one.pk, form=form, by=pam(world)) for one in contacts]


def hook_of(desk: Contact, world: World, port: int) -> Contact:
    """A webhook of the same list, on loopback."""
    return Contact.objects.create(
        stakeholder=desk.stakeholder,
        kind="webhook",
        name="Their program",
        url=f"http://127.0.0.1:{port}/reports",
        seed=new_seed(),
        made_by=world.lia,
        made_at=timezone.now(),
    )


def test_a_subscriber_receives_each_report_when_it_is_issued_and_once(world: World) -> None:
    who, home = pam(world), programme(world)
    desk, mo, _brand = lists(world)
    subscribed(home, world, desk, mo)
    first, second = issued(home, who, -20, -12), issued(home, who, -11, -4)
    assert deliver_due() == 4
    assert deliver_due() == 0
    assert [letter.to for letter in mail.outbox] == [["desk@portal.example"]] * 2
    assert [letter.attachments[0][1] for letter in mail.outbox] == [
        bytes(file_of(report, "pdf").content) for report in (first, second)
    ]
    assert set(ReportDelivery.objects.values_list("state", flat=True)) == {JobState.DONE}
    with pytest.raises(WrongState, match="have it already"):
        services.send_report(first, [desk.pk], form="pdf", by=who)


def test_whoever_is_no_subscriber_any_more_receives_nothing(world: World) -> None:
    who, home = pam(world), programme(world)
    desk, mo, _brand = lists(world)
    ended, _running = subscribed(home, world, desk, mo)
    services.end_subscription(ended, by=who)
    Contact.objects.filter(pk=mo.pk).update(ended_at=timezone.now())
    issued(home, who)
    assert not ReportDelivery.objects.exists()
    with pytest.raises(WrongState):
        services.end_subscription(ended, by=who)
    assert subscribed(home, world, desk)[0] != ended, "it can subscribe again"


def test_a_subscribed_partner_receives_it_when_a_second_person_agreed_and_not_before(world: World) -> None:
    who, home = pam(world), programme(world)
    second = make_person("P-009", "Pat Second", Role.PROGRAMME_MANAGER, world.us)
    desk, _mo, brand = lists(world)
    subscribed(home, world, desk, brand)
    found = issued(home, who)
    assert list(ReportDelivery.objects.values_list("contact", flat=True)) == [desk.pk]
    services.agree_to_partners(found, by=second)
    deliver_due()
    assert [letter.to for letter in mail.outbox] == [["desk@portal.example"], ["brand@partner.example"]]


def test_a_list_that_became_one_of_partners_is_sent_nothing_nobody_agreed_to(world: World) -> None:
    home, (desk, _mo, _brand) = programme(world), lists(world)
    subscribed(home, world, desk)
    issued(home, pam(world))
    Stakeholder.objects.filter(pk=desk.stakeholder_id).update(audience="partner")
    deliver_due()
    row = ReportDelivery.objects.get()
    assert (row.state, row.reason, mail.outbox) == (JobState.FAILED, "narrowed", [])


def test_a_webhook_gets_the_frozen_report_as_signed_json_with_one_key_at_every_attempt(
    world: World, settings: Settings
) -> None:
    settings.WEBHOOK_LOOPBACK = True
    home, (desk, *_others) = programme(world), lists(world)
    with http_sink(lambda _key, copy: "503" if copy == 0 else "") as (sink, port):
        hook = hook_of(desk, world, port)
        subscribed(home, world, hook, form="docx")
        found = issued(home, pam(world))
        deliver_due()
        row = ReportDelivery.objects.get()
        assert (row.state, row.format) == (JobState.QUEUED, "json")
        ReportDelivery.objects.update(due_at=timezone.now())
        deliver_due()
    assert_taken(sink, found, ReportDelivery.objects.get(), hook)


def assert_taken(sink: Sink, found: Any, row: ReportDelivery, hook: Contact) -> None:
    assert sink.seen == {str(row.key): 2}, "the same key at both attempts"
    (copy,) = sink.taken
    assert row.state == JobState.DONE
    assert copy.content == body(row), "the same bytes whenever they are made"
    said = json.loads(copy.content)
    assert (said["schema"], said["delivery"]) == ("sop-portal/report-delivery/1", str(row.key))
    assert said["digest"] == digest_of(canonical(said["report"])) == row.file_digest
    assert said["issued"] == found.digest
    assert said["report"]["narrative"] == found.narrative
    stamp = int(copy.headers["X-SOP-Portal-Timestamp"])
    assert copy.headers["X-SOP-Portal-Signature"] == signature(secret_of(hook.seed), stamp, copy.content)


def test_a_webhook_is_told_of_how_many_things_a_figure_was_counted_and_not_which_and_how_they_stand(
    world: World,
) -> None:
    home, (desk, *_others) = programme(world), lists(world)
    subscribed(home, world, hook_of(desk, world, 9))
    in_force(world)
    with at(timezone.now() + dt.timedelta(days=3)):
        found = issued(home, pam(world), -1, 1)
    kept, told = found.said, json.loads(body(ReportDelivery.objects.get()))["report"]
    behind = [figure["rows"] for figure in kept["figures"] if figure["code"] == "in_force"]
    assert [row[0] for row in behind[0]] == ["edition"]
    for figure in kept["figures"]:
        figure["rows"] = len(figure["rows"])
    assert told == kept


@pytest.mark.parametrize("role", BY_ROLE)
def test_who_keeps_the_subscribers(world: World, role: Role) -> None:
    home, (desk, *_others) = programme(world), lists(world)
    person = make_person("X-1", "Xo Dale", role, world.us)
    page = f"{home.get_absolute_url()}subscribers/"
    may = role == Role.PROGRAMME_MANAGER
    answer = browser(person).post(page, {"contact": desk.pk, "form": "pdf"})
    assert (answer.status_code == 302) is may
    assert ReportSubscription.objects.exists() is may
    assert (browser(person).get(page).status_code == 200) is may
    (row,) = ReportSubscription.objects.all() if may else subscribed(home, world, desk)
    ended = browser(person).post(f"/programmes/subscriptions/{row.pk}/end/")
    assert (ended.status_code == 302) is may
    row.refresh_from_db()
    assert (row.ended_at is not None) is may


def test_only_contacts_of_lists_that_are_told_of_its_places_subscribe_once_each(world: World) -> None:
    who, home = pam(world), programme(world)
    desk, mo, _brand = lists(world)
    subscribed(home, world, desk)
    wrong: list[tuple[Callable[[], Any], type[Exception]]] = [
        (lambda: services.subscribe(home, desk.pk, form="pdf", by=who), WrongState),
        (lambda: services.subscribe(home, mo.pk, form="exe", by=who), Invalid),
        (lambda: services.subscribe(home, 10**9, form="pdf", by=who), NotFound),
        (lambda: services.subscribe(home, mo.pk, form="pdf", by=world.lia), Refused),
    ]
    for deed, kind in wrong:
        with pytest.raises(kind):
            deed()
    Stakeholder.objects.update(market=world.vn)
    with pytest.raises(NotFound):
        services.subscribe(home, mo.pk, form="pdf", by=who)
    issued(home, who)
    assert not ReportDelivery.objects.exists(), "its list is told of Việt Nam now"
    for change in ({"format": "html"}, {"contact": mo}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ReportSubscription.objects.update(**change)


def test_the_page_says_who_receives_them_and_the_report_to_how_many_it_goes(world: World) -> None:
    me, home = browser(pam(world)), programme(world)
    desk, _mo, brand = lists(world)
    page = f"{home.get_absolute_url()}subscribers/"
    assert "Nobody has subscribed" in text(me, page)
    assert me.post(page, {"contact": "", "form": "pdf"}).status_code == 422
    for contact in (desk, brand):
        assert me.post(page, {"contact": contact.pk, "form": "html"}).status_code == 302
    shown = text(me, page)
    assert "2 subscriptions" in shown
    assert "Operations, .html" in shown
    assert page in text(me, home.get_absolute_url())
    assert "It goes to 2 contacts that have subscribed." in text(me, report(home, pam(world)).get_absolute_url())
