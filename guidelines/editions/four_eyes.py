"""Four eyes: words take force only with the approval of somebody who wrote none of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from guidelines.editions.lifecycle import State
from guidelines.editions.models import Approval, Contribution, Edition
from guidelines.people.models import Person


def contributions(edition: Edition, at: dt.datetime) -> dict[int, int]:
    """Who, by the instant `at`, wrote words that may stand in this edition.

    Maps each person's id to the number of an edition they wrote in, this one before others. What counts beside the
    edition itself: every edition opened after the last signed one that has begun, and every other one that was still
    open when that began. Discarded and cancelled editions count, for their words may have been copied.
    """
    written_in = Q(edition=edition) | Q(edition__in=_open_since_the_last_signed(edition, at))
    rows = Contribution.objects.filter(written_in, at__lte=at).values_list("person_id", "edition__number")
    found: dict[int, int] = {}
    for person_id, number in rows:
        if number == edition.number or person_id not in found:
            found[person_id] = number
    return found


def _open_since_the_last_signed(edition: Edition, at: dt.datetime) -> QuerySet[Edition]:
    """The editions of the guideline whose words may still travel into another.

    An emergency that nobody ratified closes nothing: its words bind without a second pair of eyes.
    """
    siblings = Edition.objects.filter(guideline_id=edition.guideline_id)
    signed = Approval.objects.filter(edition=OuterRef("pk"), digest=OuterRef("digest"), at__lte=at)
    begun = siblings.begun(at).exclude(pk=edition.pk).filter(Exists(signed)).order_by("-effective_from")
    last = begun.values_list("number", "effective_from").first()
    if last is None:
        return siblings
    number, start = last
    ended = Q(effective_from__lte=start) | Q(state=State.DISCARDED, moved_at__lte=start)
    return siblings.filter(Q(number__gt=number) | ~Q(pk__in=siblings.filter(ended).values("pk")))


def why_not_distant(person: Person, edition: Edition, near: Mapping[int, int]) -> str | None:
    """Why this person is too near to the words to sign them; None when they are not among those who contributed."""
    number = near.get(person.pk)
    if number is None:
        return None
    if number == edition.number:
        return _("You wrote in this edition. A policy reviewer who wrote none of it must sign it.")
    return _(
        "You wrote in edition %(number)d of this guideline, and its words may be in this one. "
        "Another policy reviewer must sign it."
    ) % {"number": number}


def standing_approvals(edition: Edition, at: dt.datetime, near: Mapping[int, int] | None = None) -> list[Approval]:
    """The signatures on exactly these words by people who, at this instant, contributed nothing; the oldest first."""
    given = edition.approvals.filter(digest=edition.digest, at__lte=at)
    signatures = list(given.select_related("person", "on_behalf_of").order_by("at"))
    if signatures and near is None:
        near = contributions(edition, at)
    return [signature for signature in signatures if signature.person_id not in (near or ())]
