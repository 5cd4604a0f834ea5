"""What changes between asking for a pack, making it, sending it and reading it: whoever may no longer, does not."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from benchmarks.sinks import Sink
from guidelines.audit.models import AuditEvent
from guidelines.editions import services as editions
from guidelines.editions.models import Edition
from guidelines.frame import jobs
from guidelines.frame.jobs import JobState
from guidelines.frame.refusals import Invalid, Refused
from guidelines.liaison import making as works
from guidelines.liaison.delivering.outcomes import NotTaken
from guidelines.liaison.delivering.working import put_back
from guidelines.liaison.models import Delivery, Pack, Reason
from guidelines.liaison.services.contacts import add_person, add_webhook, end_contact
from guidelines.liaison.services.sending import send
from guidelines.people import services as people
from guidelines.people.models import Assignment, Person
from guidelines.people.roles import Role
from tests.editions.clearing import named, restricted
from tests.liaison.making import asked, at, coming, elsewhere, first, signed_in
from tests.liaison.packing import agreed, for_partners, made, pack
from tests.liaison.sending import a_list, mailbox, only_delivery, sent, tried
from tests.people import World, make_person

CANARY = "Zebrafinch"


def held(world: World) -> tuple[Edition, Pack]:
    """A finished pack for a list of one person, with an edition that is restricted afterwards."""
    edition = for_partners(world, at(9), title=CANARY, change_note=CANARY, partner_note=CANARY)
    stakeholder = a_list(world)
    add_person(stakeholder, world.mo, by=world.lia)
    return edition, made(world.lia, audience="partner", stakeholder=stakeholder)


@pytest.mark.slow
def test_a_pack_with_what_was_restricted_since_is_for_those_it_names_alone(world: World) -> None:
    edition, pack = held(world)
    tried(only_delivery())
    restricted(edition, world.ann)
    paths = [reverse("pack", args=[pack.pk]), reverse("pack_file", args=[pack.pk, "json"])]
    received = reverse("received_file", args=[only_delivery().pk, "json"])
    for person, path in [*((world.lia, path) for path in paths), (world.mo, received)]:
        response = signed_in(person).get(path)
        assert response.status_code == 404, path
        assert CANARY not in response.content.decode(), path
    assert not AuditEvent.objects.filter(verb="restricted.opened").exists()
    for person in (world.lia, world.mo):
        named(edition.guideline, person, world.ann)
    for path in paths:
        response = signed_in(world.lia).get(path)
        assert response.status_code == 200, path
        assert response["Cache-Control"] == "no-store", path
    assert CANARY in signed_in(world.mo).get(received).content.decode()
    opened = AuditEvent.objects.filter(verb="restricted.opened").values_list("actor_id", flat=True)
    assert set(opened) == {world.lia.pk, world.mo.pk}


@pytest.mark.slow
@pytest.mark.parametrize("narrower", ["internal", "restricted"])
def test_what_was_kept_to_fewer_people_since_goes_to_nobody_any_more(world: World, narrower: str) -> None:
    edition, pack = held(world)
    mailbox(pack.stakeholder, "late@agency.example.com")
    editions.class_guideline(
        edition.guideline, audience=narrower, by=world.ann, reason="Theirs no more.", instruction="Stop."
    )
    with pytest.raises(Refused, match="may not be told any more"):
        send(pack, world.lia)
    delivery = tried(only_delivery())
    assert (delivery.state, delivery.reason) == (JobState.FAILED, Reason.NARROWED)
    assert not mail.outbox


def test_a_report_of_what_reached_nobody_names_nothing_restricted(world: World) -> None:
    restricted(first(world, at(9), title=CANARY), world.ann)
    for name in ("untold", "untold_csv"):
        response = signed_in(world.ann).get(reverse(name), {"since": "2037-06-01", "until": "2037-06-22"})
        assert CANARY not in response.content.decode(), name


@pytest.mark.slow
def test_what_waited_for_a_contact_that_was_ended_is_not_on_their_page_either(world: World) -> None:
    _edition, _pack = held(world)
    delivery = only_delivery()
    end_contact(delivery.contact, by=world.lia)
    assert tried(delivery).reason == Reason.CONTACT_ENDED
    mo = signed_in(world.mo)
    assert mo.get(reverse("received_file", args=[delivery.pk, "json"])).status_code == 404
    assert "Guideline changes" not in mo.get(reverse("receiving")).content.decode()


def test_who_keeps_the_list_no_longer_sends_nothing_that_was_being_written(world: World) -> None:
    people.grant(world.lia, Role.POLICY_MANAGER, by=None, market=world.us)
    for_partners(world, at(9), partner_note="What you must do.")
    stakeholder = a_list(world)
    mailbox(stakeholder)
    asked_for = pack(world.lia, audience="partner", stakeholder=stakeholder)
    role = Assignment.objects.get(person=world.lia, role=Role.LIAISON, ended_at=None)
    people.end_role(role, by=None)
    works.make(asked_for.pk)
    asked_for.refresh_from_db()
    assert asked_for.state == JobState.DONE
    assert not Delivery.objects.exists()
    noor = make_person("A-072", "Noor Aziz", Role.LIAISON, world.us)
    assert send(asked_for, noor) == 1


@pytest.mark.slow
def test_a_pack_tells_of_the_places_it_was_asked_for_whatever_its_asker_may_export_since(world: World) -> None:
    cora = make_person("A-073", "Cora Lind", Role.LIAISON, world.us, world.product)
    second = make_person("A-074", "Noor Aziz", Role.LIAISON, world.us, world.product)
    first(world, at(9))
    secret = elsewhere(world, world.seller, at(10), title=CANARY)
    waiting = pack(cora, audience="partner", inside=True)
    people.grant(cora, Role.LIAISON, by=None, market=world.us)
    page = signed_in(second).get(reverse("pack", args=[waiting.pk])).content.decode()
    assert "US-PR-0001" in page
    assert secret.guideline.policy_id not in page


def test_nobody_asks_for_a_pack_of_places_none_of_which_they_may_export(world: World) -> None:
    cora = make_person("A-075", "Cora Lind", Role.LIAISON, world.us, world.product)
    people.grant(cora, Role.LIAISON, by=None, market=world.vn, domain=world.seller)
    with pytest.raises(Invalid):
        pack(cora, asked("US", domains=("SE",)), introduction=CANARY)


def test_two_webhooks_that_differ_in_case_are_both_told(world: World, hook: tuple[Sink, int]) -> None:
    for_partners(world, at(9), partner_note="What you must do.")
    stakeholder = a_list(world)
    for path in ("Notes", "notes"):
        add_webhook(stakeholder, f"http://127.0.0.1:{hook[1]}/{path}", by=world.lia)
    made(world.lia, audience="partner", stakeholder=stakeholder)
    assert Delivery.objects.count() == 2


@pytest.mark.slow
def test_why_a_delivery_failed_is_told_where_the_list_is_kept_and_nowhere_else(world: World, lan: Person) -> None:
    stakeholder = a_list(world)
    mailbox(stakeholder)
    sent(stakeholder)
    delivery = jobs.claim(Delivery, only_delivery().pk)
    assert delivery is not None
    put_back(delivery, NotTaken(Reason.MAILBOX_REFUSED, "550 <notes@agency.example.com> is unknown", for_good=True))
    ado = make_person("V-009", "Ado Vũ", Role.MARKET_ADMINISTRATOR, world.vn)
    for person, sees in ((world.lia, True), (world.ada, True), (world.root, True), (lan, False), (ado, False)):
        page = signed_in(person).get(reverse("background")).content.decode()
        assert ("agency.example.com" in page) is sees, person
    path = reverse("try_again", args=["liaison.delivery", delivery.pk])
    assert signed_in(ado).post(path).status_code == 404
    assert signed_in(world.ada).post(path).status_code == 302


@pytest.mark.slow
@pytest.mark.parametrize("waits", [True, False])
def test_a_liaison_reads_in_the_pack_of_a_manager_nothing_that_they_may_not_read_yet(world: World, waits: bool) -> None:
    begun = for_partners(world, at(9), partner_note="What you must do.")
    coming(world, begun.guideline, at(30), title=CANARY, change_note=f"{CANARY}: R1 and R2.")
    question = asked(domains=("PR",), later=True)
    found = pack(world.ann, question, audience="partner" if waits else "internal", inside=waits)
    if not waits:
        works.make(found.pk)
    client = signed_in(world.lia)
    for path in (reverse("pack", args=[found.pk]), reverse("pack_file", args=[found.pk, "json"])):
        assert CANARY not in client.get(path).content.decode(), path
    if waits:
        assert CANARY in signed_in(world.art).get(reverse("pack", args=[found.pk])).content.decode()
        with pytest.raises(Refused, match="read yet"):
            agreed(found, by=world.lia)
        agreed(found, by=world.art)
