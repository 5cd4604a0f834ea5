"""What an approval asks for: the checklist of each domain, and the signatures of each topic."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.catalogue.models import Domain, Topic
from guidelines.editions import services
from guidelines.editions.asking import questions_by_domain, required_signatures, signing_functions
from guidelines.editions.forms import QuestionForm, RequiredSignatureForm
from guidelines.editions.models import ChecklistItem, RequiredSignature
from guidelines.editions.signing_rights import why_not_keep_checklist, why_not_require_signatures
from guidelines.editions.views.fetching import insider, whole_number
from guidelines.frame.refusals import Invalid, NotFound
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings

Row = TypeVar("Row")


@login_required
@require_http_methods(["GET", "POST"])
def checklists(request: HttpRequest) -> HttpResponse:
    """The questions of every domain this person works in."""
    person = insider(request)
    if request.method == "GET":
        return _checklists_page(request, person)
    if request.POST.get("action") == "add":
        return _add_question(request, person)
    item = _row(ChecklistItem.objects.filter(pk=_key(request)).select_related("domain").first())
    _QUESTION_DEEDS.get(request.POST.get("action", ""), _no_deed)(item, person)
    messages.success(request, _("The checklist is changed."))
    return redirect("checklists")


def _add_question(request: HttpRequest, person: Person) -> HttpResponse:
    domain = _row(Domain.objects.filter(pk=_key(request)).first())
    form = QuestionForm(request.POST, prefix=str(domain.pk))
    if form.is_valid():
        try:
            services.add_question(domain, form.cleaned_data["text"], by=person)
        except Invalid as refusal:
            form.add_error("text", refusal.sentence)
        else:
            messages.success(request, _("The question is asked from now on."))
            return redirect("checklists")
    return _checklists_page(request, person, form, domain)


def _no_deed(item: ChecklistItem, by: Person) -> None:
    raise NotFound(_("There is no such move."))


_QUESTION_DEEDS: dict[str, Callable[[ChecklistItem, Person], object]] = {
    "up": lambda item, by: services.move_question(item, up=True, by=by),
    "down": lambda item, by: services.move_question(item, up=False, by=by),
    "end": lambda item, by: services.end_question(item, by=by),
}


def _checklists_page(
    request: HttpRequest, person: Person, bound: QuestionForm | None = None, at: Domain | None = None
) -> HttpResponse:
    kept = holdings(person).domain_ids(Capability.READ_ALL)
    lists = [
        (
            domain,
            questions,
            why_not_keep_checklist(person, domain),
            bound if bound and at == domain else QuestionForm(prefix=str(domain.pk)),
        )
        for domain, questions in questions_by_domain()
        if kept is None or domain.pk in kept
    ]
    context = {"lists": lists, "form": bound}
    return render(request, "editions/checklists.html", context, status=422 if bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def required_signatures_page(request: HttpRequest) -> HttpResponse:
    """Which topics need more than a policy reviewer's signature."""
    person = insider(request)
    form = RequiredSignatureForm(
        request.POST if request.POST.get("action") == "add" else None, topics=list(Topic.objects.in_use())
    )
    if request.POST.get("action") == "end":
        row = _row(RequiredSignature.objects.filter(pk=_key(request)).first())
        services.end_required_signature(row, by=person)
        messages.success(request, _("This signature is no longer asked for."))
        return redirect("required_signatures")
    if form.is_bound and form.is_valid():
        try:
            services.require_signature(form.cleaned_data["topic"], form.cleaned_data["function"], by=person)
        except Invalid as refusal:
            form.add_error("function", refusal.sentence)
        else:
            messages.success(request, _("This signature is asked for from now on."))
            return redirect("required_signatures")
    context = {
        "rows": required_signatures(),
        "functions": signing_functions(),
        "reason": why_not_require_signatures(person),
        "form": form,
    }
    return render(request, "editions/required_signatures.html", context, status=422 if form.is_bound else 200)


def _key(request: HttpRequest) -> int:
    return whole_number(request.POST.get("key", ""))


def _row(found: Row | None) -> Row:
    if found is None:
        raise NotFound(_("There is no such row on this list."))
    return found
