"""What holds for every request: the language of the person, and that there is a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from guidelines.frame.context import person_of
from guidelines.frame.errors import refusal_page


def person_language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware that answers in the person's language; before sign-in in the one chosen there, or the browser's.

    Guidelines keep their own language on every page.
    """

    def in_their_language(request: HttpRequest) -> HttpResponse:
        person = person_of(request)
        signed_in = bool(person and person.is_authenticated)
        chosen = getattr(person, "language", "") if signed_in else ""
        wanted = chosen or translation.get_language_from_request(request)
        language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        if not signed_in:
            patch_vary_headers(response, ("Accept-Language",))
        return response

    return in_their_language


class SignInRequired(LoginRequiredMiddleware):
    """Every page needs a person unless its view is marked `login_not_required`."""

    def process_view(self, request: HttpRequest, view_func: Callable[..., Any], *rest: Any) -> HttpResponseBase | None:
        """A page for readers that found its reader asks for no session."""
        if getattr(request, "reader", None) is not None:
            return None
        return super().process_view(request, view_func, *rest)

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponse:  # type: ignore[override]  # a page too, not only a redirect
        """A page leads to the sign-in; a form that was sent comes back with what was typed."""
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        return refusal_page(request, _("You are signed out. Copy what you typed, sign in and send it again."), 403)
