"""Who somebody is: an employee ID or a mail address, and a password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Value
from django.db.models.functions import Lower
from django.http import HttpRequest

from guidelines.people import asides
from guidelines.people.models import Person
from guidelines.people.scopes import held_column, holdings_in


class EmployeeBackend(ModelBackend):
    """Employee ID or mail address, in any case. The wrong ones cost as much time as the right ones."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Person | None:
        if username is None or password is None:
            return None
        person = person_called(username)
        if person is None:
            # One hash, as for a person who exists, so that the clock does not tell who works here.
            Person().set_password(password)
            return None
        return person if person.check_password(password) and self.user_can_authenticate(person) else None

    def get_user(self, user_id: Any) -> Person | None:
        """The person of a session, with roles, team and site in the same query: sites have rules for computers."""
        begun = asides.begun()
        columns = {"held": held_column(user_id), **asides.columns(user_id)}
        person = Person.objects.select_related("team__site").annotate(**columns).filter(pk=user_id).first()
        if person is None or not self.user_can_authenticate(person):
            return None
        person._holdings = holdings_in(person.held)  # type: ignore[attr-defined]  # where `holdings` looks first
        asides.tell(person, begun)
        return person


def person_called(login: str) -> Person | None:
    """The person with this employee ID or mail address. No employee ID holds an @ or anything but ASCII.

    Other letters would turn into one of ours on the way to capitals, as ı turns into I.
    """
    login = login.strip()
    if "@" in login:
        return Person.objects.alias(mail=Lower("email")).filter(mail=Lower(Value(login))).first()
    return Person.objects.filter(employee_id=login.upper() if login.isascii() else "").first()
