"""A pack was sent, and then one of its guidelines was restricted: what is kept is for the people it names."""

from __future__ import annotations

from django.core import mail
from django.urls import reverse

from guidelines.frame.jobs import JobState
from guidelines.liaison.models import Reason
from guidelines.liaison.services.contacts import add_person
from guidelines.liaison.services.sending import send
from tests.editions.clearing import named, restricted
from tests.liaison.making import at, first, signed_in
from tests.liaison.packing import made
from tests.liaison.sending import a_list, mailbox, only_delivery, tried
from tests.people import World


def test_a_pack_that_holds_a_guideline_restricted_since_is_seen_by_those_it_names(world: World) -> None:
    edition = first(world, at(16))
    pack, lia = made(world.lia), signed_in(world.lia)
    addresses = [pack.get_absolute_url(), reverse("pack_file", args=[pack.pk, "json"])]
    assert [lia.get(address).status_code for address in addresses] == [200, 200]
    guideline = restricted(edition, world.ann)
    assert [lia.get(address).status_code for address in addresses] == [404, 404]
    assert pack.get_absolute_url() not in lia.get(reverse("packs")).content.decode()
    named(guideline, world.lia, world.ann)
    assert [lia.get(address).status_code for address in addresses] == [200, 200]


def test_what_waits_to_be_sent_is_not_sent_once_a_guideline_in_it_is_restricted(world: World) -> None:
    edition = first(world, at(16))
    stakeholder = a_list(world, audience="internal")
    mailbox(stakeholder)
    send(made(world.lia, formats=("json", "md"), stakeholder=stakeholder), world.lia)
    restricted(edition, world.ann)
    delivery = tried(only_delivery())
    assert (delivery.state, delivery.reason, mail.outbox) == (JobState.FAILED, Reason.NARROWED, [])


def test_whoever_received_it_reads_it_from_then_on_only_if_named(world: World) -> None:
    edition = first(world, at(16))
    stakeholder = a_list(world, audience="internal")
    add_person(stakeholder, world.mo, by=world.lia)
    pack, mo = made(world.lia, stakeholder=stakeholder), signed_in(world.mo)
    address = reverse("received_file", args=[only_delivery().pk, "json"])
    assert mo.get(address).status_code == 200
    guideline = restricted(edition, world.ann)
    assert mo.get(address).status_code == 404
    assert pack.title not in mo.get(reverse("receiving")).content.decode()
    named(guideline, world.mo, world.ann)
    assert mo.get(address).status_code == 200
