"""What the lines of one person change in their roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.catalogue.models import Domain, Market
from guidelines.people import services
from guidelines.people.importing.lists import Lists, NotInList, role_called
from guidelines.people.importing.plan import Kind, Step
from guidelines.people.importing.reading import Row
from guidelines.people.models import Assignment, Person
from guidelines.people.roles import Role


@dataclass(frozen=True)
class Wanted:
    """A role that a line gives."""

    row: Row
    role: Role
    market: Market | None
    domain: Domain | None

    @property
    def key(self) -> tuple[str, int | None, int | None]:
        return self.role.value, self.market.pk if self.market else None, self.domain.pk if self.domain else None

    def values(self) -> tuple[tuple[str, str], ...]:
        return _values(self.role.value, self.market, self.domain, self.row.function)

    def __str__(self) -> str:
        return str(Assignment(role=self.role, market=self.market, domain=self.domain))


def role_steps(person: Person | None, rows: list[Row], *, lists: Lists) -> Iterator[Step]:
    """Roles to end first, then those to give: somebody who changes role never holds both."""
    wanted = {each.key: each for each in (_wanted(row, lists) for row in rows if row.role)}
    held = {_key(assignment): assignment for assignment in getattr(person, "current_roles", ())}
    name = person.name if person else rows[0].name
    employee_id = rows[0].employee_id.upper()
    markets = {each.key[1] for each in wanted.values()}
    for key, assignment in held.items():
        if key not in wanted and key[1] in markets:
            values = _values(assignment.role, assignment.market, assignment.domain, "")
            yield Step(Kind.END_ROLE, rows[0].line, employee_id, name, str(assignment), values)
    for key, each in wanted.items():
        if key not in held:
            yield Step(Kind.GRANT, each.row.line, employee_id, name, str(each), each.values())
        elif each.row.function and each.row.function != held[key].function:
            words = f"{each}: {each.row.function}"
            yield Step(Kind.FUNCTION, each.row.line, employee_id, name, words, each.values())


def _wanted(row: Row, lists: Lists) -> Wanted:
    """The role of one line. An empty market is no “all”: nobody rules everywhere by a forgotten cell."""
    try:
        if not row.market:
            raise NotInList(_("A role needs a market: its code, or all."))
        if reason := services.why_not_call(row.function):
            raise NotInList(reason)
        return Wanted(row, role_called(row.role), lists.market(row.market), lists.domain(row.domain))
    except NotInList as error:
        raise NotInList(str(error), row.line) from error


def _key(assignment: Assignment) -> tuple[str, int | None, int | None]:
    return assignment.role, assignment.market_id, assignment.domain_id


def _values(role: str, market: Market | None, domain: Domain | None, function: str) -> tuple[tuple[str, str], ...]:
    return (
        ("role", role),
        ("market", market.code if market else ""),
        ("domain", domain.code if domain else ""),
        ("function", function),
    )
