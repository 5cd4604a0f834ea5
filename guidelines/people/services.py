"""Deeds on people: joining, moving, leaving, and the granting and ending of roles."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import Domain, Market
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, Refused
from guidelines.people.models import Assignment, Leave, Person, Site, Team
from guidelines.people.roles import Capability, Role
from guidelines.people.scopes import holdings
from guidelines.people.sessions import forget
from guidelines.text.normal import one_line


@transaction.atomic
def join(*, employee_id: str, name: str, by: Person | None, password: str | None = None, **fields: Any) -> Person:
    """Create an account. Without a password nobody can sign in to it until one is set."""
    _refuse_unless_system_administrator(by)
    person = Person.objects.create_user(employee_id, password, name=name, joined_at=clock.now(), **fields)
    audit.record("person.joined", by=by, subject=person)
    return person


@transaction.atomic
def move(person: Person, *, team: Team | None, by: Person | None) -> Person:
    """Put a person in another team."""
    _refuse_unless_system_administrator(by)
    before = person.team_id
    if before != (team.pk if team else None):
        person.team = team
        person.save(update_fields=["team"])
        audit.record("person.moved", by=by, subject=person, from_team=before, to_team=person.team_id)
    return person


@transaction.atomic
def correct(person: Person, *, by: Person | None, **fields: Any) -> Person:
    """Change what an account says of a person. The record names the fields, never what stood in them."""
    _refuse_unless_system_administrator(by)
    changed = sorted(name for name, value in fields.items() if getattr(person, name) != value)
    if changed:
        for name in changed:
            setattr(person, name, fields[name])
        person.save(update_fields=changed)
        audit.record("person.corrected", by=by, subject=person, fields=changed)
    return person


@transaction.atomic
def change_password(person: Person, password: str, *, by: Person | None) -> Person:
    """Set a password. Every session that the old one opened ends."""
    if by is None or by.pk != person.pk:
        _refuse_unless_system_administrator(by)
    person.set_password(password)
    person.save(update_fields=["password"])
    audit.record("person.password_changed", by=by, subject=person)
    return person


def choose_settings(person: Person, *, language: str, time_zone: str, theme: str, keys_on: bool) -> Person:
    """Keep how a person wants to see the portal. A preference, not a deed: nothing to record."""
    person.language, person.time_zone, person.theme, person.keys_on = language, time_zone, theme, keys_on
    person.save(update_fields=["language", "time_zone", "theme", "keys_on"])
    forget(person.pk)
    return person


@transaction.atomic
def keep(row: Site | Team | Leave, *, by: Person, changed: list[str], is_new: bool) -> None:
    """Save a site, a team or a leave, and record which fields changed."""
    _refuse_unless_system_administrator(by)
    row.save()
    kind = row._meta.model_name or ""
    audit.record(
        f"{kind}.{'added' if is_new else 'changed'}", by=by, subject=_Row(kind, row.pk), fields=sorted(changed)
    )


def _held(person: Person) -> Person:
    """The person as they are now, and nobody else's to change until the end of the transaction.

    `no_key`: a record that names the person may still be written, as an approval does that holds the record's head.
    With the key it would wait for this lock, and this deed's own record for that head: a deadlock.
    """
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def _held_role(assignment: Assignment) -> Assignment:
    """A role as it is now, under the lock of whose it is: a leaving, which ends them all, comes before or after."""
    _held(assignment.person)
    return Assignment.objects.select_related("person", "market", "domain").get(pk=assignment.pk)


@dataclass(frozen=True)
class _Row:
    """A row that the record names by its kind and id."""

    kind: str
    id: int

    def audit_subject(self) -> audit.Subject:
        return audit.Subject(self.kind, self.id)


@transaction.atomic
def leave(person: Person, *, by: Person | None) -> Person:
    """End a person: no sign-in, no sessions, no roles. The record stays."""
    _refuse_unless_system_administrator(by)
    if by and by.pk == person.pk:
        raise Refused(_("You can’t close your own account. Ask another administrator."))
    person = _held(person)
    if not person.is_active:
        return person
    now = clock.now()
    for assignment in person.assignments.current().select_related("market", "domain"):
        _end(assignment, by=by, now=now)
    person.is_active, person.left_at = False, now
    # A session proves itself by the password's hash, so it ends with the password.
    person.set_unusable_password()
    person.save(update_fields=["is_active", "left_at", "password"])
    audit.record("person.left", by=by, subject=person)
    return person


@transaction.atomic
def return_to_work(person: Person, *, by: Person | None) -> Person:
    """Open a leaver's account again, without the roles and without the old password."""
    _refuse_unless_system_administrator(by)
    person = _held(person)
    if not person.is_active:
        person.is_active, person.left_at = True, None
        person.save(update_fields=["is_active", "left_at"])
        audit.record("person.returned", by=by, subject=person)
    return person


