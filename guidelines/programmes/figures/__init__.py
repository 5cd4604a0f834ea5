"""The figures of a report: one function each, in the order in which they are shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from guidelines.programmes.figures import editions, floor, readers
from guidelines.programmes.figures.kinds import COUNT, DAYS, SHARE, Figure, Found, Period, Row

FIGURES: dict[str, Figure] = {}


def register(figure: Figure) -> None:
    """Put a figure into every report drafted from now on."""
    FIGURES[figure.code] = figure


for _figure in (
    Figure(
        "in_force",
        _("Guidelines in force"),
        _("Guidelines of the programme’s markets and domains with words in force at the end of the last day."),
        COUNT,
        editions.guidelines_in_force,
    ),
    Figure(
        "draft_to_force",
        _("Draft to force, median"),
        _(
            "Half of the editions that took force in the period took no longer, from being opened to binding. "
            "Emergency editions are left out."
        ),
        DAYS,
        editions.draft_to_force,
        "less",
    ),
    Figure(
        "review",
        _("Review, median"),
        _("Half of the stays in review that ended in the period lasted no longer, weekends included."),
        DAYS,
        editions.review_turnaround,
        "less",
    ),
    Figure(
        "acknowledged",
        _("Acknowledged on time"),
        _(
            "Of all people at work whom an edition asked until a moment of the period, those who acknowledged it by "
            "then. Each person counts once for each edition."
        ),
        SHARE,
        readers.acknowledged_on_time,
        "more",
    ),
    Figure(
        "emergencies",
        _("Emergency editions"),
        _("Editions that took force in the period before a second person had approved them."),
        COUNT,
        editions.emergency_editions,
        "less",
    ),
    Figure(
        "notes_sent",
        _("Change notes sent"),
        _("Changes that a delivery of the period told at least one contact of. Each change counts once."),
        COUNT,
        readers.change_notes_sent,
    ),
    Figure(
        "questions_answered",
        _("Questions answered"),
        _("Questions from the floor whose newest answer is of the period."),
        COUNT,
        floor.questions_answered,
        "more",
    ),
    Figure(
        "questions_open",
        _("Questions open"),
        _("Questions from the floor asked by the end of the last day and neither answered nor settled by an edition."),
        COUNT,
        floor.questions_open,
        "less",
    ),
):
    register(_figure)

__all__ = ["FIGURES", "Figure", "Found", "Period", "Row", "register"]
