"""Who may see figures and checks, bring files in, and keep sources and targets: part of `rights`."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.clearances import open_to
from guidelines.editions.reasons import NotAllowed, Reason
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.quality.models import CheckedDecision, CheckedQuerySet, CheckImport, CheckImportQuerySet, Source

AnyRow = TypeVar("AnyRow", bound=Model)


def sees_quality(person: object) -> bool:
    """Whether the room is for this person."""
    return isinstance(person, Anyone) and holdings(person).may_somewhere(Capability.SEE_QUALITY)


def checks_somewhere(person: object) -> bool:
    """Whether this person brings in checked decisions anywhere."""
    return isinstance(person, Anyone) and holdings(person).may_somewhere(Capability.CHECK)


def seen_guidelines(person: Anyone, guideline: str = "guideline") -> Q:
    """The rows whose guideline's figures this person may read; `guideline` is the path to it."""
    where = holdings(person).where(Capability.SEE_QUALITY, f"{guideline}__market", f"{guideline}__domain")
    return where & open_to(person, guideline)


def seen_counts(person: Anyone, counts: type[AnyRow]) -> QuerySet[AnyRow]:
    """The rows of a table of counts (`DailyCount`, …) that this person may read."""
    return counts._default_manager.filter(seen_guidelines(person))


def visible_decisions(person: Anyone) -> CheckedQuerySet:
    """The checked decisions whose case references this person may read."""
    rows: CheckedQuerySet = CheckedDecision.objects.filter(seen_guidelines(person))
    return rows


def visible_sources(person: Anyone) -> QuerySet[Source]:
    """The sources of the markets and domains whose figures this person reads."""
    return Source.objects.filter(_of_place(person, "")).select_related("market", "domain")


def visible_imports(person: Anyone) -> CheckImportQuerySet:
    rows = CheckImport.objects.filter(_of_place(person, "source__"))
    found: CheckImportQuerySet = rows.select_related("source__market", "source__domain", "uploaded_by", "confirmed_by")
    return found


def imports_in_scope(person: Anyone) -> Q:
    """The same as a condition on imports."""
    return _of_place(person, "source__")


def _of_place(person: Anyone, path: str) -> Q:
    """A source of all domains is seen by whoever reads the figures of any of them."""
    held = holdings(person)
    if not held.may_somewhere(Capability.SEE_QUALITY):
        return Q(pk__in=[])
    markets, nowhere = held.market_ids(Capability.SEE_QUALITY), {f"{path}domain": None}
    anywhere = Q(**nowhere) if markets is None else Q(**nowhere, **{f"{path}market_id__in": markets})
    return held.where(Capability.SEE_QUALITY, f"{path}market", f"{path}domain") | anywhere


def may_check(person: Anyone, source: Source) -> bool:
    """Whether this person brings in files of the source, and so may see what stands in them."""
    return holdings(person).may(Capability.CHECK, source.market_id, source.domain_id)


def why_not_check(person: Person, market: Market, domain: Domain | None, *, fresh: bool = False) -> Reason | None:
    """Why this person may not bring in checked decisions there, or keep a source; no domain means all of them."""
    if holdings(person, fresh=fresh).may(Capability.CHECK, market.pk, domain.pk if domain else None):
        return None
    if domain is None:
        return NotAllowed(_("Only a quality analyst of this market and all its domains can do this."))
    return NotAllowed(_("Only a quality analyst of this market and domain can do this."))


def why_not_target(person: Person, market: Market, *, fresh: bool = False) -> Reason | None:
    """Why this person may not set target rates of a market: a topic knows no domain."""
    return why_not_check(person, market, None, fresh=fresh)
