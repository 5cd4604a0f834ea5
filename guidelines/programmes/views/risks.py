"""Risks and opportunities: a new one, one with its scores and actions, and all that is done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guidelines.frame import clock
from guidelines.frame.posting import posted
from guidelines.frame.refusals import NotFound, Outdated
from guidelines.insights.models import Insight
from guidelines.people.requests import actor
from guidelines.programmes import services
from guidelines.programmes.forms import (
    ActionForm,
    CheckForm,
    CloseForm,
    FinishForm,
    LinkForm,
    NewRiskForm,
    RiskForm,
    ShareForm,
    TakeForm,
    known_of_risk,
)
from guidelines.programmes.models import Action, Link, Programme, Risk
from guidelines.programmes.naming import rule_named
from guidelines.programmes.rights import visible_risks, why_not_finish, why_not_keep, why_not_steer
from guidelines.programmes.risk_page import A_MONTH, links_of, page_of, programmes_of
from guidelines.programmes.views.fetching import programme_for, refuse_page, risk_for


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_risk(request: HttpRequest, pk: str, kind: str) -> HttpResponse:
    found, person = programme_for(request, pk), actor(request)
    refuse_page(why_not_steer(person, found))
    usual = {"owner": person.pk, "likelihood": 3, "impact": 3, "next_check": found.day(clock.now()) + A_MONTH}
    form = NewRiskForm(request.POST or None, kind=kind, programmes=[found], initial=usual)

    def again(status: int) -> HttpResponse:
        context = {"form": form, "programme": found, "kind": kind}
        return render(request, "programmes/risk_form.html", context, status=status)

    def make() -> Risk:
        return services.raise_risk(found, kind, form.concern(), form.first(), by=person)

    if request.method != "POST":
        return again(200)
    return posted(request, form, make, said=_("It is in the register."), to=None, again=again)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_risk(request: HttpRequest, pk: str) -> HttpResponse:
    found, person = risk_for(request, pk), actor(request)
    refuse_page(why_not_keep(person, found))
    programmes = list(Programme.objects.filter(memberships__risk=found))
    form = RiskForm(request.POST or None, kind=found.kind, programmes=programmes, initial=known_of_risk(found))

    def again(status: int) -> HttpResponse:
        if status == Outdated.status:
            form.stand_beside(known_of_risk(risk_for(request, pk)))
        context = {"form": form, "risk": found, "kind": found.kind}
        return render(request, "programmes/risk_form.html", context, status=status)

    def change() -> Risk:
        return services.change_risk(found, form.concern(), seen=form.cleaned_data["seen"], by=person)

    if request.method != "POST":
        return again(200)
    return posted(request, form, change, said=_("Kept."), to=found, again=again)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def risk(request: HttpRequest, pk: str) -> HttpResponse:
    """One risk or opportunity; posted to, a check."""
    found = risk_for(request, pk)
    if request.method != "POST":
        return _page(request, found, 200)
    form = CheckForm(request.POST, risk=found)
    return _deed(
        request,
        found,
        form,
        lambda: services.check_risk(found, form.found(), by=actor(request)),
        _("Checked."),
        check=form,
    )


@require_POST
@login_required
def add_action(request: HttpRequest, pk: str) -> HttpResponse:
    found = risk_for(request, pk)
    form = ActionForm(request.POST, programmes=programmes_of(actor(request), found))

    def add() -> Action:
        data = form.cleaned_data
        return services.add_action(found, text=data["text"], owned_by=data["owner"], due=data["due"], by=actor(request))

    return _deed(request, found, form, add, _("Added. Whoever does it is told."), act=form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def finish_action(request: HttpRequest, pk: str) -> HttpResponse:
    person = actor(request)
    rows = Action.objects.filter(risk__in=visible_risks(person).values("pk")).select_related("risk", "owner")
    row = rows.filter(pk=int(pk)).first()
    if row is None:
        raise NotFound(_("There is no such action here."))
    found = row.risk
    refuse_page(why_not_finish(person, row))
    form = FinishForm(request.POST or None)

    def again(status: int) -> HttpResponse:
        context = {"form": form, "risk": found, "action": row}
        return render(request, "programmes/finish_action.html", context, status=status)

    def finish() -> Action:
        return services.finish_action(row, **form.cleaned_data, by=person)

    if request.method != "POST":
        return again(200)
    return posted(request, form, finish, said=_("The action is done."), to=found, again=again)


@require_POST
@login_required
def close_risk(request: HttpRequest, pk: str) -> HttpResponse:
    found, form = risk_for(request, pk), CloseForm(request.POST)
    return _deed(
        request,
        found,
        form,
        lambda: services.close_risk(found, note=form.cleaned_data["note"], by=actor(request)),
        _("Closed."),
        close=form,
    )


@require_POST
@login_required
def link_risk(request: HttpRequest, pk: str) -> HttpResponse:
    found, form, person = risk_for(request, pk), LinkForm(request.POST), actor(request)

    def link() -> Link:
        thing = rule_named(form.cleaned_data["thing"], person)
        if isinstance(thing, tuple):
            return services.link_rule(found, *thing, by=person)
        if isinstance(thing, Insight):
            return services.link_insight(found, thing, by=person)
        return services.link_question(found, thing, by=person)

    return _deed(request, found, form, link, _("Linked."), link=form)


@require_POST
@login_required
def unlink_risk(request: HttpRequest, pk: str) -> HttpResponse:
    person = actor(request)
    rows = Link.objects.filter(risk__in=visible_risks(person).values("pk")).select_related("risk")
    row = rows.filter(pk=int(pk)).first()
    if row is None or row.pk not in {one.link.pk for one in links_of(person, row.risk)}:
        raise NotFound(_("There is nothing here that you can read."))
    services.end_link(row, by=person)
    messages.success(request, _("The link is taken away."))
    return redirect(row.risk)


@require_POST
@login_required
def share_risk(request: HttpRequest, pk: str) -> HttpResponse:
    found, person = risk_for(request, pk), actor(request)
    form = ShareForm(request.POST, person=person, risk=found)
    return _deed(
        request,
        found,
        form,
        lambda: services.share_risk(found, form.cleaned_data["programme"], by=person),
        _("The programme carries it too."),
        share=form,
    )


@require_POST
@login_required
def take_opportunity(request: HttpRequest, pk: str) -> HttpResponse:
    found, person = risk_for(request, pk), actor(request)
    form = TakeForm(request.POST, person=person, risk=found)

    def take() -> Risk:
        return services.take_opportunity(found, form.cleaned_data["programme"], form.cleaned_data["owner"], by=person)

    again = partial(_page, request, found, take=form, wrong=form)
    return posted(request, form, take, said=_("Taken. It is linked with where it came from."), to=None, again=again)


def _deed(
    request: HttpRequest, found: Risk, form: Any, deed: Callable[[], Any], said: str, **forms: Any
) -> HttpResponse:
    again = partial(_page, request, found, wrong=form, **forms)
    return posted(request, form, deed, said=said, to=found, again=again)


def _page(request: HttpRequest, found: Risk, status: int, **forms: Any) -> HttpResponse:
    context = page_of(actor(request), found)
    return render(request, "programmes/risk.html", context | forms, status=status)
