"""Programmes: begun, changed, ended with a closing note."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.reasons import refuse
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.frame.seen import mark, refuse_outdated
from guidelines.people.models import Person
from guidelines.programmes.models import Place, Programme
from guidelines.programmes.rights import Where, places_of, why_not_steer, why_not_steer_in
from guidelines.programmes.services._words import owner, said
from guidelines.text.normal import one_line

MOST_PLACES = 60


@dataclass(frozen=True)
class Plan:
    """What a programme is about."""

    name: str
    aim: str
    owner: Person
    places: tuple[Where, ...]


@transaction.atomic
def begin(plan: Plan, *, by: Person) -> Programme:
    """A programme in places that its maker steers, all of them."""
    now = audit.moment()
    refuse(why_not_steer_in(by, plan.places, fresh=True))
    made = Programme(made_by=by, made_at=now, **_columns(plan))
    _refuse_second(made)
    made.save(force_insert=True)
    _place(made, plan.places, now)
    audit.record("programme.begun", by=by, subject=made, at=now, **_facts(made, plan))
    return made


@transaction.atomic
def change(programme: Programme, plan: Plan, *, seen: str, by: Person) -> Programme:
    """Other words, another owner, other places: the new ones must be steered too. `seen` is what was opened."""
    now = audit.moment()
    programme = Programme.objects.get(pk=programme.pk)
    refuse(why_not_steer(by, programme, fresh=True))
    refuse(why_not_steer_in(by, plan.places))
    kept, before = seen_of_programme(programme), {_key(place) for place in places_of(programme)}
    wanted = {_key(place) for place in plan.places}
    for name, value in _columns(plan).items():
        setattr(programme, name, value)
    refuse_outdated(seen, kept=kept, wished=_mark(programme, plan.places))
    _refuse_second(programme)
    programme.save()
    for row in Place.objects.filter(programme=programme, ended_at=None):
        if (row.market_id, row.domain_id) not in wanted:
            row.ended_at = now
            row.save(update_fields=["ended_at"])
    _place(programme, (place for place in plan.places if _key(place) not in before), now)
    audit.record("programme.changed", by=by, subject=programme, at=now, **_facts(programme, plan))
    return programme


def seen_of_programme(programme: Programme) -> str:
    """What a form of it says that it was opened on."""
    return _mark(programme, places_of(programme))


@transaction.atomic
def end(programme: Programme, *, by: Person, note: str) -> Programme:
    """End it, and say what became of it."""
    now = audit.moment()
    programme = Programme.objects.select_related("owner").get(pk=programme.pk)
    refuse(why_not_steer(by, programme, fresh=True))
    if programme.reports.filter(issued_at=None).exists():
        raise WrongState(_("A report of this programme is under way. Issue it first."))
    programme.closing_note = said(note, most=4000, missing=_("Write what became of the programme."))
    programme.ended_at, programme.ended_by = now, by
    programme.save()
    audit.record("programme.ended", by=by, subject=programme, at=now, note=programme.closing_note)
    return programme


def _columns(plan: Plan) -> dict[str, Any]:
    if not plan.places:
        raise Invalid(_("Choose one market at least."))
    if len(plan.places) > MOST_PLACES:
        raise Invalid(_("A programme is of %(most)d markets and domains at most.") % {"most": MOST_PLACES})
    return {
        "name": one_line(said(plan.name, most=120, missing=_("Write the name of the programme."))),
        "aim": said(plan.aim, most=2000, missing=_("Write what is to be different when it is done.")),
        "owner": owner(plan.owner, plan.places),
    }


def _refuse_second(programme: Programme) -> None:
    others = Programme.objects.filter(name=programme.name, ended_at=None).exclude(pk=programme.pk)
    if others.exists():
        raise Invalid(_("A running programme has this name already. Choose another."))


def _place(programme: Programme, places: Iterable[Where], now: dt.datetime) -> None:
    Place.objects.bulk_create(
        Place(programme=programme, market=market, domain=domain, added_at=now) for market, domain in places
    )


def _mark(programme: Programme, places: Iterable[Where]) -> str:
    keys = sorted((market, domain or 0) for market, domain in map(_key, places))
    return mark(programme.name, programme.aim, programme.owner_id, keys)


def _key(place: Where) -> tuple[int, int | None]:
    market, domain = place
    return market.pk, domain.pk if domain else None


def _facts(programme: Programme, plan: Plan) -> dict[str, Any]:
    places = sorted(f"{market.code}-{domain.code if domain else '*'}" for market, domain in plan.places)
    return {"name": programme.name, "aim": programme.aim, "owner": programme.owner_id, "places": places}
