"""What quizzes and tasks add to the portal when it starts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from guidelines.audit import triggers
from guidelines.frame import navigation, slots, sweeps
from guidelines.learning import expecting, notifying_tasks, quiz_guards, quiz_rights, showing_tasks
from guidelines.learning.services import quiz_taking, quiz_telling

QUIZ_PAGES = ("quizzes", "new_quiz", "quiz", "quiz_items", "quiz_preview", "quiz_figures", "attempt")
TASK_PAGES = ("mine", "tasks", "new_task", "task", "completion")


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
    navigation.register(
        _("Training"),
        "mine",
        may=quiz_rights.reads,
        count=expecting.open_count,
        covers=(*QUIZ_PAGES, *TASK_PAGES),
        order=45,
    )
