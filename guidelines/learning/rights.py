"""Who may plan, see, join and follow up sessions: `why_not_*` for buttons and gates; `visible_*` for what fetches."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.clearances import only_open_to, open_to
from guidelines.editions.reasons import NotAllowed, NotNow, Reason
from guidelines.frame import clock
from guidelines.learning.models import Invitation, Session, SessionQuerySet, Taught
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings, people_who_may
from guidelines.people.sessions import Anyone

FEEDBACK_OPEN = dt.timedelta(days=30)
"""How long after a session those who came say how it was."""


def reads_somewhere(person: object) -> bool:
    """Whether training is for this person at all: whoever reads may be invited, and may ask for it."""
    return isinstance(person, Anyone) and holdings(person).may_somewhere(Capability.READ)


def teaches_somewhere(person: Anyone) -> bool:
    return holdings(person).may_somewhere(Capability.TEACH)


def visible_sessions(person: Anyone) -> SessionQuerySet:
    """Those of the markets and domains whose training one reads of, and those one is invited to or holds, as long as
    one reads there. One that teaches or taught a restricted guideline is for those of them whom it names.
    """
    invited = Invitation.objects.standing().filter(session=OuterRef("pk"), person_id=person.pk)
    mine = (Q(trainer_id=person.pk) | Q(Exists(invited))) & holdings(person).where(Capability.READ)
    rows = Session.objects.filter(holdings(person).where(Capability.SEE_TAUGHT) | mine, open_sessions(person))
    return rows.select_related("market", "domain", "trainer")


def open_sessions(person: Anyone, session: str = "pk") -> Q:
    """The sessions that teach nothing restricted, or only what names this person.

    Also nothing that the plan named once: its topic, notes and feedback may still tell of it.
    """
    taught = Taught.objects.filter(session=OuterRef(session))
    return ~Q(Exists(taught.exclude(open_to(person, "edition__guideline"))))


def sees_who_came(person: Anyone, session: Session) -> bool:
    """Whether the names of those invited are for this person; whoever is only invited sees how many."""
    sees = holdings(person).may(Capability.SEE_TAUGHT, session.market_id, session.domain_id)
    return sees or session.trainer_id == person.pk


def may_be_invited(session: Session) -> QuerySet[Person]:
    """Everybody who reads in its market and domain, and may know of all that it teaches or taught; not its trainer."""
    people = people_who_may(Capability.READ, session.market_id, session.domain_id).exclude(pk=session.trainer_id)
    for taught in session.taught.select_related("edition__guideline"):
        people = only_open_to(people, taught.edition.guideline)
    return people


def why_not_plan(person: Person, market: Market, domain: Domain, *, fresh: bool = False) -> Reason | None:
    """Why this person may not plan sessions there."""
    if holdings(person, fresh=fresh).may(Capability.TEACH, market.pk, domain.pk):
        return None
    return NotAllowed(_("Only a trainer of this market and domain can do this."))


def why_not_manage(person: Person, session: Session, *, fresh: bool = False) -> Reason | None:
    """Why this person may not change, invite to or call off the session."""
    if lacking := why_not_plan(person, session.market, session.domain, fresh=fresh):
        return lacking
    standing = session.standing(clock.now())
    if standing == Session.Standing.CALLED_OFF:
        return NotNow(_("This session was called off."))
    if standing == Session.Standing.PAST:
        return NotNow(_("This session is over."))
    return None


def why_not_answer(session: Session, invitation: Invitation | None, now: dt.datetime) -> Reason | None:
    """Why an invitation can't be answered now."""
    if invitation is None or invitation.removed_at is not None:
        return NotAllowed(_("You are not invited to this session."))
    if session.called_off_at:
        return NotNow(_("This session was called off."))
    if now >= session.starts_at:
        return NotNow(_("This session has begun. Tell the trainer whether you come."))
    return None


def why_not_tick(person: Person, session: Session, *, fresh: bool = False) -> Reason | None:
    """Why this person may not say who came, or write down what follows from it."""
    may = holdings(person, fresh=fresh).may(Capability.TEACH, session.market_id, session.domain_id)
    if not may:
        return NotAllowed(_("Only a trainer of this market and domain can do this."))
    if session.called_off_at:
        return NotNow(_("This session was called off."))
    if clock.now() < session.starts_at:
        return NotNow(_("This session has not begun yet."))
    return None


def why_not_say(person: Anyone, session: Session, invitation: Invitation | None, now: dt.datetime) -> Reason | None:
    """Why this person can't say how the session was."""
    came = invitation is not None and (
        invitation.attended or (invitation.attended is None and invitation.seated_at is not None)
    )
    if not came:
        return NotAllowed(_("Only those who came to the session say how it was."))
    if session.called_off_at:
        return NotNow(_("This session was called off."))
    if now < session.ends_at:
        return NotNow(_("Say how it was once the session is over."))
    if now >= session.ends_at + FEEDBACK_OPEN:
        return NotNow(_("This session was too long ago to say how it was."))
    if session.feedback.filter(person_id=person.pk).exists():
        return NotNow(_("You have said how this session was. Thank you."))
    return None
