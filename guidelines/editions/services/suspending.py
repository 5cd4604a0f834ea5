"""Suspending: the words in force stay readable, and nobody decides by them until a reviewer resumes them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.lifecycle import RESUME, SUSPEND
from guidelines.editions.models import Edition, Suspension
from guidelines.editions.queries import running_suspension
from guidelines.editions.services._moving import locked, refuse_unless_allowed
from guidelines.frame.refusals import Invalid
from guidelines.people.models import Person
from guidelines.text.normal import normalise


@transaction.atomic
def suspend(
    edition: Edition, *, by: Person, reason: str, escalate_to: str, until: dt.datetime | None = None
) -> Suspension:
    """Say “do not enforce, escalate to …” over the words in force, until a moment or until they are resumed."""
    edition, reason, escalate_to = locked(edition), _line(reason), _line(escalate_to)
    now = audit.moment()
    refuse_unless_allowed(by, SUSPEND, edition, now)
    if not reason:
        raise Invalid(_("Write the reason. Moderators read it above the text."))
    if not escalate_to:
        raise Invalid(_("Write to whom moderators escalate their cases meanwhile."))
    if until is not None and until <= now:
        raise Invalid(_("The suspension would end before it begins. Choose a later moment, or none."))
    suspension = Suspension.objects.create(
        edition=edition, since=now, until=until, reason=reason, escalate_to=escalate_to, suspended_by=by
    )
    audit.record(
        "edition.suspended",
        by=by,
        subject=edition,
        digest=edition.digest,
        at=now,
        note=reason,
        escalate_to=escalate_to,
        until=until.isoformat() if until else None,
    )
    return suspension


@transaction.atomic
def resume(edition: Edition, *, by: Person, reason: str) -> Suspension:
    """End the suspension that runs: moderators decide by these words again."""
    edition, reason = locked(edition), _line(reason)
    now = audit.moment()
    refuse_unless_allowed(by, RESUME, edition, now)
    if not reason:
        raise Invalid(_("Write the reason. It is kept with the edition."))
    suspension = running_suspension(edition, now)
    assert suspension is not None, "why_not has looked"
    suspension.resumed_at, suspension.resumed_by, suspension.resume_reason = now, by, reason
    suspension.save(update_fields=["resumed_at", "resumed_by", "resume_reason"])
    audit.record("edition.resumed", by=by, subject=edition, digest=edition.digest, at=now, note=reason)
    return suspension


def _line(text: str) -> str:
    return normalise(text).text.strip()
