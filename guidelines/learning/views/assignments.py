"""Tasks: my own list, the list of those who answer for them, one with its report, and assigning and calling off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guidelines.editions.models import Edition
from guidelines.editions.reasons import refuse
from guidelines.editions.restricting import opened
from guidelines.editions.rights import visible_editions
from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import NotFound, Refusal, Refused
from guidelines.learning import expecting
from guidelines.learning.assign_rights import (
    asked_by,
    assigns,
    overseen_tasks,
    oversees_tasks,
    visible_tasks,
    why_not_call_off,
    why_not_choose,
)
from guidelines.learning.forms.assignments import AssignForm, CallOffForm, EditionAsksForm, TasksForm, initial_of
from guidelines.learning.models import Task
from guidelines.learning.services import assigning
from guidelines.learning.views.quiz_fetching import learner
from guidelines.learning.views.reports import report_of
from guidelines.people.models import Person
from guidelines.people.requests import actor


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """All that is expected of the person, in one list."""
    person, now = learner(request), clock.now()
    found = expecting.expected_of(person, now)
    open_ones = [one for one in found if one.state in ("late", "due")]
    context = {
        "page": paginate(request, open_ones),
        "coming": [one for one in found if one.state == "coming"],
        "done": [one for one in found if one.state == "done"],
        "late": sum(one.state == "late" for one in found),
        "tasks": (asked := sum(one.task is not None for one in open_ones)),
        "to_acknowledge": len(open_ones) - asked,
    }
    return render(request, "learning/mine.html", context)


@require_POST
@login_required
def task_read(request: HttpRequest, pk: str) -> HttpResponse:
    """“I have read it.”"""
    assigning.read_it(_task_for(request, pk), by=actor(request))
    messages.success(request, _("Marked as read."))
    return redirect("mine")


def _overseer(request: HttpRequest) -> Person:
    person = actor(request)
    if not oversees_tasks(person):
        raise Refused(_("Tasks of others are for those who teach, lead a team or answer for a market."))
    return person


@require_safe
@login_required
def tasks(request: HttpRequest) -> HttpResponse:
    """Those whose completion the person may see."""
    person, form, now = _overseer(request), TasksForm(request.GET), clock.now()
    fits = form.is_valid()
    asked = form.cleaned_data if fits else {}
    rows = overseen_tasks(person) if fits else Task.objects.none()
    if asked.get("standing") == "off":
        rows = rows.exclude(called_off_at=None)
    elif asked.get("standing") != "all":
        rows = rows.filter(called_off_at=None)
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    page = paginate(request, rows)
    running = set(Task.objects.running(now).filter(pk__in=[one.pk for one in page]).values_list("pk", flat=True))
    context = {
        "form": form,
        "page": page,
        "lines": [(task, task.pk in running) for task in page],
        "assigns": assigns(person),
        "is_narrowed": any(form[name].value() for name in form.fields),
    }
    return render(request, "learning/tasks.html", context, status=200 if fits else 422)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_task(request: HttpRequest) -> HttpResponse:
    person = actor(request)
    if not assigns(person):
        raise Refused(_("Only trainers and the leads of teams assign tasks."))
    form = AssignForm(request.POST or None, person=person, initial=_from_address(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            market, domain = form.place
            facts: dict[str, Any] = {name: form.cleaned_data[name] for name in ("due_on", "reason")}
            try:
                made = assigning.assign(form.what, form.whom, market=market, domain=domain, by=person, **facts)
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
                status = refusal.status
            else:
                messages.success(request, _("Assigned. Those who are asked are told."))
                return redirect(made)
    return render(request, "learning/task_new.html", {"form": form}, status=status)


def _from_address(request: HttpRequest) -> dict[str, str]:
    """A quiz, a material or a session that leads here is chosen already."""
    return {"thing": request.GET.get("thing", "")[:40], "audience": request.GET.get("for", "")[:10]}


@require_safe
@login_required
def task(request: HttpRequest, pk: str) -> HttpResponse:
    return _page(request, _task_for(request, pk))


@require_POST
@login_required
def call_off_task(request: HttpRequest, pk: str) -> HttpResponse:
    found, form = _task_for(request, pk), CallOffForm(request.POST)
    refuse(why_not_call_off(actor(request), found))
    if not form.is_valid():
        return _page(request, found, 422, off=form)
    assigning.call_off(found, by=actor(request), reason=form.cleaned_data["reason"])
    messages.success(request, _("Called off. Those who were asked are told."))
    return redirect(found)


def _task_for(request: HttpRequest, pk: str) -> Task:
    found = visible_tasks(actor(request)).filter(pk=int(pk)).select_related("called_off_by").first()
    if found is None:
        raise NotFound(_("There is no such task that you can see."))
    if found.edition is not None:
        opened(request, found.edition.guideline)
    return found


def _page(request: HttpRequest, found: Task, status: int = 200, off: CallOffForm | None = None) -> HttpResponse:
    person, now = actor(request), clock.now()
    oversees = overseen_tasks(person).filter(pk=found.pk).exists()
    by = request.GET.get("by", "")
    context: dict[str, Any] = {
        "task": found,
        "is_running": Task.objects.running(now).filter(pk=found.pk).exists(),
        "expected": next((one for one in expecting.tasks(person, now) if one.task == found), None),
        "oversees": oversees,
        "may_call_off": why_not_call_off(person, found) is None,
        "off": off or CallOffForm(),
        "wrong": off,
    }
    if oversees and found.kind != Task.Kind.NOTICE:
        context |= report_of(person, [found], by if by in ("site", "market") else "team", now)
        context["page"] = paginate(request, context["shown"])
    return render(request, "learning/task.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edition_asks(request: HttpRequest, policy_id: str, number: str) -> HttpResponse:
    """What a major edition asks of its readers beyond being read."""
    person = actor(request)
    rows = visible_editions(person).filter(guideline__policy_id=policy_id.upper(), number=int(number))
    edition = rows.select_related("guideline__market", "guideline__domain").first()
    if edition is None:
        raise NotFound(_("There is no such edition that you can read."))
    opened(request, edition.guideline)
    refuse(why_not_choose(person, edition))
    seen, standing = assigning.seen_of(edition), asked_by(person, edition)
    initial = initial_of(standing) | {"seen": seen}
    form = EditionAsksForm(request.POST or None, person=person, edition=edition, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _chosen(form, edition, person)
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
                form.stand_on(seen)
                status = refusal.status
            else:
                messages.success(request, _("Kept. It is asked from the start of the edition on."))
                return redirect("edition_asks", edition.guideline.policy_id, edition.number)
    context = {"form": form, "edition": edition, "guideline": edition.guideline, "standing": standing}
    return render(request, "learning/edition_asks.html", context, status=status)


def _chosen(form: EditionAsksForm, edition: Edition, person: Person) -> None:
    given = {"days": form.cleaned_data["days"], "seen": form.cleaned_data["seen"]}
    assigning.choose(edition, form.cleaned_data["kind"], form.what, form.whom, by=person, **given)
