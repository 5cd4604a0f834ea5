"""Unlocking a shared computer, saying that somebody is there, and giving it to the next person."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from guidelines.frame.errors import home_url
from guidelines.frame.refusals import Outdated
from guidelines.frame.typed import Typed
from guidelines.people.forms import UnlockForm
from guidelines.people.locking import TYPED, lock_page, mark_used
from guidelines.people.requests import actor
from guidelines.people.views.going_on import GO_ON, leads_on


@sensitive_post_parameters()
@require_POST
@login_required
def unlock(request: HttpRequest) -> HttpResponse:
    """Go on where it was locked: with a new page, or in place where the page's script asks in JSON."""
    adapter = get_adapter(request)
    form = UnlockForm(request.POST, by=actor(request), address=adapter.address_of(request))
    wanted = request.POST.get("next", "")
    next_page = wanted if adapter.is_safe_url(wanted) else home_url()
    in_place = "application/json" in request.headers.get("Accept", "")
    if form.is_valid():
        mark_used(request)
        return JsonResponse({}) if in_place else _gone_on(request, next_page)
    if form.has_error("person"):
        raise Outdated(_("Somebody else is signed in on this computer now. Go on from the home page."))
    request.was_locked = True  # type: ignore[attr-defined]  # a wrong password is no use
    (problem, *_rest), status = form.errors["password"], 429 if form.has_error("password", "too_many_tries") else 422
    if in_place:
        return JsonResponse({"problem": str(problem)}, status=status)
    return lock_page(request, next_page=next_page, problem=str(problem), status=status)


def _gone_on(request: HttpRequest, next_page: str) -> HttpResponse:
    """The page, or first the text that met the lock."""
    typed = [Typed(label, text) for label, text in request.session.pop(TYPED, ())]
    if not typed:
        return HttpResponseRedirect(next_page)
    sentence = _("The portal was locked when you sent this. Copy what you typed, go back and send it again.")
    context = {"status": 409, "heading": _("Not sent"), "sentence": sentence, "typed": typed, "back": next_page}
    return render(request, "errors/refusal.html", context, status=409)


@require_POST
@login_required
def in_use(request: HttpRequest) -> HttpResponse:
    """A sign of life from somebody who reads or types without asking for a page."""
    mark_used(request)
    return HttpResponse(status=204)


@require_POST
@login_not_required
def switch(request: HttpRequest) -> HttpResponse:
    """Sign out for the next person. The page stays on the server until they are known: its address tells something."""
    wanted, was_signed_in = request.POST.get("next", ""), request.user.is_authenticated
    logout(request)
    # Nothing is kept for visitors: whoever has no account could fill the database with sessions.
    if was_signed_in and leads_on(wanted):
        request.session[GO_ON] = wanted
    return redirect("sign_in")
