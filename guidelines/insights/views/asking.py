"""Asking: what was asked and ruled on the rule before comes first, then the form."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guidelines.editions.models import Edition
from guidelines.editions.reasons import refuse
from guidelines.editions.views.fetching import guideline_for
from guidelines.frame import clock
from guidelines.frame.refusals import Refusal, WrongState
from guidelines.insights import services
from guidelines.insights.forms import AskForm
from guidelines.insights.queries import asked_before, pinned_on
from guidelines.insights.rights import read_now, why_not_ask
from guidelines.insights.services.asking import LONGEST_PASSAGE
from guidelines.insights.views.fetching import question_for
from guidelines.insights.words import rules_in
from guidelines.people.requests import actor


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, policy_id: str) -> HttpResponse:
    """A question on the words in force. Nothing is sent before the earlier questions on its rule were on the screen."""
    guideline, person = guideline_for(request, policy_id), actor(request)
    binding = read_now(person, guideline, clock.now())
    refuse(why_not_ask(guideline, binding))
    assert binding is not None, "why_not has looked"
    rules = rules_in(binding.source)
    if request.method != "POST":
        rule = request.GET.get("rule", "").upper()
        passage = Truncator(request.GET.get("passage", "").strip()).chars(LONGEST_PASSAGE)
        begun = {"rule": rule if rule in rules else "", "passage": passage, "seen": binding.digest}
        return _page(request, binding, AskForm(initial=begun, rules=rules, owner=guideline.owner.name))
    form = AskForm(request.POST, rules=rules, owner=guideline.owner.name)
    if not form.is_valid():
        return _page(request, binding, form, status=422)
    data = form.cleaned_data
    if data["rule"] != data["looked_at"] and _known(request, binding, data["rule"]):
        return _page(request, binding, form, look_first=True)
    try:
        made = services.ask(
            guideline,
            by=person,
            seen=data["seen"],
            text=data["text"],
            rule_id=data["rule"],
            passage=data["passage"],
            kind=data["kind"],
        )
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        form.stand_on(binding.digest)
        return _page(request, binding, form, status=refusal.status)
    sentence = _("Sent to %(owner)s and the leads. The answer comes here, and onto your home page.")
    messages.success(request, sentence % {"owner": guideline.owner.name})
    return redirect(made)


def _known(request: HttpRequest, binding: Edition, rule_id: str) -> bool:
    return bool(
        asked_before(actor(request), binding.guideline, rule_id)
        or (rule_id and pinned_on(binding, clock.now(), rule_id))
    )


def _page(
    request: HttpRequest, binding: Edition, form: AskForm, *, look_first: bool = False, status: int = 200
) -> HttpResponse:
    rules, wanted = rules_in(binding.source), str(form["rule"].value() or "").upper()
    rule_id = wanted if wanted in rules else ""  # whatever was posted: no other text is looked up
    before = asked_before(actor(request), binding.guideline, rule_id)
    if form.is_bound:
        form.data = {**request.POST.dict(), "seen": form["seen"].value() or "", "looked_at": rule_id}
    form.initial["looked_at"] = rule_id
    context = {
        "guideline": binding.guideline,
        "edition": binding,
        "form": form,
        "rule": rules.get(rule_id),
        "pinned": pinned_on(binding, clock.now(), rule_id) if rule_id else (),
        "before": [(question, question.standing(clock.now())) for question in before],
        "look_first": look_first,
    }
    return render(request, "insights/ask.html", context, status=status)


@login_required
@require_POST
def join(request: HttpRequest, pk: str) -> HttpResponse:
    """“I ask this too.” Where it can’t be said, as at a second click, the question says how it stands."""
    question = question_for(request, pk)
    try:
        services.join(question, by=actor(request))
        messages.success(request, _("You ask this too. You are told when it is answered."))
    except WrongState as refusal:
        messages.info(request, refusal.sentence)
    return redirect(question)
