"""What a resolved receipt says, in sentences: what bound then, whether anybody could read it, and what came after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.editions.models import Edition
from guidelines.people.models import Person
from guidelines.reading.banners import Clock, clock_of
from guidelines.reading.queries.guideline import is_for_ever
from guidelines.reading.queries.receipts import Resolved
from guidelines.reading.timelines import length_of


@dataclass(frozen=True)
class Verdict:
    """The bar over a receipt: the sentence that counts, and the others."""

    tone: str
    icon: str
    strong: str
    sentences: tuple[str, ...]


def verdict_of(resolved: Resolved, person: Person) -> Verdict:
    clock = clock_of(person, resolved.known)
    moment, edition = clock.both(resolved.receipt.at), resolved.edition
    if edition is None:
        return _of_nothing(resolved, moment, clock)
    facts = {"number": edition.number, "moment": moment}
    if not resolved.was_in_force:
        strong = _("Edition %(number)d was not in force on %(moment)s.") % facts
        return Verdict("danger", "warn", strong, (_instead(resolved, moment), *_since(edition, clock)))
    strong = _("Edition %(number)d was in force on %(moment)s.") % facts
    sentences = (*_since(edition, clock), *_suspended(resolved, clock), *_afterwards(resolved, edition, clock))
    if resolved.suspension:
        return Verdict("danger", "stop", strong, sentences)
    return Verdict(*(("ok", "done") if resolved.was_published else ("warn", "clock")), strong, sentences)


def _of_nothing(resolved: Resolved, moment: str, clock: Clock) -> Verdict:
    if not resolved.was_empty:
        strong = _("The records of today name words for %(moment)s; this receipt says that there were none.")
        return Verdict("warn", "warn", strong % {"moment": moment}, (_instead(resolved, moment),))
    facts = {"policy_id": resolved.guideline.policy_id, "moment": moment}
    strong = _("No rule of %(policy_id)s was in force on %(moment)s.") % facts
    before = resolved.known.last_begun(resolved.receipt.at)
    sentences = []
    if before and before.withdrawn_at:
        told = _("Edition %(number)d was withdrawn on %(moment)s.")
        sentences.append(told % {"number": before.number, "moment": clock.both(before.withdrawn_at)})
    following = resolved.known.begins_next(resolved.receipt.at)
    if following and following.edition:
        told = _("Edition %(number)d began on %(moment)s.")
        sentences.append(told % {"number": following.edition.number, "moment": clock.both(following.since)})
    return Verdict("danger", "slash", strong, tuple(sentences))


def _instead(resolved: Resolved, moment: str) -> str:
    """What the records say was in force in that minute."""
    numbers = [period.edition.number for period in resolved.periods if period.edition]
    if not numbers:
        return _("Nothing was in force then.")
    return _("Edition %(number)d was in force then.") % {"number": numbers[-1]}


def _since(edition: Edition, clock: Clock) -> Iterator[str]:
    """The two times of an edition, where they differ by more than the reader needs to be told."""
    begun, published = edition.effective_from, edition.published_at
    if begun and published and published - begun >= dt.timedelta(minutes=1):
        times = {"begun": clock.both(begun), "published": clock.both(published)}
        yield _("It bound from %(begun)s, and was published later, on %(published)s.") % times


def _suspended(resolved: Resolved, clock: Clock) -> Iterator[str]:
    if not resolved.was_published:
        yield _("Nobody could read it in this portal at that moment.")
    if found := resolved.suspension:
        facts = {"moment": clock.both(found.since), "team": found.escalate_to, "reason": found.reason}
        yield _("It was suspended since %(moment)s: cases went to %(team)s. Reason: %(reason)s") % facts


def _afterwards(resolved: Resolved, edition: Edition, clock: Clock) -> Iterator[str]:
    """How its time ended, if it did."""
    until = resolved.period.until if resolved.period else resolved.receipt.at
    if is_for_ever(until) or until > resolved.known.now:
        yield _("It is in force today.")
        return
    later = {"length": length_of(until - resolved.receipt.at), "moment": clock.both(until)}
    if until == edition.withdrawn_at:
        yield _("It was withdrawn %(length)s later, on %(moment)s.") % later
        if edition.move_note:
            yield _("Reason: %(reason)s") % {"reason": edition.move_note}
    elif until == edition.expires_at:
        yield _("It was temporary, and ended by itself %(length)s later, on %(moment)s.") % later
    elif following := resolved.known.in_force(until):
        told = _("Edition %(number)d followed %(length)s later, on %(moment)s.")
        yield told % {"number": following.number, **later}
