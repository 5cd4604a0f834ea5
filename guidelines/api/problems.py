"""Everything that goes wrong, as RFC 9457 writes it: `application/problem+json` with the sentence a page would show."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from guidelines.frame.refusals import Refusal

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:sop-portal:problem:"
KINDS = {
    "bad-parameter": 400,
    "bad-request": 400,
    "no-token": 401,
    "bad-token": 401,
    "missing-scope": 403,
    "not-found": 404,
    "nothing-in-force": 404,
    "wrong-method": 405,
    "not-acceptable": 406,
    "other-request": 409,
    "too-large": 413,
    "no-json": 415,
    "invalid": 422,
    "too-many-requests": 429,
    "server-error": 500,
    "unavailable": 503,
}
"""Every kind of problem with its status; the `type` of an answer ends with one of these."""


class Problem(Exception):
    """An answer that is no answer: its kind, one sentence, and what else helps a program or its writer."""

    def __init__(self, kind: str, sentence: str, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(sentence)
        self.kind, self.sentence, self.headers, self.more = kind, sentence, dict(headers or {}), more

    def response(self) -> HttpResponse:
        """As it goes out. Errors are kept nowhere."""
        status = KINDS[self.kind]
        body = {
            "type": TYPE + self.kind,
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": self.sentence,
            **self.more,
        }
        content = json.dumps(body, ensure_ascii=False) + "\n"
        headers = {"Content-Type": MEDIA_TYPE, "Cache-Control": "no-store", **self.headers}
        return HttpResponse(content, status=status, headers=headers)


def told(refusal: Refusal) -> Problem:
    """A refusal that a room below raised, with its own sentence."""
    kinds = {403: "missing-scope", 404: "not-found", 503: "unavailable"}
    return Problem(kinds.get(refusal.status, "bad-request"), refusal.sentence)
