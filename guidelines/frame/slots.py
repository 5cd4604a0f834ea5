"""Named places on a page that rooms nearer the roof fill, so that a page need not know who has something to show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

# Given the request and what the page hands to the slot; None shows nothing.
Context = Callable[..., Mapping[str, Any] | None]


@dataclass(frozen=True)
class Filling:
    """A template and the function that finds its context."""

    template: str
    context: Context


_fillings: dict[str, list[Filling]] = {}


def fill(name: str, template: str, context: Context) -> None:
    """Put something into a slot. Call it in `AppConfig.ready`; saying it twice changes nothing."""
    filling = Filling(template, context)
    fillings = _fillings.setdefault(name, [])
    if filling not in fillings:
        fillings.append(filling)


def slot(name: str, request: HttpRequest | None, **handed: Any) -> SafeString:
    """Everything the rooms put into a slot, in the order of the rooms."""
    shown = ((filling, filling.context(request, **handed)) for filling in _fillings.get(name, ()))
    return format_html_join(
        "\n",
        "{}",
        ((render_to_string(f.template, dict(context), request),) for f, context in shown if context is not None),
    )
