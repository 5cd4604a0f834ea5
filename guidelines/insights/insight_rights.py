"""Who may say, see and work insights: part of `rights`. One condition each, for buttons, gates and queries alike."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.clearances import is_open_to, open_to
from guidelines.editions.reasons import NotAllowed, NotNow, Reason
from guidelines.frame import clock
from guidelines.insights.models import Insight, InsightQuerySet, Raising
from guidelines.insights.places import may, may_any, where
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings, people_who_may
from guidelines.people.sessions import Anyone

SEEING = Capability.SEE_PROGRAMMES
"""Who sees the queue: those who answer for how well the rules work. That is everybody with TRIAGE, auditors, market
administrators, quality analysts, trainers and programme managers (ADR 32)."""
WORKING = Capability.TRIAGE
SAYING = (Capability.TRIAGE, Capability.CHECK, Capability.TEACH, Capability.ANSWER)
"""Who writes a note or reports an incident: besides those who work the queue, analysts, trainers and team leads.
Everybody else asks a question or makes a request."""
UNDECIDED = (Insight.Standing.NEW, Insight.Standing.ASSIGNED)


def sees_queue(person: object) -> bool:
    """Whether the queue is for this person."""
    return isinstance(person, Anyone) and holdings(person).may_somewhere(SEEING)


def works_queue(person: Anyone) -> bool:
    return holdings(person).may_somewhere(WORKING)


def says_somewhere(person: Anyone) -> bool:
    """Whether the form for a note or an incident is for this person."""
    held = holdings(person)
    return any(held.may_somewhere(capability) for capability in SAYING)


def visible_insights(person: Anyone) -> InsightQuerySet:
    """Those of the markets and domains whose queue one sees, and what one said oneself; never of a restricted
    guideline that does not name this person."""
    said = Raising.objects.filter(Q(insight=OuterRef("pk")) | Q(raised_on=OuterRef("pk")), person_id=person.pk or 0)
    rows = Insight.objects.filter(where(holdings(person), SEEING) | Q(Exists(said)), of_open_guidelines(person))
    paths = ("market", "domain", "guideline", "topic", "assigned_to", "answered_in", "requirement__answered_in")
    return rows.select_related(*paths)


def of_open_guidelines(person: Anyone, path: str = "guideline") -> Q:
    """The rows that name no guideline, or one that is open to this person."""
    return Q(**{f"{path}__isnull": True}) | open_to(person, path)


def seen_in_queue(person: Anyone) -> Q:
    """The insights of which this person sees everything, as a condition on their rows."""
    return where(holdings(person), SEEING) & of_open_guidelines(person)


def worked(person: Anyone) -> Q:
    """The insights that this person may work, as a condition on their rows."""
    return where(holdings(person), WORKING) & of_open_guidelines(person)


def sees_all_of(person: Anyone, insight: Insight) -> bool:
    """Whether this person sees who else said it, and what was done with it; else only what they said themself."""
    return may(holdings(person), SEEING, insight.market_id, insight.domain_id)


def why_not_say(person: Person, market: Market, domain: Domain | None, *, fresh: bool = False) -> Reason | None:
    """Why this person may not put something into the queue of a market and domain."""
    held = holdings(person, fresh=fresh) if fresh else holdings(person)
    if may_any(held, SAYING, market.pk, domain.pk if domain else None):
        return None
    return NotAllowed(
        _("Notes are for those who write, review, lead, check, teach or steer here. Ask a question or make a request.")
    )


def why_not_work(person: Person, insight: Insight, *, fresh: bool = False) -> Reason | None:
    """Why this person may not assign, merge, decline or answer it, nor make it a requirement."""
    held = holdings(person, fresh=fresh) if fresh else holdings(person)
    if not may(held, WORKING, insight.market_id, insight.domain_id):
        return NotAllowed(
            _("Only policy managers, policy reviewers and programme managers of this market and domain can do this.")
        )
    if insight.guideline and not is_open_to(person, insight.guideline):
        return NotAllowed(_("This guideline is restricted, and you are not named for it."))
    return _why_closed(insight)


def _why_closed(insight: Insight) -> Reason | None:
    standing = insight.standing(clock.now())
    if standing in UNDECIDED:
        return None
    return {
        Insight.Standing.MERGED: NotNow(_("This insight was merged into another. Go on there.")),
        Insight.Standing.DECLINED: NotNow(_("This insight was declined.")),
        Insight.Standing.ANSWERED: NotNow(_("This insight is answered.")),
        Insight.Standing.REQUIRED: NotNow(_("This insight is in a requirement. Go on there.")),
    }[standing]


def why_not_merge(person: Person, insight: Insight, into: Insight) -> Reason | None:
    """Why these two can't become one. `insight` is worked by this person already."""
    is_closed_to = into.guideline is not None and not is_open_to(person, into.guideline)
    if is_closed_to or not may(holdings(person), WORKING, into.market_id, into.domain_id):
        return NotAllowed(_("You can merge only into an insight that you may work, too."))
    if insight.pk == into.pk:
        return NotNow(_("An insight can’t be merged into itself."))
    if into.standing(clock.now()) not in (*UNDECIDED, Insight.Standing.REQUIRED):
        return NotNow(_("The other insight is closed. Choose one that is open."))
    if insight.market_id != into.market_id:
        return NotNow(_("The other insight is of another market."))
    is_hidden = into.guideline is not None and into.guideline.is_restricted
    if insight.guideline_id != into.guideline_id and (insight.guideline_id or is_hidden):
        # So that what is said of one guideline never stands with another, which others may read; and nobody loses
        # sight of what they said because it went to one that is restricted.
        return NotNow(_("The other insight is not about the same guideline."))
    return None


def why_not_take(person: Person, insight: Insight) -> Reason | None:
    """Why it can't be assigned to this person: whoever works a queue must be able to."""
    held = holdings(person, fresh=True)
    may_work = may(held, WORKING, insight.market_id, insight.domain_id)
    if person.is_active and may_work and (insight.guideline is None or is_open_to(person, insight.guideline)):
        return None
    return NotNow(_("%(name)s can’t work insights of this market and domain.") % {"name": person.name})


def people_with(capability: Capability, market_id: int, domain_id: int | None) -> QuerySet[Person]:
    """Everybody at work who holds the capability there; without a domain, in any domain of the market."""
    if domain_id is not None:
        return people_who_may(capability, market_id, domain_id)
    found = Q(pk__in=[])
    for domain in Domain.objects.in_use():
        found |= Q(pk__in=people_who_may(capability, market_id, domain.pk).values("pk"))
    return Person.objects.filter(found).order_by("name")
