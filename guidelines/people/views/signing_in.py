"""Signing in and out, on django-allauth's views."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, LogoutView
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from guidelines.frame.errors import home_url
from guidelines.people import queries
from guidelines.people.forms import SignInForm
from guidelines.people.models import Person
from guidelines.people.sessions import forget
from guidelines.people.views.going_on import page_after_switch

THEME_SECONDS = 365 * 24 * 3600
BACKEND = "guidelines.people.backends.EmployeeBackend"


class SignIn(LoginView):
    """The one door of the portal, the administration's included."""

    form_class = SignInForm
    template_name = "people/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        demo_roles = queries.demo_roles() if settings.DEMO else ()
        return {**context, "languages": settings.LANGUAGES, "demo_roles": demo_roles}

    def form_valid(self, form: SignInForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        after = page_after_switch(self.request)
        return keep_theme(HttpResponseRedirect(after) if after else response, form.user)

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """422, or 429 with the time to wait. The ID stays in its field; a password field is never filled."""
        response: HttpResponse = super().form_invalid(form)
        wait = form.wait()
        response.status_code = 429 if wait else 422
        if wait:
            response.headers["Retry-After"] = str(wait)
        return response


sign_in = SignIn.as_view()


class SignOut(LogoutView):
    """The way out. This process forgets the reader at once, the others within half a minute."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.pk is not None:
            forget(request.user.pk)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


sign_out = login_not_required(require_POST(SignOut.as_view()))
# Kept in a cookie of this browser, for the pages before sign-in.
choose_language = login_not_required(require_POST(set_language))


@require_POST
@login_not_required
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One click instead of a password. Only `make run` has it."""
    if not settings.DEMO:
        raise Http404
    # PostgreSQL takes no NUL, not even to look for it.
    employee_id = request.POST.get("employee_id", "").replace("\x00", "")[:40]
    person = get_object_or_404(queries.demo_people(), employee_id=employee_id)
    login(request, person, backend=BACKEND)
    wanted = request.POST.get("next", "")
    target = wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else home_url()
    return keep_theme(HttpResponseRedirect(page_after_switch(request) or target), person)


def keep_theme(response: HttpResponse, person: Person) -> HttpResponse:
    """On a shared computer the theme of whoever sat here before gives way to a person's own choice."""
    if person.theme:
        set_theme(response, person.theme)
    return response


def set_theme(response: HttpResponse, theme: str) -> None:
    """The cookie that the page's script writes too, so not HttpOnly. Without a theme the system decides."""
    if theme:
        response.set_cookie(
            "theme", theme, max_age=THEME_SECONDS, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
