"""Searches that found nothing, kept for the policy managers of a market and for nobody's file.

A row holds the words, on how many days, and the last of them: no person, no hour, no address. What may be somebody's
data (a mail address, a long number, a link) is not kept, nor is a whole sentence. The name of somebody in a case looks
like any word, and is looked for on one day: so what was looked for on a single day is shown to nobody and goes soon.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q, QuerySet

from guidelines.catalogue.models import Market
from guidelines.frame import clock
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.reading.models import MissedSearch
from guidelines.reading.search.words import folded_words
from guidelines.text.normal import one_line

KEPT, KEPT_ONCE = 90, 14
"""Days after which a search that was not repeated is forgotten; and one that was made on a single day."""
SHOWN_FROM = 2
"""On so many days it was looked for before anybody sees it."""
MOST = 1_000
"""Rows of one market. While they are all taken, a new one takes the place of the oldest of a single day."""
MOST_WORDS, LONGEST, SHORTEST = 6, 80, 2
_PRIVATE = re.compile(r"@|://|www\.|\d(?:[\s().+-]*\d){4}", re.IGNORECASE)
"""A mail address or handle, a link, five digits and more however they are grouped."""


def is_fit_to_keep(text: str) -> bool:
    """Whether these words may be kept: short, and nothing in them looks like somebody's data."""
    words = folded_words(text)
    return (
        0 < len(words) <= MOST_WORDS
        and SHORTEST <= len(text) <= LONGEST
        and any(word.isalpha() for word in words)
        and not _PRIVATE.search(text)
    )


@transaction.atomic
def missed(text: str, person: Anyone) -> None:
    """Count the day for a search that found nothing, in the markets that the person reads by a role there."""
    text = one_line(text).casefold()
    markets = holdings(person).market_ids(Capability.READ)
    if not markets or not is_fit_to_keep(text):
        return
    today = clock.now().date()
    _forgotten(today).delete()
    for market in sorted(markets):
        rows = MissedSearch.objects.filter(market_id=market)
        known = rows.filter(text=text)
        if known.filter(last_on__lt=today).update(count=F("count") + 1, last_on=today) or known.exists():
            continue
        if rows.count() < MOST or _made_room(rows):
            MissedSearch.objects.get_or_create(market_id=market, text=text, defaults={"last_on": today})


def _forgotten(today: dt.date) -> QuerySet[MissedSearch]:
    once = Q(count=1, last_on__lt=today - dt.timedelta(days=KEPT_ONCE))
    return MissedSearch.objects.filter(once | Q(last_on__lt=today - dt.timedelta(days=KEPT)))


def _made_room(rows: QuerySet[MissedSearch]) -> bool:
    """Whether one of a single day went: somebody who types a thousand odd words keeps nobody else's out."""
    oldest = rows.filter(count=1).order_by("last_on", "pk").first()
    return oldest is not None and bool(oldest.delete())


def settled(market: Market, expressions: Iterable[str]) -> None:
    """Forget the searches that a new list of synonyms answers."""
    answered = set(expressions)
    for row in MissedSearch.objects.filter(market=market):
        if " ".join(folded_words(row.text)) in answered:
            row.delete()


def misses_shown_to(person: Person) -> QuerySet[MissedSearch]:
    """What found nothing on several days in the markets whose drafts this person reads, the most frequent first."""
    since = clock.now().date() - dt.timedelta(days=KEPT)
    found = MissedSearch.objects.filter(last_on__gte=since, count__gte=SHOWN_FROM).select_related("market")
    markets = holdings(person).market_ids(Capability.READ_ALL)
    return found if markets is None else found.filter(market__in=markets)
