"""Rule IDs that come back: in an edition that was published they named another rule, and old decisions cite them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from guidelines.editions.models import Edition
from guidelines.text.checks.finding import ADVICE, Finding
from guidelines.text.editing import EditPart, parts_of, rule_ids
from guidelines.text.rendering import Rule

QUOTED = 90


def returning_findings(source: str, rules: Iterable[Rule], edition: Edition) -> Iterator[Finding]:
    """New rules under an ID that a published edition used for a rule the base has no longer, with its old words."""
    lines = {rule.id: rule.line for rule in rules}
    new = rule_ids(source) - rule_ids(edition.base.source if edition.base else "")
    if not new or edition.base is None:
        return
    written = {part.values["id"]: part for part in parts_of(source) if part.kind == "rule"}
    for name, (number, old) in sorted(_published(new, edition).items()):
        if name in written and not _says_the_same(written[name], old):
            facts = {"rule": name, "number": number, "old": old.values["if"].replace("\n", " ")[:QUOTED]}
            yield Finding(
                _("%(rule)s named another rule in edition %(number)d: “%(old)s”") % facts,
                lines.get(name),
                _("Take a new ID, unless you bring that rule back: old decisions cite it."),
                ADVICE,
            )


def _published(numbers: set[int], edition: Edition) -> dict[str, tuple[int, EditPart]]:
    """Of each of these rules the last published words, and the number of their edition."""
    before = Edition.objects.filter(guideline=edition.guideline_id, published_at__isnull=False)
    found: dict[str, tuple[int, EditPart]] = {}
    for number, source in before.order_by("-number").values_list("number", "source"):
        if missing := {f"R{one}" for one in numbers & rule_ids(source)} - found.keys():
            parts = (part for part in parts_of(source) if part.kind == "rule" and part.values["id"] in missing)
            found |= {part.values["id"]: (number, part) for part in parts}
    return found


def _says_the_same(one: EditPart, other: EditPart) -> bool:
    return all(one.values[name] == other.values[name] for name in ("if", "do", "action", "severity", "label"))
