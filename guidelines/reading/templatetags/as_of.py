"""The one form that asks a reading page for another moment, and the bar that says which moment it shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import template
from django.template import Context

from guidelines.frame.times import mine_and_market
from guidelines.reading.as_of import as_of

register = template.Library()


@register.inclusion_tag("reading/as_of_form.html", takes_context=True)
def as_of_form(context: Context, zone: str, path: str = "") -> dict[str, Any]:
    """The calendar in a zone. `path` is the page it leads to, where that is not the one it stands on."""
    asked = as_of(context["request"], zone)
    return {"as_of": replace(asked, path=path, now=path, kept=()) if path else asked}


@register.inclusion_tag("reading/as_of_bar.html", takes_context=True)
def as_of_bar(context: Context, zone: str, text: str = "") -> dict[str, Any]:
    """“As of …”, what it means on this page, and the way back to now. Nothing where the page shows what is so now."""
    asked = as_of(context["request"], zone)
    moment = mine_and_market(asked.at, context["person"].time_zone, zone) if asked.at else ""
    return {"as_of": asked, "moment": moment, "text": text}
