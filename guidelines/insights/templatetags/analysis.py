"""Signs of the analysis pages."""

from __future__ import annotations

from typing import NamedTuple

from django import template
from django.template.context import Context

from guidelines.editions.action_names import ActionNames
from guidelines.insights.analysis.rights import sees_checks
from guidelines.insights.models import AnalysedRule

register = template.Library()


class Said(NamedTuple):
    """What a rule says to do: its action first, which most instructions begin with."""

    leading: str
    rest: str


@register.simple_tag(takes_context=True)
def may_see_checks(context: Context, market: int, domain: int) -> bool:
    """Whether the reader may know of the checks there; who may not is told so, and not that there are none."""
    return sees_checks(context["request"].user, market, domain)


@register.simple_tag(takes_context=True)
def instruction_of(context: Context, rule: AnalysedRule) -> Said:
    """In the language of its guideline. Needs `actions` in the context."""
    names: ActionNames = context["actions"]
    name = names.within(rule.language).get(rule.action, rule.action)
    if rule.instruction.casefold().startswith(name.casefold()):
        return Said(rule.instruction[: len(name)], rule.instruction[len(name) :])
    return Said(f"{name}. ", rule.instruction)
