"""What the palette offers while somebody types: the first passages that fit, and those opened last, one line each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guidelines.frame import clock
from guidelines.people.sessions import Anyone
from guidelines.reading.models.search import Kind
from guidelines.reading.search.entries import place_of, url_of
from guidelines.reading.search.hits import hits_of
from guidelines.reading.search.querying import first_hits
from guidelines.reading.search.results import Hit
from guidelines.reading.search.shelves import readable_rows

MOST, LONGEST = 8, 110
"""Options shown at once; characters of the one line that each has."""
_CITED = re.compile(r"(?P<policy_id>[A-Z]{2,4}-[A-Z]{2,4}-\d{1,6})(?: (?P<rule>R\d{1,4}))?")


@dataclass(frozen=True)
class Option:
    """One line of the palette, as its script draws it."""

    url: str
    policy_id: str
    cite: str
    """By which the browser remembers it: a policy ID, of a rule with its number."""
    text: str
    language: str
    note: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True)
class Offered:
    """What the palette lists, and what it says above it."""

    options: list[Option]
    corrected: str = ""
    """The words that were looked for, if what was typed was corrected."""
    also: str = ""
    """The line that names the synonyms, if any took part."""


def offered(person: Anyone, text: str) -> Offered:
    """The first passages that fit what is typed so far, what it cites first."""
    first = first_hits(person, text, most=MOST)
    synonyms = ", ".join(f"“{spoken.text}”" for spoken in first.also)
    also = _("also: %(synonyms)s") % {"synonyms": synonyms} if synonyms else ""
    return Offered([_option(hit) for hit in first.hits], first.corrected, also)


def remembered(person: Anyone, cites: Iterable[str]) -> list[Option]:
    """The guidelines and rules that a browser remembers, in its order: those in force that the person may read."""
    known = [found for cite in list(cites)[:MOST] if (found := _CITED.fullmatch(cite))]
    if not known:
        return []
    wanted = Q(pk__in=[])
    for found in known:
        place = Q(kind=Kind.RULE, rule=found["rule"]) if found["rule"] else Q(kind=Kind.TITLE)
        wanted |= Q(policy_id=found["policy_id"]) & place
    now = clock.now()
    # By the keys of the guidelines, which the index of the rows begins with.
    rows = readable_rows(person, now, now).filter(
        wanted, guideline__policy_id__in={found["policy_id"] for found in known}
    )
    ids = list(rows.values_list("pk", flat=True))
    by_cite = {option.cite: option for option in (_option(hit) for hit in hits_of(ids))}
    return [by_cite[cite] for found in known if (cite := found.group()) in by_cite]


def _option(hit: Hit) -> Option:
    return Option(
        url=url_of(hit, None),
        policy_id=hit.policy_id,
        cite=f"{hit.policy_id} {hit.rule}" if hit.kind == Kind.RULE else hit.policy_id,
        text=_line(hit),
        language=hit.language,
        note=_note(hit),
    )


def _line(hit: Hit) -> str:
    """Of a rule its number, condition and what to do."""
    if hit.kind == Kind.TITLE:
        return hit.title
    if hit.kind != Kind.RULE:
        return _cut(f"{hit.heading}: {hit.text}" if hit.heading else hit.text)
    end = ", ".join(part for part in (hit.action, hit.severity) if part)
    line = _cut(f"{hit.rule}: {hit.text}")
    return f"{line} → {end}" if end else line


def _cut(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(LONGEST, truncate="…")


def _note(hit: Hit) -> str:
    """What it is, and what somebody must know before deciding by it."""
    if hit.kind == Kind.TITLE:
        what = _("Edition %(number)d") % {"number": hit.number}
    else:
        what = _("Rule") if hit.kind == Kind.RULE else place_of(hit)
    if hit.standing == "suspended":
        return ", ".join((what, pgettext("state", "Suspended")))
    return ", ".join((what, pgettext("state", "Temporary"))) if hit.standing == "emergency" else what
