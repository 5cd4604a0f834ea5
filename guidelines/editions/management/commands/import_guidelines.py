"""`manage.py import_guidelines`: bring a folder of Markdown policies in, with its history."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.importing.importer import Importer
from guidelines.editions.importing.report import Report
from guidelines.editions.importing.sources import Unreadable, lines, read_folder, read_history
from guidelines.frame.progress import progress
from guidelines.frame.refusals import Refusal
from guidelines.frame.times import instant
from guidelines.people.models import Person
from guidelines.text.refusal import TextRefused


class Command(BaseCommand):
    help = "Import a folder of Markdown policies. Every recorded change becomes an edition in force from its own date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--market", required=True, help="the market's code, such as US")
        parser.add_argument("--domain", required=True, help="the domain's code, such as CC")
        parser.add_argument("--by", required=True, help="employee ID or mail address of the policy manager")
        parser.add_argument("--approved-by", required=True, help="employee ID or mail address of the policy reviewer")
        parser.add_argument("--history", type=Path, help="recorded changes, one JSON object a line, oldest first")
        parser.add_argument("--effective-from", help="from when files without history are in force (default: now)")
        parser.add_argument("--also", action="append", default=[], metavar="PATH", help="take a file such as README.md too")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = self._import(options)
        except (Unreadable, Refusal, TextRefused) as fault:
            raise CommandError(getattr(fault, "sentence", None) or str(fault)) from None
        for line in report.lines():
            self.stdout.write(line)

    def _import(self, options: dict[str, Any]) -> Report:
        importer = Importer(
            market=_listed(Market, options["market"], "market"),
            domain=_listed(Domain, options["domain"], "domain"),
            by=_person(options["by"]),
            approved_by=_person(options["approved_by"]),
            effective_from=instant(options["effective_from"]) if options["effective_from"] else None,
        )
        importer.refuse_unless_two_who_may()
        files, left_out = read_folder(options["folder"], options["also"])
        changes = read_history(options["history"]) if options["history"] else []
        found = lines(files, changes)
        report = Report()
        report.add("files", len(files))
        report.add("left_out", len(left_out))
        report.add("changes", len(changes))
        for change in changes:
            report.add(change.kind)
        for line in progress(found, "Importing", self.stderr):
            if line.today is not None:
                report.add("files_with_history" if line.changes else "files_without_history")
            report.merge(_taken(importer, line))
        return report


def _taken(importer: Importer, line: Any) -> Report:
    try:
        return importer.take(line)
    except (Refusal, TextRefused) as refusal:
        raise CommandError(
            f"{line.path}: {refusal.sentence} Nothing of this document was imported; those before it were. "
            "Mend it and run the import again."
        ) from None


def _listed(model: type[Market] | type[Domain], code: str, what: str) -> Any:
    row = model.objects.filter(code=code.upper()).first()
    if row is None:
        known = ", ".join(model.objects.values_list("code", flat=True)) or "none yet"
        raise CommandError(f"There is no {what} {code}. Known: {known}.")
    return row


def _person(name: str) -> Person:
    person = Person.objects.filter(Q(employee_id=name.upper()) | Q(email__iexact=name), is_active=True).first()
    if person is None:
        raise CommandError(f"Nobody here has the employee ID or mail address {name}.")
    return person
