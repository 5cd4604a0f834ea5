"""`manage.py import_checks SOURCE FILE --by ID`: bring in checked decisions, however many, to the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guidelines.frame.refusals import Refusal
from guidelines.people.backends import person_called
from guidelines.people.models import Person
from guidelines.quality import services
from guidelines.quality.importing import working
from guidelines.quality.models import CheckImport, Source
from guidelines.quality.rights import visible_sources


class Command(BaseCommand):
    help = "Bring in a file of checked decisions, as its source reads them. SOURCE is a name, or MARKET:NAME."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", metavar="SOURCE")
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--by", metavar="ID", required=True, help="who answers for it: a quality analyst")

    def handle(self, *, source: str, file: Path, by: str, **options: Any) -> None:
        person = person_called(by)
        if person is None:
            raise CommandError(f"There is nobody called {by}.")
        feed = self.feed(source, person)
        try:
            job = self.confirmed(feed, file, person)
        except services.BroughtInBefore as refusal:
            raise CommandError(f"{refusal.sentence} It is import {refusal.earlier.pk}.") from refusal
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{file.name}: {job.all_rows} rows.")
        working.take(job.pk, seconds=float("inf"), tell=self.tell)
        job.refresh_from_db()
        if job.standing != CheckImport.Standing.DONE:
            raise CommandError(job.error or "A worker has it by now. Look at its page.")
        figures = f"{job.taken} new, {job.known} known, {job.changed} other verdicts, {job.problems} not taken."
        self.stdout.write(self.style.SUCCESS(f"Done: {figures} {job.get_absolute_url()}"))

    def feed(self, named: str, person: Person) -> Source:
        market, colon, name = named.rpartition(":")
        rows = visible_sources(person).filter(ended_at=None, name=name)
        found = list(rows.filter(market__code=market.upper()) if colon else rows)
        if len(found) != 1:
            raise CommandError(f"{'Several sources are' if found else 'No source is'} called {named}.")
        return found[0]

    def confirmed(self, feed: Source, file: Path, person: Person) -> CheckImport:
        try:
            with file.open("rb") as opened:
                return services.confirm(services.upload(feed, by=person, file=opened, name=file.name), by=person)
        except OSError as error:
            raise CommandError(f"{file} can’t be read: {error.strerror}.") from error

    def tell(self, job: CheckImport) -> None:
        self.stdout.write(f"{job.done_rows} of {job.all_rows}")
