"""The figures of a report: one function each, in the order in which they are shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from guidelines.programmes.figures import around, editions, floor, readers, tasks
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
        "error_rate",
        _("Error rate"),
        _(
            "Wrong decisions of all that were checked and decided on days of the period, as their market counts days. "
            "Overturned checks are left out."
        ),
        SHARE,
        around.error_rate,
        "less",
    ),
    Figure(
        "above_target",
        _("Areas above target"),
        _(
            "Rules whose error rate in the period surely lies above the target of their topic: with the whole interval "
            "that holds the true rate 19 times out of 20."
        ),
        COUNT,
        around.areas_above_target,
        "less",
    ),
    Figure(
        "sessions_held",
        _("Training sessions held"),
        _("Sessions of its markets and domains that ended in the period and were not called off."),
        COUNT,
        around.sessions_held,
    ),
    Figure(
        "trained",
        _("Came to training"),
        _("Of those invited to these sessions whose attendance was ticked, those who came."),
        SHARE,
        around.came_to_training,
        "more",
    ),
    Figure(
        "tasks_done",
        _("Training tasks done"),
        _(
            "Of all people at work whom a task asks to take a quiz or read a material until a day of the period, those "
            "who had done it by the end of the period. Each person counts once for each task; a task of fewer than "
            "five people is left out."
        ),
        SHARE,
        tasks.tasks_done,
        "more",
    ),
    Figure(
        "quizzes_passed",
        _("Quizzes passed"),
        _(
            "Of the people who finished a try at a quiz in the period, assigned or not, those who passed one of these "
            "tries. Each person counts once for each quiz; a quiz of fewer than five people is left out."
        ),
        SHARE,
        tasks.quizzes_passed,
        "more",
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
        "insights_answered",
        _("Insights answered"),
        _("Insights answered in the period: in words, by an edition that took force, or by a requirement delivered."),
        COUNT,
        floor.insights_answered,
        "more",
    ),
    Figure(
        "insights_open",
        _("Insights open"),
        _("Insights opened by the end of the last day and neither answered nor declined by then."),
        COUNT,
        floor.insights_open,
        "less",
    ),
):
    register(_figure)

__all__ = ["FIGURES", "Figure", "Found", "Period", "Row", "register"]
