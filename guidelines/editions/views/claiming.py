"""Taking on a review, giving it back, giving it to somebody else."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guidelines.editions import services
from guidelines.editions.models import Edition
from guidelines.editions.reviewers import reviewers
from guidelines.editions.views.fetching import work_edition_for
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, NotFound
from guidelines.people.models import Person
from guidelines.people.requests import actor


@login_required
@require_POST
def claim(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    deed = _DEEDS.get(request.POST.get("action", ""))
    if deed is None:
        raise NotFound(_("There is no such move."))
    edition = work_edition_for(request, policy_id, number)
    messages.success(request, deed(edition, actor(request), request.POST.get("to", "")))
    return redirect("review", edition.guideline.policy_id, edition.number)


def _claim(edition: Edition, by: Person, to: str) -> str:
    services.claim(edition, by=by)
    return _("You have claimed this review.")


def _release(edition: Edition, by: Person, to: str) -> str:
    services.release(edition, by=by)
    return _("The review is everybody’s again.")


def _reassign(edition: Edition, by: Person, to: str) -> str:
    chosen = next((one.person for one in reviewers(edition, clock.now()) if one.person.employee_id == to), None)
    if chosen is None:
        raise Invalid(_("Choose a policy reviewer of this market and domain."))
    services.reassign(edition, by=by, to=chosen)
    return _("%(name)s has this review now.") % {"name": chosen.name}


_DEEDS: dict[str, Callable[[Edition, Person, str], str]] = {
    "claim": _claim,
    "release": _release,
    "reassign": _reassign,
}
