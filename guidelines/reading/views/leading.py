"""Who has read what, the reminders of a team lead, the huddle sheet, and the path of a new joiner."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guidelines.frame import clock
from guidelines.frame.refusals import NotFound, Refused
from guidelines.frame.spreadsheets import harmless
from guidelines.people.models import Person, Team
from guidelines.people.requests import actor
from guidelines.reading import services
from guidelines.reading.models import LibraryRow
from guidelines.reading.queries.huddle import briefed_since, huddle_of
from guidelines.reading.queries.overseeing import (
    EDITIONS_SHOWN,
    Line,
    Oversight,
    lines_of,
    oversees,
    oversight_of,
    tallies,
    tally,
)
from guidelines.reading.queries.path import is_new, path_of

BACK_DAYS = (1, 3, 7)
"""How far back a huddle sheet may look instead of to the team's last shift."""
ORDER = {"late": 0, "due": 1, "path": 2, "leave": 3, "done": 4}
COLUMNS = (
    *("employee_id", "name", "site", "team", "market", "domain", "policy_id", "edition", "in_force_since_utc"),
    *("state", "due_utc", "done_utc", "on_shift", "on_shift_at_start", "back_from_leave", "reminded_utc"),
    "briefed_utc",
)


def _seen_by(request: HttpRequest) -> Oversight:
    person = actor(request)
    if not oversees(person):
        raise Refused(_("Who has read what is for team leads, policy managers, market administrators and auditors."))
    return oversight_of(person)


def _chosen(rows: list[LibraryRow], wanted: str, lines: Iterable[Line] = ()) -> LibraryRow | None:
    """The edition that the address names, such as US-CC-0142.4.

    Else the newest that somebody on shift decides by unread, else the newest to be read.
    """
    if not wanted:
        unread_now = {line.row.pk for line in lines if line.decides_unread}
        waiting = unread_now or {line.row.pk for line in lines if line.is_open}
        return next((row for row in rows if row.pk in waiting), rows[0] if rows else None)
    row = next((row for row in rows if f"{row.policy_id}.{row.number}" == wanted), None)
    if row is None:
        raise NotFound(_("There is no such edition that asks people whose reading you may see."))
    return row


@require_safe
@login_required
def who_has_read(request: HttpRequest) -> HttpResponse:
    """For one edition by team, site or market, with one team's people; and the newest editions in numbers."""
    seen, now, language = _seen_by(request), clock.now(), (get_language() or "en")[:2]
    rows = list(seen.rows(now)[:EDITIONS_SHOWN])
    lines = lines_of(seen, rows, now)
    row = _chosen(rows, request.GET.get("edition", ""), lines)
    here = [line for line in lines if row and line.row.pk == row.pk]
    by = request.GET.get("by", "")
    by = by if by in ("site", "market") else "team"
    team = _team_shown(request, seen, here)
    mine = [line for line in here if team and line.person.team_id == team.pk]
    to_remind = [line for line in mine if line.is_open and line.person.pk != seen.person.pk and _may_remind(line, now)]
    context = {
        "seen": seen,
        "rows": rows,
        "row": row,
        "by": by,
        "by_choices": (("team", _("Teams")), ("site", _("Sites")), ("market", _("Markets"))),
        "total": tally(here),
        "groups": _groups(lines if by == "market" else here, by, language),
        "editions": list(tallies(lines, lambda line: line.row).items()),
        "team": team,
        "people": sorted(mine, key=lambda line: (ORDER[line.state], not line.is_here, line.person.name)),
        "to_remind": to_remind,
        "to_remind_here": [line for line in to_remind if line.is_here],
        "leads_it": team is not None and any(team.pk == led.pk for led in seen.teams),
        "now": now,
    }
    return render(request, "reading/who_has_read.html", context)


def _may_remind(line: Line, now: dt.datetime) -> bool:
    return line.reminded_at is None or line.reminded_at <= now - services.AGAIN_AFTER


def _team_shown(request: HttpRequest, seen: Oversight, lines: list[Line]) -> Team | None:
    """The team that the address names, if any of its people are theirs to see; else the first one they lead."""
    wanted = request.GET.get("team", "")
    if not wanted:
        return seen.teams[0] if seen.teams else None
    teams = {str(team.pk): team for team in seen.teams}
    teams |= {str(line.person.team_id): line.person.team for line in lines if line.person.team}
    if wanted not in teams:
        raise NotFound(_("There is no such team whose reading you may see."))
    return teams[wanted]


def _groups(lines: Iterable[Line], by: str, language: str) -> list[dict[str, object]]:
    """The rows of the table: a name, whom to ask, a link for a team, and the numbers."""

    def key(line: Line) -> tuple[str, str, str, int | None]:
        team = line.person.team
        if by == "market":
            return (line.row.market.named_in(language), "", "", None)
        if team is None:
            return ("", "", "", None)
        if by == "site":
            return (team.site.name, team.site.company, "", None)
        return (team.name, team.site.name, team.lead.name if team.lead else "", team.pk)

    found = tallies(lines, key)
    return [
        {"name": name, "place": place, "lead": lead, "team": team, "tally": found[name, place, lead, team]}
        for name, place, lead, team in sorted(found, key=lambda each: (not each[0], each[1], each[0]))
    ]


