"""The OpenAPI document. It tells what the product can do and nothing of what it holds, so it needs no token."""

from __future__ import annotations

import json
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from guidelines.api.endpoints import etag_of, without_token
from guidelines.api.openapi import document


def openapi(request: HttpRequest) -> HttpResponse:
    """The document, the same for everybody."""
    if other := without_token(request):
        return other
    content, tag = _written()
    headers = {"ETag": tag, "Cache-Control": "public, max-age=3600"}
    response = HttpResponse(content, content_type="application/json", headers=headers)
    return get_conditional_response(request, etag=tag, response=response) or response


@cache
def _written() -> tuple[bytes, str]:
    content = (json.dumps(document(), ensure_ascii=False, indent=1) + "\n").encode()
    return content, etag_of(content)
