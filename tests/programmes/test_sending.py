"""Sending reports: to chosen contacts once, to partners when two agree, and again by hand when it failed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from guidelines.audit.catching_up import catch_up_all
from guidelines.audit.models import AuditEvent
from guidelines.frame.jobs import JobState
from guidelines.frame.refusals import Invalid, NotFound, Refused, WrongState
from guidelines.liaison.models import Contact, Kind, Notification, Stakeholder
from guidelines.liaison.notifying import showing
from guidelines.people import services as people
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.programmes import services
from guidelines.programmes.delivering import deliver_due, file_of
from guidelines.programmes.models import Report, ReportDelivery
from tests.people import World, make_person
from tests.people.beyond import pam
from tests.programmes.making import issued, programme, report


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def lists(world: World) -> tuple[Contact, Contact, Contact]:
    """A mailbox of an internal list, a person without mail on it, and a mailbox of a partner."""
    now = timezone.now()
    inside = Stakeholder.objects.create(
        name="Operations", audience="internal", market=world.us, made_by=world.lia, made_at=now
    )
    outside = Stakeholder.objects.create(
        name="Brand partners", audience="partner", market=world.us, made_by=world.lia, made_at=now
    )

    def contact(stakeholder: Stakeholder, name: str, **place: Any) -> Contact:
        kind = "person" if "person" in place else "mailbox"
        return Contact.objects.create(
            stakeholder=stakeholder, kind=kind, name=name, made_by=world.lia, made_at=now, **place
        )

    return (
        contact(inside, "Desk", mailbox="desk@portal.example"),
        contact(inside, "Mo", person=world.mo),
        contact(outside, "Brand", mailbox="brand@partner.example"),
    )


def test_a_report_is_sent_to_chosen_contacts_once_with_its_file(world: World) -> None:
    who, home = pam(world), programme(world)
    desk, mo, _brand = lists(world)
    found = issued(home, who)
    assert services.send_report(found, [desk.pk, mo.pk], form="pdf", by=who) == 2
    assert deliver_due() == 2
    assert deliver_due() == 0
    (letter,) = mail.outbox
    assert letter.to == ["desk@portal.example"]
    name, content, kind = letter.attachments[0]
    assert (name, kind) == (f"programme-{home.pk}-report-1.pdf", "application/pdf")
    assert content == bytes(file_of(found, "pdf").content)
    assert set(ReportDelivery.objects.values_list("state", flat=True)) == {JobState.DONE}
    assert AuditEvent.objects.filter(verb="report_delivery.sent").count() == 2
    with pytest.raises(WrongState, match="have it already"):
        services.send_report(found, [desk.pk], form="pdf", by=who)
    # Mo reads it on his page, though programmes are not for moderators.
    catch_up_all()
    told = Notification.objects.filter(person=world.mo, kind=Kind.PROGRAMME)
    (line,) = showing.lines(world.mo, told)
    assert line.shown
    assert line.shown.sentence == "Report 1 of “One guideline set” was sent to you."
    assert browser(world.mo).get(line.shown.url).status_code == 200
    assert browser(world.mo).get(home.get_absolute_url()).status_code == 404


def test_partners_are_sent_nothing_until_a_second_person_agrees(world: World) -> None:
    who, home = pam(world), programme(world)
    second = make_person("P-009", "Pat Second", Role.PROGRAMME_MANAGER, world.us)
    *_inside, brand = lists(world)
    found = issued(home, who)
    with pytest.raises(Refused, match="second programme manager must agree"):
        services.send_report(found, [brand.pk], form="pdf", by=who)
    with pytest.raises(Refused, match="You issued this report"):
        services.agree_to_partners(found, by=who)
    with pytest.raises(Refused):
        services.agree_to_partners(found, by=world.ann)
    services.agree_to_partners(found, by=second)
    assert services.send_report(found, [brand.pk], form="docx", by=who) == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.update(agreed_by=world.ann)


def test_nobody_sends_a_preview_nor_to_a_list_of_elsewhere(world: World) -> None:
    who, home = pam(world), programme(world)
    desk, *_others = lists(world)
    with pytest.raises(WrongState, match="not issued"):
        services.send_report(report(home, who), [desk.pk], form="pdf", by=who)
    found = Report.objects.get()
    found = services.issue_report(found, seen=services.seen_of(found), by=who)
    Stakeholder.objects.update(market=world.vn)
    for chosen, form, kind in (([desk.pk], "pdf", NotFound), ([], "pdf", Invalid), ([desk.pk], "exe", Invalid)):
        with pytest.raises(kind):
            services.send_report(found, chosen, form=form, by=who)
    with pytest.raises(Refused):
        services.send_report(found, [desk.pk], form="pdf", by=world.lia)


def test_what_failed_for_good_is_tried_again_by_hand_with_its_key(world: World, settings: Any) -> None:
    who, home = pam(world), programme(world)
    desk, *_others = lists(world)
    found = issued(home, who)
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    services.send_report(found, [desk.pk], form="pdf", by=who)
    deliver_due()
    row = ReportDelivery.objects.get()
    assert (row.state, row.reason) == (JobState.FAILED, "no_mail_server")
    page = browser(who).get(f"{found.get_absolute_url()}send/").content.decode()
    assert "No mail server is set." in page
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert browser(who).post(f"/reports/deliveries/{row.pk}/again/").status_code == 302
    deliver_due()
    assert str(row.key) in mail.outbox[0].extra_headers["Message-ID"]
    with pytest.raises(WrongState, match="has not failed"):
        services.repeat_delivery(row, by=who)


def test_what_failed_is_not_tried_again_for_a_list_that_is_told_of_elsewhere_since(world: World) -> None:
    who, home = pam(world), programme(world)
    desk, *_others = lists(world)
    services.send_report(issued(home, who), [desk.pk], form="pdf", by=who)
    ReportDelivery.objects.update(state=JobState.FAILED)
    Stakeholder.objects.update(market=world.vn)
    with pytest.raises(NotFound, match="told of other markets"):
        services.repeat_delivery(ReportDelivery.objects.get(), by=who)
    assert deliver_due() == 0


def test_whoever_holds_no_role_any_more_reads_no_report_that_was_sent_to_them(world: World) -> None:
    who, home = pam(world), programme(world)
    _desk, mo, _brand = lists(world)
    found = issued(home, who)
    services.send_report(found, [mo.pk], form="pdf", by=who)
    deliver_due()
    assert browser(world.mo).get(found.get_absolute_url()).status_code == 200
    for role in world.mo.assignments.filter(ended_at=None):
        people.end_role(role, by=world.ada)
    for page in (found.get_absolute_url(), f"{found.get_absolute_url()}file.pdf"):
        assert browser(world.mo).get(page).status_code == 404, page
