"""The road of every API request: method, Accept, token, allowance, scope, parameters, answer - or the first problem."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from guidelines.api.models import Resource
from guidelines.api.parameters import Parameter, read_all
from guidelines.api.problems import Problem, told
from guidelines.api.queries.tokens import Access, access_of, note_use
from guidelines.api.schemas import as_json
from guidelines.frame import clock, limits
from guidelines.frame.product import VERSION
from guidelines.frame.refusals import Refusal

METHODS = "GET, HEAD, OPTIONS"
VARY = "Accept, Accept-Language, Authorization"


@dataclass(frozen=True)
class Ask:
    """One request that may be answered."""

    request: HttpRequest
    access: Access
    now: dt.datetime
    values: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


@dataclass(frozen=True)
class Answer:
    """What is answered: how to make the body, and all it is made from where that is known without making it."""

    body: Callable[[], Any]
    made_from: tuple[Any, ...] = ()
    next: str = ""
    location: str = ""
    """The one spelling of the address, for an answer to another one; of what was made, its address."""
    status: int = 200


@dataclass(frozen=True)
class Endpoint:
    """An address of the API as its document tells it."""

    path: str
    name: str
    tells: str
    resource: Resource
    answers: type
    parameters: tuple[Parameter, ...]
    places: tuple[tuple[str, str, str], ...]
    """Name, words and example of what stands in the path."""
    method: str = "GET"
    takes: type | None = None
    """The shape of the body that is sent."""


ENDPOINTS: dict[str, Endpoint] = {}
View = Callable[..., Answer]


def endpoint(
    path: str,
    resource: Resource,
    answers: type,
    *parameters: Parameter,
    places: Sequence[tuple[str, str, str]] = (),
    takes: type | None = None,
) -> Callable[[View], Callable[..., HttpResponse]]:
    """Put a view on the road. Its docstring is what the document says of it. One that `takes` a body is posted to."""
    method = "POST" if takes else "GET"

    def decorate(view: View) -> Callable[..., HttpResponse]:
        tells = " ".join((view.__doc__ or "").split())
        ENDPOINTS[view.__name__] = Endpoint(
            path, view.__name__, tells, resource, answers, parameters, tuple(places), method, takes
        )

        @wraps(view)
        def answered(request: HttpRequest, **path_values: str) -> HttpResponse:
            if other := without_token(request, methods_of(path)):
                return other
            access, now = _shown_token(request), clock.now()
            allowance = limits.spend(f"api:{access.token.pk}")
            if allowance.left < 0:
                raise _too_many(allowance)
            note_use(access.token, now.date())
            try:
                _refuse_unless_open(access, resource)
                answer = view(Ask(request, access, now, read_all(request.GET, parameters)), **path_values)
                response = _response(request, answer)
            except (Problem, Refusal) as refusal:
                problem = refusal if isinstance(refusal, Problem) else told(refusal)
                problem.headers.update(allowance.headers())
                raise problem from refusal
            return _with(response, allowance.headers())

        return answered

    return decorate


def methods_of(path: str) -> str:
    """What an address takes, as its header Allow says it."""
    posted = any(one.path == path and one.method == "POST" for one in ENDPOINTS.values())
    return f"{METHODS}, POST" if posted else METHODS


def without_token(request: HttpRequest, methods: str = METHODS) -> HttpResponse | None:
    """What needs no token: to be told the methods, and that a method or a format is not to be had."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": methods, "Cache-Control": "no-store"})
    if request.method not in methods.split(", "):
        sentence = _("This address only reads: ask with GET.")
        raise Problem("wrong-method", sentence, {"Allow": methods})
    if not request.accepts("application/json"):
        raise Problem("not-acceptable", _("This API answers in application/json alone. Leave Accept out, or say so."))
    return None


def _shown_token(request: HttpRequest) -> Access:
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        sentence = _("Show a token: Authorization: Bearer sop_…. Market administrators make them.")
        raise Problem("no-token", sentence, {"WWW-Authenticate": 'Bearer realm="SOP Portal"'})
    access = access_of(secret.strip()) if len(secret) <= 200 else None
    if access is None:
        raise _bad_token(_("No token has this secret. Ask your market administrator for another one."))
    if access.token.ended_at is not None:
        raise _bad_token(_("This token was ended. Ask your market administrator for another one."))
    if access.token.expires_at <= clock.now():
        raise _bad_token(_("The time of this token is over. Ask your market administrator for another one."))
    return access


def _bad_token(sentence: str) -> Problem:
    return Problem("bad-token", sentence, {"WWW-Authenticate": 'Bearer realm="SOP Portal", error="invalid_token"'})


def _too_many(allowance: limits.Allowance) -> Problem:
    sentence = _("A token may ask %(most)d times a minute. Go on in %(seconds)d seconds.") % {
        "most": limits.PER_MINUTE,
        "seconds": allowance.seconds,
    }
    return Problem("too-many-requests", sentence, {"Retry-After": str(allowance.seconds), **allowance.headers()})


def _refuse_unless_open(access: Access, resource: Resource) -> None:
    if not access.opens(resource):
        raise missing_scope(resource.value, _("This token does not open “%(scope)s”.") % {"scope": resource.value})


def missing_scope(scope: str, sentence: str) -> Problem:
    """403 that names what the token lacks."""
    challenge = f'Bearer realm="SOP Portal", error="insufficient_scope", scope="{scope}"'
    return Problem("missing-scope", sentence, {"WWW-Authenticate": challenge}, scope=scope)


def _response(request: HttpRequest, answer: Answer) -> HttpResponse:
    """304 where the caller has it already; the body is made only where it is needed."""
    if request.method == "POST":
        return _made(answer)
    tag = etag_of((VERSION, request.build_absolute_uri(), answer.made_from)) if answer.made_from else ""
    response = get_conditional_response(request, etag=tag) if tag else None
    if response is None:
        content = (json.dumps(as_json(answer.body()), ensure_ascii=False) + "\n").encode()
        tag = tag or etag_of(content)
        response = HttpResponse(content, content_type="application/json", headers={"ETag": tag})
        response = get_conditional_response(request, etag=tag, response=response) or response
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    headers |= {"Link": f'<{answer.next}>; rel="next"'} if answer.next else {}
    return _with(response, headers | ({"Content-Location": answer.location} if answer.location else {}))


def _made(answer: Answer) -> HttpResponse:
    content = (json.dumps(as_json(answer.body()), ensure_ascii=False) + "\n").encode()
    headers = {"Cache-Control": "no-store", "Location": answer.location}
    return HttpResponse(content, status=answer.status, content_type="application/json", headers=headers)


def _with(response: HttpResponse, headers: dict[str, str]) -> HttpResponse:
    for name, value in headers.items():
        response.headers[name] = value
    return response


def etag_of(made_from: object) -> str:
    given = made_from if isinstance(made_from, bytes) else repr(made_from).encode()
    return f'"{hashlib.sha256(given).hexdigest()[:32]}"'
