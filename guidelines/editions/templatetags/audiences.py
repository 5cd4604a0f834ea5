"""Audience classes on the pages of those who write, review and publish."""

from __future__ import annotations

from django import template

from guidelines.editions.models.guideline import AUDIENCES

register = template.Library()


@register.filter
def audience_name(code: str) -> str:
    """“Partner” for `partner`; a word that is no class as it was written."""
    return str(dict(AUDIENCES).get(code, code))
