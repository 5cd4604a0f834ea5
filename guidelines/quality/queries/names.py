"""Who a subject is: told to the lead of that person's team alone. The only reader of `Identity`."""

from __future__ import annotations

from collections.abc import Iterable

from guidelines.people.roles import Role
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.quality.models import Identity


def names_for(person: Anyone, subjects: Iterable[int]) -> dict[int, str]:
    """Of these subjects, those on a team that this person leads, by name. One query. Whose role ended leads
    nobody, whatever the team says still."""
    if not any(held.role == Role.TEAM_LEAD for held in holdings(person).own.held):
        return {}
    rows = Identity.objects.filter(subject__in=set(subjects), person__team__lead=person.pk or 0)
    return dict(rows.values_list("subject_id", "person__name"))
