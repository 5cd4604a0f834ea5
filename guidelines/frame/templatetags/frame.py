"""The template tags every page has without loading them."""

from datetime import UTC, datetime, tzinfo
from typing import Any

from django import forms, template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guidelines.frame import holes, icons, slots, times, zones

register = template.Library()

register.simple_tag(icons.icon, name="icon")
register.simple_tag(icons.status, name="status")
register.simple_tag(icons.severity, name="severity")
register.simple_tag(icons.label_code, name="label_code")
register.simple_tag(icons.policy_id, name="policy_id")
register.simple_tag(icons.avatar, name="avatar")
register.simple_tag(icons.person, name="person")
register.filter("with_breaks", icons.with_breaks)
register.filter("zone_label", zones.zone_label)
register.filter("zone_short", zones.short_name)
register.filter("written_day", times.written_day)


@register.filter
def in_zone(instant: datetime | None, zone: str | tzinfo) -> str:
    """`13 Jun 2026, 00:00 PT`; nothing for no instant."""
    return times.in_zone(instant, zone) if instant else ""


@register.filter
def date_in_zone(instant: datetime | None, zone: str | tzinfo) -> str:
    """`13 Jun 2026`."""
    return times.date_in_zone(instant, zone) if instant else ""


@register.simple_tag
def moment(instant: datetime | None, zone: str | tzinfo, language: str | None = None) -> SafeString | str:
    """A `time` element: the market's time to read, the instant for machines."""
    return _element(instant, times.in_zone(instant, zone, language)) if instant else ""


@register.simple_tag
def mine_and_market(
    instant: datetime | None, mine: str | tzinfo, market: str | tzinfo, language: str | None = None
) -> SafeString | str:
    """A `time` element: my time first, the market's second."""
    return _element(instant, times.mine_and_market(instant, mine, market, language)) if instant else ""


def _element(instant: datetime, words: str) -> SafeString:
    machine = instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return format_html('<time datetime="{}">{}</time>', machine, words)


@register.inclusion_tag("frame/field.html")
def field(field: BoundField) -> dict[str, Any]:
    """One field of a form: label, control, what is wrong with it, a hint."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return {"field": field, "kind": "group"}
    if isinstance(widget, forms.CheckboxInput):
        return {"field": field, "kind": "check", "widget": field.as_widget()}
    css = f"input {widget.attrs.get('class', '')}".strip() + (" tone-danger" if field.errors else "")
    return {"field": field, "kind": "box", "widget": field.as_widget(attrs={"class": css})}


@register.inclusion_tag("frame/problems.html")
def problems(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a form, on top, with links to the fields. Takes the focus."""
    return {"form": form}


@register.simple_tag(takes_context=True)
def personal(context: Context, template_name: str) -> str:
    """A template included here that shows the person; in a page that is kept for many, the place for it."""
    if context.get("is_kept"):
        return holes.hole(template_name)
    with context.push():
        drawn: str = get_template(template_name).template.render(context)  # type: ignore[attr-defined]  # Django's engine
    return drawn


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, **handed: Any) -> SafeString:
    """What rooms nearer the roof put here."""
    return slots.slot(name, context.get("request"), **handed)
