"""What stands above a guideline's title when its words are not simply those in force: a bar for each thing to know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.editions.models import Edition
from guidelines.frame.times import in_zone, mine_and_market
from guidelines.people.sessions import Anyone
from guidelines.reading.queries.guideline import KnownGuideline, is_for_ever


@dataclass(frozen=True)
class Link:
    """Where to go on."""

    label: str
    url: str


@dataclass(frozen=True)
class Banner:
    """One bar: how it looks, the sentence that counts, what follows from it, and where to go on."""

    tone: str
    icon: str
    strong: str
    text: str = ""
    links: tuple[Link, ...] = ()
    sticks: bool = False
    """Whether it stays in sight while the reader scrolls: these words must not be taken for the ones in force."""


@dataclass(frozen=True)
class Clock:
    """Instants in words, for one person and one market."""

    mine: str
    market: str

    def both(self, instant: dt.datetime) -> str:
        """My time first, the market's second."""
        return mine_and_market(instant, self.mine, self.market)

    def there(self, instant: dt.datetime) -> str:
        return in_zone(instant, self.market)


def clock_of(person: Anyone, known: KnownGuideline) -> Clock:
    return Clock(person.time_zone, known.guideline.market.time_zone)


def banners(known: KnownGuideline, edition: Edition, person: Anyone, at: dt.datetime | None) -> tuple[Banner, ...]:
    """The bars over one edition, as it stands now; `at` is the instant the reader asked about."""
    clock = clock_of(person, known)
    standing = known.standing(edition)
    bars = [*_asked(known, edition, clock, at)]
    if standing in ("in_force", "emergency"):
        bars += _in_force(known, edition, clock)
    elif standing == "scheduled":
        bars.append(_scheduled(known, edition, clock))
    elif edition.published_at is not None:
        bars.append(_past(known, edition, clock))
    else:
        bars.append(_in_the_making(known, edition, standing))
    return tuple(bars)


def _asked(known: KnownGuideline, edition: Edition, clock: Clock, at: dt.datetime | None) -> Iterator[Banner]:
    if at is None or edition.published_at is None:
        return
    form = (
        _("On %(moment)s edition %(number)d will be in force.")
        if at > known.now
        else _("On %(moment)s edition %(number)d was in force.")
    )
    text = ""
    if edition.published_at > at:
        text = _("Nobody could read it then: it was published on %(moment)s.") % {
            "moment": clock.both(edition.published_at)
        }
    links = (_to_now(known),) if known.binding == edition else ()
    yield Banner("info", "clock", form % {"moment": clock.both(at), "number": edition.number}, text, links)


def _in_force(known: KnownGuideline, edition: Edition, clock: Clock) -> Iterator[Banner]:
    if is_suspended(edition):
        yield _suspended(edition, clock)
    if edition.expires_at is not None:
        yield _temporary(known, edition, clock)
    following = known.begins_next(known.now)
    if following and following.edition and following.since != edition.expires_at:
        yield Banner(
            "sched",
            "clock",
            _("Edition %(next)d begins on %(moment)s.")
            % {"next": following.edition.number, "moment": clock.both(following.since)},
            _("Until then, decide by edition %(number)d.") % {"number": edition.number},
            (_to_edition(following.edition, _("Read edition %(number)d")),),
        )


def is_suspended(edition: Edition) -> bool:
    """Whether a suspension runs over it; known of an edition that came with `suspension_columns`."""
    return getattr(edition, "suspended_since", None) is not None


def _suspended(edition: Edition, clock: Clock) -> Banner:
    columns = ("since", "until", "to", "reason")
    since, until, to, reason = (getattr(edition, f"suspended_{column}", None) for column in columns)
    strong = _("Suspended. Do not enforce: escalate to %(team)s.") % {"team": to}
    times = ""
    if since:
        form = _("Since %(moment)s, until %(end)s.") if until else _("Since %(moment)s.")
        times = form % {"moment": clock.both(since), "end": clock.both(until) if until else ""}
    because = _("Reason: %(reason)s") % {"reason": reason}
    return Banner("danger", "stop", strong, f"{times} {because}", sticks=True)


def _temporary(known: KnownGuideline, edition: Edition, clock: Clock) -> Banner:
    end = edition.expires_at or known.now
    returning = known.in_force(end)
    text = (
        _("Unless another policy reviewer ratifies it, edition %(number)d returns by itself at that time.")
        % {"number": returning.number}
        if returning
        else _("Unless another policy reviewer ratifies it, nothing is in force from that time on.")
    )
    reason = _("Reason: %(reason)s") % {"reason": edition.move_note} if edition.last_move == "enforce_now" else ""
    return Banner(
        "warn", "clock", _("Temporary until %(moment)s.") % {"moment": clock.both(end)}, f"{text} {reason}".strip()
    )


