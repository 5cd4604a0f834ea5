"""Making what analysis reads: with the deed that changes which words bind when, or all anew."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from guidelines.audit import followers
from guidelines.audit.models import AuditEvent
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.queries import Period, periods
from guidelines.frame import clock
from guidelines.insights.analysis.extracting import Named, RuleWords, named_in, rules_of
from guidelines.insights.models import AnalysedRule, Mention
from guidelines.reading import services as reading
from guidelines.text.rendering import RENDERER, Rendered

RECIPE = f"{RENDERER}.1"
"""Of the renderer, and of what is made of its output here."""
_UNREAD = ("source", "change_note", "partner_note", "import_record", "move_note", "base__source")


def follow() -> None:
    """With the deed, after the reading room's own followers, which keep the page that these rows are made of."""
    for verb in (*reading.VERBS, "guideline.classed"):
        followers.follow(verb, rewrite_after)


def rewrite_after(event: AuditEvent) -> None:
    if event.subject_kind == "guideline":
        rewrite(Guideline.objects.get(pk=event.subject_id))
    else:
        rewrite(Edition.objects.select_related("guideline").get(pk=event.subject_id).guideline)


@transaction.atomic
def rebuild() -> int:
    """Everything anew; the number of rules."""
    for table in (Mention, AnalysedRule):
        table.objects.all().delete()
    for guideline in Guideline.objects.order_by("pk"):
        rewrite(guideline)
    return AnalysedRule.objects.count()


def renew(**_options: Any) -> None:
    """After tables changed: rows made by an older recipe, or not made yet, are made anew."""
    outdated = AnalysedRule.objects.exclude(recipe=RECIPE).exists()
    if outdated or (Edition.objects.issued().exists() and not AnalysedRule.objects.exists()):
        rebuild()


@dataclass(frozen=True)
class _Read:
    """One edition in one stretch, as it was read."""

    period: Period
    edition: Edition
    rules: list[RuleWords]
    named: list[Named]


@transaction.atomic
def rewrite(guideline: Guideline) -> None:
    """The rows of one guideline: of what binds now, and of what is to come.

    The words of a restricted guideline are in no analysis, as they are in no index: nobody finds them there.
    """
    Mention.objects.filter(guideline=guideline).delete()
    AnalysedRule.objects.filter(guideline=guideline).delete()
    if guideline.is_restricted:
        return
    issued = guideline.editions.issued().select_related("guideline", "base").defer(*_UNREAD)
    read = [_read(period) for period in periods(issued) if period.edition]
    since = _words_since(read)
    for one in read:
        if one.period.until > clock.now():
            _keep(guideline, one, since[one.period.since])


def _read(period: Period) -> _Read:
    edition = period.edition
    assert edition is not None
    rendered = Rendered.from_json(reading.keep_page(edition).rendered)
    return _Read(period, edition, rules_of(rendered), named_in(rendered))


def _words_since(read: list[_Read]) -> dict[dt.datetime, dict[str, dt.datetime]]:
    """For each stretch, rule by rule, since when it says the same without a break. Keys are digests of rules."""
    found: dict[dt.datetime, dict[str, dt.datetime]] = {}
    before: dict[str, dt.datetime] = {}
    ended: dt.datetime | None = None
    for one in read:
        kept = before if ended == one.period.since else {}
        before = {rule.digest: kept.get(rule.digest, one.period.since) for rule in one.rules}
        found[one.period.since], ended = before, one.period.until
    return found


def _keep(guideline: Guideline, one: _Read, since: dict[str, dt.datetime]) -> None:
    shared: dict[str, Any] = {
        "guideline": guideline,
        "edition": one.edition,
        "market_id": guideline.market_id,
        "domain_id": guideline.domain_id,
        "policy_id": guideline.policy_id,
        "since": one.period.since,
        "until": one.period.until,
    }
    rules = AnalysedRule.objects.bulk_create(
        AnalysedRule(**shared, place=place, words_since=since[rule.digest], **_columns(guideline, one.edition, rule))
        for place, rule in enumerate(one.rules)
    )
    by_id = {rule.rule: rule for rule in rules}
    Mention.objects.bulk_create(
        Mention(
            **shared,
            kind=named.kind,
            key=named.key,
            words=named.words,
            rule=by_id.get(named.rule),
            passage=named.passage,
            anchor=named.anchor,
            excerpt=named.excerpt,
        )
        for named in one.named
    )


def _columns(guideline: Guideline, edition: Edition, rule: RuleWords) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "title": edition.title,
        "language": guideline.language,
        "recipe": RECIPE,
        "condition": rule.condition,
        "instruction": rule.instruction,
        "action": rule.action,
        "severity": rule.severity,
        "label": rule.label,
        "escalation": rule.escalation,
        "basis": rule.basis,
        "cases": rule.cases,
        "digest": rule.digest,
    }
