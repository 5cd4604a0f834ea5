"""The page that a switch of persons leads back to, if the next person may see it."""

from __future__ import annotations

import logging
from io import BytesIO
from urllib.parse import unquote, urlsplit

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest
from django.urls import resolve

from guidelines.frame.errors import home_url
from guidelines.frame.refusals import Refusal

LOG = logging.getLogger(__name__)
GO_ON = "go_on"
"""What the session holds between two persons: an address of ours."""
LONGEST = 2_000
"""Characters of an address that is kept."""
DIFFERENT = ("CONTENT_LENGTH", "CONTENT_TYPE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


def leads_on(address: str) -> bool:
    """Whether this is an address of ours that is worth keeping."""
    return len(address) <= LONGEST and bool(get_adapter().is_safe_url(address))


def page_after_switch(request: HttpRequest) -> str | None:
    """Where whoever signed in just now goes on: the page of before, or home as if there had been none."""
    address = request.session.pop(GO_ON, None)
    if address is None:
        return None
    return address if _opens(request, address) else home_url()


def _opens(request: HttpRequest, address: str) -> bool:
    """Whether the page opens for whoever is signed in: asked of the page itself, which alone knows its rights."""
    parts = urlsplit(address)
    given = {"REQUEST_METHOD": "GET", "PATH_INFO": unquote(parts.path), "QUERY_STRING": parts.query}
    kept = {name: value for name, value in request.META.items() if name not in DIFFERENT}
    probe = WSGIRequest({**kept, **given, "wsgi.input": BytesIO()})
    probe.user, probe.session = request.user, request.session
    try:
        found = probe.resolver_match = resolve(probe.path_info)
        return bool(found.func(probe, *found.args, **found.kwargs).status_code < 400)
    except (Refusal, Http404, PermissionDenied):
        return False
    except Exception:  # Whoever sat here before chose the address: none may keep the next person from signing in.
        LOG.exception("The page kept over a switch failed: %s", parts.path)
        return False
