"""Why nothing is in force at an instant, whom to ask, and what comes next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from guidelines.people.sessions import Anyone
from guidelines.reading.banners import Clock, Link, clock_of
from guidelines.reading.queries.guideline import KnownGuideline


@dataclass(frozen=True)
class Missing:
    """The page that stands where words would be."""

    policy_id: str
    title: str
    language: str
    heading: str
    reason: str
    ask: str
    following: str
    links: tuple[Link, ...]


def missing_of(known: KnownGuideline, person: Anyone, at: dt.datetime | None) -> Missing:
    clock, guideline = clock_of(person, known), known.guideline
    named = known.last_begun(at or known.now) or known.editions[0]
    if at is None:
        heading = _("No rule is in force for %(policy_id)s") % {"policy_id": guideline.policy_id}
        ask = _("Don’t decide a case by it. Ask %(owner)s, who owns this guideline.")
    else:
        facts = {"policy_id": guideline.policy_id, "moment": clock.both(at)}
        heading = _("No rule of %(policy_id)s was in force on %(moment)s") % facts
        ask = _("A decision of that time can’t be judged by it. Ask %(owner)s, who owns this guideline.")
    return Missing(
        policy_id=guideline.policy_id,
        title=named.title,
        language=guideline.language,
        heading=heading,
        reason=_reason(known, at, clock),
        ask=ask % {"owner": guideline.owner.name},
        following=_following(known, at or known.now, clock),
        links=tuple(_links(known, at)),
    )


def _reason(known: KnownGuideline, at: dt.datetime | None, clock: Clock) -> str:
    last = known.last_begun(at or known.now)
    if last is None:
        return _before_the_first(known, at)
    facts = {"number": last.number}
    if last.withdrawn_at is not None:
        said = _("Edition %(number)d was withdrawn on %(moment)s.") % {**facts, "moment": clock.both(last.withdrawn_at)}
        return f"{said} {_('Reason: %(reason)s') % {'reason': last.move_note}}" if last.move_note else said
    end = known.periods_of(last)[-1].until
    return _("Edition %(number)d was temporary and ended by itself on %(moment)s.") % {
        **facts,
        "moment": clock.both(end),
    }


def _before_the_first(known: KnownGuideline, at: dt.datetime | None) -> str:
    if not known.timeline:
        return _("Its first edition is not published yet.")
    return _("Its first edition has not begun.") if at is None else _("Its first edition had not begun.")


def _following(known: KnownGuideline, at: dt.datetime, clock: Clock) -> str:
    coming = known.begins_next(at)
    if coming is None or coming.edition is None:
        return ""
    facts = {"number": coming.edition.number, "moment": clock.both(coming.since)}
    form = (
        _("Edition %(number)d begins on %(moment)s.")
        if coming.since > known.now
        else _("Edition %(number)d began on %(moment)s.")
    )
    return form % facts


def _links(known: KnownGuideline, at: dt.datetime | None) -> list[Link]:
    policy_id = known.guideline.policy_id
    links = [Link(_("What was in force before"), reverse("editions", args=[policy_id]))]
    coming = known.begins_next(at or known.now)
    if coming and coming.edition:
        links.insert(
            0, Link(_("Read edition %(number)d") % {"number": coming.edition.number}, coming.edition.get_absolute_url())
        )
    if at is not None and known.binding:
        links.append(Link(_("See what is in force now"), reverse("guideline", args=[policy_id])))
    return links
