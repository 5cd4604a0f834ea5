"""What a line changes in an account: joining, returning, corrections, moving to another team, leaving."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from guidelines.people.importing.lists import Lists, NotInList, is_active, language_called
from guidelines.people.importing.plan import Kind, Step
from guidelines.people.importing.reading import Row
from guidelines.people.models import Person, Team

ACCOUNT_COLUMNS = ("name", "email", "site", "team", "language", "time_zone", "active")


def account_steps(person: Person | None, row: Row, *, lists: Lists, mails: dict[str, str]) -> Iterator[Step]:
    """The deeds on the account, in order; none where the line says what is so already."""
    active = is_active(row.active)
    if active is False:
        if person and person.is_active:
            yield Step(Kind.LEAVE, row.line, person.employee_id, person.name, _("account and roles end"))
        return
    team = lists.team(row.site, row.team)
    fields = _fields(row)
    _check(person, row, fields, mails)
    if person is None:
        yield _joining(row, fields, team)
        return
    if not person.is_active:
        if active is None:
            raise NotInList(
                _("%(name)s has left. Write yes under active to open the account again.") % {"name": person.name}
            )
        yield Step(Kind.RETURN, row.line, person.employee_id, person.name, _("comes back"))
    yield from _changes(person, row, fields, team)


def _fields(row: Row) -> dict[str, str]:
    """The account's columns that are filled."""
    fields = {"name": row.name, "email": row.email.lower(), "time_zone": row.time_zone}
    if row.language:
        fields["language"] = language_called(row.language)
    return {name: value for name, value in fields.items() if value}


def _check(person: Person | None, row: Row, fields: dict[str, str], mails: dict[str, str]) -> None:
    """Refuse what the account could not hold; note whose the mail address is from now on."""
    employee_id = row.employee_id.upper()
    if person is None and not fields.get("name"):
        raise NotInList(
            _("Nobody has the employee ID %(id)s yet. A new person needs a name.") % {"id": employee_id[:40]}
        )
    account = Person(employee_id=employee_id, **{"name": person.name if person else "", **fields})
    try:
        account.clean_fields(exclude=["password", "team"])
    except ValidationError as error:
        name, sentences = next(iter(error.message_dict.items()))
        label = str(getattr(Person._meta.get_field(name), "verbose_name", name))
        raise NotInList(f"{label[:1].upper()}{label[1:]}: {' '.join(sentences)}") from error
    mail = fields.get("email")
    if mail and mails.setdefault(mail, employee_id) != employee_id:
        raise NotInList(_("The mail address %(mail)s belongs to %(id)s.") % {"mail": mail, "id": mails[mail]})


def _joining(row: Row, fields: dict[str, str], team: Team | None) -> Step:
    values: dict[str, str | int] = {**fields, "time_zone": fields.get("time_zone") or _zone_at(team)}
    if team:
        values["team"] = team.pk
    words = _("joins %(team)s") % {"team": team} if team else _("joins")
    return Step(Kind.JOIN, row.line, row.employee_id.upper(), fields["name"], words, tuple(sorted(values.items())))


def _zone_at(team: Team | None) -> str:
    """The site's time zone is a better guess for a newcomer than UTC."""
    return team.site.time_zone if team else "UTC"


def _changes(person: Person, row: Row, fields: dict[str, str], team: Team | None) -> Iterator[Step]:
    changed = {name: value for name, value in fields.items() if getattr(person, name) != value}
    if "email" in changed and person.email.lower() == changed["email"]:
        del changed["email"]
    if changed:
        parts = ", ".join(f"{getattr(person, name) or '–'} → {value}" for name, value in sorted(changed.items()))
        values = tuple(sorted(changed.items()))
        yield Step(Kind.CORRECT, row.line, person.employee_id, person.name, parts, values)
    if team and team.pk != person.team_id:
        words = f"{person.team or '–'} → {team}"
        yield Step(Kind.MOVE, row.line, person.employee_id, person.name, words, (("team", team.pk),))
