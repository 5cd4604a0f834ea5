"""Completion: by team, site or market, with the names that whoever looks may see, and as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import Invalid, NotFound, Refused
from guidelines.learning.assign_rights import names_for, names_nothing_restricted, overseen_tasks, oversees_tasks
from guidelines.learning.models import Task
from guidelines.learning.sheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file
from guidelines.learning.task_queries import BY, COUNTED, Groups, Line, Tally, lines_of_all
from guidelines.people.models import Person
from guidelines.people.requests import actor

ORDER = {"late": 0, "due": 1, "leave": 2, "done": 3}
COLUMNS = (
    *("task", "kind", "title", "policy_id", "edition", "market", "domain", "site", "team", "employee_id", "name"),
    *("state", "due_day", "done_utc", "back_from_leave"),
)
FORMATS = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE}


def report_of(
    person: Person, tasks: Sequence[Task], by: str, now: dt.datetime, states: Collection[str] = tuple(ORDER)
) -> dict[str, Any]:
    """The numbers of these tasks, and the lines in these states whose names the person may see, the late ones first."""
    total, groups, shown = Tally(), Groups(by), []
    for line in lines_of_all(tasks, now, names_for(person)):
        total.add(line)
        groups.add(line)
        if line.is_named and line.state in states:
            shown.append(line)
    rows = groups.rows()
    return {
        "by": by,
        "by_choices": (("team", _("Teams")), ("site", _("Sites")), ("market", _("Markets"))),
        "total": total,
        "groups": rows,
        "hides_more": any(row.is_hidden and row.tally.is_shown for row in rows),
        "shown": sorted(shown, key=lambda line: (ORDER[line.state], line.until, line.person.name, line.task.pk)),
    }


def _running(request: HttpRequest, now: dt.datetime) -> tuple[Person, list[Task]]:
    person = actor(request)
    if not oversees_tasks(person):
        raise Refused(_("Tasks of others are for those who teach, lead a team or answer for a market."))
    rows = overseen_tasks(person).filter(pk__in=Task.objects.running(now).values("pk"), kind__in=COUNTED)
    wanted = request.GET.get("task", "")
    if wanted:
        rows = overseen_tasks(person).filter(pk=int(wanted) if wanted.isdecimal() and len(wanted) < 19 else 0)
        if not rows.exists():
            raise NotFound(_("There is no such task that you can see."))
    return person, list(rows)


@require_safe
@login_required
def completion(request: HttpRequest) -> HttpResponse:
    """All running tasks together: who is late, by team, site and market."""
    now = clock.now()
    person, tasks = _running(request, now)
    by = request.GET.get("by", "")
    context = report_of(person, tasks, by if by in BY else "team", now, states=("late",))
    context |= {"page": paginate(request, context["shown"]), "tasks": tasks}
    return render(request, "learning/completion.html", context)


@require_safe
@login_required
def completion_export(request: HttpRequest, extension: str) -> HttpResponse:
    """Every line whose name the person may see, of one task or of all that run.

    Nothing of a restricted guideline is told to many at once, so none of its tasks goes into a file.
    """
    if extension not in FORMATS:
        raise Invalid(_("Completion comes as CSV or XLSX."))
    now = clock.now()
    person, tasks = _running(request, now)
    tasks = list(overseen_tasks(person).filter(names_nothing_restricted(), pk__in=[task.pk for task in tasks]))
    rows = (_cells(line) for line in lines_of_all(tasks, now, names_for(person)) if line.is_named)
    if extension == "csv":
        made = csv_file(COLUMNS, rows)
    else:
        made = xlsx_file(_("Completion"), (get_language() or "en")[:2], COLUMNS, rows)
    response = HttpResponse(made, content_type=FORMATS[extension])
    response.headers["Content-Disposition"] = f'attachment; filename="completion-{now:%Y-%m-%d}.{extension}"'
    return response


def _cells(line: Line) -> list[str]:
    task, person, team = line.task, line.person, line.person.team
    edition = task.edition
    return [
        *(str(task.pk), task.kind, str(task.thing), edition.guideline.policy_id if edition else ""),
        *(str(edition.number) if edition else "", task.market.code, task.domain.code),
        *(team.site.name if team else "", team.name if team else "", person.employee_id, person.name),
        *(line.state, line.last_day.isoformat()),
        line.done_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if line.done_at else "",
        line.back_on.isoformat() if line.back_on else "",
    ]
