"""Who came, by ticks and by a vendor's file, and the follow-up of a session."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guidelines.editions.reasons import refuse
from guidelines.frame.refusals import NotFound, Outdated, Refusal
from guidelines.learning import services
from guidelines.learning.attendance_file import MOST_BYTES, Attendance, read_attendance
from guidelines.learning.forms.sessions import AttendanceFileForm, FollowUpForm
from guidelines.learning.models import FollowUp, Invitation, Session
from guidelines.learning.rights import why_not_tick
from guidelines.learning.views.fetching import session_for
from guidelines.learning.views.sessions import page_of, session_page
from guidelines.people.requests import actor

WRONG_SHOWN = 100
SEEN = re.compile(r"(\d{1,18}):([01])")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def attendance(request: HttpRequest, pk: str) -> HttpResponse:
    """The list to tick: everybody who is invited, those with a seat first."""
    found = session_for(request, pk).session
    if request.method != "POST":
        refuse(why_not_tick(actor(request), found))
        return _page(request, found)
    ticked = {int(key) for key in request.POST.getlist("came") if key.isdecimal() and len(key) < 19}
    seen = {int(key): mark == "1" for key, mark in SEEN.findall(request.POST.get("seen", ""))}
    if not seen:
        raise Outdated(_("This page does not say whom it listed. Open the list again, then tick who came."))
    came, not_there = services.tick(found, ticked, by=actor(request), seen=seen)
    return _kept(request, found, came, not_there)


def _seen(people: Iterable[Invitation]) -> str:
    """Who is on the list and who is ticked there, as its form carries it: “12:0 15:1”."""
    return " ".join(f"{one.person_id}:{int(bool(one.attended))}" for one in people)


@require_POST
@login_required
def attendance_file(request: HttpRequest, pk: str) -> HttpResponse:
    """The same from a vendor's file. A line that can't be taken is named, and then nothing is taken."""
    found = session_for(request, pk).session
    refuse(why_not_tick(actor(request), found, fresh=True))
    form = AttendanceFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, 422, form=form)
    try:
        read = read_attendance(form.cleaned_data["file"].read(MOST_BYTES + 1), found)
    except Refusal as refusal:
        form.add_error("file", refusal.sentence)
        return _page(request, found, refusal.status, form=form)
    if read.wrong:
        return _page(request, found, 422, form=form, read=read)
    came, not_there = services.tick_these(found, read.attended, by=actor(request))
    return _kept(request, found, came, not_there)


def _kept(request: HttpRequest, found: Session, came: int, not_there: int) -> HttpResponse:
    facts = {"came": came, "not_there": not_there}
    messages.success(request, _("Kept: %(came)d came, %(not_there)d did not.") % facts)
    return redirect(page_of(found, "people"))


def _page(
    request: HttpRequest,
    found: Session,
    status: int = 200,
    *,
    form: Any = None,
    read: Attendance | None = None,
) -> HttpResponse:
    rows = found.invitations.standing().select_related("person__team__site")
    people = sorted(rows, key=lambda one: (one.seated_at is None, one.answer != "yes", one.person.name))
    context = {
        "session": found,
        "people": people,
        "seen": _seen(people),
        "form": form or AttendanceFileForm(),
        "wrong_rows": read.wrong[:WRONG_SHOWN] if read else (),
        "wrong_count": len(read.wrong) if read else 0,
    }
    return render(request, "learning/attendance.html", context, status=status)


@require_POST
@login_required
def follow_up_session(request: HttpRequest, pk: str) -> HttpResponse:
    line, form = session_for(request, pk), FollowUpForm(request.POST)
    if not form.is_valid():
        return session_page(request, line, 422, note=form, wrong=form)
    try:
        services.follow_up(line.session, by=actor(request), **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return session_page(request, line, refusal.status, note=form, wrong=form)
    messages.success(request, _("Kept."))
    return redirect(page_of(line.session, "follow-up"))


@require_POST
@login_required
def settle_point(request: HttpRequest, pk: str) -> HttpResponse:
    line = session_for(request, pk)
    services.settle(_note(line.session, request), by=actor(request))
    messages.success(request, _("Settled."))
    return redirect(page_of(line.session, "follow-up"))


@require_POST
@login_required
def note_to_insight(request: HttpRequest, pk: str) -> HttpResponse:
    """What came up becomes an insight about a guideline that the session teaches."""
    line = session_for(request, pk)
    named = request.POST.get("guideline", "")
    guideline = next((one.guideline for one in line.taught if one.guideline.policy_id == named), None)
    services.make_insight(_note(line.session, request), by=actor(request), guideline=guideline)
    messages.success(request, _("It is in the queue of insights."))
    return redirect(page_of(line.session, "follow-up"))


def _note(session: Session, request: HttpRequest) -> FollowUp:
    key = request.POST.get("point", "")
    note = session.follow_ups.filter(pk=int(key) if key.isdecimal() and len(key) < 19 else 0).first()
    if note is None:
        raise NotFound(_("There is no such point."))
    return note
