"""`manage.py print_lifecycle`: the table of states and moves as a page of the documents."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from guidelines.editions.lifecycle import DEEDS, MOVES, Move, State
from guidelines.people.roles import roles_with

HEAD = """# Life of an edition

Printed from `guidelines/editions/lifecycle.py` by `make docs`; change it there.

States: {states}. *Changes requested* is a draft whose last move is request_changes; *scheduled*, *in force* and
*superseded* follow from times and the clock.

| move | from → to | who | needs |
|---|---|---|---|"""
DEEDS_HEAD = """
Where an edition needs several signatures, each but the last is the deed *sign*; the last takes the move *approve*, or
*ratify*. Deeds that leave an edition in its state:

| deed | in | who | needs |
|---|---|---|---|"""


class Command(BaseCommand):
    help = "Print the table of states and moves as Markdown."

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            self.stdout.write(HEAD.format(states=", ".join(str(state.label).lower() for state in State)))
            for move in MOVES.values():
                self.stdout.write(_row(move, f"{', '.join(move.sources)} → {move.target}"))
            self.stdout.write(DEEDS_HEAD)
            for name, deed in DEEDS.items():
                if name not in MOVES:
                    self.stdout.write(_row(deed, ", ".join(deed.sources)))


def _row(move: Move, states: str) -> str:
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
    return f"| {move.name} | {states} | {who} | {', '.join(needs)} |"
