"""The shape of a deed on a page: the form is valid and it is done, or the page again with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from guidelines.frame.refusals import Refusal

Again = Callable[[int], HttpResponse]
"""The page again, with this status."""


def refused(form: forms.Form, refusal: Refusal) -> None:
    """The sentence stands at the field that has to be mended, and the summary links to it; else above all fields."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)


def posted(
    request: HttpRequest, form: forms.Form, deed: Callable[[], Any], *, said: Any, to: Any, again: Again
) -> HttpResponse:
    """Do it and go on; or the page again, with what is wrong. `to` None leads to what the deed made.

    `said` is the sentence that follows, or makes it of what the deed answered.
    """
    if not form.is_valid():
        return again(422)
    try:
        made = deed()
    except Refusal as refusal:
        refused(form, refusal)
        return again(refusal.status)
    messages.success(request, said(made) if callable(said) else said)
    return redirect(made if to is None else to)
