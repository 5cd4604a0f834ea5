"""What the tests of the working pages share: a signed-in client, addresses, the draft form."""

from __future__ import annotations

import html
import re

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from guidelines.editions.models import Edition
from guidelines.people.models import Person
from tests.editions import making

FIELDS = {
    "title": "Counterfeit product listings",
    "summary": "Act on listings that offer counterfeit goods.",
    "source": making.SOURCE,
    "topic_codes": ["counterfeit.goods"],
    "change_note": "R1 and R2 are new.",
    "significance": "major",
}


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(name: str, edition: Edition, *more: str) -> str:
    return reverse(name, args=[edition.guideline.policy_id, edition.number, *more])


def text(response: HttpResponse) -> str:
    return response.content.decode()


def post_draft(person: Person, edition: Edition, action: str = "save", **changes: object) -> HttpResponse:
    data = {**FIELDS, "seen": edition.digest, "action": action, **changes}
    return signed_in(person).post(address("draft", edition), data)


def hidden_fields(response: HttpResponse) -> dict[str, list[str]]:
    """What the work on a page carries along in hidden fields; not where its frame leads back to."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(?!next")([^"]+)" value="([^"]*)"', text(response)):
        found.setdefault(name, []).append(html.unescape(value))
    return found


def post_merge(person: Person, edition: Edition, page: HttpResponse, **answers: str) -> HttpResponse:
    """Send the merge page back with these answers."""
    return signed_in(person).post(address("merge", edition), {**hidden_fields(page), "action": "save", **answers})
