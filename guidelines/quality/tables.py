"""The tables of this room as they go into files: every number of the page, and the words beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from guidelines.frame.times import written_day
from guidelines.people.sessions import Anyone
from guidelines.quality.exporting import Cell, Table
from guidelines.quality.queries.areas import FEWEST, Area, areas_of
from guidelines.quality.queries.asked import Question
from guidelines.quality.queries.beside import confusions_of, weeks_of
from guidelines.quality.queries.effects import Effect
from guidelines.quality.statistics import Change, trend
from guidelines.quality.words import against, confused, explained, helped, trending


def areas_table(person: Anyone, question: Question, language: str) -> Table:
    """Nothing of a restricted guideline is told to many at once, so none goes into a file."""
    question = replace(question, is_for_many=True)
    found = areas_of(person, question)
    areas = [*found.known, *found.few]
    weeks, confusions = weeks_of(person, question, areas), confusions_of(person, question, areas)
    rows = []
    for area in areas:
        first = confusions[area.ref][:1]
        rows.append([*_area_cells(area), trending(trend(weeks[area.ref])).text, *(confused(one) for one in first)])
    width = len(_area_columns())
    since, until = question.period.since, question.period.until
    about = [
        _("Days: %(since)s to %(until)s") % {"since": written_day(since), "until": written_day(until)},
        _("Rates are shares of 1, with 95%% Wilson intervals. Overturned checks are out of them."),
        _("Ordered by the rate that an area surely surpasses; fewer than %(fewest)d checks stand last.")
        % {"fewest": FEWEST},
    ]
    return Table(
        f"struggling-{question.kind}s-{until.isoformat()}",
        _("Struggling areas"),
        _area_columns(),
        [_filled(row, width) for row in rows],
        about,
        language,
    )


def _filled(row: list[Cell], width: int) -> list[Cell]:
    return [*row, *[""] * (width - len(row))]


def _area_columns() -> list[str]:
    return [
        _("Area"),
        _("Title"),
        _("Editions"),
        _("Checks"),
        _("Errors"),
        _("Error rate"),
        _("From"),
        _("To"),
        _("Weighted by severity"),
        _("Surely above"),
        _("Target"),
        _("Against the target"),
        _("Too strict"),
        _("Missed"),
        _("Wrong rule"),
        _("Technical"),
        _("Disputed"),
        _("Overturned"),
        _("12 weeks"),
        _("Most common error"),
    ]


def _area_cells(area: Area) -> list[Cell]:
    tally, rate = area.tally, area.rate
    return [
        str(area.ref),
        area.title,
        ", ".join(str(number) for number in area.numbers) if area.guideline else "",
        tally.checks,
        tally.errors,
        rate.estimate,
        rate.low,
        rate.high,
        tally.weighted.estimate,
        area.surely if area.is_known else None,
        area.target,
        against(rate, area.target).text,
        tally.false_positives,
        tally.false_negatives,
        tally.wrong_rules,
        tally.technicals,
        tally.disputed,
        tally.overturned,
    ]


def effect_table(effect: Effect, others: int, language: str) -> Table:
    """A line for each rule, then the sums, and the sentences of the page."""
    edition = effect.edition
    lines: Iterable[tuple[str, str, Change | None]] = [
        *((rule.rule_id, kind_words()[rule.kind], rule.change) for rule in effect.rules),
        (_("Together"), _("All rules") if effect.changes_nothing else _("Changed"), effect.changed),
        (_("Together"), _("Not changed"), effect.control),
    ]
    columns = [_("Rule"), _("In this edition"), _("Checks before"), _("Errors before"), _("Rate before")]
    columns += [_("Checks after"), _("Errors after"), _("Rate after"), _("Difference"), _("From"), _("To")]
    name = f"{edition.guideline.policy_id}-edition-{edition.number}-effect"
    about = [helped(effect, others).text, *explained(effect, others), _association()]
    rows = [_change_cells(name, kind, change) for name, kind, change in lines if change]
    title = _("Did edition %(number)d help?") % {"number": edition.number}
    return Table(name, title, columns, rows, about, language)


def _association() -> str:
    return _("Association, not proof: other changes in the same weeks can move the rate.")


def kind_words() -> dict[str, str]:
    """What became of a rule in an edition, in the language of the page."""
    return {
        "added": _("New"),
        "removed": _("Gone"),
        "moved": _("Moved"),
        "changed": _("Changed"),
        "same": _("Not changed"),
    }


def _change_cells(name: str, kind: str, change: Change) -> list[Cell]:
    found: list[Cell] = [name, kind]
    for errors, checks, rate in (
        (change.errors_before, change.checks_before, change.before),
        (change.errors_after, change.checks_after, change.after),
    ):
        found += [checks, errors, rate.estimate if checks else None]
    if change.checks_before and change.checks_after:
        found += [change.difference.estimate, change.difference.low, change.difference.high]
    return _filled(found, 11)
