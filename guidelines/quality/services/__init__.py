"""The deeds of this room: sources, files of checked decisions, target rates."""

from guidelines.quality.services.keeping_sources import (
    SourceWish,
    change_source,
    end_source,
    make_source,
    seen_of_source,
)
from guidelines.quality.services.raising import raise_area
from guidelines.quality.services.targets import set_target
from guidelines.quality.services.uploading import BroughtInBefore, confirm, discard, discard_old, repeat, upload

__all__ = [
    "BroughtInBefore",
    "SourceWish",
    "change_source",
    "confirm",
    "discard",
    "discard_old",
    "end_source",
    "make_source",
    "raise_area",
    "repeat",
    "seen_of_source",
    "set_target",
    "upload",
]
