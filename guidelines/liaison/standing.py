"""How the lists stand: what each receives, when next, when last, and what failed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max, Prefetch, QuerySet
from django.utils.translation import gettext as _

from guidelines.editions.models import Edition
from guidelines.editions.rights import visible_editions
from guidelines.editions.telling import note_told
from guidelines.frame.jobs import JobState
from guidelines.frame.times import date_in_zone, in_zone
from guidelines.liaison.directory import visible_stakeholders, why_not_tell
from guidelines.liaison.fitting import Filter, filters_of, fits
from guidelines.liaison.models import Contact, Delivery, Feed, Pack, Reason, Stakeholder, Subscription
from guidelines.liaison.packs import to_reach, visible_packs
from guidelines.liaison.sending_words import read_words, rhythm_line
from guidelines.people.models import Person
from guidelines.text.audience import Audience

MOST_LINES = 20


@dataclass(frozen=True)
class Line:
    """One way in which a list is told."""

    stakeholder: Stakeholder
    name: str
    icon: str
    tone: str
    sign: str
    words: str
    detail: str
    failed: Delivery | None = None
    unmade: Pack | None = None
    may_repeat: bool = False


@dataclass(frozen=True)
class Known:
    """What all lines need, read once."""

    person: Person
    now: dt.datetime
    newest: dict[int, list[Delivery]]
    """The newest delivery of each contact, by list."""
    last_sent: dict[int, dt.datetime]
    coming: Sequence[Edition]
    wanted: dict[int, Filter]
    """What each subscription wants, by its id."""
    unmade: dict[int, list[Pack]]
    """The packs that failed for good, by subscription."""


def aside(person: Person, now: dt.datetime, *, most: int = MOST_LINES) -> list[Line]:
    """The lists in the person's scope, a line for each way in which they are told; what failed first."""
    lists = with_what_they_receive(visible_stakeholders(person).running())
    known = _known(person, now, lists)
    lines = [line for stakeholder in lists for line in _lines(stakeholder, known)]
    return sorted(lines, key=lambda line: line.tone != "danger")[:most]


def unmade(person: Person, wishes: Iterable[Subscription]) -> dict[int, list[Pack]]:
    """The packs of subscriptions that failed for good, the newest first: what they tell was told to nobody."""
    packs = list(Pack.objects.failed().filter(subscription__in=[wish.pk for wish in wishes]).order_by("-pk"))
    seen = visible_packs(person).filter(pk__in=[pack.pk for pack in packs]).values_list("pk", flat=True)
    opens, found = set(seen) if packs else set(), dict[int, list[Pack]]()
    for pack in packs:
        pack.opens = pack.pk in opens  # for the templates that link to it
        found.setdefault(pack.subscription_id, []).append(pack)
    return found


def not_told_yet(pack: Pack) -> int:
    """How many contacts of its list have not had a finished pack: they came later."""
    if pack.stakeholder is None or pack.state != JobState.DONE or not pack.notes or pack.stakeholder.ended_at:
        return 0
    return to_reach(pack).count()


def with_what_they_receive(lists: QuerySet[Stakeholder]) -> QuerySet[Stakeholder]:
    """The lists with their running contacts, subscriptions and feeds at hand."""
    subscriptions = Subscription.objects.running().select_related("market", "made_by")
    return lists.select_related("market", "domain").prefetch_related(
        Prefetch("contacts", Contact.objects.running(), to_attr="reached_by"),
        Prefetch("subscriptions", subscriptions, to_attr="wishes"),
        Prefetch("feeds", Feed.objects.running().select_related("made_by"), to_attr="open_feeds"),
    )


def zone_of_list(stakeholder: Stakeholder) -> str:
    """Whose clock counts for a list: its market's."""
    return stakeholder.market.time_zone if stakeholder.market else settings.TIME_ZONE


