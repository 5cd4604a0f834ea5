"""What every page's frame shows: the person, the navigation, the theme, the keys, the version."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from guidelines.frame.navigation import entries
from guidelines.frame.product import VERSION

THEMES = ("light", "dark")


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor. Lazy: a fragment that shows no frame asks for nothing."""
    person = person_of(request)
    return {
        "person": person,
        "nav": SimpleLazyObject(lambda: entries(person, request.resolver_match)),
        "theme": SimpleLazyObject(lambda: theme_of(request, person)),
        "keys": SimpleLazyObject(lambda: "on" if getattr(person, "keys_on", True) else "off"),
        "shared_computer": SimpleLazyObject(lambda: bool(getattr(person, "on_shared_computer", False))),
        "here": request.get_full_path(),
        "product_version": VERSION,
    }


def person_of(request: HttpRequest) -> Any:
    """Whoever is reading: the light `request.reader` where a page set it, else the signed-in person, else None."""
    return getattr(request, "reader", None) or getattr(request, "user", None)


def theme_of(request: HttpRequest, person: Any) -> str:
    """`light` or `dark`; empty follows the system. This browser's cookie comes before the person's setting."""
    wanted = request.COOKIES.get("theme") or getattr(person, "theme", "")
    return wanted if wanted in THEMES else ""
