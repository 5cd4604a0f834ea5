"""The review page: what decides differently, the redline, who may approve, and the decision itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from guidelines.audit.queries import DeedLine, deeds_on
from guidelines.editions.forms import ApprovalForm
from guidelines.editions.lifecycle import Move
from guidelines.editions.models import Edition
from guidelines.editions.queries import newer_words
from guidelines.editions.rights import Reason, is_consulted, moves_shown_to, why_not
from guidelines.editions.views.deciding import signing_context
from guidelines.editions.views.discussing import discussion_context
from guidelines.editions.views.fetching import edition_for, work_page, works_on
from guidelines.editions.views.redline import redline_context
from guidelines.people.models import Person
from guidelines.people.requests import actor

DECISIONS = ("approve", "request_changes")


@dataclass(frozen=True)
class Choice:
    """A move on the page, with its form when the move is taken right here, and the reason when it is not open."""

    move: Move
    reason: Reason | None


@login_required
@require_GET
def review(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    edition = edition_for(request, policy_id, number)
    if not works_on(actor(request), edition):
        asked = is_consulted(actor(request), edition)
        return redirect("consulted", edition.guideline.policy_id, edition.number) if asked else redirect(edition)
    return review_page(request, edition, ApprovalForm(initial={"seen": edition.digest}))


def review_page(request: HttpRequest, edition: Edition, form: ApprovalForm, status: int = 200) -> HttpResponse:
    """The page around a decision; also the answer when the decision could not be taken as it was sent."""
    person = actor(request)
    choices = [Choice(move, reason) for move, reason in moves_shown_to(person, edition)]
    talk = discussion_context(edition, person)
    context = {
        **redline_context(request, edition, talk["discussion"].open_places),
        "decisions": [choice for choice in choices if choice.move.name in DECISIONS],
        "others": [choice for choice in choices if choice.move.name not in DECISIONS and not choice.reason],
        "contributors": _contributors(edition),
        "deeds": _deeds(edition),
        "newer": newer_words(edition),
        "may_edit": why_not(person, "save", edition) is None,
        "form": form,
        **signing_context(edition, person, form),
        **talk,
    }
    return work_page(request, "editions/review.html", edition, context, status)


def _contributors(edition: Edition) -> list[Person]:
    return list(Person.objects.filter(contributions__edition=edition).distinct().order_by("name"))


def _deeds(edition: Edition) -> list[DeedLine]:
    return deeds_on("edition", edition.pk)
