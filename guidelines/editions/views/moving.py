"""One page for each move that wants a word or a second look, and the publish page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guidelines.editions import services
from guidelines.editions.forms import EmergencyForm, MoveForm, PublishForm
from guidelines.editions.lifecycle import MOVES, State
from guidelines.editions.models import Edition
from guidelines.editions.queries import scheduled_after
from guidelines.editions.rights import why_not
from guidelines.editions.views.fetching import refuse, work_edition_for, work_page
from guidelines.editions.views.reviewing import review_page
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, NotFound, Outdated, Refusal
from guidelines.people.models import Person
from guidelines.people.requests import actor

Deed = Callable[[Edition, Person, dict[str, Any]], Edition]

DEEDS: dict[str, Deed] = {
    "submit": lambda edition, by, data: services.submit(edition, by=by, seen=data["seen"], note=data["note"]),
    "recall": lambda edition, by, data: services.recall(edition, by=by, note=data["note"]),
    "request_changes": lambda edition, by, data: services.request_changes(edition, by=by, note=data["note"]),
    "approve": lambda edition, by, data: services.approve(edition, by=by, seen=data["seen"], note=data["note"]),
    "cancel": lambda edition, by, data: services.cancel(edition, by=by, note=data["note"]),
    "enforce_now": lambda edition, by, data: services.enforce_now(
        edition, by=by, seen=data["seen"], note=data["note"], hours=data["hours"]
    ),
    "ratify": lambda edition, by, data: services.ratify(edition, by=by, seen=data["seen"], note=data["note"]),
    "withdraw": lambda edition, by, data: services.withdraw(edition, by=by, note=data["note"]),
    "discard": lambda edition, by, data: services.discard(edition, by=by, note=data["note"]),
}
EXPLAINED = {
    "submit": gettext_lazy("The words are frozen until a policy reviewer decides."),
    "recall": gettext_lazy("It becomes a draft again. An approval is lost as soon as a word changes."),
    "request_changes": gettext_lazy("It goes back to its writers with your reason."),
    "approve": gettext_lazy("You sign exactly the words on the review page."),
    "cancel": gettext_lazy("It does not begin. It stays approved, and can be published again."),
    "enforce_now": gettext_lazy(
        "Only for an emergency: the draft binds at once, without approval. Auditors see it for ever. "
        "Another reviewer must ratify it, or it ends by itself."
    ),
    "ratify": gettext_lazy("You sign these words. They stay in force and no longer end by themselves."),
    "withdraw": gettext_lazy("From this moment nothing of this guideline is in force until another edition begins."),
    "discard": gettext_lazy("The draft ends here. Its number is not used again, and its words stay on record."),
}
DONE = {
    "submit": gettext_lazy("Sent to review."),
    "recall": gettext_lazy("Recalled to draft."),
    "request_changes": gettext_lazy("Sent back with your reason."),
    "approve": gettext_lazy("Approved."),
    "cancel": gettext_lazy("Publication cancelled."),
    "enforce_now": gettext_lazy("In force now, as an emergency."),
    "ratify": gettext_lazy("Ratified."),
    "withdraw": gettext_lazy("Withdrawn."),
    "discard": gettext_lazy("Discarded."),
}


@login_required
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, policy_id: str, number: int, move: str) -> HttpResponse:
    name = move.replace("-", "_")
    if name not in DEEDS:
        raise NotFound(_("There is no such move."))
    edition, person = work_edition_for(request, policy_id, number), actor(request)
    refuse(why_not(person, name, edition))
    make = EmergencyForm if name == "enforce_now" else MoveForm
    if request.method == "GET":
        return _move_page(request, edition, name, make(initial={"seen": edition.digest}))
    form = make(request.POST)
    if not form.is_valid():
        return _answer(request, edition, name, form, status=422)
    try:
        DEEDS[name](edition, person, form.cleaned_data)
    except (Invalid, Outdated) as refusal:
        form.add_error(
            "note" if isinstance(refusal, Invalid) and not form.cleaned_data["note"] else None, refusal.sentence
        )
        return _answer(request, work_edition_for(request, policy_id, number), name, form, status=refusal.status)
    messages.success(request, DONE[name])
    return _next_page(work_edition_for(request, policy_id, number))


def _answer(request: HttpRequest, edition: Edition, name: str, form: MoveForm, status: int) -> HttpResponse:
    """The page the move was sent from, with what was typed; it carries the digest as it is now."""
    form.stand_on(edition)
    if name in ("approve", "request_changes"):
        return review_page(request, edition, form, status=status)
    return _move_page(request, edition, name, form, status=status)


def _move_page(request: HttpRequest, edition: Edition, name: str, form: MoveForm, status: int = 200) -> HttpResponse:
    form.fields["note"].required = MOVES[name].needs_reason
    form.fields["note"].label = _("Reason") if MOVES[name].needs_reason else _("Note")
    context = {"move": MOVES[name], "explained": EXPLAINED[name], "form": form}
    return work_page(request, "editions/move.html", edition, context, status)


def _next_page(edition: Edition) -> HttpResponse:
    if edition.state == State.DRAFT:
        return redirect("draft", edition.guideline.policy_id, edition.number)
    return redirect("review", edition.guideline.policy_id, edition.number)


@login_required
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    edition, person = work_edition_for(request, policy_id, number), actor(request)
    refuse(why_not(person, "publish", edition))
    scheduled = scheduled_after(edition.guideline, clock.now())
    market = edition.guideline.market
    if request.method == "GET":
        form = PublishForm(initial={"seen": edition.digest}, market=market, scheduled=scheduled)
        return _publish_page(request, edition, form)
    form = PublishForm(request.POST, market=market, scheduled=scheduled)
    if not form.is_valid():
        return _publish_page(request, edition, form, status=422)
    try:
        published = _publish(edition, person, form)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _publish_page(request, edition, form, status=refusal.status)
    messages.success(
        request,
        _("Edition %(number)d is in force.") % {"number": published.number}
        if form.start is None
        else _("Edition %(number)d is scheduled.") % {"number": published.number},
    )
    return redirect(published)


def _publish(edition: Edition, person: Person, form: PublishForm) -> Edition:
    return services.publish(
        edition,
        by=person,
        seen=form.cleaned_data["seen"],
        effective_from=form.start,
        fates=form.fates,
        note=form.cleaned_data["note"],
    )


def _publish_page(request: HttpRequest, edition: Edition, form: PublishForm, status: int = 200) -> HttpResponse:
    approval = edition.approvals.filter(digest=edition.digest).select_related("person").last()
    return work_page(request, "editions/publish.html", edition, {"form": form, "approval": approval}, status)
