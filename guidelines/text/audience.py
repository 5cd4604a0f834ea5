"""Audience: who may be told something, from everybody to a few named people."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """Four classes in their order. What has no class is internal; a part is never wider than what it stands in."""

    PUBLIC = "public"
    PARTNER = "partner"
    INTERNAL = "internal"
    RESTRICTED = "restricted"

    @property
    def rank(self) -> int:
        return _ORDER.index(self)

    def hears(self, told: Audience) -> bool:
        """Whether somebody of this class may be told what is of class `told`."""
        return told.rank <= self.rank


_ORDER = tuple(Audience)


def narrowest(*classes: Audience) -> Audience:
    """The class of a part inside its surroundings: the narrowest of them all."""
    return max(classes, key=lambda audience: audience.rank)
