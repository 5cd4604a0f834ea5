"""Carrying out a plan: every step through its service, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guidelines.frame.refusals import Invalid, Outdated
from guidelines.people import services
from guidelines.people.importing.lists import Lists
from guidelines.people.importing.plan import Kind, Plan, Step
from guidelines.people.importing.planning import plan as make_plan
from guidelines.people.importing.reading import File
from guidelines.people.models import Assignment, Person, Team
from guidelines.people.roles import Role

Walk = Callable[[tuple[Step, ...]], Iterable[Step]]


def apply(file: File, *, by: Person | None, seen: str, end_missing: bool = False, walk: Walk = iter) -> Plan:
    """Do what the preview showed. `seen` is the digest of the plan on the actor's screen; `walk` may draw a bar."""
    try:
        with transaction.atomic():
            _lock(file)
            plan = make_plan(file, by=by, end_missing=end_missing)
            if plan.digest != seen:
                raise Outdated(
                    _("People changed after this preview was made. Look at the new one before you apply it.")
                )
            if plan.problems:
                raise Invalid(_("The file has lines that can’t be taken. Mend them first; nothing was changed."))
            _Carrying(by).all(plan, walk)
    except (IntegrityError, ValidationError) as error:
        # Somebody opened one of these accounts in the same moment.
        raise Outdated(_("Somebody changed the same people just now. Nothing was changed; try again.")) from error
    return plan


def _lock(file: File) -> None:
    """Hold everybody the file names, in one order, so that the plan stays true until it is carried out.

    Without the key, as in services: others may write records that name these people meanwhile.
    """
    named = sorted({row.employee_id.upper() for row in file.rows})
    for start in range(0, len(named), 1000):
        people = Person.objects.select_for_update(no_key=True).filter(employee_id__in=named[start : start + 1000])
        list(people.order_by("employee_id").values_list("pk"))


class _Carrying:
    """The services, found by the kind of step."""

    def __init__(self, by: Person | None) -> None:
        self.by = by
        self.lists = Lists.load()
        self.teams = {team.pk: team for team in self.lists.teams}
        self.deeds: dict[Kind, Callable[[Step, dict[str, Any]], None]] = {
            Kind.JOIN: self.join,
            Kind.RETURN: self.come_back,
            Kind.CORRECT: self.correct,
            Kind.MOVE: self.move,
            Kind.GRANT: self.grant,
            Kind.FUNCTION: self.function,
            Kind.END_ROLE: self.end_role,
            Kind.LEAVE: self.leave,
        }

    def all(self, plan: Plan, walk: Walk) -> None:
        for step in walk(plan.steps):
            self.deeds[step.kind](step, dict(step.values))

    def person(self, step: Step) -> Person:
        return Person.objects.get(employee_id=step.employee_id)

    def team(self, values: dict[str, Any]) -> Team | None:
        return self.teams[values["team"]] if values.get("team") else None

    def join(self, step: Step, values: dict[str, Any]) -> None:
        team = self.team(values)
        services.join(employee_id=step.employee_id, by=self.by, **{**values, "team": team})

    def come_back(self, step: Step, values: dict[str, Any]) -> None:
        services.return_to_work(self.person(step), by=self.by)

    def correct(self, step: Step, values: dict[str, Any]) -> None:
        services.correct(self.person(step), by=self.by, **values)

    def move(self, step: Step, values: dict[str, Any]) -> None:
        services.move(self.person(step), team=self.team(values), by=self.by)

    def grant(self, step: Step, values: dict[str, Any]) -> None:
        services.grant(
            self.person(step),
            Role(values["role"]),
            by=self.by,
            market=self.lists.markets.get(values["market"]),
            domain=self.lists.domains.get(values["domain"]),
            function=values["function"],
        )

    def function(self, step: Step, values: dict[str, Any]) -> None:
        services.name_function(self.assignment(step, values), values["function"], by=self.by)

    def end_role(self, step: Step, values: dict[str, Any]) -> None:
        services.end_role(self.assignment(step, values), by=self.by)

    def leave(self, step: Step, values: dict[str, Any]) -> None:
        services.leave(self.person(step), by=self.by)

    def assignment(self, step: Step, values: dict[str, Any]) -> Assignment:
        """The role as it stands, also in a market or domain that was retired since."""
        found = Assignment.objects.current().select_related("person", "market", "domain")
        return found.get(
            person__employee_id=step.employee_id,
            role=values["role"],
            market__code=values["market"] or None,
            domain__code=values["domain"] or None,
        )
