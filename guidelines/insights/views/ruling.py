"""Ending a ruling before its time."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.editions.reasons import refuse
from guidelines.editions.restricting import opened
from guidelines.frame import clock
from guidelines.frame.refusals import NotFound, Refusal
from guidelines.insights import services
from guidelines.insights.forms import EndForm
from guidelines.insights.rights import visible_rulings, why_not_end
from guidelines.people.requests import actor


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end_ruling(request: HttpRequest, pk: str) -> HttpResponse:
    """The owner and the policy reviewers end a ruling at once, with a reason."""
    person = actor(request)
    found = visible_rulings(person).select_related("guideline__owner").filter(pk=int(pk)).first()
    if found is None:
        raise NotFound(_("There is no such ruling that you can read."))
    opened(request, found.guideline)
    refuse(why_not_end(person, found, clock.now()))
    form = EndForm(request.POST or None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            services.end_ruling(found, by=person, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            status = refusal.status
        else:
            messages.success(request, _("Ended. %(rule)s stands as it is written.") % {"rule": found.rule_id})
            return redirect("rulings")
    context = {"ruling": found, "guideline": found.guideline, "form": form}
    return render(request, "insights/end_ruling.html", context, status=status)
