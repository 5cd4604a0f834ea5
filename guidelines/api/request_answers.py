"""The shapes of requests: what a program sends, and what it is answered. A field is only ever added."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal

from guidelines.api.answers import MarketCode, NextPart


@dataclass(frozen=True)
class RequestNew:
    """What a program asks for, in the name of those whom it serves."""

    text: Annotated[str, "What is needed; 2,000 characters at most. No names or order numbers of people."]
    why: Annotated[str, "Why: what goes wrong today. 2,000 characters at most."]
    market: MarketCode
    domain: Annotated[str | None, "The code of the domain; null for none or several."] = None
    guideline: Annotated[str | None, "The policy ID of the guideline it is about."] = None
    rule: Annotated[str | None, "The ID of the rule it is about, such as R3."] = None
    wanted_by: Annotated[dt.date | None, "The day by which it is wanted."] = None


@dataclass(frozen=True)
class AnsweringEdition:
    """The edition that answers a request."""

    policy_id: str
    edition: int
    effective_from: Annotated[dt.datetime | None, "From when it binds; null while it is not published."]


@dataclass(frozen=True)
class RequestMade:
    """A request of this token, and what became of it."""

    id: int
    key: Annotated[str, "The Idempotency-Key that it was made with."]
    market: MarketCode
    domain: Annotated[str | None, "The code of the domain; null for none or several."]
    guideline: Annotated[str | None, "The policy ID of the guideline it is about, where the token may read it."]
    rule: Annotated[str | None, "The ID of the rule it is about."]
    text: str
    why: str
    wanted_by: dt.date | None
    asked_at: dt.datetime
    standing: Annotated[
        Literal["open", "taken_up", "answered", "declined"], "`answered` once the edition that answers is in force."
    ]
    reason: Annotated[str, "Why it was declined; else empty."]
    answered_in: Annotated[AnsweringEdition | None, "The edition, where the token may read it already; else null."]
    url: Annotated[str, "The page of the request, for people who may sign in."]


@dataclass(frozen=True)
class RequestsMade:
    """A part of the requests of this token, the newest first."""

    items: tuple[RequestMade, ...]
    next: NextPart
