"""Editions that were told beforehand and are cancelled before they begin."""

from __future__ import annotations

import dataclasses
import datetime as dt

import time_machine

from guidelines.editions import services
from guidelines.editions.models import Edition, Guideline
from guidelines.people.models import Person
from tests.editions import making
from tests.liaison.making import NOW, asked, coming
from tests.liaison.packing import made
from tests.people import World

DAY = dt.timedelta(days=1)
WHY = "The vendor asked for another week."
LATER = asked(later=True)
PLAINER = making.SOURCE + "\nAsk your lead.\n"


def scheduled(world: World, guideline: Guideline, **changes: object) -> Edition:
    return coming(world, guideline, NOW + 4 * DAY, **{"title": "Vapes, stricter", **changes})


def cancel(world: World, edition: Edition, at: dt.datetime, note: str = WHY) -> None:
    with time_machine.travel(at, tick=False):
        services.cancel(edition, by=world.bob, note=note)


def reworded(world: World, edition: Edition, title: str = "Something else") -> None:
    services.recall(edition, by=world.ann, note="")
    edition.refresh_from_db()
    words = dataclasses.replace(making.words(source=edition.source), title=title)
    services.save_draft(edition, by=world.ann, seen=edition.digest, words=words)


def published_again(world: World, edition: Edition, start: dt.datetime) -> None:
    edition.refresh_from_db()
    services.publish(edition, by=world.ann, seen=edition.digest, effective_from=start, why_sooner=making.SOONER)


def noted(by: Person, at: dt.datetime, audience: str = "internal") -> list[str]:
    """The notes of a pack that is asked for then."""
    with time_machine.travel(at, tick=False):
        return list(made(by, LATER, audience=audience).notes)
