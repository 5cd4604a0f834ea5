"""Who may read and keep which programme, risk and report.

A programme over several places (markets and domains) is read by whoever sees programmes in one of them, and changed
by whoever steers all of them. What it holds is shown to each reader as far as they may read it themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.reasons import NotAllowed, NotNow, Reason
from guidelines.frame.jobs import JobState
from guidelines.people.models import Assignment, Person
from guidelines.people.roles import Capability, roles_with
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.programmes.models import Action, Membership, Milestone, Place, Programme, Report, ReportDelivery, Risk

Where = tuple[Market, Domain | None]


def sees_programmes(person: Any) -> bool:
    """Whether there may be a programme for this person to read."""
    return isinstance(person, Anyone) and holdings(person).may_somewhere(Capability.SEE_PROGRAMMES)


def steers(person: Any) -> bool:
    """Whether this person may begin a programme somewhere."""
    return isinstance(person, Anyone) and holdings(person).may_somewhere(Capability.STEER)


def visible_programmes(person: Anyone) -> QuerySet[Programme]:
    here = Place.objects.filter(_touched(person), programme=OuterRef("pk"), ended_at=None)
    return Programme.objects.filter(Exists(here)).select_related("owner")


def _touched(person: Anyone) -> Q:
    """The places in some part of which the person sees programmes: one of all domains reaches into each."""
    wanted = Q(pk__in=[])
    for holding in holdings(person).held:
        if Capability.SEE_PROGRAMMES in holding.capabilities:
            here = ~Q(pk__in=[])
            if holding.market_id is not None:
                here &= Q(market_id=holding.market_id)
            if holding.domain_id is not None:
                here &= Q(domain_id=holding.domain_id) | Q(domain=None)
            wanted |= here
    return wanted


def steered_programmes(person: Anyone) -> QuerySet[Programme]:
    """Those this person may change: they steer in every place of them."""
    held = holdings(person)
    places = Place.objects.filter(programme=OuterRef("pk"), ended_at=None)
    beyond = places.exclude(held.where(Capability.STEER))
    return Programme.objects.filter(Exists(places), ~Exists(beyond), ended_at=None)


def why_not_steer_in(person: Person, places: Iterable[Where], *, fresh: bool = False) -> Reason | None:
    """Why this person may not keep a programme of these places."""
    held = holdings(person, fresh=fresh)
    for market, domain in places:
        if not held.may(Capability.STEER, market.pk, domain.pk if domain else None):
            name = f"{market.local_name}, {domain.local_name}" if domain else market.local_name
            return NotAllowed(_("You don’t steer programmes in %(place)s.") % {"place": name})
    return None


def why_not_steer(person: Person, programme: Programme, *, fresh: bool = False) -> Reason | None:
    """Why this person may not change a programme."""
    held = holdings(person, fresh=fresh)
    places = list(Place.objects.filter(programme=programme.pk, ended_at=None))
    if not places or not all(held.may(Capability.STEER, place.market_id, place.domain_id) for place in places):
        return NotAllowed(_("Only a programme manager of all its markets and domains can do this."))
    if programme.ended_at:
        return NotNow(_("This programme was ended."))
    return None


def why_not_agree(person: Person, report: Report, *, fresh: bool = False) -> Reason | None:
    """Why this person may not say that a report goes to partners: four eyes, as with the words of an edition."""
    if lacking := why_not_steer(person, report.programme, fresh=fresh):
        return lacking
    if not report.is_issued:
        return NotNow(_("This report is not issued yet."))
    if report.issued_by_id == person.pk:
        return NotAllowed(_("You issued this report. A second programme manager must agree."))
    if report.writers.filter(person=person).exists():
        return NotAllowed(_("You helped to write this report. A programme manager who wrote nothing in it must agree."))
    return NotNow(_("Somebody has agreed already.")) if report.agreed_at else None


def visible_milestones(person: Anyone) -> QuerySet[Milestone]:
    rows = Milestone.objects.filter(programme__in=visible_programmes(person).values("pk"))
    return rows.select_related("programme__owner", "done_by")


def visible_risks(person: Anyone) -> QuerySet[Risk]:
    """The risks and opportunities of programmes that this person reads."""
    carried = Membership.objects.filter(risk=OuterRef("pk"), programme__in=visible_programmes(person).values("pk"))
    return Risk.objects.filter(Exists(carried)).select_related("owner", "topic", "market", "taken_from")


def why_not_keep(person: Person, risk: Risk, *, fresh: bool = False) -> Reason | None:
    """Why this person may not change a risk: whoever steers one of its programmes may."""
    if fresh:
        holdings(person, fresh=True)
    if not steered_programmes(person).filter(memberships__risk=risk.pk).exists():
        return NotAllowed(_("Only a programme manager who steers a running programme of it can do this."))
    return _over(risk)


def why_not_check(person: Person, risk: Risk, *, fresh: bool = False) -> Reason | None:
    """Why this person may not score a risk or add an action: its owner may too."""
    reason = why_not_keep(person, risk, fresh=fresh)
    if isinstance(reason, NotAllowed) and risk.owner_id == person.pk and visible_risks(person).filter(pk=risk.pk):
        return _over(risk)
    if isinstance(reason, NotAllowed):
        return NotAllowed(_("Only its owner, and those who steer a running programme of it, can do this."))
    return reason


def why_not_finish(person: Person, action: Action, *, fresh: bool = False) -> Reason | None:
    """Why this person may not say that an action is done: whoever does it may too."""
    reason = why_not_check(person, action.risk, fresh=fresh)
    owns = action.owner_id == person.pk and visible_risks(person).filter(pk=action.risk_id).exists()
    if isinstance(reason, NotAllowed) and not owns:
        return NotAllowed(_("Only who does it, the owner of the risk, and those who steer can do this."))
    if action.done_on:
        return NotNow(_("This action is done already."))
    return _over(action.risk)


def _over(risk: Risk) -> Reason | None:
    return NotNow(_("This was closed. It stays as it is.")) if risk.closed_at else None


def visible_reports(person: Anyone) -> QuerySet[Report]:
    """Issued ones of programmes one reads, or that were sent to one; those under way of programmes one steers.

    What was sent is read here as long as one holds any role, as packs are (ADR 30).
    """
    if not holdings(person).held:
        return Report.objects.none()
    read = Q(programme__in=visible_programmes(person).values("pk"), issued_at__isnull=False)
    kept = Q(programme__in=steered_programmes(person).values("pk"))
    sent = ReportDelivery.objects.filter(contact__person_id=person.pk or 0, state=JobState.DONE)
    return Report.objects.filter(read | kept | Q(pk__in=sent.values("report"))).select_related(
        "programme__owner", "issued_by", "corrects", "agreed_by"
    )


def who_may_own(places: Iterable[Where]) -> QuerySet[Person]:
    """Everybody at work who sees programmes in one of these places: owners must be able to read what they own."""
    wanted = Q(pk__in=[])
    for market, domain in places:
        here = Q(market=None) | Q(market=market)
        wanted |= here & (Q(domain=None) | Q(domain=domain)) if domain else here
    held = Assignment.objects.current().filter(wanted, role__in=roles_with(Capability.SEE_PROGRAMMES))
    return Person.objects.filter(pk__in=held.values("person"), is_active=True, is_superuser=False).order_by("name")


def places_of(*programmes: Programme) -> list[Where]:
    """The markets and domains that these programmes are about."""
    rows = Place.objects.filter(programme__in=programmes, ended_at=None).select_related("market", "domain")
    return [(row.market, row.domain) for row in rows]
