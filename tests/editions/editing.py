"""The editor as a browser uses it: what it would post of the blocks on a page."""

from __future__ import annotations

import re
from html import unescape

from django.http import HttpResponse

from guidelines.editions.models import Edition
from tests.editions.pages import FIELDS, address, signed_in, text
from tests.people import World


def posted(page: str) -> dict[str, object]:
    """What a browser would post of the blocks on a page, with nothing typed."""
    order = re.findall(r'name="order" value="(b\d+)"', page)
    data: dict[str, object] = {"mode": "forms", "order": order, "blocks": len(order)}
    for tag in re.findall(r"<input[^>]+>", page):
        found = re.search(r'name="(b\d+-[\w-]+)"', tag)
        if found:
            value = re.search(r'value="([^"]*)"', tag, re.S)
            data[found[1]] = unescape(value[1]) if value else ""
    for name, value in re.findall(r'<textarea[^>]*name="(b\d+-[\w-]+)"[^>]*>\n?(.*?)</textarea>', page, re.S):
        data[name] = unescape(value)
    for name, options in re.findall(r'<select[^>]*name="(b\d+-[\w-]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        data[name] = chosen[1] if chosen else ""
    return data


def key_of(page: str, rule: str) -> str:
    found = re.search(rf'data-block="(b\d+)" data-rule="{rule.lower()}"', page)
    assert found
    return found[1]


def opened(world: World, edition: Edition) -> tuple[str, dict[str, object]]:
    page = text(signed_in(world.ann).get(address("draft", edition)))
    fields = {name: value for name, value in FIELDS.items() if name != "source"}
    return page, {**fields, "seen": edition.digest, **posted(page)}


def post(world: World, edition: Edition, data: dict[str, object], action: str, **headers: str) -> HttpResponse:
    return signed_in(world.ann).post(address("draft", edition), {**data, "action": action}, **headers)
