"""The tables of counts: a batch added to them, or all of it counted anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from guidelines.quality.importing.plain_sql import add_up, is_postgresql, take_off
from guidelines.quality.importing.tallies import Tallies
from guidelines.quality.models import FIGURES

RULES, TEAMS, CONFUSIONS = "quality_dailycount", "quality_dailyteamcount", "quality_dailyconfusion"
_RULE = {"edition_id": "bigint", "rule_id": "text", "day": "date"}
_FACTS = {"guideline_id": "bigint", "severity": "text"}
_TEAM = {**_RULE, "site_id": "bigint", "team_id": "bigint"}
_CONFUSION = {**_RULE, "decided_action": "text", "right_action": "text", "error_class": "text"}
_NOT_KNOWN_IS_ONE = ("COALESCE(site_id, 0)", "COALESCE(team_id, 0)")


def count(tallies: Tallies) -> None:
    """Add a batch, within the transaction of its rows. In one order always, so that two imports wait and never lock."""
    facts = tallies.facts
    rules = sorted(tallies.rules.items())
    _add(RULES, {**_RULE, **_FACTS}, tuple(_RULE), FIGURES, [(key, facts[key[:2]], tuple(v)) for key, v in rules])
    teams = sorted(tallies.teams.items(), key=lambda one: (*one[0][:3], one[0][3] or 0, one[0][4] or 0))
    same = (*_RULE, *_NOT_KNOWN_IS_ONE)
    _add(TEAMS, {**_TEAM, **_FACTS}, same, FIGURES, [(key, facts[key[:2]], tuple(v)) for key, v in teams])
    confusions = sorted(tallies.confusions.items())
    columns = {**_CONFUSION, "guideline_id": "bigint"}
    rows = [(key, facts[key[:2]][:1], (errors,)) for key, errors in confusions]
    _add(CONFUSIONS, columns, tuple(_CONFUSION), ("errors",), rows)


def _add(
    table: str,
    columns: dict[str, str],
    same: Sequence[str],
    figures: Sequence[str],
    rows: Sequence[tuple[tuple[Any, ...], tuple[Any, ...], tuple[int, ...]]],
) -> None:
    more = [(*key, *facts, *added) for key, facts, added in rows if any(added) and min(added) >= 0]
    add_up(table, columns, ", ".join(same), figures, more)
    less = [(_zeros(key), added) for key, _facts, added in rows if min(added) < 0]
    if less:
        take_off(table, same, figures, less)


def _zeros(key: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(0 if part is None else part for part in key)


_OUTCOME = (
    "COALESCE((SELECT v.outcome FROM quality_verdictchange v WHERE v.decision_id = d.id ORDER BY v.id DESC LIMIT 1), "
    "d.first_outcome)"
)
_CHECKS = f"(SELECT d.*, {_OUTCOME} AS outcome FROM quality_checkeddecision d) c"  # noqa: S608 - names of ours
_IN_THE_RATE = "outcome <> 'overturned'"
_WHEN = {
    "checks": _IN_THE_RATE,
    "errors": f"{_IN_THE_RATE} AND error_class <> ''",
    "false_positives": f"{_IN_THE_RATE} AND error_class = 'false_positive'",
    "false_negatives": f"{_IN_THE_RATE} AND error_class = 'false_negative'",
    "wrong_rules": f"{_IN_THE_RATE} AND error_class = 'wrong_rule'",
    "technicals": f"{_IN_THE_RATE} AND error_class = 'technical'",
    "disputed": "outcome = 'disputed'",
    "overturned": "outcome = 'overturned'",
}


@transaction.atomic
def recount() -> None:
    """Everything anew from the checks and their verdicts, while no import writes."""
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("LOCK TABLE quality_checkeddecision, quality_verdictchange IN SHARE MODE")
            cursor.execute(f"LOCK TABLE {RULES}, {TEAMS}, {CONFUSIONS} IN EXCLUSIVE MODE")
        for table in (RULES, TEAMS, CONFUSIONS):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours
        for statement in _statements():
            cursor.execute(statement)


def _statements() -> list[str]:
    figures, counted = ", ".join(FIGURES), ", ".join(f"COUNT(CASE WHEN {_WHEN[name]} THEN 1 END)" for name in FIGURES)
    made = []
    for table, keys in ((RULES, tuple(_RULE)), (TEAMS, tuple(_TEAM))):
        names = ", ".join((*keys, *_FACTS))
        made.append(_counting(table, names, figures, f"{names}, {counted} FROM {_CHECKS} GROUP BY {names}"))
    names = ", ".join((*_CONFUSION, "guideline_id"))
    wrong = f"{names}, COUNT(*) FROM {_CHECKS} WHERE {_WHEN['errors']} GROUP BY {names}"
    return [*made, _counting(CONFUSIONS, names, "errors", wrong)]


def _counting(table: str, names: str, figures: str, selected: str) -> str:
    return f"INSERT INTO {table} ({names}, {figures}) SELECT {selected}"
