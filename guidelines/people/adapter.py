"""How django-allauth behaves here: no sign-up, no mails, our limits, our sentences."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guidelines.frame.errors import home_url
from guidelines.people import attempts, services
from guidelines.people.attempts import ACCOUNT, ADDRESS, Attempt, TooManyTries
from guidelines.people.backends import person_called


class Adapter(DefaultAccountAdapter):
    """allauth's hooks, filled in."""

    error_messages = {  # noqa: RUF012 - the name and the type are allauth's
        **DefaultAccountAdapter.error_messages,
        "enter_current_password": gettext_lazy("That is not your current password."),
    }
    _attempt: Attempt

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages only: nothing here answers in JSON."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The views say what happened, in our words."""

    def is_safe_url(self, url: str | None) -> bool:
        """Only addresses of this portal, never of another host, however trusted."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_url()

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        try:
            self._attempt = attempts.begin(
                (ACCOUNT, _account_called(credentials["username"])), (ADDRESS, self.address_of(request))
            )
        except TooManyTries as error:
            raise too_many(error) from error
        person: AbstractBaseUser | None = super().authenticate(request, **credentials)
        self._attempt.forgive()
        return person

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """One sentence for a wrong ID, a wrong password and a closed account."""
        sentence = _("That ID and password don’t match an account.")
        left = self._attempt.left
        if left:
            sentence += " " + ngettext("%(left)d try left.", "%(left)d tries left.", left) % {"left": left}
        raise ValidationError(sentence, code="wrong")

    def address_of(self, request: HttpRequest) -> str:
        """Where the visitor is; behind a proxy what the proxy says (ALLAUTH_TRUSTED_PROXY_COUNT)."""
        try:
            return str(self.get_client_ip(request))
        except PermissionDenied:  # A Unix socket has no address: everybody there shares one.
            return "local"

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        services.change_password(user, password, by=user)  # type: ignore[arg-type]  # AUTH_USER_MODEL is Person


def _account_called(login: str) -> str:
    """Whose tries these are. An account has several spellings, its mail address among them, and one count."""
    person = person_called(login)
    return f"person {person.pk}" if person else f"typed {login.strip().casefold()}"


def too_many(error: TooManyTries) -> ValidationError:
    """The sentence that says when to try again; carries the seconds for the Retry-After header."""
    sentence = ngettext(
        "Too many wrong tries. Try again in %(minutes)d minute.",
        "Too many wrong tries. Try again in %(minutes)d minutes.",
        error.minutes,
    )
    return ValidationError(sentence, code="too_many_tries", params={"minutes": error.minutes, "seconds": error.seconds})
