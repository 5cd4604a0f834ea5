"""Brief: what a person decided about change notes beside the question. It decides the bytes with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from guidelines.text.audience import Audience


@dataclass(frozen=True)
class Brief:
    """For whom the notes are, and what is in them."""

    audience: Audience = Audience.INTERNAL
    introduction: str = ""
    left_out: frozenset[str] = frozenset()
    """The keys of the notes that were taken out by hand."""
    redline: bool = False
    inside: bool = False
    """The words as internal teams read them, for somebody of a wider class."""
    replaces: dt.datetime | None = None
    """When the notes were sent that these stand in for, corrected."""
    replaced_at: dt.datetime | None = None
    """The state of the record that those told of: what was corrected after it is marked."""

    @property
    def told(self) -> Audience:
        """The class whose words are in it."""
        return Audience.INTERNAL if self.inside else self.audience

    @property
    def needs_agreement(self) -> bool:
        """Whether it tells an outsider more than notes, so that a second person must agree."""
        return self.audience != Audience.INTERNAL and (self.redline or self.inside)


FOR_US = Brief()
"""For internal teams, with nothing left out."""
