"""Guidelines in force for the analysis, made through the services."""

from __future__ import annotations

from typing import Any

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.models import Edition
from guidelines.insights.models import AnalysedRule
from tests.editions import making
from tests.people import World

SCOPE = {"US": "## Scope\n\nAll listings.", "VN": "## Phạm vi\n\nMọi sản phẩm."}
LOW_PRICE = "A branded item at less than 30% of its usual price and no proof of origin."


def rule(
    condition: str = LOW_PRICE,
    *,
    rule_id: str = "R1",
    action: str = "remove",
    severity: str = "S2",
    label: str = "",
    escalate: str = "Brand Integrity, within 4 hours",
    basis: str = "",
) -> str:
    fields = {"label": label, "escalate": escalate, "basis": basis}
    lines = [f"{name}: {value}" for name, value in fields.items() if value]
    return "\n".join(
        [
            f"/// rule | {rule_id}",
            f"if: {condition}",
            "do: Act.",
            f"action: {action}",
            f"severity: {severity}",
            *lines,
            "///",
        ]
    )


def case(rule_id: str = "R1") -> str:
    return f"/// case | violating {rule_id}\n“Half price.”\n\nNo source.\n///"


def analysed(citation: str, condition: str = LOW_PRICE, **columns: Any) -> AnalysedRule:
    """A rule as the analysis keeps it, of the guideline with this number; not saved."""
    policy_id, rule_id = citation.split()
    number = int(policy_id[-4:]) + (1000 if policy_id.startswith("VN") else 0)
    given = {"action": "remove", "severity": "S2", "language": "en", "domain_id": 1, **columns}
    key = number * 100 + int(rule_id[1:])
    return AnalysedRule(pk=key, guideline_id=number, policy_id=policy_id, rule=rule_id, condition=condition, **given)


def in_force(
    world: World, *blocks: str, market: Market | None = None, domain: Domain | None = None, **more: object
) -> Edition:
    """A new guideline whose first edition is in force: of Ann and Bob in the US, of Vân and Bình in Việt Nam."""
    by, reviewer = (world.van, world.binh) if market == world.vn else (world.ann, world.bob)
    source = _text(market or world.us, blocks)
    draft = making.draft(world, by=by, market=market, domain=domain, source=source, **more)
    return making.published(draft, world, by=by, reviewer=reviewer)


def next_in_force(edition: Edition, world: World, *blocks: str, **more: object) -> Edition:
    source = _text(edition.guideline.market, blocks)
    return making.published(making.next_draft(edition.guideline, world.ann, source=source, **more), world)


def _text(market: Market, blocks: tuple[str, ...]) -> str:
    return "\n\n".join((SCOPE[market.code], *blocks)) + "\n"
