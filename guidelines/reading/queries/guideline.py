"""One guideline as one person may know it: its editions, its timeline, its text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.core.cache import cache
from django.db.models import F, Func, OuterRef, Subquery, Value

from guidelines.catalogue.models import Topic
from guidelines.editions.models import Approval, Edition, Guideline, GuidelineAlias
from guidelines.editions.models.edition import EditionQuerySet
from guidelines.editions.models.guideline import LONGEST_ALIAS
from guidelines.editions.queries import FOR_EVER, Period, periods, standing, suspension_columns
from guidelines.editions.rights import visible_editions, visible_guidelines
from guidelines.editions.upkeep import last_kept
from guidelines.frame.prepared import Prepared
from guidelines.people.roles import Capability
from guidelines.people.scopes import Holdings, holdings, stand_in_reader
from guidelines.people.sessions import Anyone
from guidelines.reading import services
from guidelines.reading.models import Acknowledgement, Page, Stamp
from guidelines.text.rendering import RENDERER

MOST_WRITTEN = 500
"""For how many different sets of roles a process remembers the query."""


class Joined(Func):
    """All values of a subquery's column as one text, with spaces between."""

    function, template = "STRING_AGG", "%(function)s(%(expressions)s, ' ')"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


@dataclass(frozen=True)
class KnownGuideline:
    """A guideline with the editions a person may know of, newest first, at the instant `now`."""

    guideline: Guideline
    editions: tuple[Edition, ...]
    now: dt.datetime
    has_history: bool
    """Whether its past is open to the person; of other markets only what is in force now is."""
    seconds: tuple[str, ...]
    """The policy IDs of the guidelines that this one goes before, and of which the person may know."""
    lists: int
    """The newest deed on the controlled lists, by which their names are kept."""

    @cached_property
    def timeline(self) -> list[Period]:
        return periods(self.editions)

    @property
    def binding(self) -> Edition | None:
        """The edition in force now."""
        return self.in_force(self.now)

    def in_force(self, at: dt.datetime) -> Edition | None:
        return next((period.edition for period in self.timeline if period.since <= at < period.until), None)

    def periods_of(self, edition: Edition) -> list[Period]:
        return [period for period in self.timeline if period.edition == edition]

    def begins_next(self, after: dt.datetime) -> Period | None:
        """The first stretch after this instant in which something is in force."""
        return next((period for period in self.timeline if period.edition and period.since > after), None)

    def last_begun(self, at: dt.datetime) -> Edition | None:
        begun = [period.edition for period in self.timeline if period.edition and period.since <= at]
        return begun[-1] if begun else None

    def numbered(self, number: int) -> Edition | None:
        return next((edition for edition in self.editions if edition.number == number), None)

    def standing(self, edition: Edition) -> str:
        return standing(edition, self.now, self.binding)


def known_guideline(person: Anyone, policy_id: str, now: dt.datetime) -> KnownGuideline | None:
    """The guideline of this ID, however it is typed, or None when this person may not know of it."""
    editions = tuple(_editions_as_known(holdings(person)).asked(policy_id.upper(), person.pk or 0, now))
    if not editions:
        return None
    guideline = editions[0].guideline
    for edition in editions:
        edition.guideline = guideline
    has_history = holdings(person).may(Capability.READ, guideline.market_id, guideline.domain_id)
    seconds_named, lists = (getattr(editions[0], name) for name in ("seconds", "lists"))
    return KnownGuideline(
        guideline, editions, now, has_history, tuple(sorted((seconds_named or "").split())), lists or 0
    )


@lru_cache(MOST_WRITTEN)
def _editions_as_known(held: Holdings) -> Prepared[Edition]:
    """The editions of one guideline that whoever holds this may know of, written once for all who do."""

    def write(policy_id: str, person_id: int, now: dt.datetime) -> EditionQuerySet:
        person = stand_in_reader("", held, person_id)
        approvals = Approval.objects.filter(edition=OuterRef("pk"), digest=OuterRef("digest")).order_by("-at")
        acknowledged = Acknowledgement.objects.filter(person_id=person_id, major=OuterRef("pk")).order_by("at")
        seconds = visible_guidelines(person, now).filter(preceded_by=OuterRef("guideline")).order_by()
        return (
            visible_editions(person, now)
            .filter(guideline__policy_id=policy_id)
            .select_related("guideline__market", "guideline__domain", "guideline__owner")
            .defer("source", "import_record")
            .annotate(
                base_digest=F("base__digest"),
                approved_by=Subquery(approvals.values("person__name")[:1]),
                approved_at=Subquery(approvals.values("at")[:1]),
                last_kept=last_kept("pk"),
                acknowledged_at=Subquery(acknowledged.values("at")[:1]),
                seconds=Subquery(seconds.values(joined=Joined("policy_id"))),
                lists=Subquery(Stamp.objects.filter(policy_id="").values("event")),
                **suspension_columns(now),
            )
            .order_by("-number")
        )

    return Prepared(write)


def policy_id_of_alias(person: Anyone, alias: str) -> str | None:
    """The policy ID that an earlier number leads to, if this person may know of it."""
    if len(alias) > LONGEST_ALIAS:  # SQLite refuses to compare very long texts
        return None
    found = GuidelineAlias.objects.filter(alias__iexact=alias, guideline__in=visible_guidelines(person).values("pk"))
    return found.values_list("guideline__policy_id", flat=True).first()


def guideline_named(person: Anyone, name: str) -> str | None:
    """The policy ID of the guideline with this ID or earlier number, if this person may know of it."""
    found = (
        visible_guidelines(person).filter(policy_id=name.strip().upper()).values_list("policy_id", flat=True).first()
    )
    return found or policy_id_of_alias(person, name.strip())


@dataclass(frozen=True)
class Tag:
    """A topic the guideline is filed under, in the language of the page."""

    code: str
    name: str


def tags_of(codes: Iterable[str], lists: int, language: str) -> tuple[Tag, ...]:
    """The topics of these codes, as they are named since the last deed on the lists; asked once in a process."""
    names: dict[str, tuple[str, str]] | None = cache.get(f"topics:{lists}")
    if names is None:
        topics = Topic.objects.order_by().values_list("code", "name", "name_vi")
        names = {code: (name, vietnamese) for code, name, vietnamese in topics}
        cache.set(f"topics:{lists}", names)
    found = ((code, *names[code]) for code in sorted({*codes}) if code in names)
    return tuple(Tag(code, vietnamese if language == "vi" and vietnamese else name) for code, name, vietnamese in found)


def precedence_of(person: Anyone, guideline: Guideline) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The policy IDs of the guidelines that this one goes before, and of those that go before it, in one query."""
    visible = visible_guidelines(person).order_by()
    after = visible.filter(preceded_by=guideline).values_list(Value(1), "policy_id")
    before = visible.filter(precedes=guideline).values_list(Value(0), "policy_id")
    rows = sorted(after.union(before, all=True))
    return tuple(one for is_after, one in rows if is_after), tuple(one for is_after, one in rows if not is_after)


def page_of(edition: Edition) -> Page:
    """The text of an edition as it is shown: stored at its publication, made now where that is missing."""
    base = getattr(edition, "base_digest", None) or ""
    page = Page.objects.filter(digest=edition.digest, renderer=RENDERER, base_digest=base).first()
    if page is not None:
        return page
    whole = Edition.objects.select_related("guideline", "base").get(pk=edition.pk)
    return services.keep_page(whole) if whole.published_at else services.made_page(whole)


def is_for_ever(until: dt.datetime) -> bool:
    return until >= FOR_EVER
