"""What a report says: figures computed from the record, compared with the report before, and the state of its plans.

The result is plain data of texts, numbers and keys. Written as canonical JSON it is frozen when the report is issued.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.utils import translation

from guidelines.frame.local_times import AmbiguousTime, NonexistentTime, local_instant
from guidelines.frame.zones import zone_of
from guidelines.programmes.figures import FIGURES, Figure, Found, Period
from guidelines.programmes.models import Milestone, Programme, Report, Risk
from guidelines.programmes.registers import Line, lines
from guidelines.programmes.rights import places_of

SCHEMA = "sop-portal/programme-report/1"


def canonical(content: dict[str, Any]) -> str:
    """One spelling of the same content: sorted keys, no spaces, letters as they are."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest_of(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def period_of(report: Report) -> Period:
    """From the first midnight of its days to the one after the last, on the clocks of its zone."""
    return Period(
        _midnight(report.starts, report.zone),
        _midnight(report.ends + dt.timedelta(days=1), report.zone),
        zone_of(report.zone),
    )


def _midnight(day: dt.date, zone: str) -> dt.datetime:
    try:
        return local_instant(day, dt.time(), zone)
    except NonexistentTime as skipped:
        return skipped.after
    except AmbiguousTime as twice:
        return twice.first


def compose(report: Report, as_of: dt.datetime) -> dict[str, Any]:
    """Everything the report says at this instant."""
    programme = report.programme
    with translation.override(report.language):
        before = last_before(report)
        return {
            "schema": SCHEMA,
            "programme": _programme(programme, report.language),
            "number": report.number,
            "corrects": report.corrects.number if report.corrects else None,
            "starts": report.starts.isoformat(),
            "ends": report.ends.isoformat(),
            "zone": report.zone,
            "language": report.language,
            "as_of": as_of.astimezone(dt.UTC).isoformat(),
            "narrative": report.narrative,
            "compared_with": before.number if before else None,
            "figures": [_figure(figure, report, as_of, before) for figure in FIGURES.values()],
            "milestones": [_milestone(one, programme.day(as_of)) for one in programme.milestones.all()],
            "risks": _register(programme, Risk.Kind.RISK),
            "opportunities": _register(programme, Risk.Kind.OPPORTUNITY),
        }


def last_before(report: Report) -> Report | None:
    """The issued report that it is compared with: the newest of an earlier period that no other one corrects."""
    rows = Report.objects.filter(programme=report.programme_id, issued_at__isnull=False, ends__lt=report.ends)
    rows = rows.exclude(pk=report.pk).exclude(corrected_by__issued_at__isnull=False)
    return rows.order_by("-ends", "-number").first()


def _programme(programme: Programme, language: str) -> dict[str, Any]:
    places = [
        f"{market.named_in(language)}, {domain.named_in(language)}" if domain else market.named_in(language)
        for market, domain in places_of(programme)
    ]
    return {
        "id": programme.pk,
        "name": programme.name,
        "aim": programme.aim,
        "owner": programme.owner.name,
        "places": places,
    }


def _figure(figure: Figure, report: Report, as_of: dt.datetime, before: Report | None) -> dict[str, Any]:
    found = figure.compute(report.programme, period_of(report), as_of)
    value = plain(found.value)
    then = value_in(before, figure.code) if before else None
    return {
        "code": figure.code,
        "name": str(figure.name),
        "definition": str(figure.definition),
        "unit": figure.unit,
        "better": figure.better,
        "value": value,
        "numerator": found.numerator,
        "denominator": found.denominator,
        "before": then,
        "difference": _difference(value, then),
        "rows": _rows(found),
    }


def plain(value: float | None) -> float | int | None:
    """A whole number without a point, so that one value has one spelling."""
    return int(value) if value is not None and float(value).is_integer() else value


def _difference(value: float | None, before: float | None) -> float | None:
    return plain(round(value - before, 1)) if value is not None and before is not None else None


def value_in(report: Report, code: str) -> float | None:
    """The value of a figure in an issued report; None where it had none."""
    found: list[float | None] = [one["value"] for one in report.said["figures"] if one["code"] == code]
    return found[0] if found else None


def _rows(found: Found) -> list[list[Any]]:
    return [[row.kind, row.id, row.word] for row in found.rows]


def _milestone(milestone: Milestone, today: dt.date) -> dict[str, Any]:
    return {
        "name": milestone.name,
        "planned": milestone.planned.isoformat(),
        "now": (milestone.done_on or milestone.now).isoformat(),
        "standing": milestone.standing(today),
    }


def _register(programme: Programme, kind: str) -> list[dict[str, Any]]:
    risks = Risk.objects.filter(memberships__programme=programme, kind=kind, closed_at=None)
    return [_line(line) for line in lines(risks.select_related("owner"))]


def _line(line: Line) -> dict[str, Any]:
    risk = line.risk
    return {
        "code": risk.code,
        "title": risk.title,
        "likelihood": line.score.likelihood,
        "impact": line.score.impact,
        "score": line.score.value,
        "before": line.before,
        "trend": line.trend,
        "values": list(line.values),
        "response": str(risk.get_response_display()),
        "owner": risk.owner.name,
        "next_check": risk.next_check.isoformat(),
        "actions": [
            {
                "text": one.action.text,
                "owner": one.action.owner.name,
                "due": one.action.due.isoformat(),
                "done_on": one.action.done_on.isoformat() if one.action.done_on else None,
                "standing": one.standing,
            }
            for one in line.actions
        ],
    }
