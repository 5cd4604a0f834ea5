"""Who holds which role, for those who keep the roles of a market."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import Refused
from guidelines.people import queries, services
from guidelines.people.forms import GrantForm, PeopleFilter
from guidelines.people.models import Assignment, Person
from guidelines.people.requests import PersonRequest
from guidelines.people.roles import Role


@require_safe
@login_required
def people(request: PersonRequest) -> HttpResponse:
    """The people of the markets whose roles this person keeps."""
    refuse_unless_administrator(request.user)
    form = PeopleFilter(request.GET)
    chosen: dict[str, Any] = form.cleaned_data if form.is_valid() else {"q": "", "role": "", "left": False}
    found = queries.visible_people(request.user).filter(is_active=not chosen["left"])
    found = queries.named(found, chosen["q"])
    if chosen["role"]:
        found = queries.holding(found, chosen["role"])
    page = paginate(request, queries.with_roles(found).order_by("name", "pk"))
    return render(request, "people/people.html", {"form": form, "page": page, "filtered": any(chosen.values())})


@require_safe
@login_required
def person(request: PersonRequest, employee_id: str) -> HttpResponse:
    """One person: where they work, what they hold, and what may be done about it."""
    subject = _fetch(request, employee_id)
    roles = [
        (held, services.why_not_administer(request.user, subject, held.market, held.domain))
        for held in subject.current_roles  # type: ignore[attr-defined]  # made by with_roles
    ]
    context = {"subject": subject, "roles": roles, "why_not_grant": _why_not_grant(request.user, subject)}
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def grant_role(request: PersonRequest, employee_id: str) -> HttpResponse:
    """Choose a role, see it in words, give it."""
    subject = _fetch(request, employee_id)
    reason = _why_not_grant(request.user, subject)
    if reason:
        raise Refused(reason)
    form = GrantForm(request.POST if request.method == "POST" else None, by=request.user, subject=subject)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "people/grant_role.html", {"form": form, "subject": subject}, status=status)
    wanted = form.as_assignment()
    if "confirmed" not in request.POST:
        context = {"form": form, "subject": subject, "wanted": wanted}
        return render(request, "people/grant_role_confirm.html", context)
    services.grant(
        subject,
        Role(wanted.role),
        by=request.user,
        market=wanted.market,
        domain=wanted.domain,
        function=wanted.function,
    )
    messages.success(request, _("%(name)s is now: %(role)s.") % {"name": subject.name, "role": wanted})
    return redirect("person", subject.employee_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end_role(request: PersonRequest, employee_id: str, pk: int) -> HttpResponse:
    """Ask once more, then end a role."""
    subject = _fetch(request, employee_id)
    held = get_object_or_404(Assignment.objects.current().filter(person=subject), pk=pk)
    reason = services.why_not_administer(request.user, subject, held.market, held.domain)
    if reason:
        raise Refused(reason)
    if request.method != "POST":
        return render(request, "people/end_role.html", {"subject": subject, "held": held})
    services.end_role(held, by=request.user)
    messages.success(request, _("%(name)s is no longer: %(role)s.") % {"name": subject.name, "role": held})
    return redirect("person", subject.employee_id)


def refuse_unless_administrator(person: Person) -> None:
    """403 with the sentence for everybody who keeps no roles."""
    if not queries.may_administer(person):
        raise Refused(_("Accounts and roles are kept by market administrators and system administrators."))


def _fetch(request: PersonRequest, employee_id: str) -> Person:
    """The person, if they are among those whose roles this person keeps."""
    refuse_unless_administrator(request.user)
    return get_object_or_404(queries.with_roles(queries.visible_people(request.user)), employee_id=employee_id)


def _why_not_grant(by: Person, subject: Person) -> str | None:
    """Why no role at all can be given here: to oneself, to a leaver, to a system administrator."""
    if by.pk == subject.pk:
        return _("You can’t change your own roles. Ask another administrator.")
    if subject.is_superuser:
        return _("A system administrator can’t hold a role. Use a second account.")
    if not subject.is_active:
        return _("%(name)s has left. Open the account again first.") % {"name": subject.name}
    return None
