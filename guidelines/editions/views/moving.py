"""One page for each move that wants a word or a second look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guidelines.editions import services, signatures
from guidelines.editions.forms import ApprovalForm, EmergencyForm, MoveForm, SuspendForm
from guidelines.editions.lifecycle import DEEDS, State
from guidelines.editions.models import Edition
from guidelines.editions.obstacles import Obstructed
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import why_not
from guidelines.editions.views.fetching import work_edition_for, work_page
from guidelines.editions.views.reviewing import review_page
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, NotFound, Outdated
from guidelines.people.models import Person
from guidelines.people.requests import actor

Deed = Callable[[Edition, Person, dict[str, Any]], object]


@dataclass(frozen=True)
class Step:
    """What the page of a move does and says: before, and once it is done."""

    deed: Deed
    explained: Promise
    done: Promise
    form: type[MoveForm] = MoveForm


STEPS: dict[str, Step] = {
    "submit": Step(
        lambda edition, by, data: services.submit(edition, by=by, seen=data["seen"], note=data["note"]),
        gettext_lazy("The words are frozen until a policy reviewer decides."),
        gettext_lazy("Sent to review."),
    ),
    "recall": Step(
        lambda edition, by, data: services.recall(edition, by=by, note=data["note"]),
        gettext_lazy("It becomes a draft again. An approval is lost as soon as a word changes."),
        gettext_lazy("Recalled to draft."),
    ),
    "request_changes": Step(
        lambda edition, by, data: services.request_changes(edition, by=by, note=data["note"]),
        gettext_lazy("It goes back to its writers with your reason."),
        gettext_lazy("Sent back with your reason."),
        ApprovalForm,
    ),
    "approve": Step(
        lambda edition, by, data: services.approve(
            edition,
            by=by,
            seen=data["seen"],
            note=data["note"],
            answers=data["answers"],
            agreed=data["agreed"],
            function=data["function"],
        ),
        gettext_lazy("You sign exactly the words on the review page."),
        gettext_lazy("Approved."),
        ApprovalForm,
    ),
    "cancel": Step(
        lambda edition, by, data: services.cancel(edition, by=by, note=data["note"]),
        gettext_lazy("It does not begin. It stays approved, and can be published again."),
        gettext_lazy("Publication cancelled."),
    ),
    "enforce_now": Step(
        lambda edition, by, data: services.enforce_now(
            edition, by=by, seen=data["seen"], note=data["note"], hours=data["hours"]
        ),
        gettext_lazy(
            "Only for an emergency: the draft binds at once, without approval. Auditors see it for ever. "
            "Another reviewer must ratify it, or it ends by itself."
        ),
        gettext_lazy("In force now, as an emergency."),
        EmergencyForm,
    ),
    "ratify": Step(
        lambda edition, by, data: services.ratify(edition, by=by, seen=data["seen"], note=data["note"]),
        gettext_lazy("You sign these words. They stay in force and no longer end by themselves."),
        gettext_lazy("Ratified."),
    ),
    "withdraw": Step(
        lambda edition, by, data: services.withdraw(edition, by=by, note=data["note"]),
        gettext_lazy("From this moment nothing of this guideline is in force until another edition begins."),
        gettext_lazy("Withdrawn."),
    ),
    "suspend": Step(
        lambda edition, by, data: services.suspend(
            edition, by=by, reason=data["note"], escalate_to=data["escalate_to"], until=data["until"]
        ),
        gettext_lazy(
            "The words stay in force and readable, under a bar: do not enforce, escalate. "
            "It ends at the moment you set, when a reviewer resumes it, or when a newer edition begins."
        ),
        gettext_lazy("Suspended."),
        SuspendForm,
    ),
    "resume": Step(
        lambda edition, by, data: services.resume(edition, by=by, reason=data["note"]),
        gettext_lazy("Moderators decide by these words again from this moment."),
        gettext_lazy("Resumed."),
    ),
    "discard": Step(
        lambda edition, by, data: services.discard(edition, by=by, note=data["note"]),
        gettext_lazy("The draft ends here. Its number is not used again, and its words stay on record."),
        gettext_lazy("Discarded."),
    ),
}


@login_required
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, policy_id: str, number: int, move: str) -> HttpResponse:
    name = move.replace("-", "_")
    if name not in STEPS:
        raise NotFound(_("There is no such move."))
    edition, person = work_edition_for(request, policy_id, number), actor(request)
    refuse(why_not(person, name, edition))
    make, zone = STEPS[name].form, edition.guideline.market.time_zone
    if request.method == "GET":
        if name == "approve":  # the questions and the rows to agree to stand on the page with the words
            return redirect("review", edition.guideline.policy_id, edition.number)
        return _move_page(request, edition, name, make(initial={"seen": edition.digest}, zone=zone))
    form = make(request.POST, zone=zone)
    if not form.is_valid():
        return _answer(request, edition, name, form, status=422)
    try:
        STEPS[name].deed(edition, person, form.cleaned_data)
    except (Invalid, Outdated, Obstructed) as refusal:
        form.add_error(
            "note" if isinstance(refusal, Invalid) and not form.cleaned_data["note"] else None, refusal.sentence
        )
        return _answer(request, work_edition_for(request, policy_id, number), name, form, status=refusal.status)
    after = work_edition_for(request, policy_id, number)
    messages.success(request, _still_missing(name, after) or str(STEPS[name].done))
    return _next_page(after)


def _still_missing(name: str, edition: Edition) -> str:
    """What is said after a signature that was not the last one."""
    if not (name == "approve" and edition.state == State.IN_REVIEW) and not (name == "ratify" and edition.expires_at):
        return ""
    missing = signatures.standing(edition, clock.now()).missing
    return _("Your signature is kept. Still missing: %(missing)s.") % {
        "missing": ", ".join(map(signatures.label, missing))
    }


def _answer(request: HttpRequest, edition: Edition, name: str, form: MoveForm, status: int) -> HttpResponse:
    """The page the move was sent from, with what was typed; it carries the digest as it is now."""
    form.stand_on(edition.digest)
    if isinstance(form, ApprovalForm):
        return review_page(request, edition, form, status=status)
    return _move_page(request, edition, name, form, status=status)


def _move_page(request: HttpRequest, edition: Edition, name: str, form: MoveForm, status: int = 200) -> HttpResponse:
    form.fields["note"].required = DEEDS[name].needs_reason
    form.fields["note"].label = _("Reason") if DEEDS[name].needs_reason else _("Note")
    context = {"move": DEEDS[name], "explained": STEPS[name].explained, "form": form}
    return work_page(request, "editions/move.html", edition, context, status)


def _next_page(edition: Edition) -> HttpResponse:
    if edition.state == State.DRAFT:
        return redirect("draft", edition.guideline.policy_id, edition.number)
    return redirect("review", edition.guideline.policy_id, edition.number)
