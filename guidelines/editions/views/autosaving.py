"""What the editor's script asks for while somebody types: save, and say who else is here. Answers are JSON."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guidelines.editions import services
from guidelines.editions.models import Edition
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import why_not
from guidelines.editions.save_points import AUTOSAVE, history
from guidelines.editions.sittings import others_at, said_at
from guidelines.editions.typed import words_typed
from guidelines.editions.views.beside import beside_typed, is_wrong, set_beside
from guidelines.editions.views.fetching import work_edition_for
from guidelines.frame.refusals import Invalid, Outdated, Refusal
from guidelines.frame.times import clock_in_zone
from guidelines.people.requests import actor
from guidelines.text.refusal import TextRefused

View = Callable[[HttpRequest, str, int], HttpResponse]


def for_the_script(view: View) -> View:
    """Answers refusals in JSON, with the sentence and where to go; 401 when nobody is signed in any more."""

    @login_not_required
    @wraps(view)
    def answered(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
        draft = reverse("draft", args=[policy_id, number])
        if not request.user.is_authenticated:
            go = f"{resolve_url('sign_in')}?{urlencode({'next': draft})}"
            return _problem(_("You are signed out. Sign in, and your text is offered back."), 401, go)
        try:
            return view(request, policy_id, number)
        except Outdated as refusal:
            return _problem(refusal.sentence, refusal.status, draft, merge=True)
        except Refusal as refusal:
            return _problem(refusal.sentence, refusal.status, reverse("review", args=[policy_id, number]))
        except TextRefused as refused:
            return _problem(str(refused.sentence), refused.status, draft)

    return answered


def _problem(sentence: str, status: int, go: str, *, merge: bool = False) -> JsonResponse:
    answer = {"saved": False, "problem": sentence, "problems": [sentence], "go": go, "merge": merge}
    return JsonResponse(answer, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_script
def autosave(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    """Save what is typed, if a word changed. GET gives a fresh token to a page that outlived its session."""
    edition, person = work_edition_for(request, policy_id, number), actor(request)
    refuse(why_not(person, "save", edition))
    services.sit(edition, by=person)
    if request.method != "POST":
        return JsonResponse({"token": get_token(request), "digest": edition.digest, **_others(request, edition)})
    form, beside = words_typed(request.POST), beside_typed(request, edition)
    if not form.is_valid() or is_wrong(beside):
        raise Invalid(" ".join([*_problems(form), *_problems(beside)]))
    try:
        saved = services.save_draft(edition, by=person, seen=form.cleaned_data["seen"], words=form.words, why=AUTOSAVE)
    except Outdated:
        raise Outdated(_who_saved(edition)) from None
    set_beside(beside, saved.edition, by=person)
    at = said_at(saved.edition.saved_at, edition.guideline.market.time_zone)
    answer: dict[str, Any] = {
        "saved": saved.changed,
        "digest": saved.edition.digest,
        "clock": at,
        "at": _("Saved %(at)s") % {"at": at},
        "mended": list(saved.mended),
        "problems": [],
    }
    return JsonResponse(answer | _others(request, edition))


@require_POST
@for_the_script
def sitting(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    """A sign of life from an open editor, answered with who else is there."""
    edition, person = work_edition_for(request, policy_id, number), actor(request)
    refuse(why_not(person, "save", edition))
    services.sit(edition, by=person)
    return JsonResponse(_others(request, edition))


def _others(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    zone = edition.guideline.market.time_zone
    return {
        "others": [
            {"name": other.name, "since": clock_in_zone(other.since, zone), "here": other.is_here, "text": other.text}
            for other in others_at(edition, actor(request))
        ]
    }


def _problems(form: Form) -> list[str]:
    """What is wrong with the form, each sentence with the field it belongs to."""
    return [
        f"{form[name].label}: {error}" if name in form.fields else str(error)
        for name, errors in form.errors.items()
        for error in errors
    ]


def _who_saved(edition: Edition) -> str:
    newest = history(edition)[0]
    return _("%(name)s saved at %(at)s. Compare and merge: both texts are kept.") % {
        "name": newest.person.name if newest.person else "",
        "at": said_at(newest.at, edition.guideline.market.time_zone),
    }
