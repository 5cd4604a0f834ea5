"""Which questions and requirements an edition answers, and which rulings it adopts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.editions.reasons import refuse
from guidelines.editions.views.fetching import work_edition_for, work_page
from guidelines.frame import clock
from guidelines.frame.refusals import Refusal
from guidelines.insights import services
from guidelines.insights.forms import AnswersForm
from guidelines.insights.queries import linkable_questions, linkable_rulings
from guidelines.insights.requirement_queries import linkable_requirements
from guidelines.insights.rights import why_not_link
from guidelines.people.requests import actor


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edition_answers(request: HttpRequest, policy_id: str, number: str) -> HttpResponse:
    """What the floor asked about the guideline; the author ticks what this edition answers."""
    edition, person, now = work_edition_for(request, policy_id, int(number)), actor(request), clock.now()
    questions, rulings = list(linkable_questions(edition, now)), list(linkable_rulings(edition, now))
    requirements = list(linkable_requirements(person, edition, now))
    linked = {
        "requirements": [str(r.pk) for r in requirements if r.answered_in_id == edition.pk],
        "questions": [str(q.pk) for q in questions if q.answered_in_id == edition.pk],
        "rulings": [str(r.pk) for r in rulings if r.adopted_in_id == edition.pk],
    }
    posted = request.method == "POST"
    if posted:
        refuse(why_not_link(person, edition))
    found: dict[str, Any] = {"questions": questions, "rulings": rulings, "requirements": requirements}
    form = AnswersForm(request.POST if posted else None, initial=linked, **found)
    status = 200
    if posted and form.is_valid():
        chosen = {name: form.chosen(name) for name in found}
        try:
            services.link(edition, by=person, **chosen)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            status = refusal.status
        else:
            facts = {"number": edition.number}
            messages.success(request, _("Kept. Whoever asked is told when edition %(number)d takes force.") % facts)
            return redirect("edition_answers", edition.guideline.policy_id, edition.number)
    elif posted:
        status = 422
    context = {
        "form": form,
        **found,
        "why_not": why_not_link(person, edition),
        "linked_count": sum(map(len, linked.values())),
    }
    return work_page(request, "insights/edition_answers.html", edition, context, status)
