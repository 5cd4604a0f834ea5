"""Shares and figures in words: percent without digits after the point, a correlation with two."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

from guidelines.frame import shares
from guidelines.learning.assign_rights import oversees_tasks

register = template.Library()
register.simple_tag(oversees_tasks, name="sees_tasks")
NOTHING = "–"


@register.filter
def percent(share: float | None) -> str:
    """`67%`; a dash for no share."""
    return NOTHING if share is None else shares.percent(share, 0)


@register.filter
def percent_of(part: int, whole: int) -> str:
    return percent(part / whole if whole else None)


@register.filter
def two_digits(number: float | None) -> str:
    return NOTHING if number is None else str(number_format(number, decimal_pos=2)).replace("-", shares.MINUS)
