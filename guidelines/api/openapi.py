"""The OpenAPI 3.1 document, made from the endpoints themselves: what they read and answer is what it tells."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import Any

from guidelines.api.endpoints import ENDPOINTS, Endpoint
from guidelines.api.parameters import Parameter
from guidelines.api.problems import KINDS, MEDIA_TYPE, TYPE
from guidelines.api.schemas import parts_of, schema_of
from guidelines.frame import limits
from guidelines.frame.product import VERSION

ALWAYS = (401, 403, 404, 405, 406, 429, 500)
POSTED = (409, 413, 415, 422)
ROOT = "/api/v1"
SPELT_IN_MANY_WAYS = {"citation", "code"}
TELLS = (
    "What readers may know of the guidelines, as JSON for other programs. Show a token in the header Authorization; "
    "market administrators make them. A token reads what moderators of its markets and domains may read: words in "
    "force, past ones, and those that begin within seven days; never drafts. One with the scope "
    "`requests` asks for changes and sees what became of it. Errors are problems as of RFC 9457, times "
    "are ISO 8601 in UTC."
)
_TOLD = {
    304: "You have it already: the ETag that you sent still stands.",
    400: "A parameter is unknown or can’t be read.",
    401: "No token, or none that opens anything.",
    403: "The token does not reach that far; `scope` names what it lacks.",
    404: "There is none, or none that this token may know of: both are told alike.",
    405: "Not this method; Allow names those there are.",
    406: "The caller takes no JSON.",
    409: "This Idempotency-Key was used for another request.",
    413: "The body is larger than 64 KiB.",
    415: "The body is not application/json.",
    422: "What is asked for can’t be taken; `detail` says why.",
    429: "The allowance of this minute is spent; Retry-After says when to go on.",
    500: "A mistake of the portal.",
}


@cache
def document() -> dict[str, Any]:
    """The whole document."""
    kinds = [kind for one in ENDPOINTS.values() for kind in (one.answers, one.takes) if kind]
    shapes = {name: kind for one in kinds for name, kind in parts_of(one).items()}
    paths: dict[str, dict[str, Any]] = {}
    for one in ENDPOINTS.values():
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {"title": "SOP Portal", "version": VERSION, "description": TELLS, "license": {"name": "Apache-2.0"}},
        "servers": [{"url": ROOT}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "`sop_…`, in this header only."}
            },
            "schemas": {**{name: schema_of(kind) for name, kind in sorted(shapes.items())}, "Problem": _problem()},
            "responses": {f"Problem{status}": _problem_answer(status) for status in (400, *ALWAYS, *POSTED)},
            "headers": _headers(),
        },
    }


def _operation(one: Endpoint) -> dict[str, Any]:
    places = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": told,
            "schema": {"type": "string"},
            "example": example,
        }
        for name, told, example in one.places
    ]
    if one.takes:
        return _posted(one, one.takes)
    statuses = [status for status in (400, *ALWAYS) if one.places or status != 404]  # a list is never missing
    problems = {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in statuses}
    return {
        "operationId": one.name,
        "summary": one.tells.partition(". ")[0].rstrip("."),
        "description": one.tells,
        "tags": [one.resource.value],
        "x-scope": one.resource.value,
        "parameters": [*places, *map(_parameter, one.parameters)],
        "responses": {"200": _success(one), "304": {"description": _TOLD[304], "headers": _named("ETag")}, **problems},
    }


def _posted(one: Endpoint, takes: type) -> dict[str, Any]:
    """An operation that takes a body and makes something."""
    key = "What the caller calls this request: sent again, it is answered again and made once. 80 characters at most."
    header = {"name": "Idempotency-Key", "in": "header", "required": True, "description": key}
    statuses = [400, *(status for status in ALWAYS if status != 405), *POSTED]
    shape = {"schema": {"$ref": f"#/components/schemas/{one.answers.__name__}"}}
    headers = _named("Location", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
    made = {"headers": headers, "content": {"application/json": shape}}
    return {
        "operationId": one.name,
        "summary": one.tells.partition(". ")[0].rstrip("."),
        "description": one.tells,
        "tags": [one.resource.value],
        "x-scope": one.resource.value,
        "parameters": [{**header, "schema": {"type": "string"}}],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{takes.__name__}"}}},
        },
        "responses": {
            "201": {"description": "It was made.", **made},
            "200": {"description": "It was made before, with this Idempotency-Key.", **made},
            **{str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in statuses},
        },
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    schema = {"type": "array", "items": one.schema} if one.many else one.schema
    return {"name": one.name, "in": "query", "required": one.required, "description": one.tells, "schema": schema}


def _success(one: Endpoint) -> dict[str, Any]:
    shape = {"schema": {"$ref": f"#/components/schemas/{one.answers.__name__}"}}
    headers = ["ETag", "Cache-Control", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"]
    if any(parameter.name == "cursor" for parameter in one.parameters):
        headers.append("Link")
    if {name for name, _told, _example in one.places} & SPELT_IN_MANY_WAYS:
        headers.append("Content-Location")
    return {"description": one.tells, "headers": _named(*headers), "content": {"application/json": shape}}


def _problem_answer(status: int) -> dict[str, Any]:
    shape = {"schema": {"$ref": "#/components/schemas/Problem"}}
    answer: dict[str, Any] = {"description": _TOLD[status], "content": {MEDIA_TYPE: shape}}
    headers = {401: ("WWW-Authenticate",), 403: ("WWW-Authenticate",), 405: ("Allow",), 429: ("Retry-After",)}
    return answer | ({"headers": _named(*headers[status])} if status in headers else {})


def _named(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _headers() -> dict[str, Any]:
    told = {
        "ETag": "Send it back as If-None-Match.",
        "Cache-Control": "Keep it for yourself, and ask each time whether it still stands.",
        "Link": "The next part of the list (rel=next); not there in the last part.",
        "Content-Location": "The address in its one spelling.",
        "Location": "The address of what was made.",
        "WWW-Authenticate": "What is wrong with the token, as of RFC 6750.",
        "Allow": "The methods there are.",
        "Retry-After": "Seconds until the next request is answered.",
        "RateLimit-Limit": f"Requests a token may send in a minute: {limits.PER_MINUTE}.",
        "RateLimit-Remaining": "How many of them are left.",
        "RateLimit-Reset": "Seconds until the next minute begins.",
    }
    numbers = {"Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"}
    return {
        name: {"description": words, "schema": {"type": "integer" if name in numbers else "string"}}
        for name, words in told.items()
    }


def _problem() -> dict[str, Any]:
    kinds = [TYPE + kind for kind, status in KINDS.items() if status in (400, *ALWAYS, *POSTED)]
    statuses = sorted({HTTPStatus(status).phrase for status in KINDS.values()})
    return {
        "type": "object",
        "description": "What went wrong, as of RFC 9457.",
        "properties": {
            "type": {"type": "string", "enum": kinds, "description": "What kind of problem it is."},
            "title": {"type": "string", "enum": statuses},
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "One sentence that says what to do, for people."},
            "parameter": {"type": "string", "description": "The parameter that is wrong, where one is."},
            "examples": {"type": "array", "items": {"type": "string"}, "description": "Values that could be sent."},
            "scope": {"type": "string", "description": "What the token lacks."},
        },
        "required": ["type", "title", "status", "detail"],
        "additionalProperties": False,
    }
