"""Tokens: the one that a request shows, and those that a person keeps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from guidelines.api.models import AccessToken, Resource, TokenScope
from guidelines.api.services import hash_of, place_words, why_not_end
from guidelines.people.models import Person
from guidelines.people.roles import Capability, Role
from guidelines.people.scopes import Holding, Holdings, holdings, stand_in_reader


@dataclass(frozen=True)
class Access:
    """What one token opens, as long as one request lasts."""

    token: AccessToken
    held: Holdings
    markets: frozenset[str] | None
    """The codes of its markets; None for all."""
    domains: frozenset[str] | None

    @cached_property
    def reader(self) -> Person:
        """Who reads: with the rights of a moderator, or for change notes of a liaison. Drafts are not theirs."""
        return stand_in_reader(self.token.name, self.held)

    def opens(self, resource: Resource) -> bool:
        return resource.value in self.token.resources


def access_of(secret: str) -> Access | None:
    """The token of this secret, running or not. One query, by the hash: how long it takes tells nothing of a secret."""
    scopes = TokenScope.objects.filter(token__secret_hash=hash_of(secret))
    rows = list(scopes.select_related("token", "market", "domain").order_by("pk"))
    if not rows:
        return None
    token = rows[0].token
    role = Role.LIAISON if Resource.CHANGE_NOTES in token.resources else Role.MODERATOR
    held = Holdings(tuple(Holding(role, row.market_id, row.domain_id) for row in rows))
    markets = frozenset(row.market.code for row in rows if row.market)
    domains = frozenset(row.domain.code for row in rows if row.domain)
    everywhere = any(row.market_id is None for row in rows)
    of_all = any(row.domain_id is None for row in rows)
    return Access(token, held, None if everywhere else markets, None if of_all else domains)


def note_use(token: AccessToken, day: dt.date) -> None:
    """Remember the day on which a token was last shown: at most one write a day."""
    if token.last_used_on != day:
        AccessToken.objects.filter(pk=token.pk).update(last_used_on=day)


@dataclass(frozen=True)
class TokenLine:
    """A token on the page of those who keep it."""

    token: AccessToken
    standing: str
    """running, ended or expired."""
    places: tuple[str, ...]
    resources: tuple[str, ...]
    why_not_end: str | None


def visible_tokens(person: Person) -> QuerySet[AccessToken]:
    """The tokens that read in a place whose lists this person keeps, and those they made."""
    tokens = AccessToken.objects.select_related("made_by", "ended_by")
    if person.is_superuser:
        return tokens
    places = Q(pk__in=[])
    for holding in holdings(person).own.held:
        if Capability.ADMINISTER in holding.capabilities:
            places |= _within("market", holding.market_id) & _within("domain", holding.domain_id)
    here = TokenScope.objects.filter(places, token=OuterRef("pk"))
    return tokens.filter(Q(Exists(here)) | Q(made_by=person))


def _within(field: str, kept: int | None) -> Q:
    return ~Q(pk__in=[]) if kept is None else Q(**{f"{field}_id": kept}) | Q(**{field: None})


def token_lines(person: Person, now: dt.datetime) -> list[TokenLine]:
    """Running ones first, the newest first."""
    tokens = visible_tokens(person).prefetch_related("scopes__market", "scopes__domain").order_by("-made_at", "-pk")
    lines = [token_line(token, person, now) for token in tokens[:500]]
    return sorted(lines, key=lambda line: line.standing != "running")


def token_line(token: AccessToken, person: Person, now: dt.datetime) -> TokenLine:
    standing = "ended" if token.ended_at else "running" if token.expires_at > now else "expired"
    scopes = sorted(token.scopes.all(), key=lambda scope: scope.pk)
    return TokenLine(
        token=token,
        standing=standing,
        places=tuple(place_words(scope.market, scope.domain) for scope in scopes),
        resources=tuple(str(Resource(code).label) for code in token.resources if code in Resource.values),
        why_not_end=why_not_end(person, token) if standing == "running" else None,
    )
