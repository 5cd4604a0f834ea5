"""What was sent to a person, on their page and on their home."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from guidelines.liaison.directory import is_stakeholder
from guidelines.liaison.models import Delivery
from guidelines.liaison.packs import holds_restricted
from guidelines.people.sessions import Anyone

ON_HOME = 5


def sent_to(person: Anyone) -> QuerySet[Delivery]:
    """Also when the mail did not arrive: what was meant for somebody is theirs to read, unless it was restricted."""
    mine = Delivery.objects.filter(contact__person=person.pk).exclude(holds_restricted(person, "pack"))
    return mine.order_by("-asked_at", "-pk")


def on_home(_request: HttpRequest, *, person: Anyone) -> dict[str, Any] | None:
    """The newest, on the home of a stakeholder."""
    if not is_stakeholder(person):
        return None
    return {"received": list(sent_to(person).select_related("pack")[:ON_HOME])}
