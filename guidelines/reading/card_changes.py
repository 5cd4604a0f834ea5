"""When a rule changed last, found along the editions that each stand on the one before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from guidelines.editions.models import Edition
from guidelines.reading.models import Page
from guidelines.reading.queries.guideline import KnownGuideline, page_of
from guidelines.text.rendering import RENDERER, Rendered, Rule

Chain = Sequence[Edition]
_FIELDS = {
    "condition_text": _("condition"),
    "do_text": _("what to do"),
    "action": _("action"),
    "severity": _("severity"),
    "label": _("label"),
    "escalate_text": _("escalation"),
}
_LONGEST = 100


@dataclass(frozen=True)
class Changed:
    """The last change of a rule: in which edition, and against which. `kind` is new, changed, moved or same."""

    kind: str
    number: int
    since: dt.datetime | None
    before: int | None
    was: str = ""
    """What was to be done before, where that changed."""
    fields: tuple[str | Promise, ...] = ()


def chain_of(known: KnownGuideline, edition: Edition) -> Chain:
    """The edition, what it stands on, and so on, as far back as the person may read."""
    by_digest = {one.digest: one for one in known.editions}
    chain = [edition]
    while (base := getattr(chain[-1], "base_digest", None)) and base in by_digest and by_digest[base] not in chain:
        chain.append(by_digest[base])
    return tuple(chain)


def last_change(chain: Chain, rule_id: str) -> Changed:
    """Two small queries, and the pages of the two editions where something changed."""
    pages = Page.objects.filter(digest__in=[one.digest for one in chain], renderer=RENDERER)
    changes = dict(pages.values_list("digest", "changes"))
    for edition, before in pairwise(chain):
        kind = changes.get(edition.digest, {}).get(rule_id)
        if kind:
            was, fields = _difference(edition, before, rule_id) if kind == "changed" else ("", ())
            return Changed(kind, edition.number, edition.effective_from, before.number, was, fields)
    first = chain[-1]
    return Changed("same", first.number, first.effective_from, None)


def _difference(edition: Edition, before: Edition, rule_id: str) -> tuple[str, tuple[str | Promise, ...]]:
    new, old = (_rule(one, rule_id) for one in (edition, before))
    if new is None or old is None:
        return "", ()
    fields = tuple(name for field, name in _FIELDS.items() if getattr(new, field) != getattr(old, field))
    return Truncator(old.do_text).chars(_LONGEST) if old.do_text != new.do_text else "", fields


def _rule(edition: Edition, rule_id: str) -> Rule | None:
    rules = Rendered.from_json(page_of(edition).rendered).rules
    return next((rule for rule in rules if rule.id == rule_id), None)
