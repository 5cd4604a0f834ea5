"""What was sent to a person, on their page and on their home."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from guidelines.editions.clearances import open_to
from guidelines.frame.jobs import JobState
from guidelines.liaison.directory import is_stakeholder
from guidelines.liaison.models import Delivery, Pack
from guidelines.liaison.models.packing import PackQuerySet
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone

ON_HOME = 5


def sent_to(person: Anyone) -> QuerySet[Delivery]:
    """Also when the mail did not arrive: what was meant for somebody is theirs to read, while they hold any role.

    Not so what waited when their contact was ended, nor what was restricted since and does not name them.
    """
    if not holdings(person).held:
        return Delivery.objects.none()
    went = Q(state=JobState.DONE) | Q(contact__ended_at=None, contact__stakeholder__ended_at=None)
    packs: PackQuerySet = Pack.objects.all()
    open_ones = packs.all_open(open_to(person, "edition__guideline"))
    return Delivery.objects.filter(went, contact__person=person.pk, pack__in=open_ones).order_by("-asked_at", "-pk")


def on_home(_request: HttpRequest, *, person: Anyone) -> dict[str, Any] | None:
    """The newest, on the home of a stakeholder."""
    if not is_stakeholder(person):
        return None
    return {"received": list(sent_to(person).select_related("pack")[:ON_HOME])}
