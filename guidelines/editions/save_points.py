"""Save points of drafts, kept by django-reversion. The only module that imports it.

`revert()` and `field_dict` are never used: the first writes past the freeze, the second fills old data with today's
defaults. Restoring is an ordinary save of old words.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

import reversion
from reversion.models import Version

from guidelines.editions.drafts import DraftWords
from guidelines.editions.models import WORD_FIELDS, Edition
from guidelines.frame import clock
from guidelines.people.models import Person


@dataclass(frozen=True)
class SavePoint:
    """One recorded save of a draft: who, when and why."""

    id: int
    person: Person | None
    at: dt.datetime
    why: str


def register() -> None:
    if not reversion.is_registered(Edition):
        reversion.register(Edition, fields=(*WORD_FIELDS, "digest"))


def keep(edition: Edition, *, by: Person, why: str) -> None:
    """Record the words as they were just saved."""
    with reversion.create_revision(manage_manually=True):
        reversion.add_to_revision(edition)
        reversion.set_user(by)
        reversion.set_comment(why)
        reversion.set_date_created(clock.now())


def history(edition: Edition) -> list[SavePoint]:
    """The save points of an edition, newest first, without their words."""
    versions = Version.objects.get_for_object(edition).select_related("revision__user").defer("serialized_data")
    return [
        SavePoint(version.pk, version.revision.user, version.revision.date_created, version.revision.get_comment())
        for version in versions
    ]


def words_at(edition: Edition, save_point: int) -> DraftWords | None:
    """The words as they were saved then, or None when this edition has no such save point."""
    version = Version.objects.get_for_object(edition).filter(pk=save_point).first()
    if version is None:
        return None
    fields = json.loads(version.serialized_data)[0]["fields"]
    kept = {name: fields[name] for name in WORD_FIELDS if name in fields}
    return DraftWords(**{**kept, "topic_codes": tuple(kept.get("topic_codes", ()))})
