"""How the tests ask the API: a token made by its service, and a program that shows it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client

from guidelines.api.models import Resource
from guidelines.api.services import Made, Place, make_token
from guidelines.frame import clock
from guidelines.people.models import Person
from tests.people import World

EVERYTHING = tuple(Resource.values)


def token(
    world: World,
    *places: Place,
    by: Person | None = None,
    resources: Sequence[str] = EVERYTHING,
    name: str = "Case tool",
    days: float = 30,
) -> Made:
    """A token for US products, unless said otherwise."""
    return make_token(
        by=by or world.root,
        name=name,
        purpose="Shows the rule beside the case.",
        places=places or ((world.us, world.product),),
        resources=resources,
        expires_at=clock.now() + dt.timedelta(days=days),
    )


@dataclass
class Program:
    """Another program that reads. Everything it was answered is kept, for the test of the document."""

    secret: str = ""
    client: Client = field(default_factory=Client)

    def get(self, path: str, query: Any = None, method: str = "GET", **headers: str) -> HttpResponse:
        shown = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        ask = getattr(self.client, method.lower())
        given = {"query_params": query} if query else {}
        return ask(f"/api/v1{path}", headers={**shown, **headers}, **given)  # type: ignore[no-any-return]


NEED = {"text": "A rule for refurbished goods.", "why": "Twelve complaints in May.", "market": "US", "domain": "PR"}


def asked_for(tool: Program, sent: Any = None, key: str | None = "k-1", **headers: str) -> HttpResponse:
    """A request posted by a program; `sent` is its body."""
    shown = {"Authorization": f"Bearer {tool.secret}"} if tool.secret else {}
    named = {"Idempotency-Key": key} if key is not None else {}
    content = sent if isinstance(sent, bytes) else json.dumps({**NEED, **(sent or {})}).encode()
    given = {"content_type": "application/json", **({"content_type": headers.pop("type")} if "type" in headers else {})}
    return tool.client.post("/api/v1/requests", content, headers={**shown, **named, **headers}, **given)  # type: ignore[no-any-return]


def moment() -> dict[str, str]:
    """Now, said outright: two answers for it are the same also where a minute ends between them."""
    return {"at": clock.now().isoformat()}


def body(response: HttpResponse) -> Any:
    return json.loads(response.content)


def program(world: World, *places: Place, **options: Any) -> Program:
    return Program(token(world, *places, **options).secret)
