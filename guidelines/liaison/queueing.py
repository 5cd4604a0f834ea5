"""Packs and deliveries as the queue's page names them: never by their titles, and by their list where one sees it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from guidelines.liaison.directory import visible_stakeholders
from guidelines.liaison.models import Delivery, Pack
from guidelines.people.sessions import Anyone


def pack_named(pack: Pack, person: Anyone) -> str:
    name = _list_of(pack, person)
    words = {"number": pack.pk, "name": name}
    return _("Pack %(number)d for %(name)s") % words if name else _("Pack %(number)d") % words


def delivery_named(delivery: Delivery, person: Anyone) -> str:
    name = _list_of(delivery.pack, person)
    words = {"number": delivery.pack_id, "name": name}
    return _("Delivery of pack %(number)d to %(name)s") % words if name else _("Delivery of pack %(number)d") % words


def _list_of(pack: Pack, person: Anyone) -> str:
    seen = visible_stakeholders(person).filter(pk=pack.stakeholder_id)
    return seen.values_list("name", flat=True).first() or ""
