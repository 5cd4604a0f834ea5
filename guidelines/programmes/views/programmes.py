"""Programmes: the list, one, a new one, its change and its end."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.frame.posting import posted
from guidelines.frame.refusals import Outdated, Refused
from guidelines.people.requests import actor
from guidelines.programmes import services
from guidelines.programmes.forms import EndForm, ListForm, MilestoneForm, ProgrammeForm, known_of_programme
from guidelines.programmes.models import Place, Programme
from guidelines.programmes.overview import late_by_programme, overview_of
from guidelines.programmes.rights import steers, visible_programmes, visible_reports, why_not_steer
from guidelines.programmes.views.fetching import programme_for, refuse_page, watcher


@require_safe
@login_required
def programmes(request: HttpRequest) -> HttpResponse:
    person = watcher(request)
    form = ListForm(request.GET, person=person)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = visible_programmes(person)
    if asked.get("state") != "all":
        rows = rows.filter(ended_at__isnull=asked.get("state") != "ended")
    if market := asked.get("market"):
        here = Place.objects.filter(programme=OuterRef("pk"), ended_at=None, market=market)
        rows = rows.filter(Exists(here))
    rows = rows.annotate(
        planned=Count("milestones", distinct=True),
        done=Count("milestones", filter=Q(milestones__done_on__isnull=False), distinct=True),
        open_risks=Count(
            "memberships",
            filter=Q(memberships__risk__closed_at=None, memberships__risk__kind="risk"),
            distinct=True,
        ),
    )
    rows = rows.prefetch_related("places__market", "places__domain").order_by("name", "pk")
    page = paginate(request, rows)
    late = late_by_programme(page.items, clock.now())
    context = {
        "form": form,
        "page": page,
        "lines": [(one, late[one.pk]) for one in page],
        "may_begin": steers(person),
        "is_narrowed": any(asked.values()),
    }
    return render(request, "programmes/programmes.html", context, status=200 if form.is_valid() else 422)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_programme(request: HttpRequest) -> HttpResponse:
    person = watcher(request)
    if not steers(person):
        raise Refused(_("Only a programme manager begins a programme."))
    form = ProgrammeForm(request.POST or None, person=person, initial={"owner": person.pk})

    def again(status: int) -> HttpResponse:
        return render(request, "programmes/programme_form.html", {"form": form}, status=status)

    if request.method != "POST":
        return again(200)
    begun = _("The programme has begun. Plan its milestones and its risks.")
    return posted(request, form, lambda: services.begin(form.plan(), by=person), said=begun, to=None, again=again)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_programme(request: HttpRequest, pk: str) -> HttpResponse:
    person, programme = actor(request), programme_for(request, pk)
    refuse_page(why_not_steer(person, programme))
    known = known_of_programme(programme)
    form = ProgrammeForm(request.POST or None, person=person, programme=programme, initial=known)

    def again(status: int) -> HttpResponse:
        if status == Outdated.status:
            form.stand_beside(known_of_programme(programme_for(request, pk)))
        return render(request, "programmes/programme_form.html", {"form": form, "programme": programme}, status=status)

    def change() -> Programme:
        return services.change(programme, form.plan(), seen=form.cleaned_data["seen"], by=person)

    if request.method != "POST":
        return again(200)
    return posted(request, form, change, said=_("Kept."), to=programme, again=again)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end_programme(request: HttpRequest, pk: str) -> HttpResponse:
    person, programme = actor(request), programme_for(request, pk)
    refuse_page(why_not_steer(person, programme))
    form = EndForm(request.POST or None)

    def again(status: int) -> HttpResponse:
        return render(request, "programmes/end.html", {"form": form, "programme": programme}, status=status)

    def end() -> Programme:
        return services.end(programme, by=person, note=form.cleaned_data["note"])

    if request.method != "POST":
        return again(200)
    return posted(request, form, end, said=_("The programme is ended."), to=programme, again=again)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def programme(request: HttpRequest, pk: str) -> HttpResponse:
    """One programme; posted to, a new milestone."""
    found, person = programme_for(request, pk), actor(request)
    form = MilestoneForm(request.POST or None)

    def again(status: int) -> HttpResponse:
        return programme_page(request, found, form, status)

    def plan() -> Any:
        return services.plan_milestone(found, **form.cleaned_data, by=person)

    if request.method != "POST":
        return again(200)
    return posted(request, form, plan, said=_("The milestone is planned."), to=found, again=again)


def programme_page(request: HttpRequest, found: Programme, form: MilestoneForm, status: int = 200) -> HttpResponse:
    person = actor(request)
    keeps = why_not_steer(person, found) is None
    reports = visible_reports(person).filter(programme=found)
    context = {
        "programme": found,
        "seen": overview_of(person, found),
        "reports": reports[:8],
        "keeps": keeps,
        "form": form,
        "wrong": form if form.is_bound else None,
    }
    return render(request, "programmes/programme.html", context, status=status)
