"""How a page shows its redline, read from its address: inline or side by side. Works without a script."""

from __future__ import annotations

from django.http import HttpRequest

VIEWS = ("one", "split")


def shown_as(request: HttpRequest) -> dict[str, str]:
    """Inline or side by side, and the rest of the question for the links that change it."""
    view = request.GET.get("view", "")
    rest = request.GET.copy()
    rest.pop("view", None)
    return {"view": view if view in VIEWS else VIEWS[0], "redline_query": f"{rest.urlencode()}&" if rest else ""}
