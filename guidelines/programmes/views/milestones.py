"""A milestone with every day it was expected on, and what a programme holds."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guidelines.frame import clock
from guidelines.frame.posting import posted
from guidelines.frame.refusals import NotFound
from guidelines.people.requests import actor
from guidelines.programmes import services
from guidelines.programmes.forms import DoneForm, MoveForm, ThingForm
from guidelines.programmes.held import held_by
from guidelines.programmes.models import Item, Milestone, Programme
from guidelines.programmes.naming import item_named
from guidelines.programmes.progress import DEFINITIONS
from guidelines.programmes.rights import visible_programmes, why_not_steer
from guidelines.programmes.views.fetching import milestone_for, programme_for


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def milestone(request: HttpRequest, pk: str) -> HttpResponse:
    """One milestone; posted to, the day it is expected on now."""
    found, person = milestone_for(request, pk), actor(request)
    form = MoveForm(request.POST or None, initial={"to": found.now})

    def move() -> Any:
        return services.move_milestone(found, **form.cleaned_data, by=person)

    if request.method != "POST":
        return _page(request, found, 200, move=form)
    again = partial(_page, request, found, move=form, wrong=form)
    return posted(request, form, move, said=_("Kept, with the reason."), to=found, again=again)


@require_POST
@login_required
def finish_milestone(request: HttpRequest, pk: str) -> HttpResponse:
    found, person = milestone_for(request, pk), actor(request)
    form = DoneForm(request.POST)

    def finish() -> Any:
        return services.finish_milestone(found, **form.cleaned_data, by=person)

    again = partial(_page, request, found, finish=form, wrong=form)
    return posted(request, form, finish, said=_("The milestone is done."), to=found, again=again)


def _page(request: HttpRequest, found: Milestone, status: int, **forms: Any) -> HttpResponse:
    today = found.programme.day(clock.now())
    context = {
        "milestone": found,
        "programme": found.programme,
        "standing": found.standing(today),
        "moves": found.moves.select_related("by"),
        "keeps": not found.done_on and why_not_steer(actor(request), found.programme) is None,
        "move": MoveForm(initial={"to": found.now}),
        "finish": DoneForm(initial={"on": today}),
    }
    return render(request, "programmes/milestone.html", context | forms, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def programme_items(request: HttpRequest, pk: str) -> HttpResponse:
    """What a programme holds; posted to, one thing more."""
    found, person = programme_for(request, pk), actor(request)
    form = ThingForm(request.POST or None)

    def add() -> Any:
        return services.take_in(found, item_named(form.cleaned_data["thing"], person), by=person)

    if request.method != "POST":
        return _items(request, found, form, 200)
    to = f"{request.path}"
    again = partial(_items, request, found, form)
    return posted(request, form, add, said=_("The programme holds it now."), to=to, again=again)


def _items(request: HttpRequest, found: Programme, form: ThingForm, status: int) -> HttpResponse:
    person = actor(request)
    held = held_by(person, found, clock.now())
    groups = [
        (name, definition, [one for one in held if one.kind == kind])
        for kind, (name, definition) in DEFINITIONS.items()
    ]
    context = {
        "programme": found,
        "groups": groups,
        "has_any": bool(held),
        "form": form,
        "keeps": form.is_bound or why_not_steer(person, found) is None,
    }
    return render(request, "programmes/items.html", context, status=status)


@require_POST
@login_required
def take_out(request: HttpRequest, pk: str) -> HttpResponse:
    person = actor(request)
    item = Item.objects.filter(pk=int(pk), programme__in=visible_programmes(person).values("pk")).first()
    held = held_by(person, item.programme, clock.now()) if item else []
    if item is None or item.pk not in {one.item.pk for one in held}:
        raise NotFound(_("There is nothing here that you can read."))
    services.take_out(item, by=person)
    messages.success(request, _("The programme holds it no longer."))
    return redirect("programme_items", item.programme_id)
