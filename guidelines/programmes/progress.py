"""How far a programme is, counted of what it holds and of what the reader may see: parts of wholes, each defined."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guidelines.programmes.held import Held
from guidelines.programmes.models import Milestone


@dataclass(frozen=True)
class Part:
    """So many of so many."""

    code: str
    name: str | Promise
    definition: str | Promise
    done: int
    all: int

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.all) if self.all else 0


DEFINITIONS: dict[str, tuple[Promise, Promise]] = {
    "guideline": (
        _("Guidelines in force"),
        _("Guidelines of the programme with words in force now, of all that it holds and you may read."),
    ),
    "edition": (
        _("Editions in force"),
        _("Editions of the programme that have taken force, of all that it holds and you may read."),
    ),
    "requirement": (
        _("Requirements delivered"),
        _("Requirements that were delivered or that an edition in force answers, of all that you may read."),
    ),
    "session": (
        _("Sessions held"),
        _("Training sessions that are over, of all that you may read and were not called off."),
    ),
}


def parts(milestones: list[Milestone], held: list[Held]) -> list[Part]:
    """Every count of the programme, also those of which it holds nothing yet."""
    found = [
        Part(
            "milestones",
            _("Milestones done"),
            _("Milestones with a day on which they were done, of all that were planned."),
            sum(milestone.done_on is not None for milestone in milestones),
            len(milestones),
        )
    ]
    for kind, (name, definition) in DEFINITIONS.items():
        these = [one for one in held if one.kind == kind]
        found.append(Part(kind, name, definition, sum(one.is_done for one in these), len(these)))
    return found
