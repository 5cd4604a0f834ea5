"""What the deeds of this room begin with: words in their normal form, days that can be meant, owners who can read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from guidelines.frame.refusals import Invalid
from guidelines.people.models import Person
from guidelines.programmes.rights import Where, who_may_own
from guidelines.text.normal import normalise

YEARS = 10


def said(text: str, *, most: int, missing: str = "") -> str:
    """What was written, or the sentence that it is missing or too long; without a sentence it may be empty."""
    words = normalise(text.replace("\r\n", "\n")).text.strip()
    if not words and missing:
        raise Invalid(missing)
    if len(words) > most:
        facts = {"most": most, "count": len(words)}
        raise Invalid(_("At most %(most)d characters fit here and this has %(count)d. Shorten it.") % facts)
    return words


def near(day: dt.date, today: dt.date, *, field: str = "") -> dt.date:
    """A day that can be meant: within ten years."""
    if abs((day - today).days) > YEARS * 366:
        raise Invalid(_("Choose a day within ten years."), field=field)
    return day


def coming(day: dt.date, today: dt.date, *, field: str) -> dt.date:
    """A day that is not over."""
    if day < today:
        raise Invalid(_("Choose a day from today on."), field=field)
    return near(day, today, field=field)


def past(day: dt.date, today: dt.date) -> dt.date:
    """A day that has come."""
    if day > today:
        raise Invalid(_("This day has not come yet. Choose today or a day before."))
    return near(day, today)


def owner(person: Person, places: Iterable[Where]) -> Person:
    """Somebody who can read what they own."""
    if not who_may_own(places).filter(pk=person.pk).exists():
        sentence = _("%(name)s can’t own this: they don’t see programmes in any of its markets and domains.")
        raise Invalid(sentence % {"name": person.name}, field="owner")
    return person
