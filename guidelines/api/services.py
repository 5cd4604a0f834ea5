"""Deeds on tokens: making one, ending one."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.api.models import AccessToken, Resource, TokenScope
from guidelines.audit import services as audit
from guidelines.audit.models import AuditEvent
from guidelines.catalogue.models import Domain, Market
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.text.normal import one_line

LONGEST = dt.timedelta(days=365)
BEGINS = "sop_"
"""How every secret begins, so that whoever finds one in a file knows what it is."""
SHOWN = 8
"""So many characters of a secret are kept, to recognise it by."""

Place = tuple[Market | None, Domain | None]
"""One market or all (None), one domain or all (None)."""


@dataclass(frozen=True)
class Made:
    """A new token and its secret, which nobody can see again."""

    token: AccessToken
    secret: str


def hash_of(secret: str) -> str:
    """What is kept of a secret. It holds 256 bits of chance, so a plain hash can't be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def why_not_keep(by: Person, places: Sequence[Place], *, fresh: bool = False) -> str | None:
    """Why this person may not make or end a token for these places; None when they may."""
    if not by.is_active:
        return _("Your account is closed.")
    if by.is_superuser:
        return None
    held = holdings(by, fresh=fresh).own
    for market, domain in places:
        if not held.may(Capability.ADMINISTER, market.pk if market else None, domain.pk if domain else None):
            return _("Only an administrator of %(place)s can make or end a token for it.") % {
                "place": place_words(market, domain)
            }
    return None


def place_words(market: Market | None, domain: Domain | None) -> str:
    """“United States, all domains”"""
    return f"{market.local_name if market else _('all markets')}, {domain.local_name if domain else _('all domains')}"


@transaction.atomic
def make_token(
    *,
    by: Person,
    name: str,
    purpose: str,
    places: Sequence[Place],
    resources: Collection[str],
    expires_at: dt.datetime,
) -> Made:
    """A token for another program. It reads what moderators of these places read, and never more than `by` keeps."""
    by = _held(by)
    reason = why_not_keep(by, places, fresh=True)
    if reason:
        raise Refused(reason)
    now, name, purpose = audit.moment(), one_line(name), one_line(purpose)
    problem = _wrong_words(name, purpose, places, resources) or _wrong_time(name, expires_at, now)
    if problem:
        raise Invalid(problem)
    secret = BEGINS + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        name=name,
        purpose=purpose,
        prefix=secret[: len(BEGINS) + SHOWN],
        secret_hash=hash_of(secret),
        resources=sorted(set(resources)),
        made_by=by,
        made_at=now,
        expires_at=expires_at,
    )
    TokenScope.objects.bulk_create(
        TokenScope(token=token, market=market, domain=domain) for market, domain in dict.fromkeys(places)
    )
    audit.record("token.made", by=by, subject=token, at=now, **_facts(token, places))
    return Made(token, secret)


@transaction.atomic
def end_token(token: AccessToken, *, by: Person) -> AccessToken:
    """Close a token from now on."""
    by = _held(by)
    audit.moment()  # from here on this is the only deed, so the token is read as it is
    token = AccessToken.objects.get(pk=token.pk)
    reason = why_not_end(by, token, fresh=True)
    if reason:
        raise Refused(reason)
    return _end(token, by=by)


def end_those_beyond_their_maker(event: AuditEvent) -> None:
    """Follows leaving, a corrected account and the end of a role: a secret is no way in that its maker lost."""
    maker = Person.objects.get(pk=event.subject_id)
    by = Person.objects.filter(pk=event.actor_id).first() if event.actor_id else None
    for token in AccessToken.objects.running(event.at).filter(made_by=maker).order_by("pk"):
        if why_not_keep(maker, places_of(token), fresh=True):
            _end(token, by=by, because=event.verb)


def why_not_end(by: Person, token: AccessToken, *, fresh: bool = False) -> str | None:
    """Why this person may not end it: whoever made it may, and whoever keeps all its places."""
    return None if token.made_by_id == by.pk and by.is_active else why_not_keep(by, places_of(token), fresh=fresh)


def places_of(token: AccessToken) -> list[Place]:
    """Where it reads, in the order in which that was chosen."""
    return [(scope.market, scope.domain) for scope in sorted(token.scopes.all(), key=lambda scope: scope.pk)]


def _end(token: AccessToken, *, by: Person | None, because: str = "") -> AccessToken:
    now = audit.moment()
    if token.ended_at is not None or token.expires_at <= now:
        raise WrongState(_("This token is over already."))
    token.ended_at, token.ended_by = now, by
    token.save(update_fields=["ended_at", "ended_by"])
    audit.record("token.ended", by=by, subject=token, at=now, because=because, **_facts(token, places_of(token)))
    return token


def _held(by: Person) -> Person:
    """Whoever acts, under their lock: that their role ends comes before the deed or after it."""
    return Person.objects.select_for_update(no_key=True).get(pk=by.pk)


def _wrong_words(name: str, purpose: str, places: Sequence[Place], resources: Collection[str]) -> str | None:
    if not name or len(name) > 80:
        return _("Give the token a name of at most 80 characters.")
    if not purpose or len(purpose) > 300:
        return _("Say in at most 300 characters what the token is for.")
    if not places or not resources or not set(resources) <= set(Resource.values):
        return _("Choose at least one market, one domain and one thing to read.")
    return None


def _wrong_time(name: str, expires_at: dt.datetime, now: dt.datetime) -> str | None:
    if AccessToken.objects.running(now).filter(name=name).exists():
        return _("Another token has this name. Choose another name, or end that token first.")
    if not now < expires_at <= now + LONGEST:
        return _("A token ends after today and within %(days)d days.") % {"days": LONGEST.days}
    return None


def _facts(token: AccessToken, places: Sequence[Place]) -> dict[str, Any]:
    """What the record keeps: never the secret, nor its hash."""
    return {
        "name": token.name,
        "prefix": token.prefix,
        "places": [[market and market.code, domain and domain.code] for market, domain in places],
        "resources": list(token.resources),
        "expires_at": token.expires_at.astimezone(dt.UTC).isoformat(),
    }
