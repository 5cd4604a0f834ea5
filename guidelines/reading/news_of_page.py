"""What became of the words on an open page: the bar that says so, and the rules that changed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.editions.models import Edition
from guidelines.frame.times import clock_in_zone
from guidelines.people.models import Person
from guidelines.reading.banners import Banner, banners, is_suspended
from guidelines.reading.marks import Mark, named
from guidelines.reading.queries.guideline import KnownGuideline
from guidelines.text.diffing import decision_changes

_NAMED = re.compile(r"R\d{1,4}-\d+")


@dataclass(frozen=True)
class PageNews:
    """The bar over an open page; `changed` and `gone` are the anchors of rules to strike through."""

    strong: str
    text: str
    edition: Edition | None
    """What is in force now."""
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    until: str = ""
    """What the struck rows say."""
    pinned: tuple[str, ...] = ()
    """The anchors of rules whose words stand, and under which something was pinned or taken away."""
    language: str = ""
    """That of the text where it quotes what was pinned; empty where it is the portal's own."""


@dataclass(frozen=True)
class Seen:
    """What an open page shows beside the words: how they stood, and what was pinned on its rules."""

    standing: str
    marks: str | None
    """None where a page of an older release asks, which does not say."""
    rule: str
    """The rule of a card; empty for a whole page."""


def news_of_page(
    known: KnownGuideline, shown: Edition | None, seen: Seen, marks: tuple[Mark, ...], person: Person
) -> PageNews | None:
    """What the reader of this edition must hear; None while they see how things stand. `marks` are those of now.

    `shown` is None for somebody who may not know of it any more: of other markets only what is in force is open.
    """
    binding = known.binding
    if binding is None:
        return _nothing(known, shown, person)
    if binding != shown:
        return _other_words(known, shown, binding, person)
    if is_suspended(binding) == (seen.standing == "suspended"):
        return _pinned(binding, seen, marks)
    if not is_suspended(binding):
        return PageNews(_("No longer suspended: decide by edition %(number)d.") % {"number": shown.number}, "", binding)
    bar: Banner = banners(known, binding, person, None)[0]
    return PageNews(bar.strong, bar.text, binding)


def _nothing(known: KnownGuideline, shown: Edition | None, person: Person) -> PageNews:
    spans = known.periods_of(shown) if shown else known.timeline
    ended = max((period.until for period in spans if period.until <= known.now), default=known.now)
    facts = {"policy_id": known.guideline.policy_id, "at": clock_in_zone(ended, person.time_zone)}
    strong = _("Nothing of %(policy_id)s is in force since %(at)s.") % facts
    return PageNews(strong, _("Don’t decide a case by it. Ask %(name)s.") % {"name": known.guideline.owner.name}, None)


def _other_words(known: KnownGuideline, shown: Edition | None, binding: Edition, person: Person) -> PageNews:
    """The rule and the time are what a moderator needs; the rest is on the page behind the link."""
    since = max(period.since for period in known.periods_of(binding) if period.since <= known.now)
    at = clock_in_zone(since, person.time_zone)
    changes = decision_changes(_source(shown), _source(binding)) if shown else ()
    facts = {"number": binding.number, "at": at, "rules": ", ".join(change.rule for change in changes)}
    if changes:
        strong = _("Edition %(number)d since %(at)s. Changed: %(rules)s.") % facts
    elif shown:
        strong = _("Edition %(number)d since %(at)s. No rule decides differently.") % facts
    else:
        strong = _("Edition %(number)d since %(at)s.") % facts
    return PageNews(
        strong,
        _("You opened older words. Decide by edition %(number)d from that moment on.") % facts,
        binding,
        tuple(change.rule.lower() for change in changes if change.kind != "removed" and change.fields),
        tuple(change.rule.lower() for change in changes if change.kind == "removed"),
        _("Until %(at)s") % {"at": at},
    )


def _pinned(binding: Edition, seen: Seen, marks: tuple[Mark, ...]) -> PageNews | None:
    """What was pinned on rules since, else what has gone from them."""
    here = [mark for mark in marks if seen.rule in ("", mark.rule)]
    before = set(_NAMED.findall(seen.marks or ""))
    fresh = [mark for mark in here if named([mark]) not in before]
    gone = before - {named([mark]) for mark in here}
    if seen.marks is None or not (fresh or gone):
        return None
    came, went = {mark.rule for mark in fresh}, {one.partition("-")[0] for one in gone}
    language = binding.guideline.language if came else ""
    if came:
        strong = _("New interim ruling on %(rules)s.") % {"rules": ", ".join(sorted(came))}
        text = " ".join(mark.news for mark in fresh)
    else:
        strong = _("The interim ruling on %(rules)s has ended.") % {"rules": ", ".join(sorted(went))}
        text = _("Decide by the words of the rule.")
    return PageNews(strong, text, binding, pinned=tuple(sorted(map(str.lower, came | went))), language=language)


def _source(edition: Edition) -> str:
    """The words of an edition that came without them: only a page that is outdated asks for them."""
    return Edition.objects.values_list("source", flat=True).get(pk=edition.pk)
