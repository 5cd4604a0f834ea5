"""The people whom the plan of a session names: by role, within its market and domain, and by team."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from guidelines.learning.models import Session
from guidelines.learning.rights import may_be_invited
from guidelines.people.models import Assignment, Person


def audience(session: Session) -> QuerySet[Person]:
    """Everybody with one of its roles there; of its teams where it names any. Nobody where it names neither."""
    teams = list(session.audience_teams.values_list("pk", flat=True))
    if not session.audience_roles and not teams:
        return Person.objects.none()
    people = may_be_invited(session)
    if session.audience_roles:
        here = Q(market=None) | Q(market=session.market_id)
        there = Q(domain=None) | Q(domain=session.domain_id)
        held = Assignment.objects.current().filter(here, there, role__in=session.audience_roles)
        people = people.filter(pk__in=held.values("person_id"))
    return people.filter(team__in=teams) if teams else people
