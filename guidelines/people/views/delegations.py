"""Lending the right to review for the time of a leave: one's own, or that of somebody who fell ill."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guidelines.frame.refusals import Invalid, Refused
from guidelines.people import delegating, queries
from guidelines.people.forms import DelegationForm
from guidelines.people.models import Delegation, Person
from guidelines.people.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_delegations(request: PersonRequest) -> HttpResponse:
    """What whoever is signed in lends, and what is lent to them."""
    return _page_of(request, request.user)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delegations(request: PersonRequest, employee_id: str) -> HttpResponse:
    """The same for somebody else, for those who keep their roles."""
    if not queries.may_administer(request.user):
        raise Refused(_("Accounts and roles are kept by market administrators and system administrators."))
    return _page_of(request, get_object_or_404(queries.visible_people(request.user), employee_id=employee_id))


@require_POST
@login_required
def end_delegation(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a right back, or give it back, before its time."""
    found = get_object_or_404(Delegation.objects.select_related("person", "delegate"), pk=pk)
    involved = request.user.pk in (found.person_id, found.delegate_id)
    if not involved and not queries.visible_people(request.user).filter(pk=found.person_id).exists():
        raise Http404
    delegating.end_delegation(found, by=request.user)
    messages.success(request, _("%(name)s no longer stands in for %(person)s.") % _names(found))
    return _back(request, found.person if not involved else request.user)


def _page_of(request: PersonRequest, subject: Person) -> HttpResponse:
    reason = delegating.why_not_delegate(request.user, subject)
    form = DelegationForm(request.POST if request.method == "POST" else None, person=subject)
    if request.method == "POST" and reason:
        raise Refused(reason)
    if form.is_bound and form.is_valid():
        try:
            made = delegating.delegate(subject, by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("%(name)s stands in for %(person)s in that time.") % _names(made))
            return _back(request, subject)
    context = {
        "subject": subject,
        "own": subject.pk == request.user.pk,
        "lines": queries.delegations_of(subject, seen_by=request.user),
        "lenders": queries.lenders_of(subject),
        "reason": reason,
        "form": form,
        "candidates": [] if reason else queries.could_stand_in(subject, request.user),
    }
    return render(request, "people/delegations.html", context, status=422 if form.is_bound else 200)


def _names(delegation: Delegation) -> dict[str, str]:
    return {"name": delegation.delegate.name, "person": delegation.person.name}


def _back(request: PersonRequest, subject: Person) -> HttpResponse:
    if subject.pk == request.user.pk:
        return redirect("own_delegations")
    return redirect("delegations", subject.employee_id)
