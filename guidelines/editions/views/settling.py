"""What is settled beside the words of a guideline: its owner, what it goes before, its earlier numbers."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.editions import services
from guidelines.editions.clearances import why_not_name
from guidelines.editions.forms.classing import ClassForm
from guidelines.editions.forms.upkeep import NumberForm, OwnerForm, PrecedenceForm
from guidelines.editions.models import Guideline
from guidelines.editions.rights import visible_guidelines, why_not_settle
from guidelines.editions.views.fetching import guideline_for
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.people.models import Person
from guidelines.people.requests import actor

Deed = Callable[..., str]
"""Does it with what was typed, and returns the sentence for whoever did."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def guideline_settings(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Whom readers are told to ask, which guideline decides first, and which numbers lead here."""
    guideline, person = guideline_for(request, policy_id), actor(request)
    if reason := why_not_settle(person, guideline):
        raise Refused(reason)
    action = request.POST.get("action", "")
    typed = {name: request.POST if action == name else None for name in DEEDS}
    found: dict[str, forms.Form] = {
        "owner": OwnerForm(typed["owner"], guideline=guideline),
        "precedence": PrecedenceForm(typed["precedence"]),
        "number": NumberForm(typed["number"]),
    }
    classing = ClassForm(request.POST if action == "class" else None, guideline=guideline)
    if action == "class" and classing.is_valid() and _classed(request, guideline, classing):
        return redirect("guideline_settings", guideline.policy_id)
    if action in found and _done(request, guideline, found[action], DEEDS[action]):
        return redirect("guideline_settings", guideline.policy_id)
    if action == "end_precedence":
        _end_precedence(guideline, request.POST.get("one", ""), person)
        messages.success(request, _("Removed."))
        return redirect("guideline_settings", guideline.policy_id)
    seconds = visible_guidelines(person).filter(preceded_by=guideline).values_list("policy_id", flat=True)
    context = {"guideline": guideline, **found, "classing": classing, "seconds": seconds.order_by("policy_id")}
    context["names"] = why_not_name(person, guideline) is None
    context["failed"] = failed = next((form for form in (*found.values(), classing) if form.errors), None)
    return render(request, "editions/settings.html", context, status=422 if failed else 200)


def _done(request: HttpRequest, guideline: Guideline, form: forms.Form, deed: Deed) -> bool:
    """Whether the deed was done; what stands against it is told beside the field."""
    if not form.is_valid():
        return False
    [(field, value)] = form.cleaned_data.items()
    try:
        messages.success(request, deed(guideline, value, actor(request)))
    except Invalid as refusal:
        form.add_error(field, refusal.sentence)
        return False
    return True


def _classed(request: HttpRequest, guideline: Guideline, form: ClassForm) -> bool:
    try:
        services.class_guideline(guideline, by=actor(request), **form.cleaned_data)
    except (Invalid, WrongState) as refusal:
        form.add_error("audience", refusal.sentence)
        return False
    messages.success(request, _("Recorded. It is for this audience from now on."))
    return True


def _hand_over(guideline: Guideline, to: Person, by: Person) -> str:
    services.hand_over(guideline, to=to, by=by)
    return _("%(name)s owns %(policy_id)s now.") % {"name": to.name, "policy_id": guideline.policy_id}


def _put_first(guideline: Guideline, typed: str, by: Person) -> str:
    other = visible_guidelines(by).filter(policy_id=typed.strip().upper()).first()
    if other is None:
        raise Invalid(_("There is no guideline %(policy_id)s that you can read.") % {"policy_id": typed})
    services.set_precedence(guideline, before=other, by=by)
    names = {"this": guideline.policy_id, "other": other.policy_id}
    return _("Where a case fits both, %(this)s goes before %(other)s.") % names


def _add_number(guideline: Guideline, typed: str, by: Person) -> str:
    number = services.add_number(guideline, number=typed, by=by)
    return _("%(number)s leads to %(policy_id)s.") % {"number": number, "policy_id": guideline.policy_id}


def _end_precedence(guideline: Guideline, policy_id: str, by: Person) -> None:
    other = visible_guidelines(by).filter(policy_id=policy_id).first()
    if other is not None:  # one that is gone already is removed
        services.end_precedence(guideline, before=other, by=by)


DEEDS: dict[str, Callable[..., str]] = {"owner": _hand_over, "precedence": _put_first, "number": _add_number}
