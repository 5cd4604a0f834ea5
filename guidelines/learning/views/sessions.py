"""The list of sessions, one session, its calendar file, and what those who are invited do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import Refusal
from guidelines.insights.insight_rights import visible_insights
from guidelines.learning import services
from guidelines.learning.audience import audience
from guidelines.learning.calendar_file import MIME, calendar_file
from guidelines.learning.forms.sessions import CallOffForm, FeedbackForm, FollowUpForm, InviteForm, SessionsForm
from guidelines.learning.material_queries import materials_about
from guidelines.learning.models import Invitation, Session
from guidelines.learning.queries import Line, lines, sessions_of, what_they_said
from guidelines.learning.rights import (
    sees_who_came,
    teaches_somewhere,
    why_not_answer,
    why_not_manage,
    why_not_say,
    why_not_tick,
)
from guidelines.learning.views.fetching import opens, reader, session_for
from guidelines.people.requests import actor
from guidelines.people.roles import Role

PEOPLE_PER_PAGE = 50


@require_safe
@login_required
def training(request: HttpRequest) -> HttpResponse:
    """Whoever reads sees the sessions they are invited to; whoever teaches or sees what is taught, all there."""
    person = reader(request)
    form = SessionsForm(request.GET, person=person)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = (
        sessions_of(person, when=asked["when"], who=asked["who"], narrowed=form.narrowed)
        if asked
        else Session.objects.none()
    )
    page = paginate(request, rows)
    shown = lines(person, page.items)
    for line in shown:
        opens(request, line.taught)
    context = {
        "form": form,
        "page": page,
        "lines": shown,
        "teaches": teaches_somewhere(person),
        "when": asked.get("when", ""),
        "is_narrowed": any(asked.get(name) for name in ("who", "market", "domain")),
    }
    return render(request, "learning/training.html", context, status=200 if form.is_valid() else 422)


@require_safe
@login_required
def session(request: HttpRequest, pk: str) -> HttpResponse:
    return session_page(request, session_for(request, pk))


def session_page(request: HttpRequest, line: Line, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of a session, with the forms of what this person may do; typed text stays in the one that was wrong."""
    person, now, found = actor(request), clock.now(), line.session
    sees = sees_who_came(person, found)
    manages = why_not_manage(person, found) is None
    context = {
        "line": line,
        "session": found,
        "standing": line.standing,
        "sees": sees,
        "manages": manages,
        "ticks": why_not_tick(person, found) is None,
        "may_answer": why_not_answer(found, line.mine, now) is None,
        "may_say": "feedback" in forms or why_not_say(person, found, line.mine, now) is None,
        "call_off": CallOffForm(),
        "invite": InviteForm(),
        "feedback": FeedbackForm(),
        "note": FollowUpForm(),
        "zone": found.market.time_zone,
        "materials": materials_about(person, line.taught),
    }
    if sees:
        context |= _for_those_who_see(request, found)
    if manages:
        known = found.invitations.values("person_id")
        context["to_invite"] = audience(found).exclude(pk__in=known).count()
    return render(request, "learning/session.html", context | forms, status=status)


def _for_those_who_see(request: HttpRequest, found: Session) -> dict[str, Any]:
    rows = found.invitations.standing().select_related("person__team__site")
    return {
        "people": paginate(request, rows, per_page=PEOPLE_PER_PAGE),
        "said": what_they_said(found),
        **_notes(request, found),
        "came": rows.filter(attended=True).count(),
        "ticked": rows.exclude(attended=None).count(),
        "roles": _roles(found),
        "teams": list(found.audience_teams.select_related("site")),
    }


def _notes(request: HttpRequest, found: Session) -> dict[str, Any]:
    """What came up, and which of the insights it became this person may see."""
    notes = list(found.follow_ups.select_related("person", "settled_by"))
    keys = [note.insight_id for note in notes if note.insight_id]
    rows = visible_insights(actor(request)).filter(pk__in=keys) if keys else ()
    return {"notes": notes, "insights": {insight.pk for insight in rows}}


def _roles(found: Session) -> list[str]:
    return [str(Role(code).label) for code in found.audience_roles if code in Role.values]


@require_safe
@login_required
def session_calendar(request: HttpRequest, pk: str) -> HttpResponse:
    """The session for a calendar. A restricted guideline is not named in it: calendars are seen by many."""
    line = session_for(request, pk)
    named = [f"{one} ({one.title})" for one in line.taught if not one.guideline.is_restricted]
    url = request.build_absolute_uri(line.session.get_absolute_url())
    answer = HttpResponse(calendar_file(line.session, url=url, taught=named), content_type=MIME)
    answer["Content-Disposition"] = f'attachment; filename="session-{line.session.pk}.ics"'
    return answer


@require_POST
@login_required
def answer_invitation(request: HttpRequest, pk: str) -> HttpResponse:
    """Yes or no."""
    line = session_for(request, pk)
    invitation = services.answer(line.session, by=actor(request), comes=request.POST.get("comes") == "yes")
    if invitation.is_waiting:
        messages.success(request, _("All seats are taken. You are on the waiting list, and told when one is free."))
    elif invitation.answer == Invitation.Answer.YES:
        messages.success(request, _("You have a seat. Put it into your calendar."))
    else:
        messages.success(request, _("Noted: you don’t come."))
    return redirect(line.session)


@require_POST
@login_required
def session_feedback(request: HttpRequest, pk: str) -> HttpResponse:
    line, form = session_for(request, pk), FeedbackForm(request.POST)
    if not form.is_valid():
        return session_page(request, line, 422, feedback=form, wrong=form)
    try:
        services.give_feedback(line.session, by=actor(request), **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return session_page(request, line, refusal.status, feedback=form, wrong=form)
    messages.success(request, _("Thank you."))
    return redirect(line.session)


def page_of(session_: Session, anchor: str = "") -> str:
    return reverse("session", args=[session_.pk]) + (f"#{anchor}" if anchor else "")
