"""`manage.py print_lifecycle`: the table of states and moves as a page of the documents."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from guidelines.editions.lifecycle import MOVES, Move, State
from guidelines.people.roles import roles_with

HEAD = """# Life of an edition

Printed from `guidelines/editions/lifecycle.py` by `make docs`; change it there.

States: {states}. *Changes requested* is a draft whose last move is request_changes; *scheduled*, *in force* and
*superseded* follow from times and the clock.

| move | from → to | who | needs |
|---|---|---|---|"""


class Command(BaseCommand):
    help = "Print the table of states and moves as Markdown."

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            self.stdout.write(HEAD.format(states=", ".join(str(state.label).lower() for state in State)))
            for move in MOVES.values():
                self.stdout.write(_row(move))


def _row(move: Move) -> str:
    sources = ", ".join(move.sources)
    who = " or ".join(sorted(str(role.label).lower() for role in roles_with(move.capability)))
    needs = [
        name
        for name, needed in (
            ("the digest on the screen", move.needs_digest),
            ("a reason", move.needs_reason),
            ("to have contributed nothing", move.needs_distance),
        )
        if needed
    ]
    return f"| {move.name} | {sources} → {move.target} | {who} | {', '.join(needs)} |"
