"""What a page about a draft says before anybody submits it."""

from __future__ import annotations

from django import template

from guidelines.editions.models import Edition
from guidelines.editions.reviewers import nobody_at_hand
from guidelines.frame import clock

register = template.Library()


@register.inclusion_tag("editions/review/nobody.html")
def nobody_to_approve(edition: Edition) -> dict[str, str]:
    """A warning where nobody could sign these words; nothing where somebody can."""
    return {"reason": nobody_at_hand(edition, clock.now())}
