"""Sources are made, changed and ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import Action, Domain, Market, validate_time_zone
from guidelines.editions.reasons import refuse
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.frame.seen import mark, refuse_outdated
from guidelines.people.models import Person
from guidelines.quality.importing.columns import COLUMNS
from guidelines.quality.models import DateForm, ErrorClass, Outcome, Source
from guidelines.quality.rights import why_not_check
from guidelines.text.folding import fold
from guidelines.text.normal import one_line

LONGEST, MOST_WORDS = 120, 200
MEANINGS = {"error_class": set(ErrorClass.values), "outcome": set(Outcome.values)}


@dataclass(frozen=True)
class SourceWish:
    """How a source is to be."""

    market: Market
    domain: Domain | None
    name: str
    time_zone: str
    date_form: str
    columns: dict[str, str]
    words: dict[str, dict[str, str]]


@transaction.atomic
def make_source(wish: SourceWish, *, by: Person) -> Source:
    now = audit.moment()
    refuse(why_not_check(by, wish.market, wish.domain, fresh=True))
    columns = _checked(wish, None)
    made = Source.objects.create(made_by=by, made_at=now, changed_at=now, market=wish.market, **columns)
    audit.record("check_source.made", by=by, subject=made, at=now, market=wish.market.code, **_told(columns))
    return made


@transaction.atomic
def change_source(source: Source, wish: SourceWish, *, seen: str, by: Person) -> Source:
    """What was brought in stays as it was read. Files that wait are read the new way. `seen` is what was opened."""
    now = audit.moment()
    source = Source.objects.select_related("market", "domain").get(pk=source.pk)
    refuse(why_not_check(by, source.market, source.domain, fresh=True))
    refuse(why_not_check(by, source.market, wish.domain))
    _refuse_ended(source)
    kept, columns = seen_of_source(source), _checked(wish, source)
    for name, value in columns.items():
        setattr(source, name, value)
    refuse_outdated(seen, kept=kept, wished=seen_of_source(source))
    source.changed_at = now
    source.save()
    audit.record("check_source.changed", by=by, subject=source, at=now, **_told(columns))
    return source


def seen_of_source(source: Source) -> str:
    """What a form of it says that it was opened on."""
    facts = (source.domain_id, source.name, source.time_zone, source.date_form, source.columns, source.words)
    return mark(*facts)


@transaction.atomic
def end_source(source: Source, *, by: Person) -> Source:
    """Nothing more comes from it. What came stays."""
    now = audit.moment()
    source = Source.objects.select_related("market", "domain").get(pk=source.pk)
    refuse(why_not_check(by, source.market, source.domain, fresh=True))
    _refuse_ended(source)
    source.ended_at = now
    source.save(update_fields=["ended_at"])
    audit.record("check_source.ended", by=by, subject=source, at=now)
    return source


def _refuse_ended(source: Source) -> None:
    if source.ended_at:
        raise WrongState(_("This source was ended already."))


def _checked(wish: SourceWish, source: Source | None) -> dict[str, Any]:
    """The columns of the row, or the sentence that they can't be taken."""
    name = one_line(wish.name).strip()
    if not name or len(name) > 80:
        raise Invalid(_("Give the source a name of 80 characters at most."))
    same = Source.objects.current().filter(market=source.market if source else wish.market, name=name)
    if same.exclude(pk=source.pk if source else 0).exists():
        raise Invalid(_("Another source of this market has this name."))
    if wish.date_form not in DateForm.values:
        raise Invalid(_("Choose how the feed writes its dates."))
    try:
        validate_time_zone(wish.time_zone)
    except ValidationError as error:
        raise Invalid(error.messages[0]) from error
    return {
        "domain": wish.domain,
        "name": name,
        "time_zone": wish.time_zone,
        "date_form": wish.date_form,
        "columns": _columns(wish.columns),
        "words": _words(wish.words),
    }


def _columns(given: dict[str, str]) -> dict[str, str]:
    columns = {column: one_line(given.get(column, "")).strip()[:LONGEST] for column in COLUMNS}
    named = [fold(name) for name in columns.values() if name]
    if len(set(named)) < len(named):
        twice = next(name for name in columns.values() if name and named.count(fold(name)) > 1)
        raise Invalid(_("“%(name)s” is given for two columns. Give each its own.") % {"name": twice})
    return columns


def _words(given: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    actions = set(Action.objects.values_list("code", flat=True))
    meanings = {**MEANINGS, "action": actions}
    words = {}
    for kind, allowed in meanings.items():
        found = {fold(one_line(word).strip()): meaning.strip() for word, meaning in given.get(kind, {}).items()}
        if wrong := next((meaning for meaning in found.values() if meaning not in allowed), None):
            facts = {"meaning": wrong, "known": ", ".join(sorted(one for one in allowed if one))}
            raise Invalid(_("“%(meaning)s” is not known here. Known: %(known)s.") % facts)
        if len(found) > MOST_WORDS:
            raise Invalid(_("A source can have %(most)d words of a kind.") % {"most": MOST_WORDS})
        words[kind] = found
    return words


def _told(columns: dict[str, Any]) -> dict[str, Any]:
    domain = columns["domain"]
    return {**columns, "domain": domain.code if domain else None}
