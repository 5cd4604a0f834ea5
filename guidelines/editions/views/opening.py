"""Opening a guideline, and opening a new edition of one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guidelines.editions import services
from guidelines.editions.drafts import DraftWords
from guidelines.editions.forms import GuidelineForm
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.queries import scheduled_after
from guidelines.editions.starting import starting_text
from guidelines.editions.views.fetching import guideline_for, whole_number
from guidelines.frame import clock
from guidelines.frame.refusals import Refusal, Refused, WrongState
from guidelines.people.requests import actor
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings


@login_required
@require_http_methods(["GET", "POST"])
def new_guideline(request: HttpRequest) -> HttpResponse:
    person = actor(request)
    if not holdings(person).may_somewhere(Capability.WRITE):
        raise Refused(_("Only a policy manager can open a guideline."))
    form = GuidelineForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            edition = _open(form, request)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("%(policy_id)s is open.") % {"policy_id": edition.guideline.policy_id})
            return _editor(edition, page="bring_in" if request.POST.get("then") == "bring_in" else "draft")
    return render(request, "editions/new_guideline.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def new_edition(request: HttpRequest, policy_id: str) -> HttpResponse:
    """On the words in force now, or on the scheduled edition whose number comes in `on`."""
    guideline, number = guideline_for(request, policy_id), request.POST.get("on", "")
    on = _scheduled(guideline, number) if number else None
    edition = services.open_edition(guideline, by=actor(request), on=on)
    messages.success(request, _("Edition %(number)d is open as a draft.") % {"number": edition.number})
    return _editor(edition)


def _scheduled(guideline: Guideline, number: str) -> Edition:
    found = next((e for e in scheduled_after(guideline, clock.now()) if e.number == whole_number(number)), None)
    if found is None:
        raise WrongState(_("That edition is not scheduled any more. Open a draft on the words in force."))
    return found


def _open(form: GuidelineForm, request: HttpRequest) -> Edition:
    data = form.cleaned_data
    return services.open_guideline(
        market=data["market"],
        domain=data["domain"],
        words=DraftWords(
            title=data["title"],
            source=data["template"].source if data["template"] else starting_text(data["market"].language),
            change_note=_("First edition."),
        ),
        by=actor(request),
        review_months=data["review_months"],
    )


def _editor(edition: Edition, *, page: str = "draft") -> HttpResponse:
    return redirect(page, edition.guideline.policy_id, edition.number)
