"""Work in the background: Django's tasks under one name, and the one way to ask for it.

The queue may lose anything. What must not be lost is a row of its own (`frame/jobs.py`), and a sweep finds it again.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from guidelines.frame import clock

try:  # Django 6 brings them; until 6.2 the package stands in.
    from django.tasks import task  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    from django_tasks import task  # type: ignore[no-redef,unused-ignore]

__all__ = ["soon", "task"]

KEPT = dt.timedelta(days=7)
"""How long the queue remembers what it ran."""

logger = logging.getLogger(__name__)


def soon(work: Any, *args: Any) -> None:
    """Have a task run once the deed under way is committed. A queue that is away delays it and fails no request."""
    transaction.on_commit(lambda: _enqueue(work, args))


def forget_finished() -> None:
    """A sweep: what was done or failed a week ago is of no more use. The rows of the work itself stay."""
    DBTaskResult.objects.finished().filter(finished_at__lt=clock.now() - KEPT).delete()


def _enqueue(work: Any, args: tuple[Any, ...]) -> None:
    try:
        with transaction.atomic():
            work.enqueue(*args)
    except Exception:
        logger.exception("A task could not be queued. The next sweep finds its row: %s", work.name)
