"""A deed that a form asks for: done, or the page again with what was typed and what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from guidelines.frame.refusals import Refusal

Again = Callable[[int], HttpResponse]
"""The page as it is by now, with this status."""


def done(request: HttpRequest, form: Any, deed: Callable[[], Any], again: Again, *, to: Any, said: str) -> HttpResponse:
    """Do it and go to the page of what it was done to; or that page again."""
    if not form.is_valid():
        return again(422)
    try:
        deed()
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return again(refusal.status)
    messages.success(request, said)
    return redirect(to)
