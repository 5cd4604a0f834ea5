"""What quizzes and tasks add to the portal when it starts."""

from __future__ import annotations

from guidelines.audit import triggers
from guidelines.frame import slots, sweeps
from guidelines.learning import expecting, notifying_tasks, quiz_guards, showing_tasks
from guidelines.learning.services import quiz_taking, quiz_telling

PAGES = (
    *("quizzes", "new_quiz", "quiz", "quiz_items", "change_item", "quiz_preview", "quiz_figures", "attempt"),
    *("mine", "tasks", "new_task", "task", "completion"),
)
"""The pages that belong under “Training”."""


def start() -> None:
    triggers.register(*quiz_guards.GUARDS)
    expecting.start()
    notifying_tasks.register()
    sweeps.register("quizzes whose time ran out", quiz_taking.end_what_ran_out, seconds=20)
    sweeps.register("rules that fail in quizzes", quiz_telling.tell_what_fails, seconds=600)
    sweeps.register("tasks of the day", notifying_tasks.remind, seconds=300)
    slots.fill("home", "learning/expected_home.html", showing_tasks.home)
    slots.fill("publish-side", "learning/publish_side.html", showing_tasks.publish_side)
    slots.fill("editions-end", "learning/editions_end.html", showing_tasks.editions_end)
