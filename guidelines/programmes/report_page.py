"""The page of a report: what it says, in the words of the page, and what can be done with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from guidelines.frame import clock
from guidelines.frame.charts.heat_map import heat_map
from guidelines.frame.charts.score_line import score_line
from guidelines.people.models import Person
from guidelines.programmes.composing import compose
from guidelines.programmes.exports import FORMATS
from guidelines.programmes.forms import WriteForm
from guidelines.programmes.models import Programme, Report
from guidelines.programmes.registers import GAIN_TONES, TONES, level
from guidelines.programmes.rights import visible_programmes, visible_reports, why_not_agree, why_not_steer
from guidelines.programmes.services import running, seen_of
from guidelines.programmes.words import (
    LEVELS,
    LIKELIHOODS,
    STANDINGS,
    difference_words,
    trend_words,
    value_words,
)

A_WEEK = dt.timedelta(days=6)


@dataclass(frozen=True)
class Shown:
    """A figure in words."""

    said: dict[str, Any]
    value: str
    before: str
    difference: str
    tone: str
    """`ok` where it is better than before, `warn` where it is worse, else nothing."""


def said_of(report: Report) -> dict[str, Any]:
    """What it says: as issued, or as it would be issued now."""
    return report.said if report.is_issued else compose(report, clock.now())


def page_of(person: Person, report: Report) -> dict[str, Any]:
    """Everything the template needs."""
    said, keeps = said_of(report), why_not_steer(person, report.programme) is None
    before = visible_reports(person).filter(programme=report.programme_id, number=said["compared_with"] or 0).first()
    words = {"narrative": report.narrative, "starts": report.starts, "ends": report.ends, "seen": seen_of(report)}
    return {
        "report": report,
        "programme": report.programme,
        "said": said,
        "starts": dt.date.fromisoformat(said["starts"]),
        "ends": dt.date.fromisoformat(said["ends"]),
        "as_of": dt.datetime.fromisoformat(said["as_of"]),
        "figures": [figure(one) for one in said["figures"]],
        "stages": [_stage(one) for one in said["milestones"]],
        "heat": heat_map(
            ((one["likelihood"], one["impact"], one["code"]) for one in said["risks"]),
            LIKELIHOODS,
            lambda n: TONES[level(n)],
        ),
        "risks": [_line(one, TONES) for one in said["risks"]],
        "opportunities": [_line(one, GAIN_TONES) for one in said["opportunities"]],
        "before": before,
        "corrections": list(visible_reports(person).filter(corrects=report)),
        "keeps": keeps,
        "subscribers": running(report.programme).count() if keeps else 0,
        "sees_programme": visible_programmes(person).filter(pk=report.programme_id).exists(),
        "may_agree": why_not_agree(person, report) is None,
        "may_correct": keeps and report.is_issued and not report.corrected_by.exists(),
        "write": WriteForm(initial=words),
        "seen": seen_of(report),
        "formats": list(FORMATS.values()),
    }


def usual_days(programme: Programme, now: dt.datetime) -> dict[str, dt.date]:
    """From the day after the last report to yesterday; the last seven days for the first."""
    yesterday = programme.day(now) - dt.timedelta(days=1)
    last = programme.reports.filter(issued_at__isnull=False, ends__lt=yesterday).order_by("-ends").first()
    return {"starts": last.ends + dt.timedelta(days=1) if last else yesterday - A_WEEK, "ends": yesterday}


def figure(said: dict[str, Any]) -> Shown:
    difference = said["difference"]
    better = (difference or 0) > 0 if said["better"] == "more" else (difference or 0) < 0
    tone = "" if not difference or not said["better"] else "ok" if better else "warn"
    return Shown(
        said,
        value_words(said["value"], said["unit"]),
        value_words(said["before"], said["unit"]),
        difference_words(difference, said["unit"]) if difference is not None else "",
        tone,
    )


def _stage(said: dict[str, Any]) -> dict[str, Any]:
    standing = said["standing"]
    return {
        "name": said["name"],
        "planned": dt.date.fromisoformat(said["planned"]),
        "now": dt.date.fromisoformat(said["now"]),
        "word": STANDINGS[standing],
        "tone": {"done": "ok", "on_plan": "sched", "at_risk": "warn"}.get(standing, "danger"),
        "icon": {"done": "done", "on_plan": "clock"}.get(standing, "warn"),
    }


def _line(said: dict[str, Any], tones: dict[str, str]) -> dict[str, Any]:
    found = level(said["score"])
    return {
        **said,
        "tone": tones[found],
        "level": LEVELS[found],
        "trend_words": trend_words(said["trend"], said["before"]),
        "next_check": dt.date.fromisoformat(said["next_check"]),
        "chart": score_line(
            said["values"],
            most=25,
            tone=tones[found],
            title=said["code"],
            description=", ".join(map(str, said["values"])),
        ),
        "actions": [{**one, "day": dt.date.fromisoformat(one["done_on"] or one["due"])} for one in said["actions"]],
    }
