"""One requirement: what asks for it, its history, and everything that can be done with it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guidelines.editions.restricting import opened
from guidelines.editions.rights import visible_editions
from guidelines.frame.refusals import NotFound
from guidelines.insights import services
from guidelines.insights.insight_queries import history_of, insight_lines
from guidelines.insights.insight_rights import SEEING, people_with, visible_insights
from guidelines.insights.models import Requirement
from guidelines.insights.request_forms import AnswerInForm, DeclineForm
from guidelines.insights.requirement_forms import DeliverForm, PlanForm
from guidelines.insights.requirement_queries import named_in, requirement_lines, restricted_in
from guidelines.insights.requirement_rights import (
    sees_all_of,
    visible_requirements,
    why_not_deliver,
    why_not_keep,
)
from guidelines.insights.views.deeds import done
from guidelines.insights.views.fetching import refuse_person
from guidelines.people.requests import actor


def _for(request: HttpRequest, pk: str) -> Requirement:
    paths = ("delivered_by", "declined_by", "linked_by", "opened_by", "evidence_edition__guideline")
    rows = visible_requirements(actor(request)).select_related(*paths).prefetch_related("markets__market")
    found = rows.filter(pk=int(pk)).first()
    if found is None:
        raise NotFound(_("There is no such requirement that you can read."))
    return found


@require_safe
@login_required
def requirement_page(request: HttpRequest, pk: str) -> HttpResponse:
    return _page(request, _for(request, pk))


def _page(request: HttpRequest, found: Requirement, status: int = 200, **forms: Any) -> HttpResponse:
    person = actor(request)
    (line,) = requirement_lines(person, [found])
    for guideline in restricted_in([found]):
        opened(request, guideline)
    sees = sees_all_of(person, found)
    keeps, delivers = why_not_keep(person, found) is None, why_not_deliver(person, found) is None
    insights = visible_insights(person).filter(requirement=found).order_by("opened_at", "pk")
    evidence = visible_editions(person).filter(pk=found.evidence_edition_id or 0)
    owners = people_with(SEEING, found.market_id, found.domain_id)
    planned = {"owner": found.owner_id, "due_on": found.due_on}
    policy_id = found.guideline.policy_id if found.guideline and found.guideline_id in named_in(person, [found]) else ""
    context = {
        "line": line,
        "found": found,
        "standing": line.standing,
        "sees": sees,
        "policy_id": policy_id,
        "insights": insight_lines(person, insights),
        "history": history_of("requirement", found.pk) if sees else (),
        "shows_evidence": bool(found.evidence_edition_id) and evidence.exists(),
        # What was typed into a form stays there, also where the deed is possible no longer.
        "keeps": keeps or bool({"decline", "answer", "plan"} & set(forms)),
        "delivers": delivers or "deliver" in forms,
        "by_edition": found.kind == Requirement.Kind.GUIDELINE,
        "plan": PlanForm(people=owners, initial=planned),
        "deliver": DeliverForm(person=person),
        "decline": DeclineForm(),
        "answer": AnswerInForm(person=person, initial={"policy_id": policy_id}),
        "zone": found.market.time_zone,
    }
    return render(request, "insights/requirement.html", context | forms, status=status)


def _kept(request: HttpRequest, pk: str) -> Requirement:
    found = _for(request, pk)
    refuse_person(why_not_keep(actor(request), found))
    return found


_done = partial(done, fetch=_for, page=_page)


@require_POST
@login_required
def plan_requirement(request: HttpRequest, pk: str) -> HttpResponse:
    found, person = _kept(request, pk), actor(request)
    form = PlanForm(request.POST, people=people_with(SEEING, found.market_id, found.domain_id))

    def plan() -> None:
        services.plan_requirement(found, owner=form.cleaned_data["owner"], due_on=form.day, by=person)

    return _done(request, found, "plan", form, plan, _("Planned. Its owner is told."))


@require_POST
@login_required
def start_requirement(request: HttpRequest, pk: str) -> HttpResponse:
    services.start_requirement(found := _for(request, pk), by=actor(request))
    messages.success(request, _("The work on it has begun."))
    return redirect(found)


@require_POST
@login_required
def deliver_requirement(request: HttpRequest, pk: str) -> HttpResponse:
    found, person = _for(request, pk), actor(request)
    refuse_person(why_not_deliver(person, found))
    form = DeliverForm(request.POST, person=person)

    def deliver() -> None:
        data = form.cleaned_data
        services.deliver_requirement(
            found, evidence=data["evidence"], link=data["link"], edition=form.edition, by=person
        )

    return _done(request, found, "deliver", form, deliver, _("Delivered. Everybody who asked for it is told."))


@require_POST
@login_required
def decline_requirement(request: HttpRequest, pk: str) -> HttpResponse:
    found, form = _kept(request, pk), DeclineForm(request.POST)

    def decline() -> None:
        services.decline_requirement(found, reason=form.cleaned_data["reason"], by=actor(request))

    return _done(request, found, "decline", form, decline, _("Declined. Everybody who asked for it is told."))


@require_POST
@login_required
def answer_requirement(request: HttpRequest, pk: str) -> HttpResponse:
    """Name the edition that answers it."""
    found, person = _kept(request, pk), actor(request)
    form = AnswerInForm(request.POST, person=person)

    def name() -> None:
        assert form.edition is not None, "a valid form has found it"
        services.answer_requirement(found, form.edition, by=person)

    return _done(request, found, "answer", form, name, _("Kept. It is delivered when that edition is in force."))
