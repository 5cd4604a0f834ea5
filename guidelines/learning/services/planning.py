"""Sessions: planned, changed and called off. Everybody invited is told of what changes, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import LANGUAGES, Domain, Market
from guidelines.editions.lifecycle import State
from guidelines.editions.models import Edition
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import visible_editions
from guidelines.frame.refusals import Invalid, NotFound, Outdated, WrongState
from guidelines.learning.models import Session, Taught, TrainingRequest
from guidelines.learning.rights import why_not_manage, why_not_plan
from guidelines.learning.services._seats import fill_seats, held, locked_session
from guidelines.learning.services.requesting import answered_with
from guidelines.learning.words import said, written
from guidelines.people.models import Person, Team
from guidelines.people.roles import Capability, Role
from guidelines.people.scopes import people_who_may
from guidelines.text.normal import one_line

LONGEST_TOPIC, LONGEST_PLACE, LONGEST_LINK, LONGEST_ABOUT = 160, 200, 500, 4000
SHORTEST, LONGEST = dt.timedelta(minutes=5), dt.timedelta(hours=12)
FURTHEST = dt.timedelta(days=2 * 366)
MOST_SEATS, MOST_TAUGHT = 5000, 20
_LINK = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Plan:
    """What is planned. The market and the domain of a session never change."""

    market: Market
    domain: Domain
    topic: str
    trainer: Person
    starts_at: dt.datetime
    ends_at: dt.datetime
    about: str = ""
    language: str = "en"
    place: str = ""
    link: str = ""
    capacity: int | None = None
    roles: tuple[str, ...] = ()
    teams: tuple[Team, ...] = ()
    editions: tuple[Edition, ...] = ()


@transaction.atomic
def plan_session(plan: Plan, *, by: Person, request: TrainingRequest | None = None) -> Session:
    """Plan a session. `request` is the request for training that it answers."""
    now = audit.moment()
    refuse(why_not_plan(by, plan.market, plan.domain, fresh=True))
    columns = _checked(plan, now)
    _check_start(plan, now)
    _refuse_again(plan, columns, by)
    session = Session(market=plan.market, domain=plan.domain, planned_by=by, planned_at=now, changed_at=now, **columns)
    session.save(force_insert=True)
    session.audience_teams.set(plan.teams)
    _teach(session, plan.editions, by=by, now=now)
    audit.record("session.planned", by=by, subject=session, at=now, **_facts(plan))
    if request is not None:
        answered_with(request, session, by=by, now=now)
    return session


def _refuse_again(plan: Plan, columns: dict[str, Any], by: Person) -> None:
    """A second click plans nothing twice: a session of this person stands that is planned just so."""
    mine = Session.objects.filter(market=plan.market, domain=plan.domain, planned_by=by, called_off_at=None)
    taught, teams = {edition.pk for edition in plan.editions}, set(plan.teams)
    for one in mine.filter(topic=columns["topic"], starts_at=plan.starts_at).select_related("trainer"):
        same = all(getattr(one, name) == value for name, value in columns.items())
        teaches = set(one.taught.filter(until=None).values_list("edition_id", flat=True))
        if same and teaches == taught and set(one.audience_teams.all()) == teams:
            raise WrongState(_("You have planned exactly this session already. It is in the list of sessions."))


@transaction.atomic
def change_session(session: Session, plan: Plan, *, by: Person, seen: int, reason: str) -> Session:
    """Change the plan. `seen` is the number of changes on the screen; everybody invited reads the reason."""
    now, session = locked_session(session)
    refuse(why_not_manage(by, session, fresh=True))
    if session.sequence != seen:
        raise Outdated(_("Somebody changed this session meanwhile. Look at it again, then make your change."))
    why = said(reason, missing=_("Write why it changes. Everybody invited reads it."))
    columns = _checked(plan, now)
    if plan.starts_at != session.starts_at:
        _check_start(plan, now)
    if plan.ends_at <= now:
        raise Invalid(_("Choose a time that is not over yet."))
    if plan.capacity is not None and plan.capacity < (taken := session.invitations.seated().count()):
        raise Invalid(
            _("%(taken)d people have a seat already. Choose at least as many, or take back invitations first.")
            % {"taken": taken}
        )
    changed = sorted(name for name, value in columns.items() if getattr(session, name) != value)
    for name, value in columns.items():
        setattr(session, name, value)
    session.sequence, session.changed_at = session.sequence + 1, now
    session.save()
    session.audience_teams.set(plan.teams)
    _teach(session, plan.editions, by=by, now=now)
    seated = fill_seats(session, now)
    data = {"changed": changed, "people": held(session), "seated": seated, **_facts(plan)}
    audit.record("session.changed", by=by, subject=session, at=now, note=why, **data)
    return session


@transaction.atomic
def call_off(session: Session, *, by: Person, reason: str) -> Session:
    """It does not take place. Everybody invited is told why."""
    now, session = locked_session(session)
    refuse(why_not_manage(by, session, fresh=True))
    why = said(reason, missing=_("Write why it is called off. Everybody invited reads it."))
    session.called_off_at, session.called_off_by, session.reason = now, by, why
    session.sequence, session.changed_at = session.sequence + 1, now
    session.save()
    audit.record("session.called_off", by=by, subject=session, at=now, note=why, people=held(session))
    return session


def _checked(plan: Plan, now: dt.datetime) -> dict[str, Any]:
    """The columns of a plan, or the sentence that it can't be taken."""
    _check_times(plan, now)
    _check_people(plan)
    if plan.language not in dict(LANGUAGES):
        raise Invalid(_("Choose the language from the list."))
    if plan.capacity is not None and not 1 <= plan.capacity <= MOST_SEATS:
        raise Invalid(_("Choose from 1 to %(most)d seats, or leave it empty.") % {"most": MOST_SEATS})
    return {
        "topic": one_line(said(plan.topic, most=LONGEST_TOPIC, missing=_("Write what the session is about."))),
        "about": written(plan.about, most=LONGEST_ABOUT),
        "language": plan.language,
        "trainer": plan.trainer,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "place": one_line(written(plan.place, most=LONGEST_PLACE)),
        "link": _link(plan.link),
        "capacity": plan.capacity,
        "audience_roles": sorted(set(plan.roles)),
    }


