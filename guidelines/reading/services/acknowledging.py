"""Acknowledging words: each person for themself, about exactly the words on their screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.clearances import why_not_open_to
from guidelines.editions.models import Audience, Edition, Significance
from guidelines.editions.reasons import NotAllowed, NotNow, Reason, refuse
from guidelines.editions.rights import SOON
from guidelines.frame.refusals import Outdated
from guidelines.people.models import Person
from guidelines.people.scopes import holdings
from guidelines.reading.models import Acknowledgement, LibraryRow
from guidelines.reading.queries.duties import asks


@transaction.atomic
def acknowledge(edition: Edition, *, by: Person, seen: str, in_set: str = "") -> Acknowledgement:
    """Record that this person has read these words; `seen` is the digest on their screen.

    Once is enough: whoever did it keeps the first time. Under the lock of the chain's head no move can come between.
    """
    now = audit.moment()
    row = _row(edition, now)
    if seen != edition.digest or row is None or row.digest != seen:
        raise Outdated(_superseded(edition, now))
    before = Acknowledgement.objects.filter(person=by, digest=seen).first()
    if before is not None:
        return before
    refuse(why_not_open_to(by, edition.guideline) or _why_not(by, row))
    made = Acknowledgement.objects.create(
        person=by, edition=edition, digest=seen, major_id=row.major_id or edition.pk, in_set=in_set, at=now
    )
    facts = {"in_set": in_set} if in_set else {}
    audit.record("edition.acknowledged", by=by, subject=edition, digest=seen, at=now, **facts)
    return made


def _row(edition: Edition, now: dt.datetime) -> LibraryRow | None:
    """The stretch in which the edition is in force, or the next one where that is near."""
    rows = LibraryRow.objects.filter(edition=edition, until__gt=now, since__lte=now + SOON)
    return rows.select_related("major").order_by("since").first()


def _superseded(edition: Edition, now: dt.datetime) -> str:
    binding = LibraryRow.objects.in_force(now).filter(guideline=edition.guideline_id).first()
    if binding is None or binding.edition_id == edition.pk:
        return _("These are not the words in force. Open the guideline again and read them.")
    return _("Edition %(number)d is in force now. Read it: what you acknowledge are its words.") % {
        "number": binding.number
    }


def _why_not(by: Person, row: LibraryRow) -> Reason | None:
    major = row.major
    if major is None or major.acknowledged_by == Audience.NOBODY or major.significance == Significance.MINOR:
        return NotNow(_("Edition %(number)d is for information: nobody acknowledges it.") % {"number": row.number})
    if not asks(major, holdings(by, fresh=True), row.market_id, row.domain_id):
        return NotAllowed(_("Edition %(number)d does not ask you to acknowledge it.") % {"number": row.number})
    return None


@transaction.atomic
def acknowledge_set(editions: Sequence[Edition], *, by: Person, in_set: str, since: dt.datetime) -> None:
    """Record that this person has read these editions together: all or none. `in_set` is the digest of the set."""
    for edition in editions:
        acknowledge(edition, by=by, seen=edition.digest, in_set=in_set)
    names = [str(edition) for edition in editions]
    audit.record("updates.acknowledged", by=by, subject=by, digest=in_set, since=since.isoformat(), editions=names)
