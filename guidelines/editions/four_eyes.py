"""Four eyes: words take force only with the approval of somebody who wrote none of them."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _

from guidelines.editions.models import Approval, Contribution, Edition
from guidelines.people.models import Person


def contributions(edition: Edition, at: dt.datetime) -> dict[int, int]:
    """Who contributed, by the instant `at`, to this edition or to one opened after the last that has begun.

    Maps each person's id to the number of an edition they wrote in, this one before others. Discarded and cancelled
    editions count: their words may have been copied.
    """
    begun = Edition.objects.filter(guideline_id=edition.guideline_id).begun(at).order_by("-effective_from")
    last_begun = begun.values_list("number", flat=True).first() or 0
    rows = Contribution.objects.filter(
        Q(edition=edition) | Q(edition__guideline_id=edition.guideline_id, edition__number__gt=last_begun), at__lte=at
    ).values_list("person_id", "edition__number")
    found: dict[int, int] = {}
    for person_id, number in rows:
        if number == edition.number or person_id not in found:
            found[person_id] = number
    return found


def why_not_distant(person: Person, edition: Edition, at: dt.datetime) -> str | None:
    """Why this person is too near to the words to sign them; None when they wrote none of them."""
    number = contributions(edition, at).get(person.pk)
    if number is None:
        return None
    if number == edition.number:
        return _("You wrote in this edition. A policy reviewer who wrote none of it must sign it.")
    return _(
        "You wrote in edition %(number)d of this guideline, and its words may be in this one. "
        "Another policy reviewer must sign it."
    ) % {"number": number}


def standing_approval(edition: Edition, at: dt.datetime) -> Approval | None:
    """The newest signature on exactly these words by somebody who, at this instant, contributed nothing."""
    near = contributions(edition, at)
    signatures = edition.approvals.filter(digest=edition.digest, at__lte=at).exclude(person_id__in=near)
    return signatures.select_related("person").order_by("-at").first()
