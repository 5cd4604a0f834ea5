"""Lists, contacts and finished packs, made through the services; what a message was, read by another program."""

from __future__ import annotations

from typing import Any

from django.core import mail

from benchmarks.packing import pack
from benchmarks.sinks import Plan
from guidelines.liaison.delivering.working import deliver_due
from guidelines.liaison.models import Contact, Delivery, Pack, Stakeholder
from guidelines.liaison.services.contacts import add_mailbox, add_webhook
from guidelines.liaison.services.sending import send
from guidelines.liaison.services.stakeholders import make_stakeholder
from tests.people import World


def a_list(world: World, name: str = "Agencies, US", audience: str = "partner", **changes: Any) -> Stakeholder:
    facts: dict[str, Any] = {"market": world.us, "domain": None, "by": world.lia, **changes}
    return make_stakeholder(name=name, audience=audience, **facts)


def mailbox(stakeholder: Stakeholder, address: str = "notes@agency.example.com") -> Contact:
    return add_mailbox(stakeholder, address, by=stakeholder.made_by)


def webhook(stakeholder: Stakeholder, port: int) -> tuple[Contact, str]:
    """On loopback, where the settings of the test allow it."""
    return add_webhook(stakeholder, f"http://127.0.0.1:{port}/notes", by=stakeholder.made_by)


def sent(stakeholder: Stakeholder, title: str = "Guideline changes, United States", **changes: Any) -> Pack:
    """A pack that is on its way to everybody in the list."""
    made = pack(stakeholder, stakeholder.made_by, title, **changes)
    send(made, stakeholder.made_by)
    return made


def tried(delivery: Delivery) -> Delivery:
    """After the worker had its turn."""
    deliver_due()
    delivery.refresh_from_db()
    return delivery


def only_delivery() -> Delivery:
    return Delivery.objects.get()


def only_mail() -> Any:
    assert len(mail.outbox) == 1
    return mail.outbox[0]


def once(fault: str) -> Plan:
    """A server that misbehaves at the first copy of a message and at no other."""
    return lambda _key, copy: fault if copy == 0 else ""
