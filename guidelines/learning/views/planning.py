"""Planning sessions: where, the plan, a change, calling off, and whom to invite."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import visible_guidelines
from guidelines.frame.refusals import NotFound, Refusal
from guidelines.learning import services
from guidelines.learning.asking_rights import visible_training_requests, why_not_handle
from guidelines.learning.forms.places import PlaceForm
from guidelines.learning.forms.sessions import CallOffForm, ChangeSessionForm, InviteForm, SessionForm, as_planned
from guidelines.learning.models import TrainingRequest
from guidelines.learning.rights import teaches_somewhere, why_not_manage, why_not_plan
from guidelines.learning.views.fetching import session_for
from guidelines.learning.views.sessions import page_of, session_page
from guidelines.people.models import Person
from guidelines.people.requests import actor
from guidelines.people.roles import Capability


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_session(request: HttpRequest) -> HttpResponse:
    """First the market and the domain, whose time and people it is about; then the plan. `rule`, `guideline` and
    `request` in the address say the place and fill the form."""
    person = actor(request)
    if not teaches_somewhere(person):
        refuse(_nobody(person))
    asked = _request_of(request, person)
    given = _given(request, person, asked)
    place = PlaceForm(given["place"] or None, person=person, capability=Capability.TEACH)
    chosen = place.only_one or (place.chosen() if place.is_valid() else None)
    if chosen is None:
        status = 422 if place.is_bound else 200
        return render(request, "learning/new_session_place.html", {"form": place}, status=status)
    refuse(why_not_plan(person, *chosen))
    return _plan(request, person, chosen, given["initial"], asked)


def _plan(
    request: HttpRequest,
    person: Person,
    place: tuple[Market, Domain],
    initial: dict[str, Any],
    asked: TrainingRequest | None,
) -> HttpResponse:
    market, domain = place
    posted = request.method == "POST"
    first = {"trainer": str(person.pk), "language": market.language, "roles": ["moderator"], **initial}
    data = request.POST if posted else None
    form = SessionForm(data, initial=first, person=person, market=market, domain=domain)
    status = 422 if posted else 200
    if posted and form.is_valid():
        try:
            made = services.plan_session(form.plan(), by=person, request=asked)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            status = refusal.status
        else:
            messages.success(request, _("Planned. Nobody is invited yet: look at the audience, then invite them."))
            return redirect(made)
    context = {"form": form, "market": market, "domain": domain, "asked": asked, "query": _query(request)}
    return render(request, "learning/session_form.html", context, status=status)


def _nobody(person: Person) -> Any:
    """The sentence for somebody who teaches nowhere."""
    return why_not_plan(person, Market(pk=0), Domain(pk=0))


def _query(request: HttpRequest) -> str:
    return f"?{request.GET.urlencode()}" if request.GET else ""


def _request_of(request: HttpRequest, person: Person) -> TrainingRequest | None:
    """The request for training that the address names."""
    key = request.GET.get("request", "")
    if not key:
        return None
    found = visible_training_requests(person).filter(pk=int(key) if key.isdecimal() and len(key) < 19 else 0).first()
    if found is None:
        raise NotFound(_("There is no such request that you can see."))
    refuse(why_not_handle(person, found))
    return found


def _given(request: HttpRequest, person: Person, asked: TrainingRequest | None) -> dict[str, Any]:
    """The place and the first words that the address names."""
    policy_id, _space, rule = request.GET.get("rule", "").strip().upper()[:80].partition(" ")
    policy_id = policy_id or request.GET.get("guideline", "").strip().upper()[:60]
    guideline = visible_guidelines(person).filter(policy_id=policy_id).first() if policy_id else None
    if asked is not None:
        named = visible_guidelines(person).filter(pk=asked.guideline_id).first() if asked.guideline_id else None
        place = {"market": asked.market.code, "domain": asked.domain.code}
        words = {"topic": asked.topic, "guidelines": named.policy_id if named else ""}
        return {"place": place, "initial": words}
    if guideline is not None:
        place = {"market": guideline.market.code, "domain": guideline.domain.code}
        topic = f"{guideline.policy_id} {rule}" if rule else guideline.policy_id
        return {"place": place, "initial": {"guidelines": guideline.policy_id, "topic": topic.strip()}}
    place = {name: request.GET[name] for name in ("market", "domain") if name in request.GET}
    return {"place": place, "initial": {}}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_session(request: HttpRequest, pk: str) -> HttpResponse:
    person, line = actor(request), session_for(request, pk)
    found = line.session
    posted = request.method == "POST"
    refuse(why_not_plan(person, found.market, found.domain) if posted else why_not_manage(person, found))
    form = ChangeSessionForm(
        request.POST if posted else None,
        initial=as_planned(found),
        person=person,
        market=found.market,
        domain=found.domain,
    )
    status = 422 if posted else 200
    if posted and form.is_valid():
        data = form.cleaned_data
        try:
            services.change_session(found, form.plan(), by=person, seen=data["seen"], reason=data["reason"])
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            status = refusal.status
        else:
            messages.success(request, _("Changed. Everybody invited is told."))
            return redirect(found)
    context = {"form": form, "session": found, "market": found.market, "domain": found.domain}
    return render(request, "learning/session_form.html", context, status=status)


@require_POST
@login_required
def call_off_session(request: HttpRequest, pk: str) -> HttpResponse:
    line, form = session_for(request, pk), CallOffForm(request.POST)
    if not form.is_valid():
        return session_page(request, line, 422, call_off=form, wrong=form)
    services.call_off(line.session, by=actor(request), reason=form.cleaned_data["reason"])
    messages.success(request, _("Called off. Everybody invited is told."))
    return redirect(line.session)


@require_POST
@login_required
def invite_to_session(request: HttpRequest, pk: str) -> HttpResponse:
    """The audience of the plan, or people by their employee IDs."""
    line, person = session_for(request, pk), actor(request)
    if "people" not in request.POST:
        count = services.invite_audience(line.session, by=person)
        return _invited(request, line.session, count)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return session_page(request, line, 422, invite=form, wrong=form)
    try:
        count = services.invite(line.session, form.ids(), by=person)
    except Refusal as refusal:
        form.add_error("people", refusal.sentence)
        return session_page(request, line, refusal.status, invite=form, wrong=form)
    return _invited(request, line.session, count)


def _invited(request: HttpRequest, session: Any, count: int) -> HttpResponse:
    said = ngettext("%(n)d person is invited.", "%(n)d people are invited.", count)
    messages.success(request, said % {"n": count})
    return redirect(page_of(session, "people"))


@require_POST
@login_required
def take_back_invitation(request: HttpRequest, pk: str) -> HttpResponse:
    line = session_for(request, pk)
    key = request.POST.get("person", "")
    invitation = line.session.invitations.filter(person__employee_id=key[:40]).select_related("person").first()
    if invitation is None:
        raise NotFound(_("This person is not invited."))
    services.take_back(line.session, invitation.person, by=actor(request))
    messages.success(request, _("%(name)s is invited no longer.") % {"name": invitation.person.name})
    return redirect(page_of(line.session, "people"))
