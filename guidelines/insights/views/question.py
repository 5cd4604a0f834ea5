"""One question: what was asked on which words, the answers, and the form to answer or to rule."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.catalogue.models import Action
from guidelines.editions.models import Edition
from guidelines.editions.queries import in_force
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import UNDER_WAY
from guidelines.frame import clock
from guidelines.frame.posting import refused
from guidelines.frame.refusals import Refusal
from guidelines.insights import services
from guidelines.insights.forms import USUAL_RULING, AnswerForm
from guidelines.insights.models import Question
from guidelines.insights.queries import asked_before, pinned_on
from guidelines.insights.rights import why_not_answer, why_not_join
from guidelines.insights.views.fetching import question_for
from guidelines.insights.words import RuleWords, rules_in
from guidelines.people.requests import actor
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: str) -> HttpResponse:
    """The thread. Whoever asks the question has been told once they open it."""
    found, person = question_for(request, pk), actor(request)
    binding = in_force(found.guideline, clock.now())
    if request.method != "POST":
        if request.method == "GET":
            services.mark_seen(found, by=person)
        return _page(request, found, binding, _form(request, found, binding))
    refuse(why_not_answer(person, found.guideline))
    form = _form(request, found, binding, request.POST)
    if not form.is_valid():
        return _page(request, found, binding, form, status=422)
    try:
        sentence = _answer(request, found, form.cleaned_data)
    except Refusal as refusal:
        refused(form, refusal)
        form.stand_on(binding.digest if binding else "", services.newest_on(found.guideline, found.rule_id))
        return _page(request, found, binding, form, status=refusal.status)
    messages.success(request, sentence)
    return redirect(found)


def _answer(request: HttpRequest, found: Question, data: dict[str, Any]) -> str:
    person = actor(request)
    if not data.get("pin"):
        services.answer(found, by=person, text=data["text"])
        return _("Answered. Everybody who asked is told.")
    chosen = {int(pk) for pk in data.get("also", ())}
    others = [other for other in _others(request, found) if other.pk in chosen]
    services.rule(
        found.guideline,
        by=person,
        seen=data["seen"],
        rule_id=found.rule_id,
        text=data["text"],
        until=data["until"],
        questions=[found, *others],
        newest_seen=data["newest_seen"] or 0,
    )
    facts = {"rule": found.rule_id, "owner": found.guideline.owner.name}
    return _("Pinned on %(rule)s. Everybody who asked is told, and so is %(owner)s, the owner.") % facts


def _others(request: HttpRequest, found: Question) -> list[Question]:
    """The other open questions on the same rule: a ruling may answer them, too."""
    before = asked_before(actor(request), found.guideline, found.rule_id)
    return [other for other in before if other.pk != found.pk and other.answered_at is None]


def _form(request: HttpRequest, found: Question, binding: Edition | None, data: Any = None) -> AnswerForm:
    rule = _rule(found, binding)
    action = Action.objects.filter(code=rule.action).first() if rule and rule.action else None
    return AnswerForm(
        data,
        initial={
            "seen": binding.digest if binding else "",
            "newest_seen": services.newest_on(found.guideline, found.rule_id),
            "until": clock.now() + USUAL_RULING,
        },
        zone=found.guideline.market.time_zone,
        rule=rule,
        action=action.local_name if action else "",
        others=_others(request, found) if rule else (),
    )


def _rule(found: Question, binding: Edition | None) -> RuleWords | None:
    return rules_in(binding.source).get(found.rule_id) if binding and found.rule_id else None


def _page(
    request: HttpRequest, found: Question, binding: Edition | None, form: AnswerForm, status: int = 200
) -> HttpResponse:
    person, now, guideline = actor(request), clock.now(), found.guideline
    here = (guideline.market_id, guideline.domain_id)
    may_answer = why_not_answer(person, guideline) is None
    writes = holdings(person).may(Capability.WRITE, *here)
    askers = list(found.askers.select_related("person"))
    context = {
        "question": found,
        "guideline": guideline,
        "standing": found.standing(now),
        "binding": binding,
        "rule": _rule(found, binding),
        "pinned": pinned_on(binding, now, found.rule_id) if binding and found.rule_id else (),
        "askers": askers,
        "shows_names": may_answer or any(asker.person_id == person.pk for asker in askers),
        "answers": found.answers.select_related("person", "ruling", "edition"),
        "may_join": why_not_join(person, found, now) is None,
        "may_answer": may_answer,
        "form": form,
        "drafts": guideline.editions.filter(state__in=UNDER_WAY).order_by("number") if writes else (),
        "works_here": holdings(person).may(Capability.READ_ALL, *here),
    }
    return render(request, "insights/question.html", context, status=status)
