"""Telling people as the worker does, and reading what they were told."""

from __future__ import annotations

from guidelines.audit.catching_up import catch_up_all
from guidelines.liaison.models import Kind, Notification
from guidelines.people.models import Person
from tests.people import World

NAMES = ("ann", "art", "bob", "eve", "mo", "lia", "ada", "joe", "vy", "van", "binh", "root")


def give_mailboxes(world: World) -> None:
    for name in NAMES:
        Person.objects.filter(pk=getattr(world, name).pk).update(email=f"{name}@portal.example")


def told(world: World, kind: Kind | None = None) -> dict[str, list[str]]:
    """Who was told what so far, by their names in the world."""
    catch_up_all()
    rows = Notification.objects.filter(kind=kind) if kind else Notification.objects.all()
    names = {getattr(world, name).pk: name for name in NAMES}
    found: dict[str, list[str]] = {}
    for person, what in rows.order_by("pk").values_list("person_id", "kind"):
        found.setdefault(names[person], []).append(what)
    return found
