"""The head of a draft's page: whether the words are saved, and who else is there."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from guidelines.editions.models import Edition
from guidelines.editions.sittings import others_at, said_at
from guidelines.people.models import Person

register = template.Library()
register.filter("said_at", said_at)


@register.inclusion_tag("editions/sittings.html", takes_context=True)
def sittings(context: Context, edition: Edition) -> dict[str, Any]:
    """The others at this draft. One query."""
    person = context["request"].user
    return {"edition": edition, "others": others_at(edition, person) if isinstance(person, Person) else []}
