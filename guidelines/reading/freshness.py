"""The ETag of a reading page: made of everything the page shows, without making the page."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.translation import get_language

from guidelines.frame.product import VERSION
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone


def etag(request: HttpRequest, person: Anyone, *shown: Any) -> str | None:
    """The ETag of what is shown to this person now; None while a message waits to be shown once.

    Values in `shown` are frozen and print themselves in full. Cookies carry the theme, the session and the token of
    the forms, so a page kept from another session never comes back.
    """
    if len(get_messages(request)):
        return None
    who = (person.pk, person.name, person.time_zone, person.theme, person.keys_on, person.is_staff, holdings(person))
    cookies = sorted(request.COOKIES.items())
    page = (request.get_full_path(), VERSION, _templates(), get_language(), who, cookies, shown)
    return f'"{hashlib.sha256(repr(page).encode()).hexdigest()[:32]}"'


def release() -> tuple[str, str]:
    """What a new release changes on every page."""
    return VERSION, _templates()


@cache
def _templates() -> str:
    """Changes with every template, style sheet and translation, so that a new release shows at once."""
    found = hashlib.sha256()
    for folder in (settings.BASE_DIR / name for name in ("templates", "static", "locale")):
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                found.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return found.hexdigest()
