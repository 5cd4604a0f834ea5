"""`manage.py import_guidelines`: bring a folder of Markdown policies in, with its history."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.importing.importer import Importer
from guidelines.editions.importing.matching import known
from guidelines.editions.importing.planning import Plan, plan
from guidelines.editions.importing.report import Report
from guidelines.editions.importing.sources import Unreadable
from guidelines.frame.planner import gather_statistics
from guidelines.frame.progress import progress
from guidelines.frame.refusals import Refusal
from guidelines.frame.times import instant
from guidelines.people.backends import person_called
from guidelines.people.models import Person


class Command(BaseCommand):
    help = "Import a folder of Markdown policies. Every recorded change becomes an edition in force from its own date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--market", required=True, help="the market's code, such as US")
        parser.add_argument("--domain", required=True, help="the domain's code, such as CC")
        parser.add_argument("--by", required=True, help="employee ID or mail address of the policy manager")
        parser.add_argument("--approved-by", required=True, help="employee ID or mail address of the policy reviewer")
        parser.add_argument("--history", type=Path, help="recorded changes, one JSON object a line")
        parser.add_argument("--effective-from", help="from when files without history are in force (default: now)")
        parser.add_argument(
            "--also", action="append", default=[], metavar="PATH", help="take a file such as README.md too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            importer = _importer(options)
            read = plan(options["folder"], options["history"], options["also"])
        except Unreadable as fault:
            raise CommandError(f"{fault}\nNothing was imported.") from None
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        report = read.report()
        refused = self._take(importer, read, report)
        gather_statistics()
        for line in report.lines():
            self.stdout.write(line)
        if refused:
            raise CommandError(
                "\n".join([*refused, "Mend this and run the import again: what is here stays as it is."])
            )

    def _take(self, importer: Importer, read: Plan, report: Report) -> list[str]:
        """Import document by document; the sentences about those that were refused."""
        refused = []
        found = known(read.trails, importer.market, importer.domain)
        for trail, guideline_id in progress(list(zip(read.trails, found, strict=True)), "Importing", self.stderr):
            try:
                report.merge(importer.take(trail, guideline_id))
            except Refusal as refusal:
                refused.append(refusal.sentence)
                report.add("refused")
            except IntegrityError:
                raise CommandError(
                    f"{trail.path}: the database refused it. Is another import running? Let it end and run this again."
                ) from None
        return refused


def _importer(options: dict[str, Any]) -> Importer:
    importer = Importer(
        market=_listed(Market, options["market"], "market"),
        domain=_listed(Domain, options["domain"], "domain"),
        by=_person(options["by"]),
        approved_by=_person(options["approved_by"]),
        effective_from=instant(options["effective_from"]) if options["effective_from"] else None,
    )
    importer.refuse_unless_two_who_may()
    return importer


def _listed(model: type[Market] | type[Domain], code: str, what: str) -> Any:
    row = model.objects.filter(code=code.upper()).first()
    if row is None:
        listed = ", ".join(model.objects.values_list("code", flat=True)) or "none yet"
        raise CommandError(f"There is no {what} {code}. In the list: {listed}.")
    return row


def _person(login: str) -> Person:
    person = person_called(login)
    if person is None or not person.is_active:
        raise CommandError(f"Nobody who works here has the employee ID or mail address {login}.")
    return person
