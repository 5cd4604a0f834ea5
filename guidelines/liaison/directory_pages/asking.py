"""What these pages have in common: who may open them, a form that is filled in, a deed that is confirmed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from guidelines.frame.refusals import Refused
from guidelines.liaison.directory import may_see_told, visible_stakeholders, why_not_tell
from guidelines.liaison.models import Stakeholder
from guidelines.people.models import Person
from guidelines.people.requests import actor


def keeper(request: HttpRequest) -> Person:
    """Whoever is signed in, if they may read the directory."""
    person = actor(request)
    if person.is_superuser:
        raise Refused(_("A system administrator manages accounts and never text. Sign in with another account."))
    if not may_see_told(person):
        raise Refused(_("The directory is read by liaisons, policy managers, market administrators and auditors."))
    return person


def list_of(request: HttpRequest, pk: int, *, to_change: bool = False) -> Stakeholder:
    """A list that the person sees and, where asked, may keep."""
    person = keeper(request)
    lists = visible_stakeholders(person).select_related("market", "domain")
    found: Stakeholder = get_object_or_404(lists, pk=pk)
    if to_change and (sentence := why_not_tell(person, found.market_id, found.domain_id)):
        raise Refused(sentence)
    return found


def form_page(
    request: HttpRequest,
    heading: str,
    form: Any,
    button: str,
    stakeholder: Stakeholder | None = None,
    *,
    status: int = 422,
    **more: Any,
) -> HttpResponse:
    """A page with one form; what was typed stays in it. `status` is that of a form that could not be taken."""
    context = {"heading": heading, "form": form, "button": button, "stakeholder": stakeholder, **more}
    return render(request, "liaison/stakeholders/form.html", context, status=status if form.is_bound else 200)


def confirm_page(
    request: HttpRequest,
    heading: str,
    button: str,
    stakeholder: Stakeholder,
    *,
    facts: dict[str, str] | None = None,
    sentences: tuple[str, ...] = (),
) -> HttpResponse:
    """Ask once more, naming what follows."""
    context = {"heading": heading, "button": button, "stakeholder": stakeholder, "facts": facts, "sentences": sentences}
    return render(request, "liaison/stakeholders/confirm.html", context)


def secret_page(request: HttpRequest, heading: str, label: str, secret: str, stakeholder: Stakeholder) -> HttpResponse:
    """What is shown now and never again."""
    context = {"heading": heading, "label": label, "secret": secret, "stakeholder": stakeholder}
    response = render(request, "liaison/stakeholders/secret.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
