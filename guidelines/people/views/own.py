"""What people set for themselves: language, time zone, theme, keys, password."""

from __future__ import annotations

from typing import Any

from allauth.account.views import PasswordChangeView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.frame.refusals import Refused
from guidelines.people import services
from guidelines.people.forms import PasswordForm, SettingsForm
from guidelines.people.requests import PersonRequest
from guidelines.people.views.signing_in import set_theme


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def settings(request: PersonRequest) -> HttpResponse:
    """Language, time zone, theme and keys of whoever is signed in."""
    person = request.user
    form = SettingsForm(request.POST if request.method == "POST" else None, person=person)
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/settings.html", {"form": form}, status=422 if form.is_bound else 200)
    services.choose_settings(person, **form.cleaned_data)
    # Under a new key no process knows this session yet: the next page shows the choice, whichever process answers.
    request.session.cycle_key()
    with translation.override(person.language):  # the next page is in the new language, and so is its message
        messages.success(request, _("Saved."))
    response = redirect("settings")
    set_theme(response, person.theme)
    return response


class PasswordChange(PasswordChangeView):
    """A new password for whoever is signed in. Their other sessions end."""

    form_class = PasswordForm
    template_name = "people/password_change.html"
    success_url = reverse_lazy("settings")

    def dispatch(self, request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_usable_password():
            raise Refused(_("This account has no password. Ask a system administrator to set one."))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("Your password is changed. Your other sessions are signed out."))
        return response

    def form_invalid(self, form: PasswordForm) -> HttpResponse:
        errors = form.errors.as_data().get("oldpassword", ())
        status = 429 if any(error.code == "too_many_tries" for error in errors) else 422
        response: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=status)
        return response


password_change = login_required(PasswordChange.as_view())
