"""`manage.py demo`: build the demo world once; `--reset` puts a new database in its place."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from guidelines.demo import resetting
from guidelines.demo.building import NotADemo, build, is_built, refuse_foreign_work
from guidelines.demo.case_notes import case_notes
from guidelines.reading.receipts import shown


class Command(BaseCommand):
    help = "Build the demo world, unless it is there. With --reset, build it in a new database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="throw the demo's database away and build a new one")

    def handle(self, *, reset: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo world is for SOP_PORTAL_MODE=demo only. `make run` sets it.")
        if not resetting.has_tables():
            resetting.make_tables()
        elif is_built() and not reset:
            return
        try:
            refuse_foreign_work()
            if is_built():
                resetting.new_database()
            build(self.stdout)
            for note in case_notes():
                self.stdout.write(f"A receipt to look up at /receipts/: {shown(note.receipt)} ({note.about})")
        except NotADemo as refusal:
            raise CommandError(str(refusal)) from refusal
        if reset:
            self.stdout.write("The demo world is new. If the portal was running, start it again.")
