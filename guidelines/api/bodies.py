"""The body of a request, read strictly: JSON of one shape, within a size, under a key that makes it once."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import MISSING, fields
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from guidelines.api.parameters import read_day
from guidelines.api.problems import Problem

MOST_BYTES = 64 * 1024
KEY = re.compile(r"[\x21-\x7e]{1,80}")


def key_of_request(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not KEY.fullmatch(key):
        sentence = _("Send a header Idempotency-Key of 1 to 80 letters, digits or signs, the same when you ask again.")
        raise Problem("bad-request", sentence)
    return key


def read_body(request: HttpRequest, shape: type) -> dict[str, Any]:
    """The fields of the shape; what is left out has its default."""
    if request.content_type != "application/json":
        raise Problem("no-json", _("Send the body as application/json."))
    content = request.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Problem("too-large", _("The body may have %(most)d KiB.") % {"most": MOST_BYTES // 1024})
    try:
        sent = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Problem("bad-request", _("The body is not JSON that this portal can read.")) from error
    if not isinstance(sent, dict):
        raise Problem("bad-request", _("The body is one JSON object."))
    known = {field.name: field for field in fields(shape)}
    for name in sent:
        if name not in known:
            facts = {"name": name[:40], "known": ", ".join(known)}
            raise invalid(_("There is no field “%(name)s” here. There are: %(known)s.") % facts, name)
    return {name: _value(sent, name, needed=field.default is MISSING) for name, field in known.items()}


def _value(sent: dict[str, Any], name: str, *, needed: bool) -> str | dt.date | None:
    value = sent.get(name)
    if value is None and not needed:
        return None
    if value is None:
        raise invalid(_("“%(name)s” is missing.") % {"name": name}, name)
    if not isinstance(value, str) or "\x00" in value or not _is_text(value):
        raise invalid(_("“%(name)s” must be a text.") % {"name": name}, name)
    return read_day(name, value) if name == "wanted_by" else value


def _is_text(value: str) -> bool:
    """JSON can spell halves of characters, which nothing can store."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def invalid(sentence: str, name: str) -> Problem:
    return Problem("invalid", sentence, parameter=name[:40])
