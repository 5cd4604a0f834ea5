"""What a list receives without asking: subscriptions made, changed, ended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.frame.refusals import Invalid
from guidelines.liaison.directory import visible_stakeholders
from guidelines.liaison.directory_forms import WishForm
from guidelines.liaison.directory_pages.asking import confirm_page, form_page, keeper, list_of
from guidelines.liaison.models import Stakeholder, Subscription
from guidelines.liaison.sending_words import rhythm_line
from guidelines.liaison.services import subscribing as services

ANY = ["GET", "HEAD", "POST"]


@require_http_methods(ANY)
@login_required
def new_subscription(request: HttpRequest, pk: int) -> HttpResponse:
    stakeholder = list_of(request, pk, to_change=True)
    start = {"rhythm": "weekly", "weekday": 0, "hour": 9, "format": "html"}
    if stakeholder.market:
        start["market"] = stakeholder.market.code
    return _page(request, stakeholder, None, start)


@require_http_methods(ANY)
@login_required
def change_subscription(request: HttpRequest, pk: int) -> HttpResponse:
    subscription = _subscription(request, pk)
    chosen: dict[str, Any] = subscription.filter
    names = ("rhythm", "weekday", "hour", "format", "redline")
    start = {name: getattr(subscription, name) for name in names}
    scope = {name: chosen.get(name) for name in ("markets", "domains", "topic", "significance")}
    later = {"later": chosen.get("includes_later"), "market": subscription.market.code}
    return _page(request, subscription.stakeholder, subscription, {**start, **scope, **later})


def _page(
    request: HttpRequest, stakeholder: Stakeholder, old: Subscription | None, start: dict[str, Any]
) -> HttpResponse:
    person = keeper(request)
    form = WishForm(
        request.POST if request.method == "POST" else None, stakeholder=stakeholder, by=person, initial=start
    )
    if form.is_bound and form.is_valid():
        try:
            if old:
                services.change_subscription(old, form.wish(), by=person)
            else:
                services.subscribe(stakeholder, form.wish(), by=person)
        except Invalid as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved. What happens from now on is told."))
            return redirect(stakeholder)
    heading = _("What %(name)s receives") % {"name": stakeholder.name}
    hint = _("It is bounded by what you may export, and stops when you may no longer.")
    return form_page(request, heading, form, _("Save"), stakeholder, hint=hint)


@require_http_methods(ANY)
@login_required
def end_subscription(request: HttpRequest, pk: int) -> HttpResponse:
    subscription = _subscription(request, pk)
    if request.method == "POST":
        services.end_subscription(subscription, by=keeper(request))
        messages.success(request, _("The subscription is ended."))
        return redirect(subscription.stakeholder)
    facts = {_("List"): subscription.stakeholder.name, _("What"): rhythm_line(subscription)}
    sentences = (_("What is due from now on is not told. Packs can still be sent by hand."),)
    heading, button = _("End this subscription?"), _("End the subscription")
    return confirm_page(request, heading, button, subscription.stakeholder, facts=facts, sentences=sentences)


def _subscription(request: HttpRequest, pk: int) -> Subscription:
    seen = Subscription.objects.filter(stakeholder__in=visible_stakeholders(keeper(request)))
    found: Subscription = get_object_or_404(seen.select_related("stakeholder__market", "market"), pk=pk)
    list_of(request, found.stakeholder_id, to_change=True)
    return found
