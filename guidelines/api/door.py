"""The middleware in front of the API: nothing made for browsers - session, cookies, forms, messages - stands behind it.

So a request costs no session and makes none, a cookie opens nothing, and everything that goes wrong is answered as a
problem in JSON, an address that does not exist and a mistake of ours among them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from guidelines.api.endpoints import VARY
from guidelines.api.problems import Problem, told
from guidelines.frame.refusals import Refusal

LOG = logging.getLogger(__name__)
PREFIX = "/api/"


def door(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware the settings name."""

    def through(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        language = translation.get_language_from_request(request)
        with translation.override(language):
            response = answer(request)
        if response.status_code >= 400:
            response.headers["Content-Language"] = language
        patch_vary_headers(response, VARY.split(", "))
        if response.status_code not in (204, 304):
            response.headers["Content-Length"] = str(len(response.content))
        if request.method == "HEAD":
            response.content = b""
        return response

    return through


def answer(request: HttpRequest) -> HttpResponse:
    """The view's answer, or the problem that kept it from answering."""
    try:
        request.get_host()
        if "\x00" in request.path_info:
            raise Problem("bad-request", _("That address holds a character nobody can type (NUL)."))
        view, places, named = resolve(request.path_info)
        response: HttpResponse = view(request, *places, **named)
        return response
    except Problem as problem:
        return problem.response()
    except Refusal as refusal:
        return told(refusal).response()
    except (Resolver404, Http404):
        sentence = _("There is nothing at this address. /api/v1/openapi.json tells what there is.")
        return Problem("not-found", sentence).response()
    except SuspiciousOperation:
        return Problem("bad-request", _("This portal can’t read that request.")).response()
    except Exception:
        LOG.exception("The API failed at %s", request.path)
        got_request_exception.send(sender=door, request=request)
        sentence = _("Something broke on our side. It is recorded. Try again in a minute.")
        return Problem("server-error", sentence).response()
