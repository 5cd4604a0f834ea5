"""Handing a guideline over to another owner."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.editions import services
from guidelines.editions.forms.upkeep import OwnerForm
from guidelines.editions.rights import why_not_open
from guidelines.editions.views.fetching import guideline_for
from guidelines.frame.refusals import Refused
from guidelines.people.requests import actor


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Whom readers are told to ask, and who takes it on next."""
    guideline, person = guideline_for(request, policy_id), actor(request)
    if reason := why_not_open(person, guideline.market, guideline.domain):
        raise Refused(reason)
    form = OwnerForm(request.POST or None, guideline=guideline)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["owner"]
        services.hand_over(guideline, to=to, by=person)
        said = _("%(name)s owns %(policy_id)s now.") % {"name": to.name, "policy_id": guideline.policy_id}
        messages.success(request, said)
        return redirect("guideline", guideline.policy_id)
    context = {"guideline": guideline, "form": form}
    return render(request, "editions/owner.html", context, status=422 if form.errors else 200)
