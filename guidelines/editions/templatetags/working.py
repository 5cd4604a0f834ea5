"""The way from a page that people read to the page where others work on it."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from guidelines.editions.models import Guideline
from guidelines.editions.queries import scheduled_after
from guidelines.editions.rights import why_not_open
from guidelines.frame import clock
from guidelines.frame.context import person_of
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.text.checks.finding import Finding

register = template.Library()


@register.inclusion_tag("editions/work_on.html", takes_context=True)
def work_on(context: Context, guideline: Guideline, number: int | None = None) -> dict[str, Any]:
    """What those who work on this guideline can go on to. Asks no query beside a reading page, which has a `number`."""
    person = person_of(context["request"])
    if not isinstance(person, Anyone):
        return {}
    held = holdings(person)
    writes_in = held.market_ids(Capability.WRITE)
    may_open = why_not_open(person, guideline.market, guideline.domain) is None
    return {
        "policy_id": guideline.policy_id,
        "number": number if held.may(Capability.READ_ALL, guideline.market_id, guideline.domain_id) else None,
        "may_open": may_open,
        "may_copy": may_open and not guideline.is_restricted and writes_in != {guideline.market_id},
        "scheduled": scheduled_after(guideline, clock.now()) if may_open and number is None else (),
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def blocking(findings: list[Finding]) -> list[Finding]:
    """Those that stop a submission."""
    return [finding for finding in findings if finding.is_blocker]
