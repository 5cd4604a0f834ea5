"""What quizzes and tasks add to the portal when it starts."""

from __future__ import annotations

from guidelines.audit import triggers
from guidelines.frame import sweeps
from guidelines.learning import quiz_guards
from guidelines.learning.services import quiz_taking


def start() -> None:
    triggers.register(*quiz_guards.GUARDS)
    sweeps.register("quizzes whose time ran out", quiz_taking.end_what_ran_out, seconds=20)
