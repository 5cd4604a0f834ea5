"""The rule that bound at an instant: the row of the library, then its words by digest."""

from __future__ import annotations

import datetime as dt

from django.core.cache import cache
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from guidelines.api.answers import CaseWords, InterimRuling, Pause, RuleWords
from guidelines.api.problems import Problem
from guidelines.editions.models import Edition, Guideline, Suspension
from guidelines.editions.models.releasing import SuspensionQuerySet
from guidelines.editions.rights import SOON, visible_editions, visible_guidelines
from guidelines.insights.queries import pinned_on
from guidelines.people.models import Person
from guidelines.reading.models import LibraryRow
from guidelines.reading.models.library import LibraryQuerySet
from guidelines.reading.queries.guideline import page_of, policy_id_of_alias
from guidelines.reading.queries.library import binding_as_known
from guidelines.text.pieces import split
from guidelines.text.rendering import RENDERER, Rendered, visible_text

KEPT_SECONDS = 3600


def bare_rows(reader: Person, at: dt.datetime | None, now: dt.datetime) -> LibraryQuerySet:
    """What bound at an instant, as far ahead as the reader may look."""
    # Looked up row by row: the list of all that is visible would be made anew for every request.
    visible = Exists(visible_editions(reader, now).order_by().filter(pk=OuterRef("edition")))
    return LibraryRow.objects.filter(visible, binding_as_known(reader, at or now, now))


def binding_rows(reader: Person, at: dt.datetime | None, now: dt.datetime) -> LibraryQuerySet:
    """The same with what an answer needs beside it."""
    instant = at or now
    return (
        bare_rows(reader, at, now)
        .select_related("market", "domain")
        .annotate(
            effective_from=F("edition__effective_from"),
            expires_at=F("edition__expires_at"),
            topic_codes=F("edition__topic_codes"),
            is_suspended=Exists(_running(instant).filter(edition=OuterRef("edition"))),
        )
    )


def binding_row(reader: Person, policy_id: str, at: dt.datetime | None, now: dt.datetime) -> LibraryRow:
    """The row of one guideline, by its policy ID or a number it had before; a problem that says what is missing."""
    rows = binding_rows(reader, at, now)
    row = rows.filter(guideline__policy_id=policy_id).first()
    if row is not None:
        return row
    known = known_policy_id(reader, policy_id, now)
    if known != policy_id and (row := rows.filter(guideline__policy_id=known).first()):
        return row
    if at is None:
        sentence = _("Nothing of %(policy_id)s is in force. Ask its owner before you decide a case.")
    else:
        sentence = _("Nothing of %(policy_id)s was in force at that moment.")
    raise Problem("nothing-in-force", sentence % {"policy_id": known})


def known_policy_id(reader: Person, name: str, now: dt.datetime) -> str:
    """The policy ID behind a name; what the reader may not know of is told like what does not exist."""
    if visible_guidelines(reader, now).filter(policy_id=name).exists():
        return name
    found = policy_id_of_alias(reader, name)
    if found is None:
        sentence = _("There is no guideline %(policy_id)s that this token may read.")
        raise Problem("not-found", sentence % {"policy_id": name[:60]})
    return found


def until_as_known(row: LibraryRow, now: dt.datetime) -> dt.datetime | None:
    """The end of a stretch; none where it comes with words that readers don't know of yet."""
    return None if row.until > now + SOON else row.until


def _running(at: dt.datetime) -> SuspensionQuerySet:
    """The suspensions that ran at an instant, also those that were lifted since."""
    open_then = Q(until=None) | Q(until__gt=at)
    return Suspension.objects.filter(open_then, Q(resumed_at=None) | Q(resumed_at__gt=at), since__lte=at)


def pause_of(row: LibraryRow, at: dt.datetime) -> Pause | None:
    """The suspension over a row's edition at an instant; asks only where there was one."""
    if not getattr(row, "is_suspended", False):
        return None
    found = _running(at).filter(edition=row.edition_id).order_by("-since").first()
    return Pause(found.since, found.until, found.reason, found.escalate_to) if found else None


def rulings_on(row: LibraryRow, rule_id: str, at: dt.datetime) -> tuple[InterimRuling, ...]:
    """What was pinned on a rule of a row's words at an instant. One query."""
    guideline = Guideline(pk=row.guideline_id, market=row.market)
    edition = Edition(pk=row.edition_id, digest=row.digest, guideline=guideline)  # as much of it as is asked for
    return tuple(InterimRuling(one.text, one.by, one.at, one.until) for one in pinned_on(edition, at, rule_id))


def rules_of(edition_id: int, digest: str) -> tuple[RuleWords, ...]:
    """The rules of these words in deciding order, kept in this process by digest."""
    key = f"api-rules:{RENDERER}:{digest}"
    rules: tuple[RuleWords, ...] | None = cache.get(key)
    if rules is None:
        rules = _made(
            Edition.objects.select_related("guideline").annotate(base_digest=F("base__digest")).get(pk=edition_id)
        )
        cache.set(key, rules, timeout=KEPT_SECONDS)
    return rules


def _made(edition: Edition) -> tuple[RuleWords, ...]:
    rendered = Rendered.from_json(page_of(edition).rendered)
    blocks = {piece.key: piece.source for piece in split(edition.source) if piece.kind == "rule"}
    return tuple(
        RuleWords(
            citation=f"{edition.guideline.policy_id} {rule.id}",
            rule=rule.id,
            position=position,
            condition=rule.condition_text,
            do=rule.do_text,
            action=rule.action,
            severity=rule.severity,
            label=rule.label,
            escalation=rule.escalate_text,
            basis=rule.basis_text,
            cases=tuple(
                CaseWords(case.kind, visible_text(case.quote), visible_text(case.why))  # type: ignore[arg-type]  # one of the three
                for case in rendered.cases
                if case.rule == rule.id
            ),
            source=blocks.get(rule.id, ""),
        )
        for position, rule in enumerate(rendered.rules, start=1)
    )
