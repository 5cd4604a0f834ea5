"""The care of guidelines: periodic reviews, copies for another market, and how far those are behind."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from guidelines.editions import services
from guidelines.editions.forms.upkeep import CopyForm, VerdictForm
from guidelines.editions.models import Edition, Guideline, Verdict
from guidelines.editions.queries import in_force
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import visible_editions, why_not_copy, why_not_open, why_not_verdict
from guidelines.editions.upkeep import review_due
from guidelines.editions.views.fetching import guideline_for, whole_number
from guidelines.frame import clock
from guidelines.frame.refusals import NotFound, Refusal, Refused, WrongState
from guidelines.people.requests import actor
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings

SAID = {
    Verdict.Kind.KEEP: gettext_lazy("Kept. The next review is due after the usual time."),
    Verdict.Kind.REVISE: gettext_lazy("A draft is open: bring the words up to date."),
    Verdict.Kind.WITHDRAW: gettext_lazy("Withdrawn. Moderators are told that nothing of it is in force."),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def periodic_review(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Are the words in force still right? The verdict is recorded, and what follows from it is done."""
    guideline, person = guideline_for(request, policy_id), actor(request)
    if not holdings(person).may(Capability.READ_ALL, guideline.market_id, guideline.domain_id):
        raise Refused(_("This page is for those who write, review or audit guidelines of this market and domain."))
    binding = in_force(guideline, clock.now())
    if binding is None:
        sentence = _("Nothing of %(policy_id)s is in force: there is nothing to review.")
        raise WrongState(sentence % {"policy_id": guideline})
    kinds = [kind for kind in Verdict.Kind if why_not_verdict(person, guideline, kind, binding) is None]
    if request.method != "POST":
        form = VerdictForm(initial={"seen": binding.digest, "kind": Verdict.Kind.KEEP}, kinds=kinds)
        return _page(request, guideline, binding, form)
    form = VerdictForm(request.POST, kinds=kinds)
    if not form.is_valid():
        return _page(request, guideline, binding, form, 422)
    data = form.cleaned_data
    try:
        verdict, edition = services.give_verdict(
            guideline, by=person, kind=data["kind"], seen=data["seen"], note=data["note"]
        )
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        form.stand_on(binding.digest)
        return _page(request, guideline, binding, form, refusal.status)
    messages.success(request, str(SAID[Verdict.Kind(verdict.kind)]))
    if verdict.kind == Verdict.Kind.REVISE:
        return redirect("draft", guideline.policy_id, edition.number)
    return redirect("guideline", guideline.policy_id) if verdict.kind == Verdict.Kind.KEEP else redirect(edition)


def _page(
    request: HttpRequest, guideline: Guideline, binding: Edition, form: VerdictForm, status: int = 200
) -> HttpResponse:
    verdicts = list(guideline.verdicts.select_related("person", "edition").order_by("-at"))
    kept = next((v.at for v in verdicts if v.kind == Verdict.Kind.KEEP and v.edition_id == binding.pk), None)
    since = binding.effective_from or clock.now()
    context = {
        "guideline": guideline,
        "edition": binding,
        "form": form,
        "may_decide": bool(form.fields["kind"].choices),  # type: ignore[attr-defined]  # a ChoiceField
        "why_not": why_not_verdict(actor(request), guideline, Verdict.Kind.KEEP, binding),
        "may_hand_over": why_not_open(actor(request), guideline.market, guideline.domain) is None,
        "verdicts": verdicts,
        "due": review_due(since, kept, guideline.review_months),
        "now": clock.now(),
    }
    return render(request, "editions/periodic_review.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Open a guideline of another market with the words in force here. It remembers where they came from."""
    guideline, person = guideline_for(request, policy_id), actor(request)
    source = in_force(guideline, clock.now())
    refuse(why_not_copy(guideline))
    if source is None:
        raise WrongState(_("Nothing of %(policy_id)s is in force that could be copied.") % {"policy_id": guideline})
    form = CopyForm(request.POST or None, person=person, domain=guideline.domain, without=guideline.market)
    if not form.has_choice:
        raise Refused(_("You write for no other market in this domain. Ask a policy manager of that market."))
    if request.method == "POST" and form.is_valid():
        draft = services.adapt(source, market=form.cleaned_data["market"], by=person)
        messages.success(request, _("%(policy_id)s is open.") % {"policy_id": draft.guideline.policy_id})
        return redirect("draft", draft.guideline.policy_id, draft.number)
    context = {"guideline": guideline, "edition": source, "form": form}
    return render(request, "editions/copy.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def follow(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Say that a copy was brought up to an edition of its source."""
    guideline = guideline_for(request, policy_id)
    source, wanted = guideline.adapted_from, whole_number(request.POST.get("number", ""))
    edition = source and visible_editions(actor(request)).filter(guideline=source.guideline_id, number=wanted).first()
    if not edition:
        raise NotFound(_("There is no such edition of its source that you can read."))
    services.follow(guideline, edition, by=actor(request))
    messages.success(
        request, _("%(policy_id)s stands on %(source)s now.") % {"policy_id": guideline, "source": edition}
    )
    return redirect("board")
