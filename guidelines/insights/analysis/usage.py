"""Where a label code, an action, a term, a team, a rule or a basis is named: in words in force, and in drafts."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from guidelines.editions.clearances import not_restricted
from guidelines.editions.models import Edition
from guidelines.editions.rights import UNDER_WAY, visible_editions
from guidelines.insights.analysis.extracting import bases_of, key_of
from guidelines.insights.analysis.rights import visible
from guidelines.insights.models import Mention
from guidelines.insights.models.analysing import DerivedQuerySet
from guidelines.people.sessions import Anyone

Kind = Mention.Kind
MOST_DRAFTS = 100
_FIELDS = {Kind.LABEL: "label", Kind.ACTION: "action", Kind.TEAM: "escalate", Kind.BASIS: "basis"}


@dataclass(frozen=True)
class Drafted:
    """A draft that names it, and how often."""

    edition: Edition
    times: int


def named(
    person: Anyone, now: dt.datetime, kind: str, *, words: str = "", market: str = "", domain: str = ""
) -> QuerySet[Any, Any]:
    """Everything of one kind that is named somewhere, with in how many rules, guidelines and markets."""
    rows = _rows(person, now, kind, market, domain).order_by()
    if words:
        rows = rows.filter(key__contains=key_of(words))
    return (
        rows.values("key")
        .annotate(
            shown=Max("words"),
            times=Count("pk"),
            rules=Count("rule", distinct=True),
            guidelines=Count("guideline", distinct=True),
            markets=Count("market", distinct=True),
        )
        .order_by("key")
    )


def mentions(
    person: Anyone, now: dt.datetime, kind: str, words: str, *, market: str = "", domain: str = ""
) -> DerivedQuerySet[Mention]:
    """The passages that name it. A guideline is named wherever a rule of it is."""
    key = key_of(words)
    same = Q(key=key)
    if kind == Kind.RULE and " " not in key:
        same |= Q(key__startswith=f"{key} ")
    rows = _rows(person, now, kind, market, domain).filter(same)
    return rows.select_related("rule", "market", "domain", "guideline", "edition").order_by("policy_id", "pk")


def _rows(person: Anyone, now: dt.datetime, kind: str, market: str, domain: str) -> DerivedQuerySet[Mention]:
    rows = visible(person, Mention.objects.in_force(now)).filter(kind=kind)
    for name, code in (("market", market), ("domain", domain)):
        if code:
            rows = rows.filter(**{f"{name}__code": code})
    return rows


def drafts(
    person: Anyone, now: dt.datetime, kind: str, words: str, *, market: str = "", domain: str = ""
) -> list[Drafted]:
    """The editions under way which this person reads and whose text names it, the last saved first."""
    rows = visible_editions(person, now).filter(not_restricted("guideline"), state__in=UNDER_WAY)
    for name, code in (("market", market), ("domain", domain)):
        if code:
            rows = rows.filter(**{f"guideline__{name}__code": code})
    found = []
    for edition in rows.filter(_likely(words)).order_by("-saved_at").iterator(chunk_size=50):
        if times := times_named(edition.source, kind, words):
            found.append(Drafted(edition, times))
        if len(found) == MOST_DRAFTS:
            break
    return found


def _likely(words: str) -> Q:
    """Texts with its longest word as it was asked for: databases fold letters less than we do."""
    longest = max(re.findall(r"\w+", words), key=len, default="")
    return Q(source__icontains=longest) if longest.isascii() else Q()


def times_named(source: str, kind: str, words: str) -> int:
    """How often a source names it; read from the marks of the text, without drawing it."""
    key = key_of(words)
    if kind in _FIELDS:
        return sum(key in _in_field(kind, value) for value in _field_values(source, _FIELDS[Kind(kind)]))
    if kind == Kind.TERM:
        uses = re.findall(r"\[([^\]\n]+)\]\(term\)", source) + re.findall(r"^/// term \| (.+)$", source, re.MULTILINE)
        return sum(key_of(use) == key for use in uses)
    rule = key.partition(" ")[2].upper()
    policy = re.escape(key.partition(" ")[0].upper())
    tail = rf"(?:[\s,]+(?:and|và|or|hoặc)?\s*R\d{{1,4}})*?[\s,]+(?:and|và|or|hoặc)?\s*{rule}\b" if rule else r"\b"
    return len(re.findall(policy + tail, source))


def _field_values(source: str, name: str) -> list[str]:
    """The values of one field: a key at the beginning of a line, to the next key or the end of the block."""
    return re.findall(rf"^{name}:[ \t]*(.*(?:\n(?!\w+:|///).*)*)", source, re.MULTILINE)


def _in_field(kind: str, value: str) -> list[str]:
    if kind == Kind.BASIS:
        return [key_of(part) for part in bases_of(value)]
    return [key_of(value.partition(",")[0] if kind == Kind.TEAM else value)]
