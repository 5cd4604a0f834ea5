"""Whether mail can leave this portal, and what its letters are signed with."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse

CONSOLE = "django.core.mail.backends.console.EmailBackend"
"""Where mail goes without a host: into the log, and nowhere else. No row waits for it then."""


def mail_is_set() -> bool:
    return bool(settings.EMAIL_BACKEND != CONSOLE)


def message_id(key: object) -> str:
    """`<key@host>`, with the host that sends."""
    return f"<{key}@{sending_host()}>"


def sending_host() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def address_of(name: str, *args: object) -> str:
    """A page of this portal, as a mail names it."""
    return f"{portal_url()}{reverse(name, args=args)}"


def portal_url() -> str:
    """The first origin or host that was given, or this machine."""
    if settings.CSRF_TRUSTED_ORIGINS:
        return settings.CSRF_TRUSTED_ORIGINS[0]
    host = settings.ALLOWED_HOSTS[0].lstrip(".")
    return f"https://{host}" if settings.HTTPS else f"http://127.0.0.1:{settings.SERVE['port']}"