@require_safe
@login_required
def reading_export(request: HttpRequest) -> HttpResponse:
    """Every line that this person may see, of one edition or of all, as CSV."""
    seen, now = _seen_by(request), clock.now()
    rows = list(seen.rows(now))
    if request.GET.get("edition"):
        rows = [row for row in (_chosen(rows, request.GET["edition"]),) if row]
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in _cells(line)] for line in lines_of(seen, rows, now))
    # With a byte order mark: without it Excel breaks Vietnamese names.
    response = HttpResponse(b"\xef\xbb\xbf" + text.getvalue().encode(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="who-has-read-{now:%Y-%m-%d}.csv"'
    return response


def _cells(line: Line) -> tuple[str, ...]:
    person, row, team = line.person, line.row, line.person.team
    return (
        *(person.employee_id, person.name, team.site.name if team else "", team.name if team else ""),
        *(row.market.code, row.domain.code, row.policy_id, str(row.number), _utc(row.since)),
        *(line.state, _utc(line.until), _utc(line.done_at)),
        *("yes" if flag else "no" for flag in (line.is_here, line.was_here)),
        *(line.back_on.isoformat() if line.back_on else "", _utc(line.reminded_at), _utc(line.briefed_at)),
    )


def _utc(instant: dt.datetime | None) -> str:
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if instant else ""


def _team_led(request: HttpRequest, pk: str) -> tuple[Team, Oversight]:
    """A team of theirs, 404 for any other; 403 for a team they see and do not lead."""
    seen = _seen_by(request)
    team = next((team for team in seen.teams if team.pk == int(pk)), None)
    if team is None and seen.people().filter(team=int(pk)).exists():
        raise Refused(_("Only the lead of a team reminds and briefs it."))
    if team is None:
        raise NotFound(_("There is no such team whose reading you may see."))
    return team, Oversight(seen.person, (team,), ())


@require_POST
@login_required
def remind(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask those of the team who are on shift, or all who have still to read it."""
    team, seen = _team_led(request, pk)
    now, wanted = clock.now(), request.POST.get("edition", "")
    row = _chosen(list(seen.rows(now)), wanted or "-")
    if row is None:
        raise NotFound(_("There is no such edition that asks people whose reading you may see."))
    on_shift = request.POST.get("who") == "shift"
    people = [line.person for line in lines_of(seen, [row], now) if line.is_open and (line.is_here or not on_shift)]
    asked = services.remind(row.edition, people, team=team, by=seen.person)
    sentence = ngettext("%(n)d person is reminded.", "%(n)d people are reminded.", len(asked)) % {"n": len(asked)}
    messages.success(request, sentence)
    query = urlencode({"edition": f"{row.policy_id}.{row.number}", "team": str(team.pk)})
    return redirect(f"{reverse('who_has_read')}?{query}#team")


@require_safe
@login_required
def huddle(request: HttpRequest, pk: str) -> HttpResponse:
    """One page to print and read out: what changed since the team's last shift, who has not read, who was briefed."""
    team, seen = _team_led(request, pk)
    return _huddle_page(request, team, seen)


def _huddle_page(request: HttpRequest, team: Team, seen: Oversight, *, problem: str = "") -> HttpResponse:
    now = clock.now()
    days = request.GET.get("days", "")
    back = int(days) if days in map(str, BACK_DAYS) else None
    found = huddle_of(team, seen.person, now, since=now - dt.timedelta(days=back) if back else None)
    lines = lines_of(seen, list(seen.rows(now)[:EDITIONS_SHOWN]), now)
    unread = tallies((line for line in lines if line.is_open), lambda line: line.row)
    here = {line.person.pk for line in lines if line.is_here}
    members = Person.objects.filter(team=team, is_active=True).order_by("name")
    context = {
        "team": team,
        "huddle": found,
        "unread": _with_the_same_people((row, tally.lines) for row, tally in unread.items()),
        "members": [(person, person.pk in here) for person in members],
        "briefed": briefed_since(team, now - dt.timedelta(hours=16)),
        "days": back,
        "back_days": BACK_DAYS,
        "problem": problem,
        "chosen": {int(pk) for pk in request.POST.getlist("person") if pk.isdecimal() and len(pk) < 19},
        "now": now,
        "zone": team.site.time_zone,
    }
    return render(request, "reading/huddle.html", context, status=422 if problem else 200)


def _with_the_same_people(
    unread: Iterable[tuple[LibraryRow, list[Line]]],
) -> list[tuple[list[LibraryRow], list[Line]]]:
    """The editions that the same people have not read stand together: each name once, so that the sheet is one page."""
    groups: dict[tuple[tuple[int, str], ...], tuple[list[LibraryRow], list[Line]]] = {}
    for row, lines in unread:
        people = tuple((line.person.pk, line.state) for line in lines)
        groups.setdefault(people, ([], lines))[0].append(row)
    return list(groups.values())


@require_POST
@login_required
def brief(request: HttpRequest, pk: str) -> HttpResponse:
    """Record those who were there, about exactly the words of the sheet."""
    team, seen = _team_led(request, pk)
    chosen = [int(key) for key in request.POST.getlist("person") if key.isdecimal() and len(key) < 19]
    people = list(Person.objects.filter(team=team, pk__in=chosen, is_active=True))
    if not people:
        return _huddle_page(request, team, seen, problem=_("Choose who was there."))
    # PostgreSQL takes no NUL, not even to look for it.
    digests = [digest.replace("\x00", " ") for digest in request.POST.getlist("seen")]
    services.brief(team, people, seen=digests, by=seen.person)
    sentence = ngettext("%(n)d person is recorded as briefed.", "%(n)d people are recorded as briefed.", len(people))
    messages.success(request, sentence % {"n": len(people)})
    return redirect("huddle", pk=team.pk)


@require_safe
@login_required
def joiners_path(request: HttpRequest) -> HttpResponse:
    """What a new joiner reads, in its order, and how far they are. For others it is a list like any other."""
    person, now = actor(request), clock.now()
    return render(request, "reading/path.html", {"path": path_of(person, now), "is_new": is_new(person, now)})
