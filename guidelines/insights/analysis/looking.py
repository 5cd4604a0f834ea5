"""The deed of the analysis: two rules were looked at, and both may stand."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.reasons import refuse
from guidelines.frame.refusals import Invalid, NotFound, Outdated
from guidelines.insights.analysis.rights import visible, why_not_settle_two
from guidelines.insights.models import AnalysedRule, LookedAt
from guidelines.insights.services._locking import said
from guidelines.people.models import Person

LONGEST = 1000
Seen = tuple[str, str, str]
"""A rule as it was on screen: policy ID, rule ID, digest of its words."""


@transaction.atomic
def look_at(one: Seen, two: Seen, *, by: Person, reason: str) -> LookedAt:
    """Say why both may stand. It holds for these words: when either rule changes, the pair comes up again."""
    now = audit.moment()
    first, second = (_seen(by, seen, now) for seen in sorted((one, two)))
    refuse(why_not_settle_two(by, first, second, fresh=True))
    if first.market_id != second.market_id or first.guideline_id == second.guideline_id:
        raise Invalid(_("Two rules of two guidelines of one market are looked at side by side."))
    row = LookedAt(
        market_id=first.market_id,
        one=first.edition,
        one_rule=first.rule,
        one_digest=first.digest,
        two=second.edition,
        two_rule=second.rule,
        two_digest=second.digest,
        reason=said(reason, most=LONGEST, missing=_("Write why both rules may stand.")),
        by=by,
        at=now,
    )
    row.save(force_insert=True)
    audit.record("rules.looked_at", by=by, subject=row, at=now, digest=first.edition.digest, **_facts(row))
    return row


def _seen(by: Person, seen: Seen, now: dt.datetime) -> AnalysedRule:
    """The rule in force, in the words that were on screen."""
    policy_id, rule_id, digest = seen
    rows = visible(by, AnalysedRule.objects.in_force(now)).filter(policy_id=policy_id, rule=rule_id)
    found = rows.select_related("edition__guideline", "guideline").first()
    if found is None:
        raise NotFound(_("There is no such rule in force that you can read."))
    if found.digest != digest:
        facts = {"citation": found.citation}
        raise Outdated(_("%(citation)s was changed meanwhile. Look at both rules again.") % facts)
    return found


def _facts(row: LookedAt) -> dict[str, str]:
    return {
        "one": f"{row.one.guideline.policy_id} {row.one_rule}",
        "one_words": row.one_digest,
        "two": f"{row.two.guideline.policy_id} {row.two_rule}",
        "two_words": row.two_digest,
        "two_digest": row.two.digest,
        "reason": row.reason,
    }
