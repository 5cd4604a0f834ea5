"""What the receipt of a decision stands for."""

from __future__ import annotations

from django.urls import reverse

from guidelines.api.answers import Pause, ReceiptResolved, RuleWords
from guidelines.api.endpoints import Answer, Ask, endpoint
from guidelines.api.models import Resource
from guidelines.api.queries.rules import rules_of
from guidelines.reading.queries.receipts import Resolved, resolve

CODE = ("code", "The receipt, with or without its hyphens, in capitals or small letters.", "K7QX-2M9D-4T8CV")


@endpoint("/receipts/{code}", Resource.RECEIPTS, ReceiptResolved, places=(CODE,))
def receipt(ask: Ask, code: str) -> Answer:
    """The exact words that a receipt names, whether they bound in its minute and had been published by then."""
    found = resolve(ask.access.reader, code, ask.now)
    body = _body(ask, found)
    return Answer(lambda: body, location=reverse("api_receipt", args=[found.code]))


def _body(ask: Ask, found: Resolved) -> ReceiptResolved:
    edition, guideline, pause = found.edition, found.guideline, found.suspension
    return ReceiptResolved(
        receipt=found.code,
        since=found.receipt.at,
        until=found.receipt.until,
        policy_id=guideline.policy_id,
        market=guideline.market.code,
        domain=guideline.domain.code,
        language=guideline.language,
        edition=edition.number if edition else None,
        digest=edition.digest if edition else None,
        effective_from=edition.effective_from if edition else None,
        published_at=edition.published_at if edition else None,
        was_in_force=found.was_in_force,
        published_by_then=found.was_published,
        suspension=Pause(pause.since, pause.until, pause.reason, pause.escalate_to) if pause else None,
        rule=_rule(found),
        edition_today=found.today.number if found.today else None,
        url=ask.request.build_absolute_uri(reverse("receipt", args=[found.code])),
    )


def _rule(found: Resolved) -> RuleWords | None:
    if found.edition is None or found.rule_id is None:
        return None
    return next((rule for rule in rules_of(found.edition.pk, found.edition.digest) if rule.rule == found.rule_id), None)
