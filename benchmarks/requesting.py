"""Requests as the server hands them to Django, without a network: a WSGI environment in, an answer's bytes out."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from guidelines.people.models import Person

TOKEN = "b" * 32
"""Against forged requests: the same in the cookie and in the header."""


@dataclass(frozen=True)
class Answer:
    """What came back, and what it took: CPU of this process, and time on the clock."""

    status: int
    headers: dict[str, str]
    size: int
    cpu: float
    wall: float


STOCK = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "benchmarks.requesting.StockUser",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
"""The middleware of a project that `django-admin startproject` made: what stands around the yardstick."""


class StockUser(AuthenticationMiddleware):
    """Whom the session names, as Django's own backend finds them: ours brings roles and what waits for them along."""

    def process_request(self, request: HttpRequest) -> None:
        request.user = SimpleLazyObject(lambda: _stock_user(request.session))  # type: ignore[assignment]


def _stock_user(session: SessionBase) -> AbstractBaseUser | AnonymousUser:
    user = ModelBackend().get_user(session[SESSION_KEY])
    is_theirs = user and constant_time_compare(session[HASH_SESSION_KEY], user.get_session_auth_hash())
    return user if user and is_theirs else AnonymousUser()


def bare_application() -> WSGIHandler:
    """Django without anything of ours before the view."""
    given, settings.MIDDLEWARE = settings.MIDDLEWARE, list(STOCK)
    try:
        return WSGIHandler()
    finally:
        settings.MIDDLEWARE = given


class Browser:
    """One signed-in person's requests, each through the whole of Django: middleware, view, closing of the database."""

    def __init__(self, person: Person) -> None:
        client = Client()
        client.force_login(person)
        session = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        self.cookie = f"{session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        self.application, self.bare = get_wsgi_application(), bare_application()

    def get(self, address: str, etag: str = "", form: bytes = b"") -> Answer:
        """Ask for a page; with a form, as the editor's script does while somebody types."""
        application = self.bare if address.startswith("/yardstick/") else self.application
        environ, told = self._environ(address, etag) | (_posted(form) if form else {}), []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            told.append((int(status[:3]), dict(headers)))

        wall, cpu = perf_counter(), process_time()
        body = application(environ, start_response)
        size = sum(map(len, body))
        body.close()
        cpu, wall = process_time() - cpu, perf_counter() - wall
        status, headers = told[0]
        return Answer(status, headers, size, cpu, wall)

    def queries(self, address: str, etag: str = "", form: bytes = b"") -> int:
        """How many queries the request makes, those for session and person among them."""
        counted = [0]

        def count(execute: Any, *arguments: Any) -> Any:
            counted[0] += 1
            return execute(*arguments)

        with connection.execute_wrapper(count):
            self.get(address, etag, form)
        return counted[0]

    def _environ(self, address: str, etag: str) -> dict[str, Any]:
        parts = urlsplit(address)
        return {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(parts.path),
            "QUERY_STRING": parts.query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT_LANGUAGE": "en",
            "HTTP_COOKIE": self.cookie,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "https",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            **({"HTTP_IF_NONE_MATCH": etag} if etag else {}),
        }


def _posted(form: bytes) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(form)),
        "HTTP_X_CSRFTOKEN": TOKEN,
        "HTTP_X_PART": "preview",
        "HTTP_ORIGIN": "https://localhost",
        "wsgi.input": io.BytesIO(form),
    }


def search_address(question: str) -> str:
    return f"/search/?q={quote(question)}"
