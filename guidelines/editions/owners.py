"""Who may own a guideline: those whom its readers can ask."""

from __future__ import annotations

from django.db.models import QuerySet

from guidelines.editions.clearances import only_open_to
from guidelines.editions.models import Guideline
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import people_who_may


def possible_owners(guideline: Guideline) -> QuerySet[Person]:
    """Everybody at work who writes in the guideline's market and domain, by name; of a restricted one, of the named."""
    return only_open_to(people_who_may(Capability.WRITE, guideline.market_id, guideline.domain_id), guideline)
