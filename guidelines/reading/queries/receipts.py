"""What a receipt leads to: the words, whether they were in force in its minute, and what is in force today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F, Q
from django.utils.translation import gettext as _

from guidelines.editions.models import Edition, Guideline, Suspension
from guidelines.editions.queries import Period
from guidelines.editions.rights import visible_editions
from guidelines.frame import clock
from guidelines.frame.refusals import NotFound
from guidelines.people.sessions import Anyone
from guidelines.reading import receipts
from guidelines.reading.queries.guideline import KnownGuideline, known_guideline


@dataclass(frozen=True)
class Resolved:
    """A receipt with everything it stands for. `edition` comes with its words; None where nothing was in force."""

    receipt: receipts.Receipt
    code: str
    known: KnownGuideline
    edition: Edition | None
    rule_id: str | None
    today: Edition | None
    """The edition in force now, with its words."""
    suspension: Suspension | None
    """What kept the words from being enforced in that minute."""

    @property
    def guideline(self) -> Guideline:
        return self.known.guideline

    @cached_property
    def periods(self) -> list[Period]:
        """The stretches of the timeline that the minute touches: one, or both where something began in it."""
        since, until = self.receipt.at, self.receipt.until
        return [period for period in self.known.timeline if period.since < until and period.until > since]

    @cached_property
    def period(self) -> Period | None:
        """The stretch in which the words of the receipt bound; None where they did not."""
        return next((period for period in self.periods if period.edition == self.edition), None)

    @property
    def was_in_force(self) -> bool:
        """Whether the words bound in that minute."""
        return self.edition is not None and self.period is not None

    @property
    def was_empty(self) -> bool:
        """Whether nothing was in force at some instant of that minute."""
        timeline = self.known.timeline
        before_all = not timeline or self.receipt.at < timeline[0].since
        return before_all or any(period.edition is None for period in self.periods)

    @property
    def was_published(self) -> bool:
        """Whether the words could be read by the end of that minute; they may have been published after they bound."""
        published_at = self.edition.published_at if self.edition else None
        return published_at is not None and published_at < self.receipt.until


def resolve(person: Anyone, text: str, now: dt.datetime) -> Resolved:
    """The receipt of a code, for somebody who may know of its words; NotFound says why not."""
    receipt = receipts.read(text)
    known = known_guideline(person, _policy_id(receipt), now)
    edition = next((one for one in known.editions if one.pk == receipt.edition_id), None) if known else None
    if known is None or receipt.at > now or not _is_of(receipt, known, edition):
        raise _unknown(text)
    whole = _whole(person, now, [one.pk for one in (edition, known.binding) if one])
    return Resolved(
        receipt=receipt,
        code=receipts.shown(receipts.typed(text)),
        known=known,
        edition=whole[edition.pk] if edition else None,
        rule_id=f"R{receipt.rule_number}" if receipt.rule_number else None,
        today=whole[known.binding.pk] if known.binding else None,
        suspension=_suspension(receipt),
    )


def receipt_named(person: Anyone, text: str) -> str | None:
    """The code in its own spelling, where a text is the receipt of something this person may know of."""
    try:
        return resolve(person, text, clock.now()).code
    except NotFound:
        return None


def guideline_of(text: str) -> Guideline | None:
    """The guideline of a true receipt, whoever asks: only to tell its instruction where it is restricted."""
    try:
        receipt = receipts.read(text)
    except NotFound:
        return None
    found = Guideline.objects.filter(policy_id=_policy_id(receipt)).first()
    edition = found.editions.issued().filter(pk=receipt.edition_id or 0).first() if found else None
    made_of = edition.digest if edition else found.policy_id if found and receipt.guideline_id else ""
    return found if made_of and receipts.mark_of(made_of) == receipt.mark else None


def _policy_id(receipt: receipts.Receipt) -> str:
    """Of what the code names, whoever may see it: from here on everything is asked with the rights of the person."""
    named = Q(editions=receipt.edition_id) if receipt.edition_id else Q(pk=receipt.guideline_id)
    return Guideline.objects.filter(named).values_list("policy_id", flat=True).first() or ""


def _is_of(receipt: receipts.Receipt, known: KnownGuideline, edition: Edition | None) -> bool:
    """Whether the code was made in this portal, of words that were issued, or of a guideline whose past is open."""
    if receipt.edition_id is None:
        return known.has_history and receipts.mark_of(known.guideline.policy_id) == receipt.mark
    return edition is not None and edition.published_at is not None and receipts.mark_of(edition.digest) == receipt.mark


def _whole(person: Anyone, now: dt.datetime, ids: Collection[int]) -> dict[int, Edition]:
    """Editions with their words, and what their pages are kept by."""
    whole = visible_editions(person, now).filter(pk__in=ids).annotate(base_digest=F("base__digest"))
    return {one.pk: one for one in whole}


def _suspension(receipt: receipts.Receipt) -> Suspension | None:
    """What was suspended then, also where it has been resumed since."""
    lasted = (Q(until=None) | Q(until__gt=receipt.at)) & (Q(resumed_at=None) | Q(resumed_at__gt=receipt.at))
    running = Suspension.objects.filter(lasted, edition=receipt.edition_id, since__lt=receipt.until)
    return running.order_by("-since").first()


def _unknown(text: str) -> NotFound:
    """The same sentence for what is not there and for what this person may not see."""
    return NotFound(
        _(
            "There is no receipt %(code)s that you may read. It may belong to a market or domain you don’t work in, "
            "or to another portal."
        )
        % {"code": receipts.shown(receipts.typed(text))}
    )