def _check_times(plan: Plan, now: dt.datetime) -> None:
    length = plan.ends_at - plan.starts_at
    if not SHORTEST <= length <= LONGEST:
        raise Invalid(_("A session takes at least 5 minutes and at most 12 hours."))
    if plan.starts_at > now + FURTHEST:
        raise Invalid(_("Choose a time within two years."))


def _check_start(plan: Plan, now: dt.datetime) -> None:
    if plan.starts_at <= now:
        raise Invalid(_("Choose a start that is still to come."))


def _check_people(plan: Plan) -> None:
    if unknown := set(plan.roles) - set(Role.values):
        raise Invalid(_("There is no role “%(role)s”.") % {"role": min(unknown)})
    here = people_who_may(Capability.TEACH, plan.market.pk, plan.domain.pk)
    if not here.filter(pk=plan.trainer.pk).exists():
        raise Invalid(_("%(name)s is no trainer of this market and domain.") % {"name": plan.trainer.name})


def _link(link: str) -> str:
    text = one_line(link)
    if not text:
        return ""
    try:
        _LINK(text)
    except ValidationError as wrong:
        raise Invalid(_("This link can’t be opened. Write it like https://meet.example.com/room.")) from wrong
    if len(text) > LONGEST_LINK:
        raise Invalid(_("This link is too long."))
    return text


def _teach(session: Session, editions: Collection[Edition], *, by: Person, now: dt.datetime) -> None:
    """From now on the session teaches these editions; what it taught before keeps its row."""
    if len(editions) > MOST_TAUGHT:
        raise Invalid(_("A session teaches at most %(most)d guidelines.") % {"most": MOST_TAUGHT})
    wanted = {edition.pk for edition in editions}
    rows = visible_editions(by, now).filter(pk__in=wanted, state=State.PUBLISHED)
    found = rows.filter(guideline__market=session.market_id, guideline__domain=session.domain_id).defer("source")
    if len(known := list(found)) != len(wanted):
        raise NotFound(_("A session teaches published editions of its own market and domain that you can read."))
    current = {row.edition_id: row for row in session.taught.filter(until=None)}
    for edition in known:
        if edition.pk not in current:
            Taught.objects.create(session=session, edition=edition, digest=edition.digest, since=now)
    session.taught.filter(pk__in=[row.pk for key, row in current.items() if key not in wanted]).update(until=now)


def _facts(plan: Plan) -> dict[str, Any]:
    """What the event says of the plan."""
    return {
        "topic": one_line(plan.topic),
        "trainer": plan.trainer.pk,
        "starts_at": plan.starts_at.isoformat(),
        "ends_at": plan.ends_at.isoformat(),
        "taught": sorted(f"{one.pk} {one.digest}" for one in plan.editions),
    }
