"""Shares in templates: `14.2%`, `−5.8 points`."""

from django import template

from guidelines.frame import shares

register = template.Library()

register.filter("percent", shares.percent)
register.filter("points", shares.points)
register.filter("signed", shares.signed)
register.filter("grouped", shares.grouped)


@register.filter
def whole_percent(share: float) -> str:
    """`14%`."""
    return shares.percent(share, 0)
