"""Somebody by what people know of them: employee ID, mail address or name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guidelines.people.models import Person
from guidelines.people.queries import named

MOST_PEOPLE = 8


class SomebodyField(forms.CharField):
    """The one person at work this names; several are listed, so that the ID of one can be typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **{"help_text": _("Employee ID, mail address or name."), **kwargs})

    def clean(self, value: Any) -> Person:
        typed = super().clean(value).strip()
        at_work = Person.objects.filter(is_active=True, is_superuser=False)
        exact = at_work.filter(employee_id=typed.upper()).first()
        found = [exact] if exact else list(named(at_work, typed)[: MOST_PEOPLE + 1])
        if len(found) == 1 and found[0]:
            return found[0]
        if not found:
            raise forms.ValidationError(_("Nobody at work has this ID, mail address or name. Check its spelling."))
        if len(found) > MOST_PEOPLE:
            raise forms.ValidationError(_("Many people have this name. Write more of it, or the employee ID."))
        names = ", ".join(f"{person.name} ({person.employee_id})" for person in found if person)
        raise forms.ValidationError(_("This may be %(names)s. Write the employee ID."), params={"names": names})