def _known(person: Person, now: dt.datetime, lists: Iterable[Stakeholder]) -> Known:
    ids = [stakeholder.pk for stakeholder in lists]
    deliveries = Delivery.objects.filter(contact__stakeholder__in=ids, contact__ended_at=None).order_by()
    newest = deliveries.values("contact").annotate(newest=Max("pk")).values_list("newest", flat=True)
    by_list: dict[int, list[Delivery]] = {}
    for delivery in Delivery.objects.filter(pk__in=list(newest)).select_related("contact"):
        by_list.setdefault(delivery.contact.stakeholder_id, []).append(delivery)
    done = Delivery.objects.filter(contact__stakeholder__in=ids, state=JobState.DONE).order_by()
    last = done.values_list("contact__stakeholder").annotate(Max("ended_at"))
    coming = visible_editions(person, now).scheduled(now).order_by("effective_from")
    wishes = [wish for stakeholder in lists for wish in stakeholder.wishes]  # type: ignore[attr-defined]
    seen = list(coming.defer("source", "summary")[:200])
    return Known(person, now, by_list, dict(last), seen, filters_of(wishes), unmade(person, wishes))


def _lines(stakeholder: Stakeholder, known: Known) -> Iterator[Line]:
    wishes: list[Subscription] = stakeholder.wishes  # type: ignore[attr-defined]  # `with_what_they_receive`
    feeds: list[Feed] = stakeholder.open_feeds  # type: ignore[attr-defined]
    for wish in wishes:
        yield from _unmade_line(stakeholder, known, wish)
        yield _line(stakeholder, known, rhythm_line(wish), _next(wish, known))
    for feed in feeds:
        zone = zone_of_list(stakeholder)
        words, read = read_words(feed.read_at, zone, known.now), feed.read_at is not None
        tone, sign = ("ok", "check") if read else ("neutral", "clock")
        yield Line(stakeholder, feed.name, "rss", tone, sign, words, _("Notes appear when their embargo ends"))
    if not wishes and not feeds:
        yield _line(stakeholder, known, _("When somebody sends it a pack"), None)


def _unmade_line(stakeholder: Stakeholder, known: Known, wish: Subscription) -> Iterator[Line]:
    """The newest of its packs that could not be made, if any."""
    for pack in known.unmade.get(wish.pk, [])[:1]:
        at = in_zone(pack.asked_at, zone_of_list(stakeholder))
        told = _("The pack of %(at)s could not be made: %(error)s") % {"at": at, "error": pack.error}
        may = _may_repeat(known, stakeholder)
        yield Line(stakeholder, stakeholder.name, "mail", "danger", "warn", _("Failed"), told, None, pack, may)


def _may_repeat(known: Known, stakeholder: Stakeholder) -> bool:
    return why_not_tell(known.person, stakeholder.market_id, stakeholder.domain_id) is None


def _line(stakeholder: Stakeholder, known: Known, detail: str, next_at: dt.datetime | None) -> Line:
    zone, name = zone_of_list(stakeholder), stakeholder.name
    failed = [one for one in known.newest.get(stakeholder.pk, ()) if one.state == JobState.FAILED]
    sent = known.last_sent.get(stakeholder.pk)
    if failed:
        one = max(failed, key=lambda delivery: delivery.pk)
        when = in_zone(one.ended_at or one.asked_at, zone)
        told = f"{Reason(one.reason).label if one.reason else ''} {when}."
        return Line(
            stakeholder, name, "mail", "danger", "warn", _("Failed"), told, one, None, _may_repeat(known, stakeholder)
        )
    if next_at:
        return Line(stakeholder, name, "mail", "sched", "clock", _next_words(next_at, zone), detail)
    if sent:
        words = _("Sent %(day)s") % {"day": date_in_zone(sent, zone)}
        return Line(stakeholder, name, "mail", "ok", "check", words, detail)
    return Line(stakeholder, name, "mail", "neutral", "clock", _("Nothing sent yet"), detail)


def _next_words(at: dt.datetime, zone: str) -> str:
    return _("Next %(day)s") % {"day": date_in_zone(at, zone)}


def _next(wish: Subscription, known: Known) -> dt.datetime | None:
    """When it is told next, as far as anybody knows."""
    if wish.rhythm != Subscription.Rhythm.AT_ONCE:
        return None if wish.stakeholder_id in known.last_sent else wish.next_at
    wanted, audience = known.wanted[wish.pk], Audience(wish.stakeholder.audience)
    coming = (edition for edition in known.coming if fits(edition, wanted) and note_told(edition, audience) is not None)
    return next((edition.effective_from for edition in coming), None)
