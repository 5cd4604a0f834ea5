"""Long lists in parts: where a part ends is named by the last item in it, so that nothing is told twice or left out."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from guidelines.api.problems import Problem


def cursor_of(*key: Any) -> str:
    """The key of the last item as it stands in an address. What is in it is nobody's business but ours."""
    return base64.urlsafe_b64encode(json.dumps(key, ensure_ascii=False).encode()).decode().rstrip("=")


def key_of(cursor: str, *kinds: type) -> tuple[Any, ...]:
    """The key that `cursor_of` wrote, or a problem for a text that it did not write."""
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
        ours = isinstance(key, list) and list(map(type, key)) == list(kinds) and cursor_of(*key) == cursor
        if ours and all(part.isprintable() for part in key if isinstance(part, str)):
            return tuple(key)
    except (ValueError, binascii.Error, RecursionError):
        pass
    raise lost()


def lost() -> Problem:
    """A cursor that nobody gave out."""
    return Problem(
        "bad-parameter",
        _("This cursor leads nowhere. Take the address of “next” as it was answered."),
        parameter="cursor",
    )


def next_address(request: HttpRequest, **changed: str) -> str:
    """The same question from another place on."""
    query = [(name, text) for name, texts in request.GET.lists() for text in texts if name not in changed]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*query, *changed.items()])}")
