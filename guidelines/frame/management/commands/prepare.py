"""`manage.py prepare`: bring tables, the cache table and static files up to date, doing only what is needed.

One process does it all, so that a start with nothing to do costs one look at each.
"""

import hashlib
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core import checks
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = "Bring tables, the cache table and static files up to date. Quick when there is nothing to do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--then", metavar="COMMAND", action="append", default=[], help="a command to run after it")

    def handle(self, *, then: list[str], **options: Any) -> None:
        self.tables()
        self.static_files()
        for command in then:
            call_command(command, stdout=self.stdout, stderr=self.stderr)

    def tables(self) -> None:
        """A check that complains is answered by `migrate` too: it makes a missing trigger again."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()) or complaints():
            self.say("Bringing the database's tables up to date ...")
            call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)

    def static_files(self) -> None:
        folder, wanted = Path(settings.STATIC_ROOT), fingerprint()
        stamp = folder.with_name(f"{folder.name}.collected")
        if folder.is_dir() and stamp.is_file() and stamp.read_text() == wanted:
            return
        self.say("Collecting static files ...")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(wanted)

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def complaints() -> list[checks.CheckMessage]:
    """What the checks of the database find."""
    return checks.run_checks(tags=[checks.Tags.database], databases=[connection.alias])


def fingerprint() -> str:
    """Changes whenever a static file is added, edited or removed."""
    digest = hashlib.sha256(django.__version__.encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