def _scheduled(known: KnownGuideline, edition: Edition, clock: Clock) -> Banner:
    begins = edition.effective_from or known.now
    binding = known.binding
    text = (
        _until_then(known, binding, begins, clock)
        if binding
        else _("Until then nothing is in force. Ask %(owner)s before you decide a case.")
        % {"owner": known.guideline.owner.name}
    )
    strong = _("Edition %(number)d begins on %(moment)s. It is not in force yet.") % {
        "number": edition.number,
        "moment": clock.both(begins),
    }
    return Banner("sched", "clock", strong, text, (_to_now(known),) if binding else (), sticks=True)


def _until_then(known: KnownGuideline, binding: Edition, begins: dt.datetime, clock: Clock) -> str:
    """By what to decide meanwhile: until this edition begins, or until another does before it."""
    ends = min(period.until for period in known.periods_of(binding) if period.until > known.now)
    if ends < begins:
        return _("Until %(at)s, decide by edition %(number)s.") % {"at": clock.both(ends), "number": binding.number}
    return _("Until then, decide by edition %(number)d.") % {"number": binding.number}


def _past(known: KnownGuideline, edition: Edition, clock: Clock) -> Banner:
    """Superseded, withdrawn, or ended by itself."""
    times = spans(known, edition, clock)
    use = _("Use it only to judge decisions made in that time.") if times else _("It never came into force.")
    facts = {"number": edition.number, "times": times}
    if edition.withdrawn_at is not None:
        strong = _("You are viewing edition %(number)d. It was in force %(times)s and was withdrawn.") % facts
        use = f"{_('Reason: %(reason)s') % {'reason': edition.move_note}} {use}" if edition.move_note else use
        return Banner("danger", "slash", strong, use, _ways_on(known, edition), sticks=True)
    if edition.expires_at is not None:
        strong = (
            _("You are viewing edition %(number)d. It was temporary, in force %(times)s, and ended by itself.") % facts
        )
        return Banner("warn", "clock", strong, use, _ways_on(known, edition), sticks=True)
    strong = _("You are viewing edition %(number)d. It was in force %(times)s, and is superseded.") % facts
    return Banner("warn", "stack", strong, use, _ways_on(known, edition), sticks=True)


def spans(known: KnownGuideline, edition: Edition, clock: Clock) -> str:
    """“from A to B”, for each stretch in which it was in force, in the market's time."""
    return _(" and ").join(
        (_("since %(since)s") if period.since <= known.now else _("from %(since)s"))
        % {"since": clock.there(period.since)}
        if is_for_ever(period.until)
        else _("from %(since)s to %(until)s") % {"since": clock.there(period.since), "until": clock.there(period.until)}
        for period in known.periods_of(edition)
    )


_MAKING = {
    "draft": ("neutral", "draft", gettext_lazy("Edition %(number)d is a draft.")),
    "changes_requested": (
        "warn",
        "return",
        gettext_lazy("Edition %(number)d is a draft; a reviewer asked for changes."),
    ),
    "in_review": ("info", "eye", gettext_lazy("Edition %(number)d is in review.")),
    "approved": ("info", "check", gettext_lazy("Edition %(number)d is approved and not published.")),
    "discarded": ("neutral", "slash", gettext_lazy("Edition %(number)d was discarded.")),
}


def _in_the_making(known: KnownGuideline, edition: Edition, standing: str) -> Banner:
    tone, icon, strong = _MAKING[standing]
    links = [Link(_("Open its work page"), url)] if (url := _url("draft", known, edition.number)) else []
    if known.binding:
        links.append(_to_now(known))
    return Banner(
        tone,
        icon,
        str(strong) % {"number": edition.number},
        _("It is not in force. Don’t decide by it."),
        tuple(links),
        sticks=True,
    )


def _ways_on(known: KnownGuideline, edition: Edition) -> tuple[Link, ...]:
    binding = known.binding
    if binding is None:
        return (Link(_("See all editions"), reverse("editions", args=[known.guideline.policy_id])),)
    compare = reverse("compare", args=[known.guideline.policy_id]) + f"?from={edition.number}&to={binding.number}"
    return (
        _to_now(known),
        Link(_("Compare %(old)d with %(new)d") % {"old": edition.number, "new": binding.number}, compare),
    )


def _to_now(known: KnownGuideline) -> Link:
    binding = known.binding
    label = (
        _("Go to edition %(number)d, in force now") % {"number": binding.number}
        if binding
        else _("See what is in force now")
    )
    return Link(label, reverse("guideline", args=[known.guideline.policy_id]))


def _to_edition(edition: Edition, label: str) -> Link:
    return Link(label % {"number": edition.number}, edition.get_absolute_url())


def _url(name: str, known: KnownGuideline, *args: int) -> str:
    """The address of a page that another room may have; empty where it has not."""
    try:
        return reverse(name, args=[known.guideline.policy_id, *args])
    except NoReverseMatch:
        return ""
