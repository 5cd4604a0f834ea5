"""Being at a draft: who has it open in the editor."""

from __future__ import annotations

from django.db import transaction

from guidelines.editions.models import Edition, Sitting
from guidelines.editions.sittings import GONE_AFTER
from guidelines.frame import clock
from guidelines.people.models import Person


@transaction.atomic
def sit(edition: Edition, *, by: Person) -> Sitting:
    """Note that this person has the draft open now; after two minutes without a word a new sitting begins.

    No AuditEvent: having a page open changes nothing and proves nothing, and a beat every half minute would bury the
    deeds in the trail. What somebody wrote is in their saves.
    """
    now = clock.now()
    sitting, is_new = Sitting.objects.get_or_create(edition=edition, person=by, defaults={"since": now, "seen_at": now})
    if is_new or sitting.seen_at >= now:
        return sitting
    if sitting.seen_at <= now - GONE_AFTER:
        sitting.since = now
    sitting.seen_at = now
    sitting.save(update_fields=["since", "seen_at"])
    return sitting
