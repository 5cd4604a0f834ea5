"""What a receipt leads to: the words, whether they were in force in its minute, and what is in force today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F, Q
from django.utils.translation import gettext as _

from guidelines.editions.models import Edition, Guideline, Suspension
from guidelines.editions.models.edition import EditionQuerySet
from guidelines.editions.queries import Period
from guidelines.editions.rights import visible_editions, visible_guidelines
from guidelines.frame.refusals import NotFound
from guidelines.people.models import Person
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


def resolve(person: Person, text: str, now: dt.datetime) -> Resolved:
    """The receipt of a code, for somebody who may know of its words; NotFound says why not."""
    receipt = receipts.read(text)
    edition = _edition_of(person, receipt, now)
    guideline = edition.guideline if edition else _guideline_of(person, receipt, now)
    known = known_guideline(person, guideline.policy_id, now) if guideline else None
    is_known = known is not None and (edition is not None or known.has_history)
    if not (known and is_known) or receipt.at > now:
        raise _unknown(text)
    today = known.binding
    return Resolved(
        receipt=receipt,
        code=receipts.shown(receipts.typed(text)),
        known=known,
        edition=edition,
        rule_id=f"R{receipt.rule_number}" if receipt.rule_number else None,
        today=_whole(person, now).filter(pk=today.pk).first() if today else None,
        suspension=_suspension(receipt),
    )


def _edition_of(person: Person, receipt: receipts.Receipt, now: dt.datetime) -> Edition | None:
    edition = _whole(person, now).filter(pk=receipt.edition_id).first() if receipt.edition_id else None
    return edition if edition and receipts.mark_of(edition.digest) == receipt.mark else None


def _whole(person: Person, now: dt.datetime) -> EditionQuerySet:
    """Issued editions with their words, and what their pages are kept by."""
    return visible_editions(person, now).issued().annotate(base_digest=F("base__digest"))


def _guideline_of(person: Person, receipt: receipts.Receipt, now: dt.datetime) -> Guideline | None:
    found = visible_guidelines(person, now).filter(pk=receipt.guideline_id).first() if receipt.guideline_id else None
    return found if found and receipts.mark_of(found.policy_id) == receipt.mark else None


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
