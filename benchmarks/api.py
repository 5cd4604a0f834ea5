"""The read API: a case tool that asks for one rule by its citation, with a token and without a session."""

from __future__ import annotations

import datetime as dt
import random
import secrets
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from django.core.cache import caches

from benchmarks.requesting import Browser
from benchmarks.workloads import ROUND, Request, Workload
from guidelines.api.models import Resource
from guidelines.api.services import make_token
from guidelines.editions.models import Guideline
from guidelines.frame import clock
from guidelines.people.models import Person

TOKENS = 20
"""As many as keep every one of them within its allowance of a minute, however fast the machine is."""


class Program(Browser):
    """Shows a token with every request. The session beside it is for the yardstick; the API looks at none."""

    def __init__(self, person: Person, keeper: Person) -> None:
        super().__init__(person)
        self.secrets = cycle([_token(keeper, number) for number in range(TOKENS)])

    def _environ(self, address: str, etag: str) -> dict[str, Any]:
        return super()._environ(address, etag) | {"HTTP_AUTHORIZATION": f"Bearer {next(self.secrets)}"}


def _token(keeper: Person, number: int) -> str:
    made = make_token(
        by=keeper,
        name=f"Case desk {secrets.token_hex(4)} {number}",
        purpose="To be measured.",
        places=[(None, None)],
        resources=[Resource.RULES],
        expires_at=clock.now() + dt.timedelta(days=1),
    )
    return made.secret


def rules(program: Program) -> Iterator[Workload]:
    """`rules/{citation}`: words this process has not kept yet, words it has, and an answer that still stands."""
    policy_ids = list(Guideline.objects.order_by("pk").values_list("policy_id", flat=True))
    chance = random.Random("which rules")
    count = min(ROUND, len(policy_ids) // 2)

    def asked() -> list[Request]:
        caches["default"].clear()
        return [Request(f"/api/v1/rules/{policy_id}-R1") for policy_id in chance.sample(policy_ids, count)]

    def asked_again() -> list[Request]:
        found = asked()
        for request in found:
            program.get(request.address)
        return found

    def of_a_moment() -> list[Request]:
        at = clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        return [Request(f"{request.address}?at={at}") for request in asked_again()]

    def unchanged() -> list[Request]:
        return [Request(one.address, program.get(one.address).headers["ETag"]) for one in of_a_moment()]

    yield Workload("rule", "the API: a rule whose words this process has not kept", asked)
    yield Workload("rule again", "the API: a rule whose words this process has kept", asked_again)
    yield Workload("rule at a moment", "the API: the same with ?at=", of_a_moment)
    yield Workload("rule unchanged", "the API: an answer that the program has: 304", unchanged, status=304)
