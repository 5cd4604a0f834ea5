"""`manage.py worker`: does what waits, until Ctrl-C or SIGTERM; `--once` stops when nothing is due."""

from __future__ import annotations

import logging
import signal
import uuid
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from django_tasks_db.management.commands.db_worker import Worker

from guidelines.frame import sweeps

logger = logging.getLogger(__name__)
PAUSE = 1.0
"""Seconds to rest when nothing waits."""
AT_ONCE = 20
"""Tasks run before the sweeps have their turn again."""


class Command(BaseCommand):
    help = "Do the work that waits in the background. Stops with Ctrl-C or SIGTERM after the task it is at."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop when nothing is due any more")

    def handle(self, *, once: bool, **options: Any) -> None:
        stop = Event()
        worker = _worker()

        def told_to_stop(_signum: int, _frame: object) -> None:
            stop.set()
            worker.running = False

        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, told_to_stop)
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        troubled = False
        while not stop.is_set():
            try:
                did, troubled = _turn(worker), False
            except DatabaseError as error:  # away for a moment: the rows are still there when it is back
                if once:
                    raise
                if not troubled:
                    logger.warning("The worker waits for the database: %s", error)
                did, troubled = 0, True
            if once and not did:
                return
            if not did:
                stop.wait(PAUSE)


def _turn(worker: Worker) -> int:
    """The sweeps that are due, then some tasks. How many tasks were run."""
    close_old_connections()
    sweeps.beat()
    sweeps.sweep_due()
    before: int = worker._run_tasks
    worker.max_tasks = before + AT_ONCE
    worker.run()
    return worker._run_tasks - before


def _worker() -> Worker:
    """The library's worker, run in bursts: it returns when the queue is empty."""
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=uuid.uuid4().hex,
        excluded_queue_names=[],
    )
