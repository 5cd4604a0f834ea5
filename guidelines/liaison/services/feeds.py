"""Feeds: a private address is made, shown once, and ended."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.liaison.models import Feed, Stakeholder
from guidelines.liaison.services.stakeholders import locked
from guidelines.liaison.services.subscribing import refuse_unfit_filter
from guidelines.people.models import Person
from guidelines.text.normal import one_line


@transaction.atomic
def open_feed(
    stakeholder: Stakeholder,
    name: str,
    *,
    by: Person,
    markets: tuple[str, ...] = (),
    domains: tuple[str, ...] = (),
    topic: str = "",
    significance: str = "",
) -> tuple[Feed, str]:
    """The feed, and the secret part of its address: it is shown now and never again."""
    stakeholder, name = locked(stakeholder, by), one_line(name)
    if not name or len(name) > 120:
        raise Invalid(_("A name has 1 to 120 characters."))
    wanted = {"markets": sorted(markets), "domains": sorted(domains), "topic": topic, "significance": significance}
    refuse_unfit_filter(stakeholder, wanted, by)
    token = secrets.token_urlsafe(32)
    feed = Feed.objects.create(
        stakeholder=stakeholder,
        name=name,
        filter=wanted,
        token_hash=hash_of(token),
        made_by=by,
        made_at=audit.moment(),
    )
    audit.record("feed.made", by=by, subject=feed, stakeholder=stakeholder.pk, filter=wanted)
    return feed, token


@transaction.atomic
def end_feed(feed: Feed, *, by: Person) -> None:
    """Its address answers no more."""
    locked(feed.stakeholder, by)
    feed = Feed.objects.select_for_update().get(pk=feed.pk)
    if feed.ended_at:
        raise WrongState(_("This feed was ended. Make a new one."))
    feed.ended_at = audit.moment()
    feed.save(update_fields=["ended_at"])
    audit.record("feed.ended", by=by, subject=feed, at=feed.ended_at)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
