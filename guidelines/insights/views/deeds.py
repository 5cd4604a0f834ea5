"""A deed on one thing that a form asks for: done, or its page again with what was typed and what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from guidelines.frame.posting import posted


def done(
    request: HttpRequest,
    found: Any,
    name: str,
    form: Any,
    deed: Callable[[], Any],
    said: str,
    *,
    fetch: Callable[[HttpRequest, str], Any],
    page: Callable[..., HttpResponse],
) -> HttpResponse:
    """Do it and go to the page of what it was done to; or that page as it is by now, with the form by its name."""

    def again(status: int) -> HttpResponse:
        return page(request, fetch(request, str(found.pk)), status, wrong=form, **{name: form})

    return posted(request, form, deed, said=said, to=found, again=again)
