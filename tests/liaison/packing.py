"""Packs asked for and made, and guidelines of which partners may know."""

from __future__ import annotations

import datetime as dt
from typing import Any

from guidelines.editions import services
from guidelines.editions.models import Edition
from guidelines.liaison.making import digest_told, make, told
from guidelines.liaison.models import Pack
from guidelines.liaison.questions import Question
from guidelines.liaison.services.agreeing import agree
from guidelines.liaison.services.packing import ask_for_pack
from guidelines.people.models import Person
from tests.editions import making
from tests.liaison.making import asked
from tests.people import World

EVERY = ("pdf", "docx", "xlsx", "csv", "json", "md", "html")


def pack(by: Person, question: Question | None = None, formats: tuple[str, ...] = ("json",), **more: Any) -> Pack:
    """A pack that was asked for; not made yet."""
    given = {"audience": "internal", **more}
    return ask_for_pack(question or asked(), formats=formats, by=by, **given)


def made(by: Person, question: Question | None = None, formats: tuple[str, ...] = ("json",), **more: Any) -> Pack:
    """A pack that a worker made."""
    asked_for = pack(by, question, formats, **more)
    make(asked_for.pk)
    asked_for.refresh_from_db()
    return asked_for


def on_screen(pack: Pack) -> str:
    """The digest of what the page of a pack shows the second person now."""
    return digest_told(pack, told(pack)[0])


def agreed(pack: Pack, *, by: Person, answer: str = "") -> Pack:
    """Somebody read what is on the page, and agrees to it."""
    return agree(pack, by=by, seen=on_screen(pack), answer=answer)


def contents(pack: Pack) -> dict[str, bytes]:
    return {file.format: bytes(file.content) for file in pack.files.all()}


def for_partners(world: World, since: dt.datetime, **changes: Any) -> Edition:
    """An edition in force of a guideline that partners may know of."""
    draft = making.draft(world, **changes)
    services.class_guideline(draft.guideline, audience="partner", by=world.ann, reason="Partners act on it.")
    draft.refresh_from_db()
    return making.published(draft, world, effective_from=since, backdate=True)
