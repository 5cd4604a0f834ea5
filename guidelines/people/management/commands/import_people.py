"""`manage.py import_people FILE.csv`: create, move and end people by employee ID, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guidelines.frame.progress import progress
from guidelines.frame.refusals import Refusal
from guidelines.people.backends import person_called
from guidelines.people.importing.applying import apply
from guidelines.people.importing.plan import Kind, Plan, Step
from guidelines.people.importing.planning import plan
from guidelines.people.importing.reading import COLUMNS, COMMAND_BYTES, COMMAND_ROWS, File, read
from guidelines.people.models import Person

MARKS = {
    Kind.JOIN: "+ joins",
    Kind.RETURN: "+ returns",
    Kind.CORRECT: "~ changes",
    Kind.MOVE: "~ moves",
    Kind.GRANT: "+ role",
    Kind.FUNCTION: "~ function",
    Kind.END_ROLE: "- role",
    Kind.LEAVE: "- leaves",
}


class Command(BaseCommand):
    help = f"Create, move and end people by employee ID. Columns: {', '.join(COLUMNS)}."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--by", metavar="ID", help="who answers for it: an employee ID or mail address")
        parser.add_argument("--preview", action="store_true", help="say what would change and change nothing")
        parser.add_argument("--end-missing", action="store_true", help="close every account that is not in the file")

    def handle(self, *, file: Path, by: str | None, preview: bool, end_missing: bool, **options: Any) -> None:
        try:
            self.take(
                read(self.raw(file), most_bytes=COMMAND_BYTES, most_rows=COMMAND_ROWS),
                self.actor(by),
                preview,
                end_missing,
            )
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal

    def take(self, file: File, by: Person | None, preview: bool, end_missing: bool) -> None:
        planned = plan(file, by=by, end_missing=end_missing)
        self.show(planned)
        if planned.problems:
            raise CommandError(f"{len(planned.problems)} lines can't be taken. Nothing was changed.")
        if preview:
            self.stdout.write("A preview: nothing was changed.")
            return
        apply(file, by=by, seen=planned.digest, end_missing=end_missing, walk=self.bar)
        self.stdout.write(self.style.SUCCESS("Done." if planned.steps else "Nothing to do."))

    def show(self, planned: Plan) -> None:
        for step in planned.steps:
            self.stdout.write(f"{MARKS[step.kind]:<11} {step.employee_id} {step.name}: {step.words}")
        for problem in planned.problems:
            self.stderr.write(f"line {problem.line}: {problem.sentence}")
        counts = ", ".join(f"{MARKS[kind][2:]} {len(planned.of(kind))}" for kind in Kind if planned.of(kind))
        self.stdout.write(f"{counts or 'no changes'}; unchanged people {planned.unchanged}")

    def bar(self, steps: tuple[Step, ...]) -> Iterable[Step]:
        return progress(steps, "People", self.stdout)

    def raw(self, file: Path) -> bytes:
        try:
            with file.open("rb") as opened:
                return opened.read(COMMAND_BYTES + 1)
        except OSError as error:
            raise CommandError(f"{file} can’t be read: {error.strerror}.") from error

    def actor(self, by: str | None) -> Person | None:
        if by is None:
            return None
        person = person_called(by)
        if person is None or not person.is_active:
            raise CommandError(f"Nobody who works here has the employee ID or mail address {by}.")
        return person
