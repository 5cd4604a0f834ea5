"""What a team lead does about reading: reminds, and records whom a huddle briefed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.clearances import not_restricted
from guidelines.editions.models import Edition
from guidelines.editions.rights import SOON
from guidelines.frame.refusals import Invalid, Outdated, Refused, WrongState
from guidelines.people.models import Person, Team
from guidelines.people.roles import Role
from guidelines.people.scopes import holdings, holdings_of
from guidelines.reading.models import Acknowledgement, Briefing, LibraryRow, Reminder
from guidelines.reading.queries.duties import asks
from guidelines.reading.queries.library import visible_rows
from guidelines.reading.queries.path import is_on_path

AGAIN_AFTER = dt.timedelta(days=1)
SAME_HUDDLE = dt.timedelta(minutes=10)
"""A sheet that is sent again within this time tells of the same huddle: a button pressed twice is one fact."""


def why_not_lead(person: Person, team: Team) -> str | None:
    """Why this person may not remind or brief this team; None when they may."""
    is_lead = any(held.role == Role.TEAM_LEAD for held in holdings(person, fresh=True).own.held)
    if is_lead and Team.objects.filter(pk=team.pk, lead_id=person.pk).exists():
        return None
    return _("Only the lead of a team reminds and briefs it.")


@transaction.atomic
def remind(edition: Edition, people: Collection[Person], *, team: Team, by: Person) -> list[Person]:
    """Ask those of the team to read an edition who have still to do it. Returns whom it asked.

    Whom it leaves out: the lead themself, people on leave, whoever was reminded of it within a day, and whoever has
    read it by now.
    """
    _refuse_unless_lead(by, team)
    now = audit.moment()  # the lock: two reminders at once would both find nobody reminded
    found = _to_remind(edition, [person for person in people if person.pk != by.pk], team, now)
    if not found:
        raise WrongState(_("There is nobody to remind: each has read it, is on leave, or was reminded within a day."))
    Reminder.objects.bulk_create(Reminder(person=person, edition=edition, by=by, at=now) for person in found)
    audit.record(
        "edition.reminded",
        by=by,
        subject=edition,
        digest=edition.digest,
        at=now,
        team=team.pk,
        people=[person.pk for person in found],
    )
    return found


def _to_remind(edition: Edition, people: Collection[Person], team: Team, now: dt.datetime) -> list[Person]:
    lately = Reminder.objects.filter(edition=edition, at__gt=now - AGAIN_AFTER).values("person")
    rows = LibraryRow.objects.filter(edition=edition, until__gt=now, since__lte=now + SOON).select_related("major")
    row = rows.order_by("since").first()
    if row is None or row.major is None:
        raise Outdated(_("These are not the words in force any more. Open “Who has read” again."))
    done = Acknowledgement.objects.filter(major=row.major_id).values("person")
    mine = Person.objects.filter(pk__in=[person.pk for person in people], team=team, is_active=True)
    mine = mine.exclude(pk__in=lately).exclude(pk__in=done).prefetch_related("leaves").order_by("name")
    held = holdings_of(person.pk for person in mine)
    return [
        person
        for person in mine
        if person.pk in held
        and asks(row.major, held[person.pk], row.market_id, row.domain_id)
        and not _is_away(person, now)
        and not is_on_path(person, row, now)
    ]


def _is_away(person: Person, now: dt.datetime) -> bool:
    today = now.astimezone(person.zone).date()
    return any(leave.first_day <= today <= leave.last_day for leave in person.leaves.all())


@transaction.atomic
def brief(team: Team, people: Collection[Person], *, seen: Collection[str], by: Person) -> list[Briefing]:
    """Record who was told which words in a huddle; `seen` are the digests on the sheet that was read out."""
    _refuse_unless_lead(by, team)
    now = audit.moment()
    rows = {
        row.digest: row
        for row in visible_rows(by, now).filter(
            not_restricted("guideline"), digest__in=seen, until__gt=now, since__lte=now + SOON
        )
    }
    if not rows or set(rows) != set(seen):
        raise Outdated(_("The sheet has changed since you opened it. Read it again before you record who was briefed."))
    present = list(Person.objects.filter(pk__in=[one.pk for one in people], team=team, is_active=True))
    if not present:
        raise Invalid(_("Choose who was there."))
    editions = Edition.objects.select_related("guideline").in_bulk([row.edition_id for row in rows.values()])
    return [
        briefing
        for row in sorted(rows.values(), key=lambda row: row.policy_id)
        for briefing in _told(editions[row.edition_id], present, team, by, now)
    ]


def _told(edition: Edition, present: list[Person], team: Team, by: Person, now: dt.datetime) -> list[Briefing]:
    """Those whom the edition concerns: nobody is briefed on what they may not read."""
    here, held = edition.guideline, holdings_of(person.pk for person in present)

    def concerns(person: Person) -> bool:
        roles = held[person.pk].own.held if person.pk in held else ()
        return any(holding.covers(here.market_id, here.domain_id) for holding in roles)

    lately = Briefing.objects.filter(team=team, edition=edition, digest=edition.digest, at__gt=now - SAME_HUDDLE)
    known = set(lately.values_list("person_id", flat=True))
    concerned = [person for person in present if person.pk not in known and concerns(person)]
    made = Briefing.objects.bulk_create(
        Briefing(person=person, edition=edition, digest=edition.digest, team=team, by=by, at=now)
        for person in concerned
    )
    facts: dict[str, Any] = {"team": team.pk, "people": [person.pk for person in concerned]}
    if made:
        # No `at`: a huddle tells of several editions, and no two events have one instant.
        audit.record("edition.briefed", by=by, subject=edition, digest=edition.digest, **facts)
    return made


def _refuse_unless_lead(by: Person, team: Team) -> None:
    reason = why_not_lead(by, team)
    if reason:
        raise Refused(reason)
