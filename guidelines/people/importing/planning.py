"""From the rows of a file to the plan of what they change.

The file speaks for the people it names: their account, and their roles in the markets it names for them (a role they
hold in such a market and that the file does not list is ended). About everybody and everything else it says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from guidelines.frame.refusals import Refused
from guidelines.people import queries, services
from guidelines.people.importing.accounts import ACCOUNT_COLUMNS, account_steps
from guidelines.people.importing.lists import Lists, NotInList
from guidelines.people.importing.plan import Kind, Plan, Step
from guidelines.people.importing.reading import File, Row, RowProblem
from guidelines.people.importing.roles import role_steps
from guidelines.people.models import Assignment, Person

ACCOUNT_KINDS = frozenset({Kind.JOIN, Kind.RETURN, Kind.CORRECT, Kind.MOVE, Kind.LEAVE})


def plan(file: File, *, by: Person | None, end_missing: bool = False) -> Plan:
    """What the file would do if `by` applied it now (None: whoever sits at the command line)."""
    if end_missing and by and not by.is_superuser:
        raise Refused(_("Only a system administrator can close the accounts of everyone who is not in the file."))
    planning = _Planning(file, by)
    steps = tuple(planning.steps())
    if end_missing:
        steps += tuple(planning.missing())
    problems = sorted([*file.problems, *planning.problems], key=lambda problem: problem.line)
    return Plan(file.digest, end_missing, steps, tuple(problems), planning.unchanged)


class _Planning:
    """One pass over the people of a file."""

    def __init__(self, file: File, by: Person | None) -> None:
        self.by = by
        self.problems: list[RowProblem] = []
        self.groups = self._by_person(file.rows)
        self.lists = Lists.load()
        self.only_roles = by is not None and not by.is_superuser
        # Who keeps roles alone changes no mail address and is told nothing of whose it is.
        self.mails = {} if self.only_roles else _mail_owners()
        self.people = _people(list(self.groups), by=by)
        self.unchanged = 0

    def steps(self) -> Iterator[Step]:
        for employee_id, rows in self.groups.items():
            try:
                steps = self._of_person(self.people.get(employee_id), rows)
            except NotInList as error:
                self.problems.append(RowProblem(error.line or rows[0].line, str(error)))
            else:
                yield from steps

    def missing(self) -> Iterator[Step]:
        """Everybody who works here and is not named: system administrators and the actor stay."""
        named = set(self.groups)
        for person in Person.objects.filter(is_active=True, is_superuser=False).order_by("employee_id"):
            if person.employee_id not in named and not (self.by and person.pk == self.by.pk):
                yield Step(Kind.LEAVE, None, person.employee_id, person.name, _("is not in the file: account closes"))

    def _of_person(self, person: Person | None, rows: list[Row]) -> list[Step]:
        """The steps of one person, none if one of their lines is wrong."""
        if person is None and self.only_roles:
            raise NotInList(_("Nobody with this employee ID belongs to your markets."))
        account = list(account_steps(person, rows[0], lists=self.lists, mails=self.mails))
        leaves = any(step.kind == Kind.LEAVE for step in account)
        stays = not leaves and (person is not None or bool(account))
        steps = [*account, *(role_steps(person, rows, lists=self.lists) if stays else ())]
        refused = list(self._refusals(person, steps))
        self.problems.extend(refused)
        self.unchanged += not steps
        return [] if refused else steps

    def _refusals(self, person: Person | None, steps: list[Step]) -> Iterator[RowProblem]:
        """What this actor may not do, or what cannot be done to this person, with its line."""
        for step in steps:
            reason = self._why_not(person, step)
            if reason:
                yield RowProblem(step.line or 0, reason)

    def _why_not(self, person: Person | None, step: Step) -> str | None:
        if step.kind in ACCOUNT_KINDS:
            return self._why_not_account(person, step)
        if person and person.is_superuser:
            return _("A system administrator can’t hold a role. Use a second account.")
        if self.by is None:
            return None
        values = dict(step.values)
        market, domain = self.lists.markets.get(values["market"]), self.lists.domains.get(values["domain"])
        return services.why_not_administer(self.by, person or Person(), market, domain)

    def _why_not_account(self, person: Person | None, step: Step) -> str | None:
        if self.by is None:
            return None
        if step.kind == Kind.LEAVE and person and person.pk == self.by.pk:
            return _("You can’t close your own account. Ask another administrator.")
        return services.why_not_keep_accounts(self.by)

    def _by_person(self, rows: tuple[Row, ...]) -> dict[str, list[Row]]:
        """The rows of each person; rows that disagree about the account are a problem."""
        groups: dict[str, list[Row]] = {}
        for row in rows:
            employee_id = row.employee_id.upper()
            if not employee_id:
                self.problems.append(RowProblem(row.line, _("This line has no employee ID.")))
                continue
            groups.setdefault(employee_id, []).append(row)
        for same in groups.values():
            self.problems.extend(_disagreements(same))
        disagreeing = {problem.line for problem in self.problems}
        return {key: same for key, same in groups.items() if not disagreeing & {row.line for row in same}}


def _disagreements(rows: list[Row]) -> Iterator[RowProblem]:
    first = rows[0]
    for row in rows[1:]:
        for column in ACCOUNT_COLUMNS:
            if getattr(row, column) != getattr(first, column):
                sentence = _("Lines %(first)d and %(line)d name one person with two values of %(column)s.")
                yield RowProblem(row.line, sentence % {"first": first.line, "line": row.line, "column": column})
        if not row.role or not first.role:
            yield RowProblem(row.line, _("This person is there twice. A second line must give another role."))


def _people(employee_ids: list[str], *, by: Person | None) -> dict[str, Person]:
    """Those of the file who have an account that the actor may see, with their roles at hand."""
    visible = queries.visible_people(by) if by else Person.objects.all()
    roles = Assignment.objects.current().select_related("market", "domain").order_by("pk")
    found: dict[str, Person] = {}
    for start in range(0, len(employee_ids), 1000):
        people = visible.filter(employee_id__in=employee_ids[start : start + 1000]).select_related("team__site")
        for person in people.prefetch_related(Prefetch("assignments", queryset=roles, to_attr="current_roles")):
            found[person.employee_id] = person
    return found


def _mail_owners() -> dict[str, str]:
    """Whose mail address each is: addresses in lower case, owners by employee ID."""
    rows = Person.objects.exclude(email="").values_list("email", "employee_id")
    return {mail.lower(): employee_id for mail, employee_id in rows}
