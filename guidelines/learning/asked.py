"""Whom many tasks ask, at once: the answer of `people_of` for each, in three queries however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q

from guidelines.editions.models import Audience, Clearance, Edition, Significance
from guidelines.learning.models import Task, TaskPerson
from guidelines.people.models import Assignment, AssignmentQuerySet, Person
from guidelines.reading.queries.duties import ASKED_AS_READERS

_Held = tuple[int, str, int | None, int | None]
"""Who holds which role, for which market and domain; None is all of them."""


class Asked:
    """The people of these tasks, by key; `people` are all who may be among them."""

    def __init__(self, tasks: Sequence[Task], people: Iterable[Person]) -> None:
        self._team_of = {person.pk: person.team_id for person in people}
        self._readers: dict[tuple[int, int, frozenset[str]], frozenset[int]] = {}
        self._held: list[_Held] = list(readers_of(tasks).values_list("person_id", "role", "market_id", "domain_id"))
        named = [task.pk for task in tasks if task.audience == Task.Audience.PEOPLE]
        self._named: dict[int, set[int]] = defaultdict(set)
        for key, person in TaskPerson.objects.filter(task__in=named).values_list("task_id", "person_id"):
            self._named[key].add(person)
        closed = {task.edition.guideline_id for task in tasks if task.edition and task.edition.guideline.is_restricted}
        self._cleared: dict[int, set[int]] = {guideline: set() for guideline in closed}
        rows = Clearance.objects.filter(guideline__in=closed, ended_at=None).values_list("guideline_id", "person_id")
        for guideline, person in rows:
            self._cleared[guideline].add(person)

    def by(self, task: Task) -> set[int]:
        """The keys of those whom a task asks."""
        found = set(self._reading(task))
        if task.kind != Task.Kind.ACKNOWLEDGEMENT:
            if task.audience == Task.Audience.TEAM:
                found = {person for person in found if self._team_of[person] == task.team_id}
            elif task.audience == Task.Audience.PEOPLE:
                found &= self._named[task.pk]
        if task.edition is not None and task.edition.guideline_id in self._cleared:
            found &= self._cleared[task.edition.guideline_id]
        return found

    def _reading(self, task: Task) -> frozenset[int]:
        """Those who read there in one of its roles; found once for tasks of one place and the same roles."""
        key = (task.market_id, task.domain_id, _roles_of(task))
        if key not in self._readers:
            market, domain, roles = key
            self._readers[key] = frozenset(
                person
                for person, role, here, there in self._held
                if role in roles and here in (None, market) and there in (None, domain) and person in self._team_of
            )
        return self._readers[key]


def readers_of(tasks: Sequence[Task]) -> AssignmentQuerySet:
    """The roles held by those who read in the markets of these tasks."""
    here = Q(market=None) | Q(market__in={task.market_id for task in tasks})
    return Assignment.objects.current().filter(here, role__in=sorted(ASKED_AS_READERS))


def _roles_of(task: Task) -> frozenset[str]:
    if task.kind == Task.Kind.ACKNOWLEDGEMENT and task.edition is not None:
        return _acknowledging(task.edition)
    return ASKED_AS_READERS & {task.role} if task.audience == Task.Audience.ROLE else ASKED_AS_READERS


def _acknowledging(edition: Edition) -> frozenset[str]:
    if edition.significance != Significance.MAJOR or edition.acknowledged_by == Audience.NOBODY:
        return frozenset()
    by_role = edition.acknowledged_by == Audience.ROLES
    return ASKED_AS_READERS & frozenset(edition.acknowledging_roles) if by_role else ASKED_AS_READERS