def why_not_administer(
    person: Person, subject: Person, market: Market | None, domain: Domain | None = None
) -> str | None:
    """Why this person may not grant or end a role of `subject` there; None when they may."""
    if person.pk == subject.pk:
        return _("You can’t change your own roles. Ask another administrator.")
    if not person.is_active:
        return _("Your account is closed.")
    if person.is_superuser or _administers(person, market, domain):
        return None
    return _("Only an administrator of this market can change its roles.")


def _administers(person: Person, market: Market | None, domain: Domain | None) -> bool:
    """Nobody hands out more than they keep: all markets or all domains take an administrator of all."""
    wanted = (market.pk if market else None, domain.pk if domain else None)
    return any(
        Capability.ADMINISTER in held.capabilities
        and held.market_id in (None, wanted[0])
        and held.domain_id in (None, wanted[1])
        for held in holdings(person, fresh=True).held
    )


def why_not_hold(person: Person, role: Role, market: Market | None, domain: Domain | None) -> str | None:
    """Why nobody can give this person this role; None when it can be given."""
    if person.is_superuser:
        return _("A system administrator can’t hold a role. Use a second account.")
    if not person.is_active:
        return _("%(name)s has left. Open the account again first.") % {"name": person.name}
    if Assignment.objects.current().filter(person=person, role=role, market=market, domain=domain).exists():
        return _("%(name)s already holds this role here.") % {"name": person.name}
    return None


def why_not_call(function: str) -> str | None:
    """Why what somebody does in a role can't be written like this; None when it can."""
    most = Assignment._meta.get_field("function").max_length or 0
    if len(function) > most:
        return _("A function may have %(most)d characters. Write it shorter.") % {"most": most}
    return None


def _called(function: str) -> str:
    """The function as it is stored."""
    function = one_line(function)
    reason = why_not_call(function)
    if reason:
        raise Invalid(reason)
    return function


@transaction.atomic
def grant(
    person: Person,
    role: Role,
    *,
    by: Person | None,
    market: Market | None = None,
    domain: Domain | None = None,
    function: str = "",
) -> Assignment:
    """Give a role. `by` None is the set-up of a new portal at the command line."""
    # Under the person's row two grants of one role, or a grant and a leaving, come one after the other.
    person = _held(person)
    _refuse_unless_allowed(person, market, domain, by)
    reason = why_not_hold(person, role, market, domain)
    if reason:
        raise Refused(reason) if person.is_superuser or not person.is_active else Invalid(reason)
    assignment = Assignment(
        person=person, role=role, market=market, domain=domain, function=_called(function), granted_at=clock.now()
    )
    assignment.save()
    audit.record("role.granted", by=by, subject=person, **_facts(assignment))
    return assignment


@transaction.atomic
def name_function(assignment: Assignment, function: str, *, by: Person | None) -> Assignment:
    """Say what somebody does in a role. Gives and takes no right."""
    assignment = _held_role(assignment)
    _refuse_unless_allowed(assignment.person, assignment.market, assignment.domain, by)
    assignment.function = _called(function)
    assignment.save(update_fields=["function"])
    audit.record("role.described", by=by, subject=assignment.person, **_facts(assignment))
    return assignment


@transaction.atomic
def end_role(assignment: Assignment, *, by: Person | None) -> Assignment:
    """Take a role away from now on."""
    assignment = _held_role(assignment)
    _refuse_unless_allowed(assignment.person, assignment.market, assignment.domain, by)
    return _end(assignment, by=by, now=clock.now())


def _end(assignment: Assignment, *, by: Person | None, now: dt.datetime) -> Assignment:
    if assignment.ended_at is None:
        assignment.ended_at = now
        assignment.save(update_fields=["ended_at"])
        audit.record("role.ended", by=by, subject=assignment.person, **_facts(assignment))
    return assignment


def _refuse_unless_allowed(subject: Person, market: Market | None, domain: Domain | None, by: Person | None) -> None:
    reason = why_not_administer(by, subject, market, domain) if by else None
    if reason:
        raise Refused(reason)


def why_not_keep_accounts(person: Person) -> str | None:
    """Why this person may not open, change or close accounts; None when they may."""
    if person.is_superuser and person.is_active:
        return None
    return _("Only a system administrator can open, change or close accounts.")


def _refuse_unless_system_administrator(by: Person | None) -> None:
    reason = why_not_keep_accounts(by) if by else None
    if reason:
        raise Refused(reason)


def _facts(assignment: Assignment) -> dict[str, Any]:
    return {
        "role": assignment.role,
        "market": assignment.market.code if assignment.market else None,
        "domain": assignment.domain.code if assignment.domain else None,
    }
