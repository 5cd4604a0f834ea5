"""Save points of drafts, kept by django-reversion. The only module that imports it.

`revert()` and `field_dict` are never used: the first writes past the freeze, the second fills old data with today's
defaults. Restoring is an ordinary save of old words.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import reversion
from django.core.cache import cache
from django.utils.translation import gettext as _
from reversion.models import Version

from guidelines.editions.drafts import DraftWords
from guidelines.editions.models import WORD_FIELDS, Contribution, Edition
from guidelines.frame import clock
from guidelines.people.models import Person
from guidelines.text.editing import rule_ids

AUTOSAVE = "autosave"
"""Why a save point was kept that nobody asked for: the editor saves two seconds after the last key."""
ONE_SITTING = dt.timedelta(minutes=30)
"""Autosaves of one person that lie nearer than this belong to one sitting."""
RULE_IDS_KEPT = 3600
"""Seconds."""


@dataclass(frozen=True)
class SavePoint:
    """One recorded save of a draft: who, when and why."""

    id: int
    person: Person | None
    at: dt.datetime
    comment: str

    @property
    def is_autosave(self) -> bool:
        return self.comment == AUTOSAVE

    @property
    def why(self) -> str:
        """The reason as people read it; empty for an ordinary save."""
        if self.is_autosave:
            return _("Saved while typing")
        kinds = Contribution.Kind
        return str(kinds(self.comment).label) if self.comment in kinds.values else self.comment


@dataclass(frozen=True)
class HistoryLine:
    """One line of the history: a save point, or the autosaves of one sitting, newest first."""

    points: tuple[SavePoint, ...]

    @property
    def newest(self) -> SavePoint:
        return self.points[0]

    @property
    def since(self) -> dt.datetime:
        return self.points[-1].at


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


def folded(points: Iterable[SavePoint]) -> list[HistoryLine]:
    """The lines of a history, newest first. Nothing is deleted: the fold is made anew at each reading."""
    lines: list[HistoryLine] = []
    for point in points:
        if lines and _same_sitting(lines[-1].points[-1], point):
            lines[-1] = HistoryLine((*lines[-1].points, point))
        else:
            lines.append(HistoryLine((point,)))
    return lines


def _same_sitting(later: SavePoint, earlier: SavePoint) -> bool:
    return (
        later.is_autosave
        and earlier.is_autosave
        and later.person == earlier.person
        and later.at - earlier.at < ONE_SITTING
    )


def words_at(edition: Edition, save_point: int) -> DraftWords | None:
    """The words as they were saved then, or None when this edition has no such save point."""
    return _words_in(Version.objects.get_for_object(edition).filter(pk=save_point).first())


def words_with_digest(edition: Edition, digest: str) -> DraftWords | None:
    """The words of this edition that had this digest, or None when they were never saved."""
    found = Version.objects.get_for_object(edition).filter(serialized_data__contains=json.dumps(digest))
    return _words_in(next((version for version in found if _fields(version).get("digest") == digest), None))


def rule_ids_of(guideline_id: int) -> set[int]:
    """The numbers of every rule that any save of any edition of a guideline had; a process reads each save once."""
    key = f"rule-ids:{guideline_id}"
    last, found = cache.get(key, (0, frozenset[int]()))
    editions = map(str, Edition.objects.filter(guideline=guideline_id).values_list("pk", flat=True))
    versions = Version.objects.get_for_model(Edition).filter(object_id__in=list(editions), pk__gt=last)
    for version in versions.order_by("pk").iterator():
        last, found = version.pk, found | rule_ids(_fields(version).get("source", ""))
    cache.set(key, (last, found), timeout=RULE_IDS_KEPT)
    return set(found)


def _words_in(version: Version | None) -> DraftWords | None:
    if version is None:
        return None
    fields = _fields(version)
    kept = {name: fields[name] for name in WORD_FIELDS if name in fields}
    return DraftWords(**{**kept, "topic_codes": tuple(kept.get("topic_codes", ()))})


def _fields(version: Version) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(version.serialized_data)[0]["fields"]
    return fields
