"""What a lead asked this person to read and they have not read yet."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef

from guidelines.editions.rights import SOON, visible_editions
from guidelines.people.sessions import Anyone
from guidelines.reading.models import Acknowledgement, LibraryRow, Reminder

KEPT_FOR = dt.timedelta(days=14)


def asked_by_lead(person: Anyone, now: dt.datetime) -> list[Reminder]:
    """The newest reminder of each edition that is still in force, or about to be, and unread. One query."""
    stretches = LibraryRow.objects.filter(edition=OuterRef("edition"), until__gt=now, since__lte=now + SOON)
    done = Acknowledgement.objects.filter(person_id=person.pk, major=OuterRef("major"))
    unread = stretches.filter(~Exists(done))
    rows = Reminder.objects.filter(Exists(unread), person_id=person.pk, at__gt=now - KEPT_FOR)
    rows = rows.filter(edition__in=visible_editions(person, now).order_by().values("pk"))
    found: dict[int, Reminder] = {}
    for row in rows.select_related("edition__guideline__market", "by").defer("edition__source").order_by("-at"):
        found.setdefault(row.edition_id, row)
    return list(found.values())
